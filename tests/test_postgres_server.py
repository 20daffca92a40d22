"""Who dies, hangs or loses the network with the turn to write keeps it from nobody for long."""

import os
import signal
import subprocess
import sys
import time

import pytest

from app.db import Database, DatabaseGone
from app.postgres_server import CONNECTING, SILENT_SECONDS
from tests import postgres
from tests.databases import postgres_address  # noqa: F401

pytestmark = pytest.mark.postgres
HOLDER = """
import sys, time
from app.db import Database
database = Database(sys.argv[1])
database.silence = float(sys.argv[2])
with database.writing():
    print("writes", flush=True)
    time.sleep(120)
"""


@pytest.fixture
def holds():
    """Somebody on another machine has the turn to write, and hangs."""
    started = []

    def hold(url, silence):
        holder = subprocess.Popen([sys.executable, "-c", HOLDER, url, str(silence)], stdout=subprocess.PIPE)
        started.append(holder)
        assert holder.stdout.readline() == b"writes\n"
        os.kill(holder.pid, signal.SIGSTOP)

    yield hold
    for each in started:
        each.kill()
        each.wait(10)
        each.stdout.close()


def test_a_writer_who_hangs_is_ended_and_the_next_one_writes(postgres_address, holds):
    holds(postgres_address, 0.5)
    database = Database(postgres_address)
    with database.writing() as session:
        assert session.connection().exec_driver_sql("SELECT 1").scalar() == 1
    database.close()


def test_without_it_nobody_would_write(postgres_address, holds):
    holds(postgres_address, 0)
    database = Database(postgres_address, patience=1.5)
    with pytest.raises(DatabaseGone), database.writing():
        pass
    database.close()


def test_who_was_ended_hears_so_and_nothing_of_it_was_written(postgres_address):
    database = Database(postgres_address)
    database.silence = 0.2
    with pytest.raises(DatabaseGone), database.writing() as session:
        session.connection().exec_driver_sql("CREATE TABLE half (number integer)")
        time.sleep(0.6)
        session.connection().exec_driver_sql("SELECT 1")
    with database.looking() as connection:
        assert connection.exec_driver_sql("SELECT to_regclass('half')").scalar() is None
    database.silence = SILENT_SECONDS
    with database.writing() as session:
        assert session.connection().exec_driver_sql("SELECT 1").scalar() == 1
    database.close()


def test_both_sides_of_a_connection_ask_whether_the_other_is_there(postgres_address):
    database = Database(postgres_address)
    with database.looking() as connection:
        ours = connection.connection.driver_connection.info.get_parameters()
        theirs = connection.exec_driver_sql(
            "SELECT name FROM pg_settings WHERE source = 'client' AND name LIKE 'tcp_%%'"
        )
        assert set(theirs.scalars()) == {
            "tcp_keepalives_idle", "tcp_keepalives_interval", "tcp_keepalives_count", "tcp_user_timeout",
        }  # fmt: skip
    asked = {name for name in CONNECTING if name.startswith(("keepalives", "tcp"))}
    assert {name: int(ours[name]) for name in asked} == {name: CONNECTING[name] for name in asked}
    database.close()


def test_who_was_alone_hears_when_that_is_over(postgres_address):
    database = Database(postgres_address)
    with database.alone("something") as mine:
        assert mine
        assert mine.held()
        with postgres.away(postgres_address):
            assert not mine.held()
        assert not mine.held(), "another connection is not the one that held it"
    with database.alone("something") as mine:
        assert mine.held()
    database.close()
