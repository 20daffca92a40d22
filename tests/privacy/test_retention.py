"""Erased on the very day, never before the desk had it, and what a crash or an old copy left is mended."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import structlog
import time_machine
from sqlmodel import col, select

from app import clock
from app.conversation.lateness import late_things
from app.conversation.models import (
    ConversationRequest,
    Delivery,
    DeliveryState,
    ErasedCount,
    Escalation,
    SentForm,
    State,
)
from app.conversation.office import subject_of
from app.data_keys import Erased
from app.privacy.retention import MOST_KEYS_SWEPT, purge, settle, words
from tests.privacy.ended import ended, numbers

DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("day", "last_moment", "first_moment"),
    [
        (date(2027, 1, 15), datetime(2027, 1, 14, 22, 59, 59, tzinfo=UTC), datetime(2027, 1, 14, 23, tzinfo=UTC)),
        (date(2027, 7, 15), datetime(2027, 7, 14, 21, 59, 59, tzinfo=UTC), datetime(2027, 7, 14, 22, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 27, 22, 59, 59, tzinfo=UTC), datetime(2027, 3, 27, 23, tzinfo=UTC)),
        (date(2027, 3, 29), datetime(2027, 3, 28, 21, 59, 59, tzinfo=UTC), datetime(2027, 3, 28, 22, tzinfo=UTC)),
        (date(2027, 10, 31), datetime(2027, 10, 30, 21, 59, 59, tzinfo=UTC), datetime(2027, 10, 30, 22, tzinfo=UTC)),
        (date(2027, 11, 1), datetime(2027, 10, 31, 22, 59, 59, tzinfo=UTC), datetime(2027, 10, 31, 23, tzinfo=UTC)),
    ],
    ids=["winter", "summer", "summer time begins", "the day after", "summer time ends", "the day after that"],
)
def test_a_request_goes_at_midnight_in_the_netherlands(office, day, last_moment, first_moment):
    number = ended(office, day)
    with time_machine.travel(last_moment, tick=False):
        assert purge(office, clock.today()).erased == ()
    with time_machine.travel(first_moment, tick=False):
        assert purge(office, clock.today()).erased == (number,)
    assert numbers(office) == set()


@pytest.mark.parametrize("state", [State.RECEIVED, State.TAKEN_UP, State.PLANNED])
def test_what_is_not_over_stays(office, state):
    number = ended(office, DAY, state=state)
    assert purge(office, DAY).erased == ()
    assert numbers(office) == {number}


@pytest.mark.parametrize("state", [State.CLOSED, State.WITHDRAWN])
@pytest.mark.parametrize(
    ("seen", "delivery", "why"),
    [
        (False, DeliveryState.DELIVERED, "unseen"),
        (True, DeliveryState.WAITING, "undelivered"),
        (True, DeliveryState.REFUSED, "undelivered"),
    ],
)
def test_what_the_desk_never_got_or_never_opened_stays_and_is_raised(office, state, seen, delivery, why):
    number = ended(office, DAY, seen=seen, state=state)
    with office.database.writing() as session:
        session.execute(sa.update(Delivery).where(col(Delivery.channel) == "mail").values(state=delivery))
    with structlog.testing.capture_logs() as logs, time_machine.travel(datetime(2028, 1, 1, tzinfo=UTC), tick=False):
        purged = purge(office, clock.today())
        with office.database.reading() as session:
            late = [each for each in late_things(session) if each.kind == "kept_undelivered"]
    assert numbers(office) == {number}
    assert [(each.request.id, each.why) for each in purged.kept] == [(number, why)]
    assert [line["why"] for line in logs if line["event"] == "kept_undelivered"] == [why]
    assert [each.request_id for each in late] == [number]
    assert purged.kept[0].request.public_number in "".join(words(purged))


def test_a_message_to_somebody_else_that_never_arrived_keeps_nothing(office):
    number = ended(office, DAY)
    with office.database.writing() as session:
        session.execute(
            sa.update(Delivery).where(col(Delivery.channel) == "support_mail").values(state=DeliveryState.REFUSED)
        )
    assert purge(office, DAY).erased == (number,)


def test_what_the_desk_has_by_another_road_can_be_let_go(office):
    number = ended(office, DAY, arrived=False)
    with office.database.reading() as session:
        public_number = session.get(ConversationRequest, number).public_number
    assert purge(office, DAY).erased == ()
    assert settle(office, "2222222222", "cli") == 0
    assert settle(office, public_number, "cli") == 1
    assert purge(office, DAY).erased == (number,)


def test_what_nobody_opened_cannot_be_let_go(office):
    number = ended(office, DAY, arrived=False, seen=False)
    with office.database.reading() as session:
        public_number = session.get(ConversationRequest, number).public_number
    assert settle(office, public_number, "cli") == 0
    assert purge(office, DAY).erased == ()
    assert numbers(office) == {number}


def test_a_follow_up_somebody_asked_for_is_waited_for(office):
    number = ended(office, DAY, follow_up_on=DAY + timedelta(days=5), follow_up_by="phone")
    assert purge(office, DAY + timedelta(days=19)).erased == ()
    assert purge(office, DAY + timedelta(days=20)).erased == (number,)


def test_a_dry_run_changes_nothing(office):
    number = ended(office, DAY)
    purged = purge(office, DAY, dry_run=True)
    assert purged.erased == (number,)
    assert "zouden nu gewist worden: 1" in words(purged, dry_run=True)[0]
    assert numbers(office) == {number}


def test_marks_of_sent_forms_go_after_a_day(office):
    ended(office, date(2030, 1, 1))
    with time_machine.travel(clock.now() + timedelta(hours=24, minutes=59), tick=False):
        assert purge(office, clock.today()).forms == 0
    with time_machine.travel(clock.now() + timedelta(hours=25, minutes=1), tick=False):
        assert purge(office, clock.today()).forms == 1
    with office.database.reading() as session:
        assert session.exec(select(SentForm)).all() == []


def test_what_was_told_about_things_that_are_gone_goes_too(office):
    number = ended(office, date(2030, 1, 1))
    with office.database.writing() as session:
        delivery = session.exec(select(Delivery.id)).first()
        for subject in (f"delivery:{delivery}", f"request:{number}", "delivery:99999", "request:99999", "worker:1"):
            session.add(Escalation(subject=subject, step="quarter"))
    purge(office, clock.today())
    with office.database.reading() as session:
        left = set(session.exec(select(Escalation.subject)).all())
    assert left == {f"delivery:{delivery}", f"request:{number}", "worker:1"}


def test_a_key_whose_request_never_came_goes_in_the_end_and_not_while_it_may_come(office):
    ended(office, date(2030, 1, 1))
    office.keys.make("request:never-came")
    assert purge(office, clock.today()).keys == 0
    office.keys.open("request:never-came")
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert purge(office, clock.today()).keys == 1
    with pytest.raises(Erased):
        office.keys.open("request:never-came")
    assert len(office.keys.subjects()) == 1


def test_many_keys_without_a_request_mean_an_old_copy_and_are_left_alone(office):
    for each in range(MOST_KEYS_SWEPT + 1):
        office.keys.make(f"request:{each}")
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        held = purge(office, clock.today())
        assert (held.keys, held.keys_held) == (0, MOST_KEYS_SWEPT + 1)
        assert "--all-keys" in "".join(words(held))
        assert purge(office, clock.today(), all_keys=True).keys == MOST_KEYS_SWEPT + 1


def test_many_that_are_due_on_one_day_are_no_old_copy(office):
    for each in range(MOST_KEYS_SWEPT + 1):
        ended(office, DAY, f"form-{each}")
    purged = purge(office, DAY)
    assert (len(purged.erased), purged.keys, purged.keys_held) == (MOST_KEYS_SWEPT + 1, 0, 0)
    assert office.keys.subjects() == frozenset()


def test_who_was_erased_and_comes_back_with_an_old_copy_goes_again(office):
    number = ended(office, date(2030, 1, 1), seen=False, arrived=False)
    other = ended(office, date(2030, 1, 1), "other")
    with office.database.reading() as session:
        uid = session.get(ConversationRequest, number).uid
    office.keys.destroy(subject_of(uid))  # as the newest key store knows it
    purged = purge(office, clock.today())
    assert (purged.restored, purged.kept) == ((number,), ())
    assert numbers(office) == {other}


def test_a_request_whose_key_was_lost_is_no_erased_one(office, tmp_path):
    number = ended(office, date(2030, 1, 1))
    office.keys.close()
    for file in (tmp_path / "keys").iterdir():
        file.unlink()
    office.keys.make("request:somebody-else")
    assert purge(office, clock.today()).restored == ()
    assert numbers(office) == {number}


def test_months_are_counted_apart(office):
    for form in ("a", "b"):
        ended(office, DAY, form)
    with time_machine.travel(datetime(2026, 12, 1, 12, tzinfo=UTC), tick=False):
        purge(office, clock.today())
    ended(office, DAY, "c")
    with time_machine.travel(datetime(2026, 12, 31, 23, 30, tzinfo=UTC), tick=False):
        purge(office, clock.today())
    with office.database.reading() as session:
        counted = {each.month: each.number for each in session.exec(select(ErasedCount)).all()}
    assert counted == {date(2026, 12, 1): 2, date(2027, 1, 1): 1}
