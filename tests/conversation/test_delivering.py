"""Nothing stays stuck, nothing is given up, and nothing is sent twice by two at once (promises 5, 7, 8, 9, 10, 11)."""

import asyncio
import shutil
import socket
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine
from aiosmtpd.controller import Controller
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlmodel import select

from app.content.live import LiveContent
from app.content.loading import load_content
from app.conversation.deliveries import KIND, cancel
from app.conversation.delivering import deliver, post_what_was_forgotten
from app.conversation.lateness import late_things
from app.conversation.models import Delivery, DeliveryState, Support
from app.conversation.office import Office, locked, subject_of
from app.data_keys import KeyStore
from app.db import Database
from app.mailing import delivering
from app.mailing.delivering import NotDelivered
from app.outbox.models import OutboxMessage
from app.outbox.posting import BACK_OFF, claim
from app.places.gazetteer import Gazetteer
from app.settings import Settings
from tests.conversation.channels.bringing import (
    asked,
    attempt,
    deliveries,
    lose_messages,
    only,
    request_of,
    with_settings,
    work_for,
    worker,
)
from tests.databases import sqlite_url
from tests.mailing.conftest import Mailbox, _free_port, mailbox  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a key for tests only, long enough to be let in"


@pytest.fixture
def mailing(office, mailbox):
    return with_settings(office, smtp_url=mailbox.url)


def ids(box):
    return Counter(message_from_bytes(content)["Message-ID"] for _, _, content in box.received)


def messages(office):
    with office.database.reading() as session:
        return session.exec(select(OutboxMessage).where(OutboxMessage.kind == KIND)).all()


def test_a_worker_brings_everything_once(mailing, mailbox):
    asked(mailing, contact={"email": "wie@voorbeeld.example"})
    worker(mailing).once()
    worker(mailing).once()
    assert [each.state for each in deliveries(mailing)] == [DeliveryState.DELIVERED] * 3
    assert all(each.delivered_at and each.attempts == 1 for each in deliveries(mailing))
    assert len(mailbox.received) == 3
    assert all(message.done_at for message in messages(mailing))


def test_three_days_without_a_mail_server_and_still_delivered(mailing, mailbox):
    asked(mailing, contact={"email": "wie@voorbeeld.example"})
    away = with_settings(mailing, smtp_url="smtp://127.0.0.1:9")
    start = datetime.now(UTC)
    work_for(away, timedelta(hours=72), timedelta(hours=3))
    assert {each.state for each in deliveries(away)} == {DeliveryState.WAITING}
    assert {each.last_error for each in deliveries(away)} == {"ConnectionRefusedError"}
    with time_machine.travel(start + timedelta(hours=75)):
        worker(mailing).once()
    assert {each.state for each in deliveries(mailing)} == {DeliveryState.DELIVERED}
    assert set(ids(mailbox).values()) == {1}


def test_attempts_slow_down_to_hourly_and_never_stop(office):
    away = with_settings(office, smtp_url="smtp://127.0.0.1:9")
    asked(away, support=Support.NO, support_shares=())
    moment, waits = datetime.now(UTC), []
    for _ in range(12):
        with time_machine.travel(moment, tick=False):
            assert worker(away).once() == 1
        (message,) = messages(away)
        waits.append((message.next_at - moment).total_seconds())
        moment = message.next_at
    for number, wait in enumerate(waits):
        asked_for = BACK_OFF[min(number, len(BACK_OFF) - 1)]
        assert 0.75 * asked_for <= wait <= 1.25 * asked_for
    assert only(away, "mail").attempts == messages(away)[0].attempts == 12


@pytest.mark.parametrize("back", [timedelta(hours=3), timedelta(days=2), timedelta(days=900)])
def test_a_clock_that_is_set_back_freezes_nothing(mailing, mailbox, back):
    start = datetime.now(UTC)
    asked(mailing, support=Support.NO, support_shares=())
    with time_machine.travel(start + timedelta(minutes=1), tick=False):
        worker(with_settings(mailing, smtp_url="smtp://127.0.0.1:9")).once()
    with time_machine.travel(start - back, tick=False):
        worker(mailing).once()
    assert only(mailing, "mail").state is DeliveryState.DELIVERED


def test_a_delivery_that_lost_its_message_gets_another(mailing, mailbox):
    asked(mailing)
    lose_messages(mailing)
    assert post_what_was_forgotten(mailing) == 0, "too young: its transaction may not be over"
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2), tick=False):
        assert post_what_was_forgotten(mailing) == 2
        assert post_what_was_forgotten(mailing) == 0
        worker(mailing).once()
    assert {each.state for each in deliveries(mailing)} == {DeliveryState.DELIVERED}


def test_four_that_look_for_lost_messages_post_each_once(mailing, address):
    for number in range(10):
        asked(mailing, f"form {number}")
    lose_messages(mailing)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=2), tick=False), ThreadPoolExecutor(4) as pool:
        found = sum(pool.map(lambda _: _with_own_database(mailing, address, post_what_was_forgotten), range(4)))
    assert found == len(messages(mailing)) == 20


def test_four_workers_send_nothing_twice(mailing, mailbox, address):
    for number in range(12):
        asked(mailing, f"form {number}", contact={"email": f"wie{number}@voorbeeld.example"})
    with ThreadPoolExecutor(4) as pool:
        opened = sum(pool.map(lambda _: _with_own_database(mailing, address, lambda own: worker(own).once()), range(4)))
    assert opened == 36
    assert {each.state for each in deliveries(mailing)} == {DeliveryState.DELIVERED}
    assert len(ids(mailbox)) == 36
    assert set(ids(mailbox).values()) == {1}


def _with_own_database(office, address, work):
    own = Database(address)
    try:
        return work(replace(office, database=own))
    finally:
        own.close()


def test_support_that_is_taken_back_while_it_waits_goes_nowhere(mailing, mailbox):
    number = asked(mailing)
    with mailing.database.writing() as session:
        cancel(session, number, "support_mail")
    worker(mailing).once()
    assert only(mailing, "support_mail").state is DeliveryState.CANCELLED
    assert len(mailbox.received) == 1


def test_a_request_that_was_erased_is_left_in_peace(mailing, mailbox):
    number = asked(mailing)
    mailing.keys.destroy(subject_of(request_of(mailing, number).uid))
    worker(mailing).once()
    assert {each.state for each in deliveries(mailing)} == {DeliveryState.CANCELLED}
    assert mailbox.received == []
    deliver(mailing, 4711, 1)  # its row is gone: nothing to do, and nothing to say


def test_what_goes_wrong_in_any_other_way_comes_back_and_tells_nothing(mailing, mailbox):
    asked(mailing)
    with mailing.database.writing() as session:
        request = locked(session, 1)
        request.sealed_contact = b"damaged 0612345678"
        session.add(request)
    away = with_settings(mailing, webhook_url="https://voorbeeld.example", webhook_secret="x")
    with mailing.database.writing() as session:
        from app.conversation.deliveries import post_delivery

        post_delivery(session, locked(session, 1), "webhook", "request")
    with pytest.raises(NotDelivered):
        attempt(away, "webhook")
    found = only(away, "webhook")
    assert (found.state, found.last_error) == (DeliveryState.WAITING, "Unopened")


# --- mail servers in every mood -------------------------------------------------------------------------------------


class Slow(Mailbox):
    seconds = 0.0

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(self.seconds)  # it has the mail, and takes its time to say so
        return answer


@contextmanager
def smtp(box, **options):
    controller = Controller(box, hostname="127.0.0.1", port=0, **options)
    controller.port = _free_port()
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


def test_a_server_that_is_slow_over_the_last_dot_gets_it_once(office):
    box = Slow()
    box.seconds = 2.5
    with smtp(box) as url:
        slow = with_settings(office, smtp_url=url)
        asked(slow, support=Support.NO, support_shares=())
        worker(slow).once()
    assert delivering.TIMEOUT_SECONDS >= 60
    assert only(slow, "mail").state is DeliveryState.DELIVERED
    assert list(ids(box).values()) == [1]


def test_the_twin_a_client_without_patience_makes_doubles(office, monkeypatch):
    monkeypatch.setattr(delivering, "TIMEOUT_SECONDS", 0.4)
    box = Slow()
    box.seconds = 0.8
    with smtp(box) as url:
        slow = with_settings(office, smtp_url=url)
        asked(slow, support=Support.NO, support_shares=())
        for number in (1, 2):
            with pytest.raises(NotDelivered):
                attempt(slow, "mail", number)
    assert list(ids(box).values()) == [2], "the same Message-ID: mail systems fold them"


def test_a_mail_that_takes_too_long_altogether_is_broken_off(office, monkeypatch):
    monkeypatch.setattr(delivering, "LONGEST_SECONDS", 0.5)
    box = Slow()
    box.seconds = 3.0
    with smtp(box) as url:
        slow = with_settings(office, smtp_url=url)
        asked(slow, support=Support.NO, support_shares=())
        began = datetime.now(UTC)
        with pytest.raises(NotDelivered):
            attempt(slow, "mail")
        assert (datetime.now(UTC) - began).total_seconds() < 2.5


@pytest.mark.parametrize("answer", ["421 closing", "450 mailbox busy", "452 no space"])
def test_later_means_later(mailing, mailbox, answer):
    asked(mailing, contact={"email": "wie@voorbeeld.example"})
    mailbox.refuse = answer
    worker(mailing).once()
    assert {each.state for each in deliveries(mailing)} == {DeliveryState.WAITING}


def test_over_a_network_nothing_goes_in_the_clear(mailing, mailbox, monkeypatch):
    monkeypatch.setattr(delivering, "is_loopback", lambda _host: False)
    asked(mailing)
    worker(mailing).once()
    assert {each.state for each in deliveries(mailing)} == {DeliveryState.WAITING}
    assert mailbox.received == []


def test_a_server_that_hangs_up_and_one_that_is_no_mail_server(office):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(5)
        office = with_settings(office, smtp_url=f"smtp://127.0.0.1:{silent.getsockname()[1]}")
        asked(office)
        for greeting in (b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"554 go away\r\n"):
            with ThreadPoolExecutor(1) as pool:
                answering = pool.submit(_say_and_close, silent, greeting)
                with pytest.raises(NotDelivered):
                    attempt(office, "mail")
                answering.result()
    assert only(office, "mail").state is DeliveryState.WAITING


def _say_and_close(listening, greeting):
    connection, _ = listening.accept()
    with connection:
        connection.sendall(greeting)


# --- every state that can be reached --------------------------------------------------------------------------------

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_SHIPPED = load_content(ROOT / "content")


class Deliveries(RuleBasedStateMachine):
    """People ask, servers come and go, workers die, messages are lost, clocks jump. Nothing may be out of sight."""

    @initialize()
    def open(self):
        self.folder = Path(tempfile.mkdtemp(prefix="leefplein-deliveries-"))
        self.box = Mailbox()
        self.server = Controller(self.box, hostname="127.0.0.1", port=0)
        self.server.port = _free_port()
        self.server.start()
        self.database = Database(sqlite_url(self.folder))
        values = Settings(
            data_dir=self.folder, secret_key=SECRET, local_http=True, smtp_url=f"smtp://127.0.0.1:{self.server.port}"
        )
        keys = KeyStore(f"sqlite:///{self.folder / 'keys.sqlite'}", [SECRET])
        content = LiveContent(_SHIPPED, self.database)
        towns = [town.name for town in _SHIPPED.municipalities]
        gazetteer = Gazetteer(ROOT / "content" / "places.csv", municipalities=towns)
        self.office = Office(self.database, keys, content, values, gazetteer)
        self.moment, self.forms, self.died_sending = START, 0, 0

    def at(self):
        return time_machine.travel(self.moment, tick=False)

    @rule(email=st.booleans())
    def ask(self, email):
        self.forms += 1
        with self.at():
            asked(self.office, f"form {self.forms}", contact={"email": "wie@voorbeeld.example"} if email else {})

    @rule(answer=st.sampled_from(["", "451 later", "550 never"]), minutes=st.sampled_from([0, 1, 6, 70]))
    def work(self, answer, minutes):
        self.moment += timedelta(minutes=minutes)
        self.box.refuse = answer
        with self.at():
            worker(self.office).once()

    @rule()
    def die_after_the_claim(self):
        with self.at():
            claim(self.database, kinds=(KIND,), limit=3)

    @rule()
    def die_before_the_mark(self):
        self.box.refuse = ""
        with self.at():
            for held in claim(self.database, kinds=(KIND,), limit=2):
                self.died_sending += 1
                deliver(self.office, held.payload["delivery"], held.attempts)

    @precondition(lambda self: self.forms)
    @rule()
    def lose(self):
        lose_messages(self.office)

    @rule(hours=st.sampled_from([-26, -3, 1, 30]))
    def turn_the_clock(self, hours):
        self.moment += timedelta(hours=hours)

    @precondition(lambda self: self.forms)
    @rule()
    def take_support_back(self):
        with self.at(), self.database.writing() as session:
            cancel(session, 1, "support_mail")

    @invariant()
    def nothing_is_out_of_sight(self):
        with time_machine.travel(self.moment + timedelta(minutes=2), tick=False):
            post_what_was_forgotten(self.office)
            with self.database.reading() as session:
                listed = {late.subject for late in late_things(session)}
                found = session.exec(select(Delivery)).all()
                waiting = session.exec(
                    select(OutboxMessage).where(sa.column("done_at").is_(None), OutboxMessage.kind == KIND)
                ).all()
        in_hand = {message.payload["delivery"] for message in waiting}
        for each in found:
            assert (
                each.state in {DeliveryState.DELIVERED, DeliveryState.CANCELLED}
                or (each.state is DeliveryState.WAITING and each.id in in_hand)
                or (each.state is DeliveryState.REFUSED and f"delivery:{each.id}" in listed)
            ), (each.channel, each.state)
            assert each.channel == "resident_mail" or each.state is not DeliveryState.REFUSED

    def teardown(self):
        self.box.refuse = ""
        for hours in (2, 4):
            with time_machine.travel(self.moment + timedelta(hours=hours), tick=False):
                post_what_was_forgotten(self.office)
                worker(self.office).once()
        stuck = [each.channel for each in deliveries(self.office) if each.state is DeliveryState.WAITING]
        assert stuck == []
        assert set(ids(self.box).values()) <= {1}, "each mail once: nobody died between the server and the mark"
        self.server.stop()
        self.database.close()
        self.office.keys.close()
        shutil.rmtree(self.folder, ignore_errors=True)


TestDeliveries = Deliveries.TestCase
TestDeliveries.settings = settings(max_examples=12, stateful_step_count=14, deadline=None)
