"""What may happen to a request when: one table, for the desk and for the resident."""

from datetime import date

import pytest

from app import clock
from app.conversation.lifecycle import MOVES, Action, NotAllowed, allowed, move
from app.conversation.models import ConversationRequest, State


def _request(state):
    return ConversationRequest(state=state, taken_by=3, closed_at=clock.now(), erase_on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("start", "actions", "end"),
    [
        (State.RECEIVED, (Action.TAKE_UP, Action.CALL, Action.PLAN, Action.CLOSE), State.CLOSED),
        (State.RECEIVED, (Action.PLAN, Action.PLAN), State.PLANNED),
        (State.TAKEN_UP, (Action.PUT_BACK,), State.RECEIVED),
        (State.CLOSED, (Action.REOPEN,), State.TAKEN_UP),
        (State.PLANNED, (Action.WITHDRAW, Action.ASK_AGAIN, Action.CORRECT), State.WITHDRAWN),
    ],
)
def test_a_request_goes_its_way(start, actions, end):
    request = _request(start)
    for action in actions:
        move(request, action)
    assert request.state is end


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (State.WITHDRAWN, Action.TAKE_UP),
        (State.WITHDRAWN, Action.REOPEN),
        (State.WITHDRAWN, Action.ADD_WORDS),
        (State.WITHDRAWN, Action.CHANGE_SUPPORT),
        (State.CLOSED, Action.WITHDRAW),
        (State.CLOSED, Action.ADD_WORDS),
        (State.RECEIVED, Action.REOPEN),
    ],
)
def test_what_is_not_in_the_table_changes_nothing(state, action):
    request = _request(state)
    with pytest.raises(NotAllowed):
        move(request, action)
    assert request.state is state


def test_a_request_that_opens_again_is_not_erased_on_the_old_day():
    request = _request(State.CLOSED)
    move(request, Action.REOPEN)
    assert (request.closed_at, request.erase_on) == (None, None)


def test_every_state_leaves_the_resident_a_way_on():
    for state in State:
        for action in (Action.ASK_AGAIN, Action.CORRECT, Action.END_HELPER, Action.RENEW_CODE):
            assert allowed(state, action), (state, action)


def test_nothing_brings_a_withdrawn_request_back():
    assert {end for (start, _action), end in MOVES.items() if start is State.WITHDRAWN} == {State.WITHDRAWN}
