"""The worker dies by kill -9 at each named step of a delivery; everything arrives, once in effect (promises 2, 7, 8)."""

import os
import signal
import warnings
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes

import pytest
import time_machine
from sqlmodel import select

from app.conversation.asking import ask
from app.conversation.models import Delivery, DeliveryState
from app.outbox.models import OutboxMessage
from app.outbox.posting import LEASE
from app.services import build_services
from app.working import worker
from tests.conversation.conftest import a_request
from tests.installing import make_database, settings_in
from tests.mailing.conftest import mailbox  # noqa: F401
from tests.reliability.open_klant_stub import TOKEN, open_klant

STEPS = [
    "after claim",
    "after smtp data",
    "before mark",
    "before step actor",
    "before step klantcontact",
    "before step betrokkene",
    "before step telefoon",
    "before step internetaak",
    "after step klantcontact",
    "after step internetaak",
]


@pytest.fixture
def there():
    with open_klant() as found:
        yield found


@pytest.fixture
def services(tmp_path, mailbox, there):
    settings = settings_in(tmp_path, smtp_url=mailbox.url, open_klant_url=there.url, open_klant_token=TOKEN)
    make_database(settings)
    made = build_services(settings)
    yield made
    made.database.close()
    made.keys.close()


def work_and_die(services, step):
    """A worker in a process of its own that dies at this step. Returns how it ended; 0 when it never came there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # newer Pythons warn of threads: the child opens everything anew
        child = os.fork()
    if child == 0:
        try:
            os.environ["LEEFPLEIN_CRASH_AT"] = step
            own = build_services(services.settings)
            worker(own).once()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def work_after(services, span):
    with time_machine.travel(datetime.now(UTC) + span):
        return worker(services).once()


@pytest.mark.parametrize("step", STEPS)
def test_wherever_the_worker_dies_all_arrives_once_in_effect(services, there, mailbox, step):
    ask(services.office, a_request(contact={"email": "wie@voorbeeld.example"}), "form")
    assert work_and_die(services, step) == -signal.SIGKILL
    assert work_after(services, timedelta()) == 0, "the lease of the one that died still holds"
    work_after(services, LEASE + timedelta(minutes=1))
    with services.database.reading() as session:
        assert {each.state for each in session.exec(select(Delivery)).all()} == {DeliveryState.DELIVERED}
    assert len(there.stored["klantcontacten"]) == len(there.stored["internetaken"]) == 1
    assert len(there.stored["betrokkenen"]) == len(there.stored["actoren"]) == 1
    mails = Counter(message_from_bytes(content)["Message-ID"] for _, _, content in mailbox.received)
    assert len(mails) == 3, "to the desk, to the resident and to who gives support"
    assert sum(mails.values()) <= 4, "at most the one that was under way goes twice, and is seen to be the same"


def test_work_that_always_kills_the_worker_is_counted_slowed_and_seen(services, there):
    ask(services.office, a_request(), "form")
    for number in (1, 2):
        assert work_and_die(services, "after claim") == -signal.SIGKILL
        with services.database.writing() as session:
            for message in session.exec(select(OutboxMessage)).all():
                assert message.attempts == number
                message.lease_until = datetime.now(UTC) - timedelta(seconds=1)
                session.add(message)
    assert work_and_die(services, "no such step") == 0
    with services.database.reading() as session:
        assert {each.state for each in session.exec(select(Delivery)).all()} == {DeliveryState.DELIVERED}
        assert {each.attempts for each in session.exec(select(Delivery)).all()} == {3}
