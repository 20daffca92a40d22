import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import structlog
import time_machine
from sqlmodel import select

from app import clock
from app.db import DatabaseGone
from app.outbox.models import OutboxMessage, WorkerBeat
from app.outbox.posting import post
from app.outbox.worker import CHORES_EVERY_SECONDS, KEEP_DONE, LONGEST_CHORE_SECONDS, Worker


def put(database, *kinds):
    with database.writing() as session:
        for kind in kinds:
            post(session, kind, words="kanarie")


def undone(database):
    with database.reading() as session:
        return [each.kind for each in session.exec(select(OutboxMessage).where(OutboxMessage.done_at.is_(None)))]


def test_each_kind_goes_to_its_own_hand_in_one_batch(database):
    opened = []
    hands = {
        kind: lambda services, claims, kind=kind: opened.append((services, kind, len(claims))) for kind in ("a", "b")
    }
    put(database, "a", "b", "a", "unknown")
    assert Worker(database, "services", hands).once() == 3
    assert sorted(opened) == [("services", "a", 2), ("services", "b", 1)]
    assert undone(database) == ["unknown"]


def test_a_hand_that_fails_keeps_its_messages_and_stands_in_nobodys_way(database):
    def broken(services, claims):
        raise ValueError("kanarie 0612345678")

    opened = []
    put(database, "bad", "good")
    with structlog.testing.capture_logs() as logs:
        Worker(database, None, {"bad": broken, "good": lambda services, claims: opened.append(claims)}).once()
    assert (len(opened), undone(database)) == (1, ["bad"])
    with database.reading() as session:
        assert session.exec(select(OutboxMessage.last_error).where(OutboxMessage.kind == "bad")).one() == "ValueError"
    assert "kanarie" not in str(logs)


def test_a_message_that_kills_its_worker_was_counted_and_comes_back(database):
    def deadly(services, claims):
        raise SystemExit

    put(database, "deadly")
    with pytest.raises(SystemExit):
        Worker(database, None, {"deadly": deadly}).once()
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=6)):
        opened = []
        Worker(database, None, {"deadly": lambda services, claims: opened.extend(claims)}).once()
    assert [each.attempts for each in opened] == [2]


def test_a_worker_waits_for_a_database_that_is_away_and_then_goes_on(database, monkeypatch):
    opened = threading.Event()
    worker = Worker(database, None, {"a": lambda services, claims: opened.set()})
    monkeypatch.setattr("app.outbox.worker.IDLE_SECONDS", 0.01)
    real, away = database.writing, [True] * 5

    class Moody:
        is_sqlite = database.is_sqlite
        reading = database.reading

        @staticmethod
        def writing():
            if away:
                away.pop()
                raise DatabaseGone("even weg")
            return real()

    worker.database = Moody()
    put(database, "a")
    thread = threading.Thread(target=worker.run)
    with structlog.testing.capture_logs():
        thread.start()
        assert opened.wait(10)
        worker.stop.set()
        thread.join(10)
    assert away == []
    assert not thread.is_alive()


def test_a_worker_that_is_told_to_stop_stops_between_two_batches(database, monkeypatch):
    monkeypatch.setattr("app.outbox.worker.IDLE_SECONDS", 0.01)
    put(database, *["a"] * 50)
    worker = Worker(database, None, {})
    worker.hands = {"a": lambda services, claims: worker.stop.set()}
    worker.run()
    assert len(undone(database)) == 30


def test_chores_are_done_and_one_that_fails_does_not_keep_the_others_from_it(database):
    done = threading.Event()

    def broken(services):
        raise OSError

    def chore(services):
        done.set()

    worker = Worker(database, None, {}, (broken, chore))
    thread = threading.Thread(target=worker.run)
    with structlog.testing.capture_logs() as logs:
        thread.start()
        assert done.wait(10)
        worker.stop.set()
        thread.join(10)
    assert {"event": "chore failed", "log_level": "error", "chore": "broken", "problem": "OSError"} in logs


def test_a_worker_gives_a_sign_of_life_and_old_ones_are_swept_away(database):
    with database.writing() as session:
        session.add(WorkerBeat(name="long-gone", at=clock.now() - KEEP_DONE - timedelta(hours=1)))
    worker = Worker(database, None, {}, name="me")
    worker._beat()
    worker._beat()
    with database.reading() as session:
        assert session.exec(select(WorkerBeat.name)).all() == ["me"]


IN_ITS_OWN_PROCESS = """
import os, sys
from app.db import Database
from app.outbox import worker

def chore(services):
    with open(sys.argv[2], "a") as told:
        print(os.getpid(), file=told)

worker.CHORES_EVERY_SECONDS = 0.2
worker.Worker(Database(sys.argv[1]), None, {}, (chore,)).run()
"""


@contextmanager
def _processes(number, address, told):
    found = [
        subprocess.Popen(
            [sys.executable, "-c", IN_ITS_OWN_PROCESS, address, str(told)], env=os.environ | {"PYTHONPATH": "."}
        )
        for _ in range(number)
    ]
    try:
        yield found
    finally:
        for each in found:
            each.kill()
            each.wait(10)


def _until(happened, seconds=60.0):
    until = time.monotonic() + seconds
    while not (found := happened()):
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.05)
    return found


def _beats(database):
    with database.reading() as session:
        return len(session.exec(select(WorkerBeat.name)).all())


def test_one_worker_of_two_does_the_chores_and_the_other_when_it_is_killed(database, address, tmp_path):
    told = tmp_path / "told"
    told.touch()

    def by():
        return [int(each) for each in told.read_text().split()]

    assert CHORES_EVERY_SECONDS <= 5, "whoever takes over asks as often as this"
    with _processes(2, address, told) as (one, other):
        _until(lambda: _beats(database) == 2 and len(by()) > 5)
        assert len(set(by())) == 1, "two did the chores at once"
        first, second = (one, other) if by()[0] == one.pid else (other, one)
        first.send_signal(signal.SIGKILL)
        first.wait(10)
        done = len(by())
        _until(lambda: len(by()) > done + 2, 15.0)
        assert set(by()[done:]) == {second.pid}


def test_a_long_chore_keeps_no_message_waiting_and_no_worker_from_a_sign_of_life(database):
    busy, go_on, opened = threading.Event(), threading.Event(), threading.Event()

    def long(services):
        busy.set()
        go_on.wait(20)

    worker = Worker(database, None, {"a": lambda services, claims: opened.set()}, (long,))
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        assert busy.wait(20)
        put(database, "a")
        assert opened.wait(10)
        assert _beats(database) == 1
    finally:
        go_on.set()
        worker.stop.set()
        thread.join(20)
    assert not thread.is_alive()


def test_who_is_told_to_stop_finishes_the_chore_and_begins_no_other(database):
    begun, finished = threading.Event(), []

    def first(services):
        begun.set()
        worker.stop.wait(20)
        time.sleep(0.2)
        finished.append("first")

    worker = Worker(database, None, {}, (first, lambda services: finished.append("second")))
    thread = threading.Thread(target=worker.run)
    thread.start()
    assert begun.wait(20)
    worker.stop.set()
    thread.join(20)
    assert (finished, thread.is_alive()) == (["first"], False)


def test_a_worker_that_hangs_in_a_chore_looks_dead(database):
    worker = Worker(database, None, {}, name="me")
    worker._busy_since = time.monotonic() - LONGEST_CHORE_SECONDS - 1
    with structlog.testing.capture_logs() as logs:
        worker._give_a_sign()
    assert (_beats(database), [each["event"] for each in logs]) == (0, ["a chore hangs"])
    worker._busy_since = time.monotonic()
    worker._give_a_sign()
    assert _beats(database) == 1


def test_what_belongs_to_the_machine_is_done_by_every_worker(database):
    done = {"own": set(), "shared": set()}
    workers = [
        Worker(
            database,
            name,
            {},
            (done["shared"].add,),
            (done["own"].add,),
            name=name,
        )
        for name in ("one", "two")
    ]
    threads = [threading.Thread(target=each.run) for each in workers]
    for each in threads:
        each.start()
    _until(lambda: len(done["own"]) == 2 and done["shared"])
    for each in workers:
        each.stop.set()
    for each in threads:
        each.join(20)
    assert (len(done["own"]), len(done["shared"])) == (2, 1)
