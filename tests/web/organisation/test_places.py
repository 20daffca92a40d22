"""Places free, said by who gives the care."""

import pytest

from app.social_map.models import PlacesFree
from app.social_map.vocabulary import RespiteWeight
from tests.web.organisation.house import draft, page_of, text_of


@pytest.fixture
def number(house):
    (found,) = house.put(draft("Logeerhuis", kind="logeren", respite=RespiteWeight.NIGHT))
    return found


def test_from_the_offer_to_what_visitors_see(house, number):
    client = house.somebody_of()
    form = f"/organisatie/aanbod/{number}/plekken"
    assert form in client.get(f"/organisatie/aanbod/{number}").text
    page_of(client.get(form))
    sent = client.post(
        form, data={"vrij": "2", "totaal": "8", "waarvan": "bed", "bijzonderheid": "Alleen in het weekend."}
    )
    assert sent.status_code == 303
    assert "2 plekken vrij" in text_of(client.get(sent.location))
    assert page_of(client.get(form)).select_one("#vrij")["value"] == "2"
    with house.services.database.reading() as session:
        assert session.get_one(PlacesFree, number).updated_by.startswith("account:")


def test_what_cannot_be_stays_typed(house, number):
    sent = house.somebody_of().post(
        f"/organisatie/aanbod/{number}/plekken", data={"vrij": "9", "totaal": "8", "bijzonderheid": "zin"}
    )
    page = page_of(sent, 422)
    assert "niet meer plekken vrij" in page.get_text()
    assert page.select_one("#bijzonderheid")["value"] == "zin"


def test_only_for_who_takes_over(house, number):
    (coffee,) = house.put(draft())
    client = house.somebody_of()
    assert client.get(f"/organisatie/aanbod/{coffee}/plekken").status_code == 404
    assert "plekken" not in client.get(f"/organisatie/aanbod/{coffee}").text.lower().replace(
        "plekken vrij invullen", ""
    )
