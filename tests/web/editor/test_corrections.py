from app.social_map.models import Correction
from tests.web.editor.offers import draft, put
from tests.web.staff.site import look, words_of


def test_what_visitors_wrote_is_read_and_settled(site):
    here, there = put(site, draft("Hier"), draft("Daar", town="Putten"), publish=True)
    with site.database.writing() as session:
        mine, other = (
            Correction(offer_id=here, about="telefoon", words="Nummer <b>klopt</b> niet"),
            Correction(offer_id=there, words="Weg"),
        )
        session.add_all([mine, other])
    client = site.signed_in(municipality="hattem")
    answer = client.get("/beheer/verbeteringen")
    page = words_of(look(answer))
    assert "Nummer <b>klopt</b> niet" in page
    assert "Daar" not in page
    assert client.post("/beheer/verbeteringen", data={"verbetering": other.id}).status_code == 404
    assert client.post("/beheer/verbeteringen", data={"verbetering": mine.id}).status_code == 303
    assert "Hier staat niets" in words_of(look(client.get("/beheer/verbeteringen")))
    assert "klopt" in words_of(look(client.get("/beheer/verbeteringen?wat=afgehandeld")))
