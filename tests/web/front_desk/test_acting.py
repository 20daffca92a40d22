from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from app import clock
from app.audit.models import AuditLine
from app.conversation.models import Channel, Delivery, DeliveryState, State, Support
from tests.web.front_desk.desks import LETTER, asked, at_desk, errors, page, row


def soon(days=3):
    return (clock.today() + timedelta(days=days)).isoformat()


def test_the_page_shows_first_what_can_do_harm(room):
    number = asked(
        room, contact={"address_as": "mevrouw De Boer"},
        story={"tried": "Bezoek 75+", "interpreter": "Turks", "who_along": "mijn zoon", "quiet_place": True, "wanted_result": "weer slapen"},
    )  # fmt: skip
    answer = at_desk(room).get(f"/loket/aanvraag/{number}")
    hints = page(answer).select_one(".lp-hints").get_text(" ")
    assert hints.index("Geen voicemail inspreken") < hints.index("mevrouw De Boer")
    for part in ("Turks", "mijn zoon", "rustige plek"):
        assert part in hints
    main = page(answer).main.get_text(" ")
    for part in (
        "ik voel me aleen",
        "weer slapen",
        "Bezoek 75+",
        "Vraag dit niet nog een keer",
        "Alleen de inwoner verandert deze keuze",
    ):
        assert part in main
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_look_is_written_down(room):
    number, client = asked(room), at_desk(room)
    for _ in range(2):
        client.get(f"/loket/aanvraag/{number}")
    with room.services.database.reading() as session:
        looks = session.exec(select(AuditLine).where(AuditLine.action == "conversation.view")).all()
    assert [line.subject for line in looks] == [f"request:{number}"] * 2
    assert row(room, number).seen_at is not None


def test_each_action_comes_back_to_the_page_and_says_what_was_done(room):
    number, client = asked(room, contact=LETTER), at_desk(room)
    where = f"/loket/aanvraag/{number}"
    for name, form, says in (
        ("oppakken", {}, "Opgepakt"), ("gebeld", {"hoe": "niet-bereikt", "opmerking_bellen": "straks weer"}, "Belpoging bewaard"),
        ("plannen", {"dag": soon(), "tijd": "10.30", "plek": "bij u thuis"}, "Gesprek gepland"), ("notitie", {"notitie": "let op de hond"}, "Notitie bewaard"),
        ("uitkomst", {"uitkomst": ["general_provision"], "bericht": "Koffie in de hoek."}, "Uitkomst bewaard"),
        ("opnieuw", {"waarom": "vraagt-opnieuw"}, "Gesprek opnieuw"), ("overdragen", {"aan": "team:team-hattem"}, "Overgedragen"),
    ):  # fmt: skip
        answer = client.post(f"{where}/{name}", data=form)
        assert answer.status_code == 303, (name, answer.text)
        after = client.get(answer.location)
        assert says in page(after).select_one(".lp-alert").get_text(), name
        assert "laatst bewaard om" in after.text
    assert row(room, number).state is State.RECEIVED
    planned = client.get(where).text
    assert "let op de hond" in planned
    assert "10:30" in planned


WRONG = (
    ("gebeld", {}, "hoe"),
    ("gebeld", {"hoe": "voicemail"}, "hoe"),
    ("plannen", {"dag": "ooit", "tijd": "10:00", "plek": "hier"}, "dag"),
    ("plannen", {"dag": "2020-01-01", "tijd": "10:00", "plek": "hier"}, "dag"),
    ("plannen", {"dag": "2030-01-02", "tijd": "25:00", "plek": "hier"}, "tijd"),
    ("plannen", {"dag": "2030-01-02", "tijd": "³", "plek": "hier"}, "tijd"),
    ("plannen", {"dag": "2030-01-02", "tijd": "10:00"}, "plek"),
    ("notitie", {}, "notitie"),
    ("uitkomst", {"bericht": "Wat we bespraken"}, "uitkomst"),
    ("uitkomst", {"uitkomst": "indicatie", "bericht": "x"}, "uitkomst"),
    (
        "uitkomst",
        {"uitkomst": "individual_provision", "bericht": "U heeft recht op huishoudelijke hulp."},
        "bericht",
    ),
    ("overdragen", {"aan": "account:999"}, "aan"),
    ("overdragen", {}, "aan"),
    ("uitkomst", {"uitkomst": "general_provision"}, "bericht"),
)


def test_what_does_not_fit_is_said_beside_its_field_and_what_was_typed_stays(room):
    number, client = asked(room), at_desk(room)
    for name, form, field in WRONG:
        answer = client.post(f"/loket/aanvraag/{number}/{name}", data=form)
        assert (answer.status_code, errors(answer)) == (422, [f"#{field}"]), (name, form)
        assert page(answer).find(id=field).find_parent("details").has_attr("open")
        for value in form.values():
            if value not in {"indicatie", "voicemail", "account:999", "³"}:
                assert value in answer.text
    assert row(room, number).state is State.RECEIVED


def test_the_page_says_how_the_resident_will_hear(room):
    client = at_desk(room)
    by_phone, by_letter = asked(room, "a"), asked(room, "b", contact=LETTER)
    assert "Bel om het te vertellen" in client.get(f"/loket/aanvraag/{by_phone}").text
    assert "krijgt dit per brief" in client.get(f"/loket/aanvraag/{by_letter}").text


def test_two_at_once_the_second_is_told(room):
    number = asked(room)
    client = at_desk(room)
    client.post(f"/loket/aanvraag/{number}/uitkomst", data={"uitkomst": "own_strength_after_all"})
    answer = client.post(f"/loket/aanvraag/{number}/plannen", data={"dag": soon(), "tijd": "10:00", "plek": "hier"})
    assert (answer.status_code, "Iemand anders deed intussen iets" in answer.text) == (409, True)


def test_voicemail_is_offered_only_when_it_is_safe(room):
    client = at_desk(room)
    unsafe, safe = asked(room, "a"), asked(room, "b", contact={"safe": ("voicemail",)})
    assert 'value="voicemail"' not in client.get(f"/loket/aanvraag/{unsafe}").text
    assert 'value="voicemail"' in client.get(f"/loket/aanvraag/{safe}").text
    assert client.post(f"/loket/aanvraag/{safe}/gebeld", data={"hoe": "voicemail"}).status_code == 303


def test_the_answer_about_support_is_recorded_once_it_is_asked(room):
    number = asked(
        room, channel=Channel.LETTER, support=Support.TO_ASK, support_shares=(), support_ask_by=clock.today()
    )
    client, where = at_desk(room), f"/loket/aanvraag/{number}"
    assert "Lees voor" in client.get(where).text
    assert errors(client.post(f"{where}/gevraagd", data={})) == ["#clientondersteuning"]
    assert errors(client.post(f"{where}/gevraagd", data={"clientondersteuning": "nee"})) == ["#gevraagd"]
    sent = {"clientondersteuning": "ja", "clientondersteuning_deelt": ["telefoon", "onzin"]}
    assert client.post(f"{where}/gevraagd", data=sent).status_code == 303
    assert (row(room, number).support, row(room, number).support_shares) == (Support.YES, ("phone",))
    assert client.post(f"{where}/gevraagd", data={"clientondersteuning": "nee", "gevraagd": "ja"}).status_code == 422


def test_a_message_that_came_back_is_dealt_with_by_calling(room):
    number = asked(room)
    with room.services.database.writing() as session:
        delivery = session.exec(select(Delivery).where(Delivery.request_id == number)).first()
        delivery.state = DeliveryState.REFUSED
        session.add(delivery)
    client = at_desk(room)
    assert "kwam niet aan" in page(client.get(f"/loket/aanvraag/{number}")).main.get_text()
    assert client.post(f"/loket/aanvraag/{number}/bericht", data={"levering": delivery.id}).status_code == 303
    assert client.post(f"/loket/aanvraag/{number}/bericht", data={"levering": "999"}).status_code == 404
    assert "niet meer nodig" in client.get(f"/loket/aanvraag/{number}").text


def test_how_it_goes_is_asked_on_its_day(room):
    number = asked(room, follow_up_on=clock.today() + timedelta(days=10), follow_up_by="phone")
    client = at_desk(room)
    with time_machine.travel(clock.now() + timedelta(days=10), tick=False):
        client = at_desk(room, "tweede@voorbeeld.example")
        assert "wil dat u vraagt hoe het gaat" in client.get(f"/loket/aanvraag/{number}").text
        assert client.post(f"/loket/aanvraag/{number}/hoe-gaat-het", data={}).status_code == 303
        assert "wil dat u vraagt hoe het gaat" not in client.get(f"/loket/aanvraag/{number}").text


def test_english_pages_work(room):
    number = asked(room)
    client = at_desk(room)
    for path in ("/en/loket/", f"/en/loket/aanvraag/{number}", "/en/loket/nieuw", "/en/loket/lijst"):
        assert client.get(path).status_code == 200
    assert (
        client.post(f"/en/loket/aanvraag/{number}/oppakken").location == f"/en/loket/aanvraag/{number}?gedaan=oppakken"
    )


@pytest.mark.parametrize("typed", ["9999999999", "25:00", "9:99", "\u0663:00", "-1", "uur"])
def test_a_time_that_is_none_is_named_and_breaks_nothing(room, typed):
    client, number = at_desk(room), asked(room)
    answer = client.post(
        f"/loket/aanvraag/{number}/plannen", data={"dag": "2099-01-04", "tijd": typed, "plek": "bij u thuis"}
    )
    assert answer.status_code == 422
    assert "#tijd" in errors(answer)


def test_a_citizen_number_in_a_note_is_not_kept(room):
    client, number = at_desk(room), asked(room)
    client.post(f"/loket/aanvraag/{number}/notitie", data={"notitie": "belde over 111222333, graag morgen"})
    shown = client.get(f"/loket/aanvraag/{number}").text
    assert "graag morgen" in shown
    assert "111222333" not in shown
