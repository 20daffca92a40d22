"""Places free, as an editor hears them by phone: filled in today, shown with the date, and nothing typed is lost."""

import pytest
from sqlmodel import select

from app.audit.models import AuditLine
from app.social_map.models import PlacesFree
from app.social_map.vocabulary import RespiteWeight
from tests.web.editor.offers import draft, put
from tests.web.staff.site import look, words_of


@pytest.fixture
def number(site):
    (found,) = put(site, draft("Logeerhuis", "logeren", respite=RespiteWeight.NIGHT), publish=True)
    return found


def known(site, number):
    with site.database.reading() as session:
        row = session.get(PlacesFree, number)
        return None if row is None else (row.available, row.maximum, row.unit, row.note)


def test_from_the_menu_to_a_number_that_visitors_see(site, number):
    client = site.signed_in()
    assert "/beheer/plekken" in client.get("/beheer/aanbod/nieuw").text
    page = client.get("/beheer/plekken")
    assert f"/beheer/aanbod/{number}/plekken" in page.text
    assert "vraag na" in words_of(look(page))
    look(client.get(f"/beheer/aanbod/{number}/plekken"))
    sent = client.post(
        f"/beheer/aanbod/{number}/plekken",
        data={"vrij": "2", "totaal": "8", "waarvan": "bed", "bijzonderheid": "Alleen in het weekend."},
    )
    assert sent.status_code == 303
    after = words_of(look(client.get(sent.location)))
    assert "Bewaard" in after
    assert "2 plekken vrij" in after
    assert known(site, number) == (2, 8, "bed", "Alleen in het weekend.")
    again = client.get(f"/beheer/aanbod/{number}/plekken").text
    assert 'value="2"' in again
    assert 'value="bed"' in again
    with site.database.reading() as session:
        line = session.exec(select(AuditLine).where(AuditLine.action == "places.set")).one()
        assert line.subject == f"offer:{number}"
        assert line.actor.startswith("account:")


def test_the_offers_own_screen_leads_there(site, number):
    assert f"/beheer/aanbod/{number}/plekken" in site.signed_in().get(f"/beheer/aanbod/{number}").text


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({"vrij": "een paar"}, "vrij", "heel getal"),
        ({"vrij": "2", "totaal": "-8"}, "totaal", "heel getal"),
        ({"vrij": "9", "totaal": "8"}, "vrij", "niet meer plekken vrij zijn dan er zijn (8)"),
        ({"vrij": "1000"}, "vrij", "van 0 tot en met 999"),
    ],
)
def test_what_cannot_be_is_said_and_stays(site, number, data, field, said):
    sent = site.signed_in().post(f"/beheer/aanbod/{number}/plekken", data={**data, "bijzonderheid": "blijft staan"})
    assert sent.status_code == 422
    page = look(sent)
    assert said in words_of(page)
    assert page.select_one(f'#{field}[aria-invalid="true"]')
    assert page.select_one(f"#{field}")["value"] == data[field]
    assert page.select_one("#bijzonderheid")["value"] == "blijft staan"
    assert known(site, number) is None


def test_empty_is_not_known_and_nought_is_full(site, number):
    client = site.signed_in()
    client.post(f"/beheer/aanbod/{number}/plekken", data={"vrij": "0"})
    assert "geen plek vrij" in words_of(look(client.get("/beheer/plekken")))
    client.post(f"/beheer/aanbod/{number}/plekken", data={"vrij": ""})
    assert known(site, number)[0] is None
    assert "vraag na" in words_of(look(client.get("/beheer/plekken")))


def test_only_who_takes_over_and_only_within_ones_own_walls(site, number):
    (coffee,) = put(site, draft("Koffie"), publish=True)
    client = site.signed_in()
    assert client.get(f"/beheer/aanbod/{coffee}/plekken").status_code == 404
    assert client.post(f"/beheer/aanbod/{coffee}/plekken", data={"vrij": "1"}).status_code == 404
    elsewhere = site.signed_in("p@voorbeeld.example", municipality="putten")
    assert elsewhere.get(f"/beheer/aanbod/{number}/plekken").status_code == 404
    assert elsewhere.post(f"/beheer/aanbod/{number}/plekken", data={"vrij": "1"}).status_code == 404
    assert "Logeerhuis" not in elsewhere.get("/beheer/plekken").text
