"""What may happen to an offer or question where it stands, and where it stands afterwards: one table for everybody.

Who may do it is settled here for one thing only: somebody who was refused or blocked never opens their own notice again.
Everything else a person or a mediator does stands in `app.matching.own` and `app.matching.mediating`.
"""

from datetime import timedelta
from enum import StrEnum
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.content.mediation import MediationTerms
from app.matching.history import note
from app.matching.models import Notice, Pair, PairState, Standing


class Action(StrEnum):
    """Everything anybody can do with an offer or a question."""

    APPROVE = "approve"
    REFUSE = "refuse"
    PAUSE = "pause"
    RESUME = "resume"
    MEET = "meet"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    BLOCK = "block"
    CHANGE = "change"
    ADJUST = "adjust"
    CONFIRM = "confirm"
    CORRECT = "correct"
    RENEW_CODE = "renew_code"


class NotPossible(Exception):
    """This cannot be done with an offer or question that stands where it stands. `standing` and `action` tell which.

    :ivar why: a code to find a sentence by: `standing` here, others in `app.matching.pair_states`.
    """

    def __init__(self, action: Action | None, standing: Standing | None, why: str = "standing") -> None:
        self.action = action
        self.standing = standing
        self.why = why
        said = f"{action.value} is not possible when {standing.value}" if action and standing else why
        super().__init__(said)


LIVING: Final = (Standing.NEW, Standing.OPEN, Standing.PAUSED)
"""Nothing is settled yet: it is changed, confirmed, and brought together with others when it is open."""
ENDED: Final = (Standing.REFUSED, Standing.WITHDRAWN, Standing.EXPIRED, Standing.BLOCKED)
"""It is over: closed, with a day on which it is erased (`close`)."""
_ALWAYS: Final = tuple(Standing)
_BY_A_MEDIATOR: Final = frozenset({Action.APPROVE, Action.REFUSE, Action.MEET, Action.REOPEN, Action.BLOCK})

MOVES: Final[dict[tuple[Standing, Action], Standing]] = {
    (Standing.NEW, Action.APPROVE): Standing.OPEN,
    **{(each, Action.REFUSE): Standing.REFUSED for each in LIVING},
    (Standing.OPEN, Action.PAUSE): Standing.PAUSED,
    (Standing.PAUSED, Action.RESUME): Standing.OPEN,
    (Standing.MET, Action.RESUME): Standing.OPEN,  # it went well for a while, and there is room again
    (Standing.OPEN, Action.MEET): Standing.MET,
    (Standing.PAUSED, Action.MEET): Standing.MET,
    **{
        (each, Action.REOPEN): Standing.OPEN
        for each in (Standing.MET, Standing.EXPIRED, Standing.REFUSED, Standing.BLOCKED)
    },
    # To withdraw is always possible: it takes back the consent (AVG art. 7 lid 3). Nothing opens it again.
    **{(each, Action.WITHDRAW): Standing.WITHDRAWN for each in Standing if each is not Standing.WITHDRAWN},
    **{(each, Action.EXPIRE): Standing.EXPIRED for each in (*LIVING, Standing.MET)},
    **{(each, Action.BLOCK): Standing.BLOCKED for each in (*LIVING, Standing.MET, Standing.EXPIRED)},
    # Other tasks or words are looked at again before anybody hears of them.
    **{(each, Action.CHANGE): Standing.NEW for each in LIVING},
    **{(each, Action.ADJUST): each for each in LIVING},
    **{(each, Action.CONFIRM): each for each in (*LIVING, Standing.MET)},
    # A day too late is no reason to fill in everything anew; the mediator looks at it once more.
    (Standing.EXPIRED, Action.CONFIRM): Standing.NEW,
    # To put right who you are, and to get another code, stays possible for as long as anything is kept.
    **{(each, Action.CORRECT): each for each in _ALWAYS},
    **{(each, Action.RENEW_CODE): each for each in _ALWAYS},
}


def allowed(standing: Standing, action: Action) -> bool:
    """Whether this can be done with a notice that stands there."""
    return (standing, action) in MOVES


def person_may(standing: Standing, action: Action) -> bool:
    """Whether somebody can do this with their own offer or question."""
    return action not in _BY_A_MEDIATOR and action is not Action.EXPIRE and allowed(standing, action)


def move(notice: Notice, action: Action) -> None:
    """Put the notice where this action brings it, in a writing session with the notice held (`mediation.held`).

    A notice that lives again loses the days that belonged to being over; ending one is `close`, after this.

    :raises NotPossible: nothing was changed.
    """
    there = MOVES.get((notice.standing, action))
    if there is None:
        raise NotPossible(action, notice.standing)
    if notice.standing in ENDED and there not in ENDED:
        notice.closed_at = None
        notice.erase_on = None
        notice.reminded_at = None
    notice.standing = there


def close(session: Session, notice: Notice, terms: MediationTerms | None) -> tuple[int, ...]:
    """The end of a notice that was just moved to one of `ENDED`: the day on which it is erased, and its proposals let go.

    A proposal that nobody answered lapses, and in one that was agreed the two no longer see each other's data. The other
    side finds a line in its own history; nothing is counted against anybody.

    :param terms: of the mediating organisation; None when nobody mediates there any more: then it is erased today.
    :returns: the matches that were let go.
    """
    notice.closed_at = clock.now()
    notice.erase_on = clock.today() + timedelta(days=terms.retention_days if terms else 0)
    return let_go(session, notice)


def let_go(
    session: Session, notice: Notice, states: tuple[PairState, ...] = (PairState.ASKED, PairState.AGREED)
) -> tuple[int, ...]:
    """End every match of this notice that is going on (in `states`), in a writing session. Returns their numbers."""
    number = notice.id or 0
    going = session.exec(
        select(Pair)
        .where(
            sa.or_(col(Pair.offer_id) == number, col(Pair.question_id) == number),
            col(Pair.state).in_(states),
        )
        .order_by(col(Pair.id))
        .with_for_update()
    ).all()
    for pair in going:
        kind = "pair_lapsed" if pair.state is PairState.ASKED else "pair_ended"
        pair.state = PairState.LAPSED if pair.state is PairState.ASKED else PairState.ENDED
        pair.ended_at = clock.now()
        session.add(pair)
        for each in (pair.offer_id, pair.question_id):
            note(session, each, "system", kind, public=True, pair_id=pair.id)
    return tuple(pair.id or 0 for pair in going)
