"""A mail in the outbox tells nothing, goes out once, and is forgotten."""

import json
from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from app import clock
from app.db import Database
from app.handlers import HANDS
from app.mailing.letters import Letter
from app.mailing.waiting import KIND, open_letter, post_letter, written_since
from app.outbox.models import OutboxMessage
from app.outbox.worker import Worker
from app.sealing import Unopened
from tests.installing import make_database, settings_in


class Services:
    """As much of the services as a mail needs."""

    def __init__(self, settings):
        self.settings = settings
        self.database = Database(settings.store)


@pytest.fixture
def post_office(tmp_path, mailbox):
    settings = settings_in(tmp_path, smtp_url=mailbox.url)
    make_database(settings)
    services = Services(settings)
    yield services
    services.database.close()


def write(services, to="kees@voorbeeld.example"):
    with services.database.writing() as session:
        post_letter(session, services.settings, Letter(to, "Mijn lijstje", "Hulp"))


def worker(services):
    return Worker(services.database, services, {KIND: HANDS[KIND]})


def rows(services):
    with services.database.reading() as session:
        return list(session.exec(select(OutboxMessage).order_by(OutboxMessage.id)).all())


def test_what_waits_tells_nothing(post_office):
    write(post_office)
    assert "kees" not in json.dumps(rows(post_office)[0].payload)


def test_it_goes_out_once_and_is_forgotten(post_office, mailbox):
    write(post_office)
    worker(post_office).once()
    worker(post_office).once()
    assert len(mailbox.received) == 1
    assert rows(post_office)[0].payload == {}


def test_one_that_fails_keeps_no_other_waiting(post_office, mailbox):
    write(post_office)
    with post_office.database.writing() as session:
        session.add(OutboxMessage(kind=KIND, payload={"sealed": "something else"}))
    write(post_office, "ina@voorbeeld.example")
    worker(post_office).once()
    assert [to for _, to, _ in mailbox.received] == [["kees@voorbeeld.example"], ["ina@voorbeeld.example"]]
    assert [row.done_at is not None for row in rows(post_office)] == [True, False, True]


def test_an_address_that_does_not_exist_is_forgotten(post_office, mailbox):
    mailbox.refuse = "550 no such user"
    write(post_office)
    worker(post_office).once()
    assert rows(post_office)[0].payload == {}


def test_after_three_days_it_is_given_up(post_office, mailbox):
    write(post_office)
    with time_machine.travel(clock.now() + timedelta(days=4), tick=False):
        worker(post_office).once()
    assert mailbox.received == []
    assert rows(post_office)[0].payload == {}


def test_another_key_does_not_open_it(post_office):
    write(post_office)
    sealed = rows(post_office)[0].payload["sealed"]
    assert open_letter(post_office.settings, sealed)[0].to == "kees@voorbeeld.example"
    renewed = post_office.settings.model_copy(
        update={"secret_key": "n" * 40, "secret_key_fallbacks": (post_office.settings.secret_key,)}
    )
    assert open_letter(renewed, sealed)[0].to == "kees@voorbeeld.example"
    with pytest.raises(Unopened):
        open_letter(post_office.settings.model_copy(update={"secret_key": "x" * 40}), sealed)


def test_how_many_were_written(post_office):
    write(post_office)
    with post_office.database.reading() as session:
        assert written_since(session, timedelta(hours=1)) == 1
