"""A photo is seen by everybody once its offer is public, and before that by nobody else."""

import io

from PIL import Image
from sqlmodel import select

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.publishing.handing_in import hand_in
from app.publishing.photos import take_in
from app.social_map.lifecycle import Actor, newest_revision
from app.social_map.models import Offer
from app.social_map.vocabulary import Status
from tests.web.staff.site import PASSWORD, sign_in


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


def test_an_editor_sees_the_photo_that_waits_and_not_its_number(client, installation):
    uid, slug = hang(installation, public=False)
    with installation.database.writing() as session:
        offer = session.exec(select(Offer).where(Offer.slug == slug)).one()
        words = {"photo": uid, "photo_alt": "Vier mensen aan een tafel met koffie"}
        draft = newest_revision(session, offer).draft.model_copy(update=words)
        actor = Actor("account:1", Role.EDITOR.value)
        hand_in(session, installation.publishing, draft, actor, offer=offer, base_version=offer.version)
        keys, number = AccountKeys.of(installation.settings), offer.id
        new = create_account(session, keys, email="redactie@voorbeeld.example", password=PASSWORD, role=Role.EDITOR)
    assert sign_in(client, new).status_code == 303
    page = client.get(f"/beheer/aanbod/{number}").get_data(as_text=True)
    assert f'src="/foto/{uid}.jpg"' in page
    assert f">{uid}<" not in page
    assert client.get(f"/foto/{uid}.jpg").status_code == 200
