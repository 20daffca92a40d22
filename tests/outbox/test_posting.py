import threading
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from app import clock
from app.outbox.models import OutboxMessage
from app.outbox.posting import BACK_OFF, LATE_AFTER, LEASE, backlog, claim, done, failed, forget_done, post

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def time():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def put(database, number=1, kind="search.index"):
    with database.writing() as session:
        for each in range(number):
            post(session, kind, offers=[each])


def messages(database):
    with database.reading() as session:
        return session.exec(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def test_a_message_exists_when_and_only_when_its_decision_is_kept(database):
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        post(session, "search.index", offers=[1])
        session.flush()
        raise ZeroDivisionError
    assert messages(database) == []
    put(database)
    assert [each.payload for each in messages(database)] == [{"offers": [0]}]


def test_the_oldest_come_first_and_the_attempt_is_counted_by_the_claim(database):
    put(database, 5)
    first = claim(database, limit=3)
    assert [each.payload["offers"] for each in first] == [[0], [1], [2]]
    assert [each.attempts for each in first] == [1, 1, 1]
    assert [each.attempts for each in messages(database)] == [1, 1, 1, 0, 0]
    assert len(claim(database)) == 2
    assert claim(database) == []


def test_only_the_kinds_one_has_hands_for_are_claimed(database):
    put(database, kind="mail.send")
    assert claim(database, kinds=("search.index",)) == []
    assert len(claim(database, kinds=("search.index", "mail.send"))) == 1


def test_workers_at_the_same_moment_never_hold_the_same_message(database):
    put(database, 200)
    held, start = [], threading.Barrier(4)

    def work():
        start.wait()
        while claims := claim(database, limit=7):
            held.extend(each.id for each in claims)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # On PostgreSQL a worker may meet an empty hand while another holds the last rows; nobody may hold one twice.
    assert len(held) == len(set(held))
    held.extend(each.id for each in claim(database, limit=200))
    assert sorted(held) == [each.id for each in messages(database)]


def test_a_message_of_a_worker_that_died_is_free_again_when_its_lease_ends(database, time):
    put(database)
    assert len(claim(database)) == 1
    time.shift(LEASE - timedelta(seconds=1))
    assert claim(database) == []
    time.shift(timedelta(seconds=2))
    (again,) = claim(database)
    assert again.attempts == 2


def test_what_is_done_is_not_done_again_and_keeps_nothing_of_what_it_said(database, time):
    put(database)
    done(database, claim(database))
    time.shift(timedelta(days=30))
    assert claim(database) == []
    (message,) = messages(database)
    assert message.payload == {}
    assert message.done_at == NOON


def test_what_fails_comes_back_later_each_time_and_never_stops(database, time):
    put(database)
    waits = []
    for turn in range(1, 40):
        (held,) = claim(database)
        assert held.attempts == turn
        failed(database, held, "SMTPServerDisconnected")
        waits.append((messages(database)[0].next_at - clock.now()).total_seconds())
        assert claim(database) == []
        time.move_to(messages(database)[0].next_at + timedelta(seconds=1))
    for wait, planned in zip(waits, (*BACK_OFF, *[BACK_OFF[-1]] * 40), strict=False):
        assert 0.8 * planned <= wait <= 1.2 * planned
    assert messages(database)[0].last_error == "SMTPServerDisconnected"


def test_a_late_word_of_a_worker_whose_lease_ended_changes_nothing(database, time):
    put(database)
    (slow,) = claim(database)
    time.shift(LEASE + timedelta(seconds=1))
    (other,) = claim(database)
    failed(database, slow, "too late")
    assert claim(database) == [], "the other one still holds it"
    done(database, [other])
    failed(database, other, "after all")
    (message,) = messages(database)
    assert (message.done_at is not None, message.last_error) == (True, "")


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1), timedelta(days=400)])
def test_a_clock_that_was_wrong_for_a_while_freezes_nothing(database, time, back):
    put(database, 2)
    failed(database, claim(database, limit=1)[0], "x")
    claim(database, limit=1)
    time.move_to(NOON - back)
    within = timedelta(seconds=BACK_OFF[-1] * 2 + 1)
    found = claim(database)
    if len(found) < 2:  # an hour back is less than the longest wait: it simply comes a little later
        time.shift(within)
        found += claim(database)
    assert len({each.id for each in found}) == 2


def test_the_night_the_clock_goes_back_nothing_is_done_twice(database, time):
    time.move_to(datetime(2026, 10, 25, 0, 59, 30, tzinfo=UTC))  # 02:59:30 in summer time
    put(database)
    claim(database)
    time.shift(timedelta(seconds=60))  # 02:00:30 in winter time
    assert claim(database) == []


def test_the_backlog_says_how_much_waits_how_long_and_what_is_late(database, time):
    assert backlog(database).oldest_seconds == 0
    put(database, 3)
    done(database, claim(database, limit=1))
    time.shift(LATE_AFTER + timedelta(minutes=1))
    put(database, 2)
    found = backlog(database)
    assert (found.waiting, found.late) == (4, 2)
    assert found.oldest_seconds == (LATE_AFTER + timedelta(minutes=1)).total_seconds()


def test_only_what_is_done_is_ever_forgotten(database, time):
    put(database, 3)
    done(database, claim(database, limit=1))
    time.shift(timedelta(days=4000))
    assert forget_done(database, clock.now()) == 1
    assert len(messages(database)) == 2


def test_nothing_that_is_done_lately_is_forgotten(database, time):
    put(database)
    done(database, claim(database))
    assert forget_done(database, clock.now() - timedelta(days=2)) == 0
