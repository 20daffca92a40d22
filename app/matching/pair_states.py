"""What may happen to a match where it stands, and when two people see how to reach each other.

`contact_open` is the only answer to that last question, for pages, mails and the export alike: nothing personal of the
other side is shown by looking at the state alone.
"""

from enum import StrEnum
from typing import Final

from app.matching.lifecycle import NotPossible
from app.matching.models import Pair, PairState, Says, Side


class PairNotPossible(NotPossible):
    """This cannot be done with these two, or with their match. `why` is a code, told to the mediator in words.

    Codes: `pair_state` (not where the match stands), `standing` (one of the two is not open), `same_side`, `apart`
    (kept apart), `going` (they have a proposal or an appointment already), `question_full`, `offer_full` (enough
    proposals wait there), `reason` (words are demanded), and those of `app.matching.scoring.Excluded`.
    """

    def __init__(self, why: str) -> None:
        super().__init__(None, None, why)


class PairAction(StrEnum):
    """Everything that can happen to a match after it was proposed. Nobody counts any of it."""

    SAY = "say"
    AGREE = "agree"
    DECLINE = "decline"
    LAPSE = "lapse"
    END = "end"
    UNDO = "undo"
    REPORT = "report"
    FOLLOW_UP = "follow_up"


PAIR_MOVES: Final[dict[tuple[PairState, PairAction], PairState]] = {
    (PairState.ASKED, PairAction.SAY): PairState.ASKED,
    (PairState.ASKED, PairAction.AGREE): PairState.AGREED,
    (PairState.ASKED, PairAction.DECLINE): PairState.DECLINED,
    (PairState.ASKED, PairAction.LAPSE): PairState.LAPSED,
    (PairState.ASKED, PairAction.UNDO): PairState.UNDONE,
    (PairState.AGREED, PairAction.END): PairState.ENDED,
    (PairState.AGREED, PairAction.UNDO): PairState.UNDONE,
    (PairState.AGREED, PairAction.REPORT): PairState.AGREED,  # the mark of the report closes the contact
    (PairState.ENDED, PairAction.REPORT): PairState.ENDED,
    (PairState.UNDONE, PairAction.REPORT): PairState.UNDONE,
    (PairState.AGREED, PairAction.FOLLOW_UP): PairState.AGREED,
}
GOING: Final = (PairState.ASKED, PairState.AGREED)


def contact_open(pair: Pair) -> bool:
    """Whether both sides may see how to reach each other: agreed by both, and nobody reported anything since."""
    return pair.state is PairState.AGREED and pair.reported_at is None


def can(pair: Pair, action: PairAction) -> bool:
    """Whether this can be done now. Somebody reports only a match in which they could reach each other."""
    if (pair.state, action) not in PAIR_MOVES:
        return False
    if action is PairAction.REPORT:
        return pair.agreed_at is not None
    return action is not PairAction.FOLLOW_UP or pair.reported_at is None


def move_pair(pair: Pair, action: PairAction) -> None:
    """Put the match where this brings it, in a writing session with the match held.

    :raises NotPossible: nothing was changed.
    """
    if not can(pair, action):
        raise PairNotPossible("pair_state")
    pair.state = PAIR_MOVES[pair.state, action]


def side_of(pair: Pair, notice_id: int) -> Side | None:
    """Which side of the match this notice is; None when it is not part of it."""
    if notice_id == pair.offer_id:
        return Side.OFFER
    return Side.QUESTION if notice_id == pair.question_id else None


def other_of(pair: Pair, notice_id: int) -> int:
    """The notice on the other side."""
    return pair.question_id if notice_id == pair.offer_id else pair.offer_id


def says_of(pair: Pair, notice_id: int) -> Says:
    """What this side said."""
    return pair.offer_says if notice_id == pair.offer_id else pair.question_says


def shown_state(pair: Pair, notice_id: int) -> PairState:
    """The state as one side reads it: that somebody else said no looks like a time that ran out, so nobody is named."""
    if pair.state is PairState.DECLINED and says_of(pair, notice_id) is not Says.NO:
        return PairState.LAPSED
    return pair.state
