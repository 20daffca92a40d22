"""Whoever accepts an offer dies by kill -9 at each named step: the button once more, and there is one, whole (promise 2, 3)."""

import multiprocessing
import os
import signal

import pytest
from sqlmodel import select

from app.matching.access import open_with
from app.matching.models import Notice, NoticeEvent
from app.matching.own import own_notice
from app.matching.posting import post_notice, subjects_in_use
from app.outbox.models import OutboxMessage
from tests.matching.conftest import an_offer

FORM = "form-1"


def _post_and_die(mediation, step, under_test, shown):
    os.environ["LEEFPLEIN_CRASH_AT"] = step
    if not under_test:
        os.environ.pop("PYTEST_CURRENT_TEST", None)
    shown.send(post_notice(mediation, an_offer(), FORM).reference)


def in_a_process_that_dies(mediation, step, *, under_test=True):
    """How it ended (minus the signal), and the number that was shown by then."""
    mediation.database.close()  # a connection never crosses a fork
    mediation.keys.close()
    read, shown = multiprocessing.Pipe(duplex=False)
    arguments = (mediation, step, under_test, shown)
    child = multiprocessing.get_context("fork").Process(target=_post_and_die, args=arguments)
    child.start()
    shown.close()
    try:
        reference = read.recv()
    except EOFError:
        reference = None
    child.join(30)
    read.close()
    return child.exitcode, reference


def all_of(mediation, table):
    with mediation.database.reading() as session:
        return session.exec(select(table)).all()


STEPS = [("notice key made", 0), ("notice before commit", 0), ("notice after commit", 1)]


@pytest.mark.parametrize(("step", "there"), STEPS)
def test_the_button_once_more_after_a_crash_gives_one_whole_notice(mediation, step, there):
    assert in_a_process_that_dies(mediation, step) == (-signal.SIGKILL, None), "nobody read a number"
    rows = (Notice, NoticeEvent, OutboxMessage)  # a mail to the person, and one to the mediator
    assert [len(all_of(mediation, table)) for table in rows] == [there, there, 2 * there]
    posted = post_notice(mediation, an_offer(), FORM)
    assert posted.repeated == bool(there)
    assert [len(all_of(mediation, table)) for table in rows] == [1, 1, 2]
    assert open_with(mediation, posted.reference, posted.code) == posted.notice_id
    assert own_notice(mediation, posted.notice_id).person.first_name == "Voorbeeld-Vera"
    with mediation.database.reading() as session:
        in_use = set(subjects_in_use(session))
    assert in_use <= mediation.keys.subjects(), "never a notice that nobody can read"
    assert len(mediation.keys.subjects() - in_use) == 1 - there, "the key of what never came waits for the sweep"


@pytest.mark.parametrize("step", [each for each, _ in STEPS])
def test_outside_a_test_nobody_dies_at_a_named_step(mediation, step):
    ended, reference = in_a_process_that_dies(mediation, step, under_test=False)
    assert ended == 0
    assert [each.reference for each in all_of(mediation, Notice)] == [reference]
