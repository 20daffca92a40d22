"""What may happen to a request in which state, and where it stands afterwards: one table for the desk and the resident.

Who may do it is not settled here: staff never change the choice of client support (I-25), and only the resident or who
helps them withdraws.
"""

from enum import StrEnum
from typing import Final

from app.conversation.models import ConversationRequest, State


class Action(StrEnum):
    """Everything anybody can do with a request."""

    TAKE_UP = "take_up"
    PUT_BACK = "put_back"
    CALL = "call"
    PLAN = "plan"
    CLOSE = "close"
    REOPEN = "reopen"
    NOTE = "note"
    ADD_WORDS = "add_words"
    ADD_PLAN = "add_plan"
    CORRECT = "correct"
    CHANGE_SUPPORT = "change_support"
    CHOOSE_FOLLOW_UP = "choose_follow_up"
    ANSWER_FOLLOW_UP = "answer_follow_up"
    WITHDRAW = "withdraw"
    ASK_AGAIN = "ask_again"
    END_HELPER = "end_helper"
    RENEW_CODE = "renew_code"


class NotAllowed(Exception):
    """This cannot be done with a request that stands where it stands."""

    def __init__(self, state: State, action: Action) -> None:
        self.state = state
        self.action = action
        super().__init__(f"{action.value} is not possible when {state.value}")


_OPEN: Final = (State.RECEIVED, State.TAKEN_UP, State.PLANNED)
_NOT_WITHDRAWN: Final = (*_OPEN, State.CLOSED)
_ALWAYS: Final = tuple(State)
# What changes the request and leaves it where it stands. A closed request takes no more words or plans: nobody would
# read them there; "gesprek opnieuw" is one click. To correct and to end somebody's access stays a right for as long as
# anything is kept.
_STAYS: Final[dict[Action, tuple[State, ...]]] = {
    Action.CALL: _OPEN,
    Action.NOTE: _NOT_WITHDRAWN,
    Action.ADD_WORDS: _OPEN,
    Action.ADD_PLAN: _OPEN,
    Action.CORRECT: _ALWAYS,
    Action.CHANGE_SUPPORT: _NOT_WITHDRAWN,
    Action.CHOOSE_FOLLOW_UP: _NOT_WITHDRAWN,
    Action.ANSWER_FOLLOW_UP: _NOT_WITHDRAWN,
    Action.ASK_AGAIN: _ALWAYS,
    Action.END_HELPER: _ALWAYS,
    Action.RENEW_CODE: _ALWAYS,
}
MOVES: Final[dict[tuple[State, Action], State]] = {
    **{(state, action): state for action, states in _STAYS.items() for state in states},
    (State.RECEIVED, Action.TAKE_UP): State.TAKEN_UP,
    (State.TAKEN_UP, Action.TAKE_UP): State.TAKEN_UP,  # a colleague goes on with it
    (State.PLANNED, Action.TAKE_UP): State.PLANNED,
    (State.TAKEN_UP, Action.PUT_BACK): State.RECEIVED,
    **{(state, Action.PLAN): State.PLANNED for state in _OPEN},
    **{(state, Action.CLOSE): State.CLOSED for state in _OPEN},
    (State.CLOSED, Action.CLOSE): State.CLOSED,  # another outcome, or a better note
    (State.CLOSED, Action.REOPEN): State.TAKEN_UP,
    **{(state, Action.WITHDRAW): State.WITHDRAWN for state in _OPEN},
}


def allowed(state: State, action: Action) -> bool:
    """Whether this can be done with a request that stands there."""
    return (state, action) in MOVES


def move(request: ConversationRequest, action: Action) -> None:
    """Put the request where this action brings it, in a writing session with the request held (`office.locked`).

    Days and names that belong to a state (`erase_on`, `closed_at`, `planned_at`, `taken_by`) are the caller's to set;
    a request that opens again loses the days that belonged to being closed.

    :raises NotAllowed: nothing was changed.
    """
    there = MOVES.get((request.state, action))
    if there is None:
        raise NotAllowed(request.state, action)
    request.state = there
    if action is Action.REOPEN:
        request.closed_at = None
        request.erase_on = None
    if action is Action.PUT_BACK:
        request.taken_by = None
