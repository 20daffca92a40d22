"""One own offer: what visitors see, what waits beside it, its history without account numbers, and nobody else's."""

import pytest

from app.publishing.history import last_event
from app.social_map.vocabulary import ConfirmedBy, RespiteWeight, Status
from tests.web.organisation.house import THEIRS, draft, page_of, text_of


def test_what_waits_stands_beside_what_visitors_see(house):
    (number,) = house.put(draft())
    house.put(draft(summary="Samen thee drinken."), publish=False)
    page = page_of(house.somebody_of().get(f"/organisatie/aanbod/{number}"))
    assert page.select_one('a[href="/aanbod/koffie-in-de-hoek"]').get_text(strip=True) == "Zo zien bezoekers het"
    cells = [cell.get_text(strip=True) for cell in page.select("table tbody tr > *")]
    assert cells == ["Samenvatting", "Samen koffie drinken.", "Samen thee drinken."]


def test_the_history_names_hands_and_never_accounts(house):
    (number,) = house.put(draft())
    client = house.somebody_of()
    assert client.post(f"/organisatie/aanbod/{number}/klopt-nog").status_code == 303
    said = text_of(client.get(f"/organisatie/aanbod/{number}"))
    assert "nagekeken: klopt nog, door uw organisatie" in said
    assert "ontvangen, door een lijst die is ingelezen" in said
    assert "account:" not in said
    assert house.offer(number).confirmed_by is ConfirmedBy.ORGANISATION
    with house.services.database.reading() as session:
        assert last_event(session, number).actor.startswith("account:")


def test_a_change_that_came_back_says_why(house):
    (number,) = house.put(draft())
    house.put(draft(summary="Anders."), publish=False)
    house.returned(number, "Dit is geen Nederlands.")
    said = text_of(house.somebody_of().get(f"/organisatie/aanbod/{number}"))
    assert "Dit is geen Nederlands." in said
    assert "Uw wijziging" in said


def test_what_is_not_public_cannot_be_confirmed(house):
    (number,) = house.put(draft(status=Status.REVIEW), publish=False)
    sent = house.somebody_of().post(f"/organisatie/aanbod/{number}/klopt-nog")
    assert "valt er nu niets na te kijken" in text_of(sent, 409)


@pytest.mark.parametrize("path", ["", "/gestopt", "/plekken"])
def test_another_organisations_offer_is_not_there(house, path):
    house.put(draft())
    (other,) = house.put(draft("Van hen", THEIRS, kind="logeren", respite=RespiteWeight.NIGHT))
    client = house.somebody_of()
    for number in (other, 0, 99999, 2**80):
        assert client.get(f"/organisatie/aanbod/{number}{path}").status_code == 404
        assert client.post(f"/organisatie/aanbod/{number}{path or '/klopt-nog'}").status_code in {404, 405}
    assert client.post(f"/organisatie/aanbod/{other}/terugzetten").status_code == 404
    theirs = house.somebody_of(THEIRS)
    assert theirs.get(f"/organisatie/aanbod/{other}{path}").status_code == 200


def test_it_reads_in_english_too(house):
    (number,) = house.put(draft())
    client = house.somebody_of()
    assert client.get(f"/en/organisatie/aanbod/{number}").status_code == 200
    assert client.get("/en/organisatie/").status_code == 200
