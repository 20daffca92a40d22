"""A photo is seen by everybody once its offer is public, and before that by nobody else."""

import io

from PIL import Image
from sqlmodel import select

from app.publishing.photos import take_in
from app.social_map.models import Offer
from app.social_map.vocabulary import Status


def a_photo():
    out = io.BytesIO()
    Image.new("RGB", (640, 480), (12, 99, 40)).save(out, "PNG")
    return out.getvalue()


def hang(services, *, public):
    """A photo at an offer; its uid and the offer's address."""
    with services.database.writing() as session:
        offer = session.exec(select(Offer).where(Offer.status == Status.PUBLISHED)).first()
        kept = take_in(session, a_photo(), "whose", "account:1")
        if public:
            offer.photo, offer.photo_alt = kept.uid, "Vier mensen aan een tafel met koffie"
            session.add(offer)
        return kept.uid, offer.slug


def test_a_photo_of_a_public_offer_is_shown_with_its_words(client, installation):
    uid, slug = hang(installation, public=True)
    page = client.get(f"/aanbod/{slug}").get_data(as_text=True)
    assert f'src="/foto/{uid}.jpg"' in page
    assert 'alt="Vier mensen aan een tafel met koffie"' in page
    answer = client.get(f"/foto/{uid}.jpg")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "public" in answer.headers["Cache-Control"]
    with Image.open(io.BytesIO(answer.data)) as shown:
        assert shown.size == (640, 480)
    assert uid not in client.get(f"/aanbod/{slug}/print").get_data(as_text=True)


def test_a_photo_that_waits_does_not_exist_for_a_visitor(client, installation):
    uid, _slug = hang(installation, public=False)
    assert client.get(f"/foto/{uid}.jpg").status_code == 404
    assert client.get("/foto/zomaar.jpg").status_code == 404
