import threading
from datetime import UTC, datetime, timedelta

import pytest
import structlog
import time_machine
from sqlmodel import select

from app import clock
from app.db import DatabaseGone
from app.outbox.models import OutboxMessage, WorkerBeat
from app.outbox.posting import post
from app.outbox.worker import KEEP_DONE, Worker


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
