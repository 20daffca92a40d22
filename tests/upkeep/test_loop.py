"""The loop over a year: one mail at a time, each step once and told, and nothing hidden that must stay."""

import itertools
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from app import clock
from app.outbox.models import OutboxMessage
from app.publishing import letters as publishing_letters
from app.social_map.draft import Cost
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Offer, OfferEvent, OfferRevision
from app.social_map.vocabulary import CostKind, RespiteWeight
from app.upkeep import loop
from app.upkeep.loop import keep_true
from app.upkeep.models import CheckedAddress, FreshnessStep
from app.upkeep.vocabulary import Checked
from tests.upkeep.scene import draft, put, status_of
from tests.workshop import letters

START = datetime(2026, 1, 5, 10, tzinfo=UTC)


@pytest.fixture
def traveller():
    with time_machine.travel(START, tick=False) as found:
        yield found


def live(publishing, traveller, until, every=7):
    """Let the hours pass; a look every so many days."""
    while clock.today() < until:
        traveller.shift(timedelta(days=every))
        keep_true(publishing)


def steps_of(publishing, number):
    with publishing.database.reading() as session:
        rows = session.exec(select(FreshnessStep).where(FreshnessStep.offer_id == number).order_by(FreshnessStep.id))
        return [(row.step.value, row.told.value) for row in rows]


def subjects(publishing):
    return [letter.subject for letter in letters(publishing)]


def test_silence_is_asked_reminded_warned_and_hidden_and_each_time_told(publishing, traveller):
    coffee, _other = put(publishing, draft("Koffie"), draft("Soep", "Anders", "anders@voorbeeld.example"))
    with publishing.database.writing() as session:  # the other one answers
        session.get(Offer, _other).last_confirmed = date(2028, 1, 1)
    live(publishing, traveller, date(2027, 6, 1))
    assert steps_of(publishing, coffee) == [("ask", "mail"), ("remind", "mail"), ("warn", "mail"), ("hide", "mail")]
    assert status_of(publishing, coffee, _other) == ["hidden", "published"]
    told = letters(publishing)
    assert [letter.to for letter in told] == ["hoek@voorbeeld.example"] * 4
    assert [letter.subject for letter in told] == [
        "Klopt dit nog? Eén klik is genoeg",
        "Herinnering: klopt dit nog?",
        "Bezoekers zien nu: lang niet nagekeken",
        "Niet meer te zien op de kaart",
    ]
    assert all("/klopt-nog?sleutel=" in letter.text and "- Koffie (Hattem)" in letter.text for letter in told)
    assert "Vanaf maandag 5 oktober 2026 zien bezoekers" in told[1].text
    assert "niet meer zien. Het gaat niet verloren" in told[2].text
    assert "{" not in "".join(letter.text for letter in told)
    with publishing.database.reading() as session:
        events = session.exec(
            select(OfferEvent).where(OfferEvent.offer_id == coffee, OfferEvent.action == "hide")
        ).all()
        assert [(event.actor, event.before, event.after) for event in events] == [("loop", "published", "hidden")]
        index = session.exec(select(OutboxMessage).where(OutboxMessage.kind == "search.index")).all()
        assert [coffee] in [message.payload.get("offers") for message in index]


def test_nothing_at_night_and_nothing_twice(publishing, traveller):
    put(publishing, draft("Koffie"))
    traveller.move_to(datetime(2026, 8, 1, 2, tzinfo=UTC))
    assert keep_true(publishing) == 0
    traveller.move_to(datetime(2026, 8, 1, 10, tzinfo=UTC))
    assert keep_true(publishing) == 1
    for _ in range(3):
        assert keep_true(publishing) == 0
    assert len(letters(publishing)) == 1


def test_one_mail_for_everything_that_is_due_soon(publishing, traveller):
    first, soon, later = put(
        publishing,
        draft("Koffie", last_confirmed=date(2026, 1, 5)),
        draft("Soep", last_confirmed=date(2026, 2, 10)),
        draft("Zang", last_confirmed=date(2026, 5, 1)),
    )
    traveller.move_to(datetime(2026, 7, 6, 10, tzinfo=UTC))
    keep_true(publishing)
    [letter] = letters(publishing)
    assert "Koffie" in letter.text
    assert "Soep" in letter.text
    assert "Zang" not in letter.text
    live(publishing, traveller, date(2027, 1, 4), every=1)
    assert len(letters(publishing)) <= 6
    days = sorted(row.at.date() for row in _every_step(publishing))
    gaps = {later - earlier for earlier, later in itertools.pairwise(days) if later != earlier}
    assert min(gaps) >= timedelta(days=7)
    assert [first, soon, later]


def _every_step(publishing):
    with publishing.database.reading() as session:
        return session.exec(select(FreshnessStep)).all()


def test_a_confirmation_ends_the_round(publishing, traveller):
    (coffee,) = put(publishing, draft("Koffie"))
    live(publishing, traveller, date(2026, 8, 10))
    with publishing.database.writing() as session:
        move(session, session.get(Offer, coffee), "confirm", Actor("mail link", "organisation"))
    live(publishing, traveller, date(2027, 1, 20))
    assert status_of(publishing, coffee) == "published"
    assert [step for step, _told in steps_of(publishing, coffee)] == ["ask", "remind"]


def test_a_change_that_waits_for_the_editor_is_an_answer(publishing, traveller):
    (coffee,) = put(publishing, draft("Koffie"))
    with publishing.database.writing() as session:
        row = session.exec(select(OfferRevision)).one()
        session.add(
            OfferRevision(offer_id=coffee, number=row.number + 1, draft=row.draft, state="pending", author="mail link")
        )
    live(publishing, traveller, date(2027, 9, 1), every=14)
    assert steps_of(publishing, coffee) == []


def test_without_an_address_it_stands_on_the_list_to_ring(publishing, traveller):
    (coffee,) = put(publishing, draft("Koffie", mail=""))
    live(publishing, traveller, date(2026, 8, 1))
    assert steps_of(publishing, coffee) == [("ask", "call"), ("remind", "call")]
    assert letters(publishing) == []


def test_what_must_stay_stays_with_vraag_na(publishing, traveller):
    stays = put(
        publishing,
        draft("Crisisdienst", kind="crisis"),
        draft("Ondersteuner", "Ander", kind="clientondersteuning"),
        draft("Logeerhuis", "Derde", kind="logeren"),
        draft("Nachtoppas", "Vierde", kind="oppas", respite=RespiteWeight.NIGHT),
        draft("Het enige koor", "Vijfde", kind="cursus"),
        draft("Voorbeeld", "Zesde", kind="oppas", example=True),
    )
    live(publishing, traveller, date(2028, 3, 1), every=21)
    assert set(status_of(publishing, *stays)) == {"published"}
    for number in stays:
        assert [step for step, _told in steps_of(publishing, number)] == ["ask", "remind", "warn", "keep"]
    last = letters(publishing)[-1].text
    assert "Dit blijft op de kaart" in last
    assert "niet meer zien" not in last


def test_of_several_that_expire_at_once_one_stays_in_its_village(publishing, traveller):
    own = [draft(f"Koffie {number}") for number in range(3)]
    others = [draft("Koffie elders", "Ander"), draft("Koffie ver weg", "Derde", kern="Putten")]
    numbers = put(publishing, *own, *others)
    live(publishing, traveller, date(2028, 3, 1), every=21)
    here = status_of(publishing, *numbers[:4])
    assert here.count("published") == 1
    assert status_of(publishing, numbers[4]) == "published"
    [stayed] = [number for number, status in zip(numbers, here, strict=False) if status == "published"]
    assert [step for step, _told in steps_of(publishing, stayed)][-1] == "keep"


def test_old_prices_and_dead_addresses_are_named(publishing, traveller):
    price = Cost(
        kind=CostKind.PRICE, amount="2.50", unit="keer", as_typed="2,50 per keer", valid_until=date(2026, 6, 30)
    )
    (coffee,) = put(publishing, draft("Koffie", costs=(price,)))
    with publishing.database.writing() as session:
        session.add(CheckedAddress(offer_id=coffee, what="website", value="https://weg.example", state=Checked.DEAD))
        session.add(CheckedAddress(offer_id=coffee, what="email", value="goed@x.example", state=Checked.ODD))
    live(publishing, traveller, date(2026, 7, 10))
    [letter] = letters(publishing)
    assert "de prijs was geldig tot en met dinsdag 30 juni 2026" in letter.text
    assert "de website https://weg.example doet het niet" in letter.text
    assert "goed@x.example" not in letter.text


def test_a_crash_halfway_leaves_nothing_behind(publishing, traveller, monkeypatch):
    (coffee,) = put(publishing, draft("Koffie"))
    traveller.move_to(datetime(2026, 7, 6, 10, tzinfo=UTC))

    def fall(*args, **kwargs):
        publishing_letters.write_letter(*args, **kwargs)
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr("app.upkeep.telling.write_letter", fall)
        assert keep_true(publishing) == 0
    assert letters(publishing) == []
    assert steps_of(publishing, coffee) == []
    assert keep_true(publishing) == 1
    assert len(letters(publishing)) == 1


def test_two_workers_at_once_send_one_mail(publishing, traveller):
    put(
        publishing,
        *[draft(f"Koffie {number}", f"Club {number}", f"c{number}@voorbeeld.example") for number in range(8)],
    )
    traveller.move_to(datetime(2026, 7, 6, 10, tzinfo=UTC))
    both = [threading.Thread(target=keep_true, args=(publishing,)) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(letter.to for letter in letters(publishing)) == sorted(f"c{n}@voorbeeld.example" for n in range(8))


def test_a_large_import_is_worked_through_a_part_at_a_time(publishing, traveller):
    old = date(2024, 1, 1)
    put(
        publishing,
        *[draft(f"Koffie {n}", f"Club {n}", f"c{n}@voorbeeld.example", last_confirmed=old) for n in range(7)],
    )
    assert [keep_true(publishing, most=3) for _ in range(4)] == [3, 3, 1, 0]
    assert len(letters(publishing)) == 7
    assert {row.step.value for row in _every_step(publishing)} == {"ask"}
    assert len(loop.organisations_due(publishing)) == 0


def test_an_import_that_knows_only_the_offers_addresses_is_mailed_there(publishing, traveller):
    put(
        publishing,
        draft("Koffie", mail="", email="koffie@voorbeeld.example"),
        draft("Soep", mail="", email="soep@voorbeeld.example"),
        draft("Zang", mail="", email="koffie@voorbeeld.example"),
    )
    live(publishing, traveller, date(2026, 7, 10))
    assert [letter.to for letter in letters(publishing)] == ["koffie@voorbeeld.example", "soep@voorbeeld.example"]
