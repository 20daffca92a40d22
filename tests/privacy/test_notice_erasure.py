"""Erasing an offer or question: rows, matches, key, and nothing left that can be read; to the day, or when somebody asks."""

import multiprocessing
import os
import signal
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import select

from app import clock
from app.audit.models import AuditLine
from app.cli.opening import subjects_in_use as known_to_commands
from app.conversation.asking import ask
from app.data_keys import Erased
from app.matching.lifecycle import ENDED, NotPossible
from app.matching.mediation import NobodyThere, subject_of
from app.matching.models import KeptApart, Notice, NoticeEvent, Pair, PairState, Standing
from app.matching.own import own_notice, withdraw
from app.matching.posting import post_notice
from app.outbox.models import OutboxMessage
from app.privacy.finishing import ORDER, finish, subjects_in_use
from app.privacy.notice_erasure import erase_notice, erase_on_request
from app.privacy.retention import MOST_KEYS_SWEPT, purge, words
from tests.conversation.conftest import a_request
from tests.matching.conftest import a_question, an_offer
from tests.matching.pairing import a_pair, put

CANARY = "kanariepiet"


@pytest.fixture
def the_office(office, mediation):
    """The office over the same database and key store: `purge` is one chore for both subjects."""
    return type(office)(mediation.database, mediation.keys, mediation.content, mediation.settings, office.gazetteer)


def an_ended(mediation, erase_on, form="form", standing=Standing.WITHDRAWN, **more):
    number = post_notice(mediation, an_offer(**more), form).notice_id
    put(mediation, number, standing=standing, erase_on=erase_on, closed_at=clock.now())
    return number


def there(mediation):
    with mediation.database.reading() as session:
        return set(session.exec(select(Notice.id)).all())


def uid_of(mediation, number):
    with mediation.database.reading() as session:
        return session.get(Notice, number).uid


def test_the_sweep_knows_notices_and_leaves_their_keys_alone(mediation, the_office):
    """The guard that matters most: without it every offer and question would become unreadable after thirty days."""
    number = post_notice(mediation, an_offer(), "form").notice_id
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert purge(the_office, clock.today()).keys == 0
        assert purge(the_office, clock.today(), all_keys=True).keys == 0
    assert own_notice(mediation, number).person.first_name == "Voorbeeld-Vera"
    assert known_to_commands is subjects_in_use  # what starts up and what looks at health ask the same


def test_a_key_whose_notice_never_came_goes_in_the_end_and_not_while_it_may_come(mediation, the_office):
    kept = post_notice(mediation, an_offer(), "form").notice_id
    mediation.keys.make("notice:never-came")
    assert purge(the_office, clock.today()).keys == 0
    with time_machine.travel(clock.now() + timedelta(days=31), tick=False):
        assert purge(the_office, clock.today()).keys == 1
    with pytest.raises(Erased):
        mediation.keys.open("notice:never-came")
    assert own_notice(mediation, kept)


def test_many_notices_are_no_keys_without_an_owner(mediation, the_office):
    for number in range(MOST_KEYS_SWEPT + 1):
        post_notice(mediation, an_offer(person={"email": ""}), f"form {number}")
    assert purge(the_office, clock.today()).keys_held == 0


@pytest.mark.parametrize("standing", ENDED)
def test_to_the_day_whatever_ended_it(mediation, the_office, standing):
    day = clock.today() + timedelta(days=30)
    number = an_ended(mediation, day, standing=standing)
    assert purge(the_office, day - timedelta(days=1)).notices == ()
    dry = purge(the_office, day, dry_run=True)
    assert (dry.notices, there(mediation)) == ((number,), {number})
    purged = purge(the_office, day)
    assert (purged.notices, there(mediation)) == ((number,), set())
    assert "Aanbod van en vragen aan vrijwilligers gewist: 1." in words(purged)
    assert purge(the_office, day).notices == ()


@pytest.mark.parametrize("standing", [each for each in Standing if each not in ENDED])
def test_what_lives_is_never_erased_by_the_calendar(mediation, the_office, standing):
    number = post_notice(mediation, an_offer(), "form").notice_id
    put(mediation, number, standing=standing, erase_on=clock.today())
    assert purge(the_office, clock.today() + timedelta(days=400)).notices == ()
    assert there(mediation) == {number}


def test_nothing_can_be_read_any_more_in_any_file_and_the_other_side_stays(mediation, tmp_path):
    offer = post_notice(
        mediation, an_offer(person={"first_name": CANARY}, words={"story": CANARY}, kern="hattem"), "offer"
    ).notice_id
    question = post_notice(mediation, a_question(), "question").notice_id
    a_pair(mediation, offer, question, PairState.AGREED)
    with mediation.database.writing() as session:
        session.add(KeptApart(offer_id=offer, question_id=question))
    uid = uid_of(mediation, offer)
    sealed = []
    with mediation.database.reading() as session:
        sealed = [bytes(session.get(Notice, offer).sealed_person), bytes(session.get(Notice, offer).sealed_words)]
    assert erase_notice(mediation, offer, "system")
    with mediation.database.reading() as session:
        for table in (Pair, KeptApart):
            assert session.exec(select(table)).all() == []
        assert {each.notice_id for each in session.exec(select(NoticeEvent)).all()} == {question}
        assert session.exec(select(OutboxMessage).where(OutboxMessage.kind == ORDER)).all() == []
        lines = session.exec(select(AuditLine).where(AuditLine.subject == f"notice:{offer}")).all()
        assert [each.action for each in lines] == ["notice.post", "notice.erase"]
    with pytest.raises(Erased):
        mediation.keys.open(subject_of(uid))
    for file in tmp_path.rglob("*"):
        if file.is_file():
            held = file.read_bytes()
            assert not [each for each in (CANARY.encode(), *sealed) if each in held], file
    assert own_notice(mediation, question).history[-1].kind == "pair_ended"
    assert not erase_notice(mediation, offer, "system"), "it is gone already"


def test_a_mail_that_has_not_gone_out_goes_too_and_that_of_others_stays(mediation):
    number = post_notice(mediation, an_offer(), "form").notice_id
    other = post_notice(mediation, a_question(), "other").notice_id
    erase_notice(mediation, number, "system")
    with mediation.database.reading() as session:
        waiting = session.exec(select(OutboxMessage)).all()
    assert {each.payload["about"] for each in waiting} == {f"notice:{other}"}


def test_a_waiting_order_of_a_crash_is_carried_out(mediation):
    number = post_notice(mediation, an_offer(), "form").notice_id
    uid = uid_of(mediation, number)
    erase_notice(mediation, number, "system", thorough=False)
    assert mediation.keys.open(subject_of(uid))
    finish(mediation)
    with pytest.raises(Erased):
        mediation.keys.open(subject_of(uid))


def test_on_request_it_goes_at_once_and_who_was_blocked_asks_the_mediator(mediation):
    number = post_notice(mediation, an_offer(), "form").notice_id
    assert erase_on_request(mediation, number, "person")
    with pytest.raises(NobodyThere):
        own_notice(mediation, number)
    assert not erase_on_request(mediation, number, "person")
    blocked = an_ended(mediation, clock.today() + timedelta(days=30), "blocked", Standing.BLOCKED)
    with pytest.raises(NotPossible):
        erase_on_request(mediation, blocked, "person")
    assert there(mediation) == {blocked}
    assert erase_on_request(mediation, blocked, "account:1")


def test_who_withdraws_goes_on_the_promised_day(mediation, the_office):
    number = post_notice(mediation, an_offer(), "form").notice_id
    day = withdraw(mediation, number)
    assert purge(the_office, day - timedelta(days=1)).notices == ()
    assert purge(the_office, day).notices == (number,)


def test_who_was_erased_and_comes_back_with_an_old_copy_goes_again(mediation, the_office):
    number = post_notice(mediation, an_offer(), "form").notice_id
    other = post_notice(mediation, an_offer(), "other").notice_id
    mediation.keys.destroy(subject_of(uid_of(mediation, number)))
    purged = purge(the_office, clock.today())
    assert (purged.notices_restored, there(mediation)) == ((number,), {other})


def test_one_that_changed_meanwhile_is_left_alone(mediation):
    number = post_notice(mediation, an_offer(), "form").notice_id
    assert not erase_notice(mediation, number, "system", only_if=lambda _: False)
    assert there(mediation) == {number}


def test_marks_of_forms_go_after_a_day(mediation, the_office):
    post_notice(mediation, an_offer(), "form")
    with time_machine.travel(clock.now() + timedelta(hours=26), tick=False):
        purge(the_office, clock.today())
    with mediation.database.reading() as session:
        assert session.exec(select(Notice.form_digest)).all() == [None]


def test_requests_and_notices_do_not_erase_each_other(mediation, the_office):
    receipt = ask(the_office, a_request(), "request")
    number = an_ended(mediation, clock.today())
    assert number == receipt.request_id, "the same number, another subject"
    purged = purge(the_office, clock.today())
    assert (purged.notices, purged.erased, purged.restored) == ((number,), (), ())
    assert len(mediation.keys.subjects()) == 1


def _erase_and_die(mediation, number, step):
    os.environ["LEEFPLEIN_CRASH_AT"] = step
    erase_notice(mediation, number, "system")


@pytest.mark.parametrize(
    ("step", "row_there"), [("notice rows removed", True), ("notice rows erased", False), ("keys destroyed", False)]
)
def test_a_death_between_the_steps_leaves_it_whole_or_gone(mediation, the_office, step, row_there):
    number = an_ended(mediation, clock.today())
    uid = uid_of(mediation, number)
    mediation.database.close()
    mediation.keys.close()
    child = multiprocessing.get_context("fork").Process(target=_erase_and_die, args=(mediation, number, step))
    child.start()
    child.join(30)
    assert child.exitcode == -signal.SIGKILL
    assert (there(mediation) == {number}) is row_there
    if row_there:
        assert own_notice(mediation, number), "never a row that nobody can read"
    purge(the_office, clock.today())
    assert there(mediation) == set()
    assert mediation.keys.missing([subject_of(uid)]) == frozenset()
    with pytest.raises(Erased):
        mediation.keys.open(subject_of(uid))
    with mediation.database.reading() as session:
        assert (
            session.execute(
                sa.select(sa.func.count()).select_from(OutboxMessage).where(OutboxMessage.kind == ORDER)
            ).scalar_one()
            == 0
        )


def test_while_a_report_waits_nobody_of_it_goes(mediation, the_office):
    today = clock.today()
    offer = an_ended(mediation, today)
    question = post_notice(mediation, a_question(), "question").notice_id
    pair = a_pair(mediation, offer, question, PairState.UNDONE, reported_at=clock.now())
    purge(the_office, today)
    assert offer in there(mediation)
    with mediation.database.writing() as session:
        session.get(Pair, pair).report_handled_at = clock.now()
    purge(the_office, today)
    assert offer not in there(mediation)
    assert question in there(mediation)
