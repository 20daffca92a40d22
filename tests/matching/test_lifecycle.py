"""Where an offer or question may go from where it stands, and what ends with it."""

from datetime import timedelta
from itertools import product

import pytest
from sqlmodel import select

from app import clock
from app.matching.lifecycle import ENDED, MOVES, Action, NotPossible, allowed, close, move, person_may
from app.matching.mediation import held
from app.matching.models import Notice, NoticeEvent, Pair, PairState, Standing
from app.matching.posting import post_notice
from tests.matching.conftest import a_question, an_offer
from tests.matching.pairing import a_pair

BY_THE_PERSON = [action for action in Action if any(person_may(each, action) for each in Standing)]


def a_notice(standing):
    return Notice(standing=standing, closed_at=clock.now(), erase_on=clock.today(), reminded_at=clock.now())


@pytest.mark.parametrize(("standing", "action"), list(product(Standing, Action)))
def test_every_move_is_the_one_in_the_table_and_another_changes_nothing(standing, action):
    notice = a_notice(standing)
    there = MOVES.get((standing, action))
    if there is None:
        with pytest.raises(NotPossible) as refused:
            move(notice, action)
        assert (notice.standing, refused.value.standing, refused.value.action) == (standing, standing, action)
        assert not allowed(standing, action)
    else:
        move(notice, action)
        assert (notice.standing, allowed(standing, action)) == (there, True)


@pytest.mark.parametrize("standing", [Standing.REFUSED, Standing.BLOCKED, Standing.WITHDRAWN])
def test_nobody_opens_their_own_again_after_it_was_refused_blocked_or_withdrawn(standing):
    reached, todo = {standing}, [standing]
    while todo:
        here = todo.pop()
        for action in BY_THE_PERSON:
            there = MOVES.get((here, action))
            if there and person_may(here, action) and there not in reached:
                reached.add(there)
                todo.append(there)
    assert reached <= set(ENDED)


def test_nothing_a_person_does_makes_it_open_before_the_mediator_looked():
    reached, todo = {Standing.NEW}, [Standing.NEW]
    while todo:
        here = todo.pop()
        for action in BY_THE_PERSON:
            there = MOVES.get((here, action))
            if there and person_may(here, action) and there not in reached:
                reached.add(there)
                todo.append(there)
    assert Standing.OPEN not in reached
    assert (Standing.NEW, Action.APPROVE) in MOVES  # and the mediator does


def test_who_withdrew_is_never_opened_again_by_anybody():
    assert {MOVES[each] for each in MOVES if each[0] is Standing.WITHDRAWN} == {Standing.WITHDRAWN}


@pytest.mark.parametrize("standing", [each for each in Standing if each is not Standing.WITHDRAWN])
def test_consent_can_always_be_taken_back(standing):
    assert person_may(standing, Action.WITHDRAW)


def test_what_lives_again_has_no_day_of_erasure():
    notice = a_notice(Standing.EXPIRED)
    move(notice, Action.CONFIRM)
    assert (notice.standing, notice.closed_at, notice.erase_on, notice.reminded_at) == (Standing.NEW, None, None, None)
    kept = a_notice(Standing.BLOCKED)
    move(kept, Action.CORRECT)
    assert kept.erase_on is not None


@pytest.mark.parametrize(
    ("state", "after", "kind"),
    [(PairState.ASKED, PairState.LAPSED, "pair_lapsed"), (PairState.AGREED, PairState.ENDED, "pair_ended")],
)
def test_what_ends_lets_its_matches_go_and_both_sides_read_it(mediation, state, after, kind):
    offer = post_notice(mediation, an_offer(), "offer").notice_id
    question = post_notice(mediation, a_question(), "question").notice_id
    other = post_notice(mediation, a_question(), "other").notice_id
    pair = a_pair(mediation, offer, question, state)
    apart = a_pair(mediation, offer, other, PairState.DECLINED)
    terms = mediation.terms("hattem")
    with mediation.database.writing() as session:
        notice = held(session, question)
        move(notice, Action.EXPIRE)
        assert close(session, notice, terms) == (pair,)
        session.add(notice)
    with mediation.database.reading() as session:
        notice = session.get(Notice, question)
        assert notice.erase_on == clock.today() + timedelta(days=terms.retention_days)
        assert notice.closed_at is not None
        assert session.get(Pair, pair).state is after
        assert session.get(Pair, pair).ended_at is not None
        assert session.get(Pair, apart).state is PairState.DECLINED
        lines = session.exec(select(NoticeEvent).where(NoticeEvent.kind == kind)).all()
        assert {(each.notice_id, each.pair_id, each.public) for each in lines} == {
            (offer, pair, True),
            (question, pair, True),
        }
