"""What people change themselves: at once, written down, and looked at again where others would read it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from pydantic import ValidationError
from sqlmodel import select

from app import clock
from app.audit.changed import open_changes
from app.audit.models import AuditLine
from app.matching.lifecycle import NotPossible
from app.matching.mediation import NobodyThere, seal_of
from app.matching.models import Notice, Pair, PairState, Standing
from app.matching.own import (
    change_offer,
    change_words,
    confirm_still,
    correct_person,
    exported,
    own_notice,
    pause,
    resume,
    withdraw,
)
from app.matching.posting import post_notice
from app.matching.shapes import Words
from app.personal_numbers import MASK
from app.social_map.vocabulary import Frequency
from tests.matching.conftest import a_question, an_offer
from tests.matching.pairing import a_pair, opened, put

BSN = "111222333"


@pytest.fixture
def number(mediation):
    """An offer that stands open."""
    found = post_notice(mediation, an_offer(), "form").notice_id
    opened(mediation, found)
    return found


def the(mediation, number):
    return own_notice(mediation, number).notice


def last_line(mediation):
    with mediation.database.reading() as session:
        return session.exec(select(AuditLine).order_by(AuditLine.id.desc())).first()


def test_a_correction_holds_at_once_and_old_and_new_stand_sealed_in_the_log(mediation, number):
    person = own_notice(mediation, number).person
    assert correct_person(mediation, number, person.model_copy(update={"phone": "0380000009", "last_name": BSN}))
    own = own_notice(mediation, number)
    assert (own.person.phone, own.person.last_name) == ("0380000009", MASK)
    assert own.notice.standing is Standing.OPEN
    line = last_line(mediation)
    assert (line.actor, line.action, line.subject) == ("person", "notice.corrected", f"notice:{number}")
    assert b"0380000009" not in line.detail
    changes = open_changes(seal_of(mediation, own.notice), own.notice.uid, line.detail)
    assert changes["phone"] == ("0380000001", "0380000009")
    assert not correct_person(mediation, number, own.person), "nothing was different"


def test_nobody_can_make_themselves_unreachable(mediation, number):
    person = own_notice(mediation, number).person
    with pytest.raises(ValueError, match="reached"):
        correct_person(mediation, number, person.model_copy(update={"phone": "", "email": ""}))
    assert own_notice(mediation, number).person == person


def test_other_words_are_looked_at_again_and_the_mediators_note_stays(mediation, number, monkeypatch):
    put(mediation, number, public_line="Iemand komt graag langs.")
    later = clock.today() + timedelta(days=40)
    monkeypatch.setattr(clock, "today", lambda: later)
    assert change_words(mediation, number, Words(story=f"Liever fietsen {BSN}", mediator_note="ik ben geweldig"))
    own = own_notice(mediation, number)
    assert (own.notice.standing, own.notice.public_line) == (Standing.NEW, "")
    assert (own.words.story, own.words.mediator_note) == (f"Liever fietsen {MASK}", "")
    assert own.notice.answer_by > later
    assert not change_words(mediation, number, own.words)


def test_other_tasks_are_looked_at_again_and_other_times_are_not(mediation, number):
    assert change_offer(mediation, number, frequency=Frequency.SOMETIMES, area=("hattem",), when_mask=7)
    assert (the(mediation, number).standing, the(mediation, number).frequency) == (Standing.OPEN, Frequency.SOMETIMES)
    assert change_offer(mediation, number, tasks=("tuin",), not_tasks=("bezoek",))
    own = own_notice(mediation, number)
    assert (own.notice.standing, own.notice.tasks, own.notice.not_tasks) == (Standing.NEW, ("tuin",), ("bezoek",))
    assert [each.kind for each in own.history] == ["posted", "adjusted", "changed"]
    assert not change_offer(mediation, number, tasks=("tuin",))


@pytest.mark.parametrize(
    "facts",
    [
        {"tasks": ()},
        {"not_tasks": ("bezoek",)},
        {"when_mask": -1},
        {"when_mask": 1 << 35},
        {"notice_days": 90},
        {"standing": Standing.OPEN},
        {"municipality": "putten"},
        {"tasks": tuple(f"t{each}" for each in range(9))},
    ],
)
def test_facts_that_cannot_be_are_refused_and_nothing_changes(mediation, number, facts):
    before = the(mediation, number)
    with pytest.raises((ValueError, ValidationError)):
        change_offer(mediation, number, **facts)
    assert the(mediation, number).model_dump() == before.model_dump()


def test_another_day_moves_the_end(mediation):
    number = post_notice(mediation, a_question(needed_on=clock.today() + timedelta(days=3)), "form").notice_id
    day = clock.today() + timedelta(days=20)
    change_offer(mediation, number, needed_on=day)
    assert the(mediation, number).expires_on == day + timedelta(days=3)


def test_pause_and_resume(mediation, number):
    pause(mediation, number)
    assert the(mediation, number).standing is Standing.PAUSED
    with pytest.raises(NotPossible):
        pause(mediation, number)
    resume(mediation, number)
    assert the(mediation, number).standing is Standing.OPEN


def test_who_was_not_looked_at_yet_cannot_slip_in_by_pausing(mediation):
    number = post_notice(mediation, an_offer(), "form").notice_id
    for change in (pause, resume):
        with pytest.raises(NotPossible):
            change(mediation, number)
    assert the(mediation, number).standing is Standing.NEW


def test_to_confirm_moves_the_end_and_a_day_too_late_is_looked_at_again(mediation, number):
    put(mediation, number, expires_on=clock.today(), reminded_at=clock.now())
    until = clock.today() + timedelta(days=180)
    assert confirm_still(mediation, number) == until
    notice = the(mediation, number)
    assert (notice.expires_on, notice.reminded_at, notice.standing) == (until, None, Standing.OPEN)
    put(mediation, number, standing=Standing.EXPIRED, closed_at=clock.now(), erase_on=clock.today())
    confirm_still(mediation, number)
    notice = the(mediation, number)
    assert (notice.standing, notice.erase_on, notice.closed_at) == (Standing.NEW, None, None)


def test_a_question_for_a_day_that_passed_is_not_confirmed(mediation):
    number = post_notice(mediation, a_question(), "form").notice_id
    put(mediation, number, needed_on=date(2026, 1, 1))
    with pytest.raises(NotPossible):
        confirm_still(mediation, number)


@pytest.mark.parametrize("standing", [Standing.REFUSED, Standing.BLOCKED, Standing.WITHDRAWN])
def test_who_was_refused_or_blocked_changes_nothing_but_their_data(mediation, number, standing):
    put(mediation, number, standing=standing, erase_on=clock.today())
    for change in (pause, resume, confirm_still):
        with pytest.raises(NotPossible):
            change(mediation, number)
    with pytest.raises(NotPossible):
        change_words(mediation, number, Words(story="nog eens"))
    with pytest.raises(NotPossible):
        change_offer(mediation, number, tasks=("tuin",))
    person = own_notice(mediation, number).person.model_copy(update={"phone": "0380000009"})
    assert correct_person(mediation, number, person)
    assert the(mediation, number).standing is standing
    assert the(mediation, number).erase_on == clock.today()


def test_to_withdraw_sets_the_day_and_lets_proposals_go(mediation, number):
    question = post_notice(mediation, a_question(), "question").notice_id
    pair = a_pair(mediation, number, question, PairState.AGREED)
    day = withdraw(mediation, number)
    assert day == clock.today() + timedelta(days=30) == the(mediation, number).erase_on
    other = own_notice(mediation, question)
    assert (other.proposals[0].state, other.proposals[0].contact) == (PairState.ENDED, None)
    assert other.history[-1].pair_id == pair
    with pytest.raises(NotPossible):
        withdraw(mediation, number)


def test_both_sides_withdraw_at_once_and_nobody_waits_for_ever(mediation):
    for turn in range(4):
        offer = post_notice(mediation, an_offer(), f"offer {turn}").notice_id
        question = post_notice(mediation, a_question(), f"question {turn}").notice_id
        pair = a_pair(mediation, offer, question, PairState.AGREED)
        with ThreadPoolExecutor(2) as both:
            list(both.map(lambda each: withdraw(mediation, each), (offer, question)))
        with mediation.database.reading() as session:
            standings = [session.get(Notice, each).standing for each in (offer, question)]
            assert standings == [Standing.WITHDRAWN, Standing.WITHDRAWN]
            assert session.get(Pair, pair).state is PairState.ENDED


def test_taking_along_is_written_down(mediation, number):
    exported(mediation, number)
    assert last_line(mediation).action == "notice.exported"


def test_what_is_gone_is_gone(mediation):
    for change in (pause, resume, confirm_still, withdraw, exported):
        with pytest.raises(NobodyThere):
            change(mediation, 99)


def test_what_a_mediator_does_on_the_telephone_stands_under_their_own_name(mediation, number):
    opened(mediation, number)
    person = own_notice(mediation, number).person.model_copy(update={"phone": "0380000009"})
    correct_person(mediation, number, person, "account:7")
    pause(mediation, number, "account:7")
    resume(mediation, number, "account:7")
    confirm_still(mediation, number, "account:7")
    assert {line.actor for line in own_notice(mediation, number).history[-4:]} == {"account:7"}
    assert last_line(mediation).actor == "account:7"
