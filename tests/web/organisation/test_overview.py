"""The first screen: a newcomer sees one button, and everybody how their offers stand, by when, and whom to call."""

from datetime import date, timedelta

from app import clock
from app.social_map.vocabulary import ConfirmedBy, Status
from tests.web.organisation.house import OURS, THEIRS, draft, page_of, text_of


def test_a_newcomer_sees_one_button_and_a_welcome(house):
    (number,) = house.put(draft())
    client = house.somebody_of()
    house.change(number, organisation_id=_other(house))
    page = page_of(client.get("/organisatie/"))
    assert "Fijn dat u er bent" in page.get_text()
    first = page.select_one("main h1 ~ form")
    assert (first["action"], first["method"]) == ("/organisatie/aanbod/nieuw", "post")
    assert first.get_text(strip=True) == "Nieuw aanbod"
    town = house.services.content.now().municipality("hattem")
    assert town.map_editors.name in page.get_text()
    assert page.select_one('a[href^="tel:"]')


def _other(house):
    house.put(draft("Van hen", THEIRS))
    return house.offer(house.put(draft("Nog iets", THEIRS))[0]).organisation_id


def test_each_offer_says_how_it_stands(house):
    public, hidden, gone = house.put(draft("Openbaar"), draft("Verborgen"), draft("Voorbij"))
    _, back = house.put(draft("Wachtend", status=Status.REVIEW), draft("Terug", status=Status.REVIEW), publish=False)
    house.put(draft("Openbaar", summary="Anders."), publish=False)
    house.put(draft("Gewoon"))
    house.change(hidden, status=Status.HIDDEN)
    house.change(gone, status=Status.WITHDRAWN)
    house.returned(back, "Schrijf erbij wat het kost.")
    house.change(public, last_confirmed=date(2026, 11, 3), confirmed_by=ConfirmedBy.ORGANISATION)
    page = page_of(house.somebody_of().get("/organisatie/"))
    said = {
        item.h3.get_text(strip=True): " ".join(item.get_text(" ").split())
        for item in page.select(".lp-staff-list li:has(h3)")
    }
    assert "Uw wijziging wacht op de redactie, antwoord uiterlijk" in said["Openbaar"]
    assert "Nagekeken: 3 november 2026, door uw organisatie" in said["Openbaar"]
    assert "Weer nakijken op" in said["Openbaar"]
    assert "Wacht op de redactie, antwoord uiterlijk" in said["Wachtend"]
    assert "Op de kaart." in said["Gewoon"]
    assert "Teruggestuurd" in said["Terug"]
    assert "Schrijf erbij wat het kost." in said["Terug"]
    assert "lang niet nagekeken" in said["Verborgen"]
    assert "Gestopt" in said["Voorbij"]
    assert next(iter(said)) == "Terug"


def test_what_is_due_is_confirmed_with_one_button(house):
    old, hidden, fresh = house.put(draft("Oud"), draft("Verborgen"), draft("Vers"))
    longago = clock.today() - timedelta(days=400)
    house.change(old, last_confirmed=longago)
    house.change(hidden, last_confirmed=longago, status=Status.HIDDEN)
    client = house.somebody_of()
    page = page_of(client.get("/organisatie/"))
    ticked = {int(box["value"]) for box in page.select('input[name="aanbod"][checked]')}
    assert ticked == {old, hidden}
    sent = client.post("/organisatie/klopt-nog", data={"aanbod": [str(number) for number in ticked]})
    assert sent.status_code == 303
    after = page_of(client.get(sent.location))
    assert "2 keer aanbod is nagekeken" in after.get_text()
    assert not after.select('input[name="aanbod"]')
    for number in (old, hidden):
        offer = house.offer(number)
        assert (offer.status, offer.last_confirmed, offer.confirmed_by) == (
            Status.PUBLISHED,
            clock.today(),
            ConfirmedBy.ORGANISATION,
        )
    assert house.offer(fresh).version == 1


def test_nothing_ticked_changes_nothing_and_somebody_elses_is_not_there(house):
    (own,) = house.put(draft())
    (other,) = house.put(draft("Van hen", THEIRS))
    client = house.somebody_of(OURS)
    assert "niets aangevinkt" in text_of(client.get(client.post("/organisatie/klopt-nog").location))
    assert client.post("/organisatie/klopt-nog", data={"aanbod": [str(own), str(other)]}).status_code == 404
    assert house.offer(other).version == 1
    assert house.offer(own).version == 1
    assert "Van hen" not in client.get("/organisatie/").text


def test_what_is_being_written_goes_on_where_it_was(house):
    house.put(draft())
    client = house.somebody_of()
    begun = client.post("/organisatie/aanbod/nieuw")
    assert begun.status_code == 303
    page = page_of(client.get("/organisatie/"))
    assert "Waar u mee bezig bent" in page.get_text()
    assert page.select_one(f'a[href="{begun.location}"]')
