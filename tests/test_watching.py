"""Promise 58: somebody is told that nobody works, by who is not the worker; once, over a real mail server."""

import email
import email.policy
import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from app import clock
from app.db import Database
from app.outbox.models import OutboxMessage, WorkerBeat
from app.outbox.posting import claim
from app.watching import SILENT_AFTER, STUCK_AFTER, WORDS, Watch
from tests.databases import address, database  # noqa: F401
from tests.installing import settings_in
from tests.mailing.conftest import mailbox  # noqa: F401


@pytest.fixture
def settings(tmp_path, mailbox):
    return settings_in(tmp_path, smtp_url=mailbox.url, alert_to="beheer@voorbeeld.example, wacht@voorbeeld.example")


@pytest.fixture
def watch(settings, database):
    return Watch(settings, database)


def beat(database, ago=timedelta()):
    with database.writing() as session:
        session.merge(WorkerBeat(name="x", at=clock.now() - ago))


def titles(box):
    return [email.message_from_bytes(each[2], policy=email.policy.default)["Subject"] for each in box.received]


def test_a_dead_worker_is_told_once_and_so_is_its_return(watch, database, mailbox):
    beat(database)
    watch.look()
    assert mailbox.received == []
    beat(database, SILENT_AFTER + timedelta(seconds=1))
    watch.look()
    watch.look()
    assert titles(mailbox) == ["Leefplein: er is geen werker"]
    assert mailbox.received[0][1] == ["beheer@voorbeeld.example", "wacht@voorbeeld.example"]
    beat(database)
    watch.look()
    watch.look()
    assert titles(mailbox)[1:] == ["Leefplein: voorbij: er is geen werker"]


def test_it_is_noticed_within_five_minutes():
    assert SILENT_AFTER + timedelta(seconds=60) < timedelta(minutes=5)


def test_a_restart_tells_nobody_twice_and_of_two_machines_one_speaks(watch, settings, database, mailbox):
    others = [Watch(settings, Database(database.url)) for _ in range(4)]
    going = [threading.Thread(target=each.look) for each in (watch, *others)]
    for each in going:
        each.start()
    for each in going:
        each.join()
    Watch(settings, Database(database.url)).look()
    assert titles(mailbox) == ["Leefplein: er is geen werker"]
    for each in others:
        each.database.close()


def test_a_worker_that_beats_and_does_nothing_is_noticed(watch, database, mailbox):
    with database.writing() as session:
        session.add(OutboxMessage(kind="mail"))
    beat(database)
    with time_machine.travel(clock.now() + STUCK_AFTER + timedelta(minutes=1)):
        beat(database)
        watch.look()
        assert titles(mailbox) == ["Leefplein: berichten staan stil"]
        claim(database)
        watch.look()
    assert titles(mailbox)[1:] == ["Leefplein: voorbij: berichten staan stil"]


def test_when_the_mail_server_does_not_answer_it_is_tried_again(watch, mailbox):
    mailbox.refuse = "451 not now"
    watch.look()
    assert mailbox.received == []
    mailbox.refuse = ""
    watch.look()
    assert titles(mailbox) == ["Leefplein: er is geen werker"]


def test_a_database_that_is_away_is_told_once_too(settings, mailbox):
    away = Watch(settings, Database("postgresql+psycopg://nobody@127.0.0.1:9/none"))
    away.look()
    away.look()
    assert titles(mailbox) == ["Leefplein: de database is weg"]


def test_without_anybody_to_tell_it_is_in_the_log_only(tmp_path, database):
    Watch(settings_in(tmp_path), database).look()
    with database.reading() as session:
        assert session.execute(sa.text("SELECT subject FROM escalation")).scalars().all() == ["alarm:worker"]


def test_nothing_about_anybody_is_said():
    assert not [words for pair in WORDS.values() for words in pair if "http" in words or "@" in words]
