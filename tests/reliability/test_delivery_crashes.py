"""The worker dies by kill -9 at each named step of a delivery; everything arrives, once in effect (promises 2, 7, 8)."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

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

ROOT = Path(__file__).resolve().parents[2]
WORK = """
import sys
from pathlib import Path
from app.services import build_services
from app.working import worker
from tests.installing import settings_in
services = build_services(settings_in(Path(sys.argv[1]), smtp_url=sys.argv[2], open_klant_url=sys.argv[3], open_klant_token=sys.argv[4]))
worker(services).once()
"""
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


def work_and_die(services, there, step):
    environment = {**os.environ, "LEEFPLEIN_CRASH_AT": step, "PYTHONPATH": str(ROOT)}
    values = services.settings
    return subprocess.run(
        [sys.executable, "-c", WORK, str(values.data_dir), values.smtp_url, there.url, TOKEN],
        env=environment,
        cwd=ROOT,
        check=False,
        timeout=120,
        capture_output=True,
    ).returncode


def work_after(services, span):
    with time_machine.travel(datetime.now(UTC) + span):
        return worker(services).once()


@pytest.mark.slow
@pytest.mark.parametrize("step", STEPS)
def test_wherever_the_worker_dies_all_arrives_once_in_effect(services, there, mailbox, step):
    ask(services.office, a_request(contact={"email": "wie@voorbeeld.example"}), "form")
    assert work_and_die(services, there, step) == -signal.SIGKILL
    assert work_after(services, timedelta()) == 0, "the lease of the one that died still holds"
    work_after(services, LEASE + timedelta(minutes=1))
    with services.database.reading() as session:
        assert {each.state for each in session.exec(select(Delivery)).all()} == {DeliveryState.DELIVERED}
    assert len(there.stored["klantcontacten"]) == len(there.stored["internetaken"]) == 1
    assert len(there.stored["betrokkenen"]) == len(there.stored["actoren"]) == 1
    mails = Counter(message_from_bytes(content)["Message-ID"] for _, _, content in mailbox.received)
    assert len(mails) == 3, "to the desk, to the resident and to who gives support"
    assert sum(mails.values()) <= 4, "at most the one that was under way goes twice, and is seen to be the same"


@pytest.mark.slow
def test_work_that_always_kills_the_worker_is_counted_slowed_and_seen(services, there):
    ask(services.office, a_request(), "form")
    for number in (1, 2):
        assert work_and_die(services, there, "after claim") == -signal.SIGKILL
        with services.database.writing() as session:
            for message in session.exec(select(OutboxMessage)).all():
                assert message.attempts == number
                message.lease_until = datetime.now(UTC) - timedelta(seconds=1)
                session.add(message)
    assert work_and_die(services, there, "no such step") == 0
    with services.database.reading() as session:
        assert {each.state for each in session.exec(select(Delivery)).all()} == {DeliveryState.DELIVERED}
        assert {each.attempts for each in session.exec(select(Delivery)).all()} == {3}
