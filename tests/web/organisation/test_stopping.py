"""Stopping: who takes over, what visitors find at the old address, and putting it back."""

import pytest

from app.social_map.vocabulary import Status
from tests.web.organisation.house import THEIRS, draft, page_of, text_of


@pytest.fixture
def three(house):
    ours, other = house.put(draft("Koffie"), draft("Thee"))
    (theirs,) = house.put(draft("Soep", THEIRS))
    return ours, other, theirs


def send(client, house, number, **data):
    return client.post(f"/organisatie/aanbod/{number}/gestopt", data={"versie": house.offer(number).version, **data})


@pytest.mark.parametrize(
    ("data", "leads_to"),
    [
        ({"wie": "thee"}, "/aanbod/thee"),
        ({"wie": "ander", "opvolger": "soep"}, "/aanbod/soep"),
        ({"wie": "niemand"}, ""),
    ],
)
def test_the_old_page_leads_on(house, three, data, leads_to):
    client = house.somebody_of()
    page = page_of(client.get(f"/organisatie/aanbod/{three[0]}/gestopt"))
    assert not page.select("input[type=radio][checked]")
    sent = send(client, house, three[0], reden="Wij gaan samen verder.", **data)
    assert sent.status_code == 303
    after = text_of(client.get(sent.location))
    assert "Gestopt." in after
    assert "Wij gaan samen verder." in after
    old = client.get("/aanbod/koffie")
    assert (leads_to in old.text) if leads_to else old.status_code in {404, 410}
    (letter,) = house.letters()
    assert "Koffie" in letter.subject


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({}, "wie", "Kies of iemand het overneemt"),
        ({"wie": "ander"}, "opvolger", "Schrijf de naam"),
        ({"wie": "ander", "opvolger": "bestaat niet"}, "opvolger", "niet op de kaart"),
        ({"wie": "ander", "opvolger": "koffie"}, "opvolger", "het aanbod zelf"),
        ({"wie": "soep"}, "wie", "Kies of iemand"),
    ],
)
def test_what_is_not_clear_is_asked_again_and_nothing_typed_is_lost(house, three, data, field, said):
    sent = send(house.somebody_of(), house, three[0], reden="blijft staan", **data)
    page = page_of(sent, 422)
    assert said in page.get_text()
    assert page.select_one(f'.lp-error-summary a[href="#{field}"]')
    assert page.select_one("#reden").get_text(strip=True) == "blijft staan"
    assert house.offer(three[0]).status is Status.PUBLISHED


def test_somebody_was_first(house, three):
    client = house.somebody_of()
    version = house.offer(three[0]).version
    client.post(f"/organisatie/aanbod/{three[0]}/klopt-nog")
    sent = client.post(f"/organisatie/aanbod/{three[0]}/gestopt", data={"versie": version, "wie": "niemand"})
    assert "intussen veranderd" in text_of(sent, 409)
    assert house.offer(three[0]).status is Status.PUBLISHED


def test_a_mistake_is_put_back(house, three):
    client = house.somebody_of()
    send(client, house, three[0], wie="thee")
    page = page_of(client.get(f"/organisatie/aanbod/{three[0]}"))
    back = page.select_one(f'form[action="/organisatie/aanbod/{three[0]}/terugzetten"]')
    assert back
    sent = client.post(back["action"])
    assert "staat weer op de kaart" in text_of(client.get(sent.location))
    assert client.get("/aanbod/koffie").status_code == 200


def test_what_the_editors_withdrew_is_asked_by_telephone(house, three):
    house.change(three[0], status=Status.WITHDRAWN)
    client = house.somebody_of()
    assert "Bel de redactie" in text_of(client.get(f"/organisatie/aanbod/{three[0]}"))
    assert "Bel de redactie" in text_of(client.post(f"/organisatie/aanbod/{three[0]}/terugzetten"), 409)
    assert house.offer(three[0]).status is Status.WITHDRAWN


def test_help_in_a_crisis_asks_to_call_as_well_and_may_still_stop(house):
    (number,) = house.put(draft("Crisislijn", kind="crisis"))
    client = house.somebody_of()
    assert "Belt u ook de redactie?" in text_of(client.get(f"/organisatie/aanbod/{number}/gestopt"))
    assert send(client, house, number, wie="niemand").status_code == 303
