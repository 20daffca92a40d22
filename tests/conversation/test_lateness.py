"""What is late is seen, counted in the hours and working days of the Netherlands, and told once."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from app import clock
from app.conversation.escalating import escalate, send_digests
from app.conversation.lateness import WORDS, delivery_step, end_of_next_working_day, late_things
from app.conversation.models import Channel, Delivery, DeliveryState, State, Support
from app.conversation.office import locked
from app.mailing.waiting import KIND, open_letter
from app.outbox.models import OutboxMessage
from app.references import spaced_reference
from tests.conversation.channels.bringing import asked, only, request_of

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 13, 0, tzinfo=UTC)


def late(office, moment, municipality=""):
    with time_machine.travel(moment, tick=False), office.database.reading() as session:
        return late_things(session, municipality)


def kinds(office, moment):
    return {each.kind for each in late(office, moment)}


def ask_at(office, moment, **more):
    with time_machine.travel(moment, tick=False):
        return asked(office, **more)


def change(office, number, **values):
    with office.database.writing() as session:
        request = locked(session, number)
        for name, value in values.items():
            setattr(request, name, value)
        session.add(request)


def arrive(office):
    with office.database.writing() as session:
        for delivery in session.exec(select(Delivery)).all():
            delivery.state = DeliveryState.DELIVERED
            session.add(delivery)


def mails(office):
    with office.database.reading() as session:
        found = session.exec(select(OutboxMessage).where(OutboxMessage.kind == KIND).order_by(OutboxMessage.id)).all()
    return [open_letter(office.settings, each.payload["sealed"])[0] for each in found]


def test_what_does_not_reach_the_desk_is_late_after_a_quarter_then_hours_then_a_day(office):
    ask_at(office, MONDAY)
    assert kinds(office, MONDAY + timedelta(minutes=14)) == set()
    assert kinds(office, MONDAY + timedelta(minutes=16)) == {"delivery_quarter"}
    assert kinds(office, MONDAY + timedelta(hours=5)) == {"delivery_hours"}
    assert kinds(office, MONDAY + timedelta(hours=39)) == {"delivery_day", "unseen"}


def test_what_is_there_is_not_late(office):
    number = ask_at(office, MONDAY)
    arrive(office)
    change(office, number, seen_at=MONDAY)
    assert late(office, MONDAY + timedelta(days=7)) == []


def test_late_tells_which_and_since_when_and_nothing_about_a_person(office):
    number = ask_at(office, MONDAY)
    (found,) = late(office, MONDAY + timedelta(minutes=16))
    assert (found.request_id, found.municipality, found.detail) == (number, "hattem", "mail")
    assert found.reference == request_of(office, number).reference
    assert found.since == MONDAY


def test_a_weekend_is_no_working_day(office):
    ask_at(office, FRIDAY)
    assert "unseen" not in kinds(office, FRIDAY + timedelta(days=3))
    assert "unseen" in kinds(office, FRIDAY + timedelta(days=3, hours=11))


def test_the_day_ends_at_midnight_in_the_netherlands_summer_time_or_not():
    assert end_of_next_working_day(datetime(2027, 3, 26, 12, tzinfo=UTC)) == datetime(2027, 3, 30, 22, tzinfo=UTC)
    assert end_of_next_working_day(datetime(2026, 10, 23, 12, tzinfo=UTC)) == datetime(2026, 10, 26, 23, tzinfo=UTC)
    assert end_of_next_working_day(datetime(2026, 11, 23, 23, 30, tzinfo=UTC)) == datetime(2026, 11, 25, 23, tzinfo=UTC)


def test_a_term_that_comes_near_and_one_that_is_over(office):
    number = ask_at(office, MONDAY)
    arrive(office)
    change(office, number, seen_at=MONDAY, state=State.PLANNED)
    due = request_of(office, number).due_on
    assert due == date(2027, 1, 4)
    noon = datetime(2027, 1, 4, 12, tzinfo=UTC)
    assert kinds(office, noon - timedelta(days=8)) == set()
    assert kinds(office, noon - timedelta(days=7)) == {"near_term"}
    assert kinds(office, noon) == {"near_term"}
    assert kinds(office, noon + timedelta(hours=12)) == {"past_term"}
    change(office, number, state=State.CLOSED)
    assert kinds(office, noon + timedelta(days=9)) == set()


def test_a_support_question_that_nobody_asked(office):
    number = ask_at(
        office,
        MONDAY,
        channel=Channel.LETTER,
        support=Support.TO_ASK,
        support_shares=(),
        support_ask_by=date(2026, 11, 25),
    )
    arrive(office)
    change(office, number, seen_at=MONDAY)
    assert kinds(office, datetime(2026, 11, 25, 12, tzinfo=UTC)) == set()
    assert kinds(office, datetime(2026, 11, 26, 12, tzinfo=UTC)) == {"support_question"}


def test_a_message_that_can_never_arrive_is_on_the_list_at_once(office):
    ask_at(office, MONDAY, contact={"email": "weg@voorbeeld.example"})
    arrive(office)
    with office.database.writing() as session:
        found = session.get(Delivery, only(office, "resident_mail").id)
        found.state = DeliveryState.REFUSED
        session.add(found)
    (entry,) = late(office, MONDAY + timedelta(minutes=1))
    assert (entry.kind, entry.detail) == ("refused", "resident_mail")


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1), timedelta(days=400)])
def test_a_clock_that_was_set_back_hides_nothing(office, back):
    ask_at(office, MONDAY)
    assert "delivery_hours" in kinds(office, MONDAY - back)


def test_every_kind_has_words():
    moment = MONDAY + timedelta(days=5)
    found = {
        delivery_step(channel, state, MONDAY + timedelta(hours=hours), moment)
        for channel in ("mail", "letter", "support_mail")
        for state in DeliveryState
        for hours in range(121)
    }
    assert found - {None} <= set(WORDS)


def test_only_ones_own_municipality(office):
    ask_at(office, MONDAY)
    assert late(office, MONDAY + timedelta(hours=5), "heerde") == []
    assert len(late(office, MONDAY + timedelta(hours=5), "hattem")) == 2


def test_each_step_is_told_once_in_one_mail(office):
    number = ask_at(office, MONDAY)
    told = []
    for minutes in (1, 16, 17, 200, 241, 300, 39 * 60, 40 * 60):
        with time_machine.travel(MONDAY + timedelta(minutes=minutes), tick=False):
            told.append(escalate(office))
    assert told == [0, 1, 0, 0, 2, 0, 3, 0]
    found = mails(office)
    assert len(found) == 3
    assert {each.to for each in found} == {"loket@hattem.example"}
    assert spaced_reference(request_of(office, number).reference) in found[0].text
    assert "aleen" not in "".join(each.text for each in found)
    assert "0380000000" not in "".join(each.text for each in found)


def test_on_working_days_at_eight_all_that_is_late_is_mailed_once(office):
    ask_at(office, FRIDAY)
    seven, eight = datetime(2026, 11, 30, 6, 59, tzinfo=UTC), datetime(2026, 11, 30, 7, 0, tzinfo=UTC)
    for moment in (FRIDAY + timedelta(days=1), seven, eight, eight + timedelta(hours=1)):
        with time_machine.travel(moment, tick=False):
            send_digests(office)
    (mail,) = mails(office)
    assert mail.subject == "Wat vandaag te laat is: Hattem"
    assert mail.text.count("nog niet aangekomen") == 2
    with time_machine.travel(eight + timedelta(days=1), tick=False):
        assert send_digests(office) == 1


def test_nothing_late_is_no_mail(office):
    with time_machine.travel(MONDAY, tick=False):
        assert send_digests(office) == 0
        assert escalate(office) == 0
    assert mails(office) == []


def test_at_eight_by_the_clock_on_the_wall_in_summer_too(office):
    ask_at(office, datetime(2027, 7, 1, 9, tzinfo=UTC))
    with time_machine.travel(datetime(2027, 7, 2, 5, 59, tzinfo=UTC), tick=False):
        assert send_digests(office) == 0
    with time_machine.travel(datetime(2027, 7, 2, 6, 0, tzinfo=UTC), tick=False):
        assert send_digests(office) == 1
    assert clock.AMSTERDAM.key == "Europe/Amsterdam"


def test_four_workers_tell_once(office):
    from concurrent.futures import ThreadPoolExecutor

    ask_at(office, MONDAY)
    with time_machine.travel(MONDAY + timedelta(minutes=16), tick=False), ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: (escalate(office), send_digests(office)), range(4)))
    subjects = sorted(each.subject for each in mails(office))
    assert subjects == ["Dit wacht te lang: Hattem", "Wat vandaag te laat is: Hattem"]
