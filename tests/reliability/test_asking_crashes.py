"""Whoever accepts a request dies by kill -9 before or after it is on disk: the button once more, and there is one (promise 2, 3).

The worker's half stands in test_delivery_crashes.
"""

import multiprocessing
import os
import signal

import pytest
from sqlmodel import select

from app.conversation.asking import ask, subjects_in_use
from app.conversation.models import ConversationRequest
from app.conversation.office import story_of, subject_of
from app.services import build_services
from tests.conversation.conftest import a_request
from tests.installing import make_database, settings_in
from tests.reliability.town import WHOLE

FORM = "form-1"


@pytest.fixture
def services(tmp_path):
    settings = settings_in(tmp_path, open_klant_url="http://127.0.0.1:9", open_klant_token="nobody listens there")
    make_database(settings)
    made = build_services(settings)
    yield made
    made.database.close()
    made.keys.close()


def _ask_and_die(office, step, under_test, shown):
    os.environ["LEEFPLEIN_CRASH_AT"] = step
    if not under_test:
        os.environ.pop("PYTEST_CURRENT_TEST", None)
    shown.send(ask(office, a_request(), FORM).reference)


def in_a_process_that_dies(services, step, *, under_test=True):
    """How it ended (minus the signal), and the reference that was shown by then."""
    services.database.close()  # a connection never crosses a fork
    services.keys.close()
    read, shown = multiprocessing.Pipe(duplex=False)
    arguments = (services.office, step, under_test, shown)
    child = multiprocessing.get_context("fork").Process(target=_ask_and_die, args=arguments)
    child.start()
    shown.close()
    try:
        reference = read.recv()
    except EOFError:
        reference = None
    child.join(30)
    read.close()
    return child.exitcode, reference


def requests_of(services):
    with services.database.reading() as session:
        return session.exec(select(ConversationRequest)).all()


def is_whole(services):
    with services.database.looking() as connection:
        return connection.exec_driver_sql(WHOLE).fetchone() == (0,)


@pytest.mark.parametrize(("step", "there"), [("before commit", 0), ("after commit", 1)])
def test_the_button_once_more_after_a_crash_gives_one_request(services, step, there):
    assert in_a_process_that_dies(services, step) == (-signal.SIGKILL, None), "nobody read a reference"
    before = [each.reference for each in requests_of(services)]
    assert len(before) == there
    assert is_whole(services)
    receipt = ask(services.office, a_request(), FORM)
    (request,) = requests_of(services)
    assert receipt.reference == request.reference
    assert receipt.repeated == bool(there)
    assert not before or before == [receipt.reference]
    assert is_whole(services)
    with services.database.reading() as session:
        in_use = set(subjects_in_use(session))
    assert len(services.keys.subjects() - in_use) == 1 - there, "the key of what never came waits for the sweep"
    assert story_of(request, services.keys.open(subject_of(request.uid))).questions


@pytest.mark.parametrize("step", ["before commit", "after commit"])
def test_outside_a_test_nobody_dies_at_a_named_step(services, step):
    ended, reference = in_a_process_that_dies(services, step, under_test=False)
    assert ended == 0
    assert [each.reference for each in requests_of(services)] == [reference]
