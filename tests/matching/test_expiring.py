"""What time does: reminders, ends, proposals that lapse, and looking back; once, however often and late it runs."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
import time_machine

from app import clock
from app.db import Database
from app.matching.board import board
from app.matching.expiring import expire, keep_current, remind
from app.matching.mediating import met
from app.matching.mediation import Mediation
from app.matching.models import PairState, Says, Standing
from app.matching.own import own_notice
from app.matching.own_changes import confirm_still
from app.matching.pairs import answer, follow_up, report
from app.working import worker
from tests.matching.conftest import an_offer
from tests.matching.scenes import (
    KAREL,
    MEDIATOR,
    VERA,
    a_pair,
    kinds,
    letters,
    notice_of,
    open_offer,
    open_question,
    pair_of,
    posted,
    put_to,
    said,
)

START = datetime(2027, 1, 4, 9, tzinfo=UTC)
REMINDER = "Mag wat u hebt opgegeven nog blijven staan?"
OFF = "Een voorstel of afspraak gaat niet door. Dat ligt niet aan u."
TOGETHER = "Wij zijn benieuwd hoe het gaat."


@pytest.fixture
def after():
    """Turns everybody's clock: so many days after the beginning."""
    with time_machine.travel(START, tick=False) as traveller:
        yield lambda days, hours=0: traveller.move_to(START + timedelta(days=days, hours=hours))


def agreed(mediation):
    offer, question, pair = a_pair(mediation)
    for number in (offer, question):
        answer(mediation, pair, number, Says.YES, "person")
    return offer, question, pair


def test_the_reminder_goes_two_weeks_before_and_once(mediation, after):
    offer = open_offer(mediation)
    after(165)
    assert keep_current(mediation) == 0
    after(166)
    assert [keep_current(mediation) for _ in range(3)] == [1, 0, 0]
    assert said(mediation, VERA) == REMINDER
    assert "zaterdag 3 juli 2027" in letters(mediation, VERA)[-1].text
    assert [row.id for row in board(mediation, "hattem").expiring] == [offer]
    confirm_still(mediation, offer)
    after(181)
    assert keep_current(mediation) == 0
    assert notice_of(mediation, offer).standing is Standing.OPEN


def test_it_ends_the_day_after_its_last_day_and_waits_to_be_erased(mediation, after):
    offer = open_offer(mediation)
    after(166)
    keep_current(mediation)
    after(180)
    assert keep_current(mediation) == 0
    after(181)
    assert keep_current(mediation) == 1
    ended = notice_of(mediation, offer)
    assert (ended.standing, ended.erase_on) == (Standing.EXPIRED, clock.today() + timedelta(days=30))
    assert kinds(mediation, offer, public=True)[-2:] == ["reminded", "expired"]


def test_after_a_long_silence_of_the_worker_nobody_ends_unasked(mediation, after):
    offer = open_offer(mediation)
    after(400)
    assert keep_current(mediation) == 1
    assert notice_of(mediation, offer).standing is Standing.OPEN
    assert said(mediation, VERA) == REMINDER
    after(407)
    assert keep_current(mediation) == 0
    after(408)
    assert keep_current(mediation) == 1
    assert notice_of(mediation, offer).standing is Standing.EXPIRED


def test_who_has_no_mail_address_is_called_about_it(mediation, after):
    offer = posted(mediation, an_offer(person={"email": ""}))
    after(166)
    keep_current(mediation)
    assert [(call.notice.id, call.why) for call in board(mediation, "hattem").to_call] == [(offer, ("expires",))]


def test_while_two_people_meet_it_stands_and_nobody_is_asked(mediation, after):
    offer, question, pair = agreed(mediation)
    follow_up(mediation, pair, MEDIATOR, "goes_on")
    before = len(letters(mediation))
    after(166)
    assert keep_current(mediation) == 2
    assert len(letters(mediation)) == before
    assert {notice_of(mediation, each).expires_on for each in (offer, question)} == {
        clock.today() + timedelta(days=180)
    }
    after(179)
    assert pair_of(mediation, pair).state is PairState.AGREED
    assert own_notice(mediation, offer).proposals[0].contact is not None


def test_even_when_the_worker_was_away_what_is_agreed_goes_on(mediation, after):
    offer, _, pair = agreed(mediation)
    after(500)
    assert expire(mediation, clock.today()) == 0  # never without the reminder, or the agreement, looked at first
    keep_current(mediation)
    assert notice_of(mediation, offer).standing is Standing.OPEN
    assert pair_of(mediation, pair).state is PairState.AGREED


def test_a_question_for_one_day_ends_after_it_without_a_reminder(mediation, after):
    question = open_question(mediation, needed_on=date(2027, 1, 14))
    after(13)
    assert keep_current(mediation) == 0
    after(14)
    assert keep_current(mediation) == 1
    assert notice_of(mediation, question).standing is Standing.EXPIRED
    assert said(mediation, KAREL) != REMINDER


def test_what_was_for_one_day_and_was_agreed_stands_until_the_look_back(mediation, after):
    offer, question = open_offer(mediation), open_question(mediation, needed_on=date(2027, 1, 14))
    pair = put_to(mediation, offer, question)
    for number in (offer, question):
        answer(mediation, pair, number, Says.YES, "person")
    after(14)
    keep_current(mediation)
    kept = notice_of(mediation, question)
    assert (kept.standing, kept.expires_on) == (Standing.OPEN, clock.today() + timedelta(days=28))


def test_what_is_met_ends_quietly(mediation, after):
    question = open_question(mediation)
    met(mediation, question, MEDIATOR)
    before = len(letters(mediation))
    after(181)
    assert keep_current(mediation) == 1
    assert notice_of(mediation, question).standing is Standing.EXPIRED
    assert len(letters(mediation)) == before


@pytest.mark.parametrize("answered", [None, 0, 1])
def test_a_proposal_nobody_answers_lapses_and_both_hear_the_same(mediation, after, answered):
    *numbers, pair = a_pair(mediation)
    if answered is not None:
        answer(mediation, pair, numbers[answered], Says.YES, "person")
    after(10)
    assert keep_current(mediation) == 0
    after(11)
    assert [keep_current(mediation) for _ in range(2)] == [1, 0]
    assert pair_of(mediation, pair).state is PairState.LAPSED
    assert letters(mediation, VERA)[-1].text.split("\n")[0] == letters(mediation, KAREL)[-1].text.split("\n")[0] == OFF
    assert put_to(mediation, *numbers)


def test_the_end_of_one_side_lets_the_other_go(mediation, after):
    offer = open_offer(mediation)
    after(170)
    keep_current(mediation)
    question = open_question(mediation)
    pair = put_to(mediation, offer, question)
    after(179)
    keep_current(mediation)
    assert pair_of(mediation, pair).state is PairState.ASKED
    after(181)
    keep_current(mediation)
    assert notice_of(mediation, offer).standing is Standing.EXPIRED
    assert pair_of(mediation, pair).state is PairState.LAPSED
    assert said(mediation, KAREL) == OFF


def test_after_four_weeks_both_are_asked_how_it_goes_once_each_time(mediation, after):
    _, _, pair = agreed(mediation)
    after(27)
    assert keep_current(mediation) == 0
    after(28)
    assert [keep_current(mediation) for _ in range(2)] == [1, 0]
    assert said(mediation, VERA) == said(mediation, KAREL) == TOGETHER
    assert [row.id for row in board(mediation, "hattem").follow_ups] == [pair]
    follow_up(mediation, pair, MEDIATOR, "goes_on")
    assert board(mediation, "hattem").follow_ups == ()
    after(28 + 180)
    keep_current(mediation)
    assert [each.text.startswith(TOGETHER) for each in letters(mediation, KAREL)].count(True) == 2


def test_nobody_is_asked_how_it_goes_after_a_report(mediation, after):
    offer, _, pair = agreed(mediation)
    report(mediation, pair, offer, "iets")
    after(28)
    assert keep_current(mediation) == 0


@pytest.mark.parametrize(("hours", "done"), [(-3.1, 0), (-3, 1), (8.9, 1), (9, 0)])
def test_mails_go_by_day(mediation, after, hours, done):
    open_offer(mediation)
    after(170, hours)  # in June it is eleven in the morning here when it is nine in UTC
    assert keep_current(mediation) == done


def test_several_workers_at_once_remind_once(mediation, after, address):
    for number in range(5):
        open_offer(mediation, form=f"offer {number}")
    after(166)
    before = len(letters(mediation))
    other = Mediation(Database(address), mediation.keys, mediation.content, mediation.settings)
    ready = Barrier(2)

    def work(whose):
        ready.wait()
        return remind(whose, clock.today())

    with ThreadPoolExecutor(2) as pool:
        done = sum(each.result() for each in [pool.submit(work, mediation), pool.submit(work, other)])
    other.database.close()
    assert done == 5
    assert len(letters(mediation)) == before + 5


def test_one_that_cannot_be_opened_keeps_no_other_waiting(mediation, after):
    first, second = open_offer(mediation, form="een"), open_offer(mediation, form="twee")
    mediation.keys.destroy(f"notice:{notice_of(mediation, first).uid}")
    after(166)
    before = len(letters(mediation))
    keep_current(mediation)
    assert len(letters(mediation)) == before + 1
    assert notice_of(mediation, second).reminded_at is not None


def test_the_worker_does_this(installation):
    assert "keep_volunteers_current" in [chore.__name__ for chore in worker(installation).chores]
