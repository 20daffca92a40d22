"""When a request has been kept long enough, and when it stays nevertheless (promise 6).

What did not reach the desk, or was never opened there, stays however old it is, and is raised instead: a request cannot
be lost by tidying up. `app.privacy.retention` erases; `app.conversation.lateness` raises.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.conversation.deliveries import TO_THE_DESK
from app.conversation.models import ConversationRequest, Delivery, DeliveryState, State

WAITS_FOR_FOLLOW_UP: Final = timedelta(days=14)
"""A chosen follow-up is waited for, and this long after it, because people do not answer on the very day."""
ENDED: Final = (State.CLOSED, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Kept:
    """A request whose day has come and that stays nevertheless. `why`: `undelivered` or `unseen`."""

    request: ConversationRequest
    erase_on: date
    why: str


def due(session: Session, today: date, municipality: str = "") -> tuple[list[int], list[Kept]]:
    """The numbers of the requests that go today, and those that stay although their day has come.

    :param today: the day on the calendar of the Netherlands (`clock.today()`).
    :param municipality: slug; empty for all of them.
    """
    asked = select(ConversationRequest).where(
        col(ConversationRequest.erase_on) <= today, col(ConversationRequest.state).in_(ENDED)
    )
    if municipality:
        asked = asked.where(ConversationRequest.municipality == municipality)
    going: list[int] = []
    kept: list[Kept] = []
    for request in session.exec(asked.order_by(col(ConversationRequest.id))).all():
        if _waits_for_follow_up(request, today):
            continue
        why = _why_kept(session, request)
        if not why:
            going.append(request.id or 0)
        elif request.erase_on is not None:
            kept.append(Kept(request, request.erase_on, why))
    return going, kept


def may_go(session: Session, request: ConversationRequest, today: date) -> bool:
    """Whether this request, held, goes today."""
    over = request.state in ENDED and request.erase_on is not None and request.erase_on <= today
    return over and not _waits_for_follow_up(request, today) and not _why_kept(session, request)


def not_at_the_desk() -> tuple[sa.ColumnElement[bool], ...]:
    """The condition on deliveries to the desk that never arrived; one that was cancelled need not."""
    return (
        col(Delivery.channel).in_(TO_THE_DESK),
        col(Delivery.state).in_((DeliveryState.WAITING, DeliveryState.REFUSED)),
    )


def _why_kept(session: Session, request: ConversationRequest) -> str:
    if request.seen_at is None:
        return "unseen"
    asked = select(Delivery.id).where(Delivery.request_id == request.id, *not_at_the_desk()).limit(1)
    return "" if session.exec(asked).first() is None else "undelivered"


def _waits_for_follow_up(request: ConversationRequest, today: date) -> bool:
    chosen = request.follow_up_on
    if chosen is None or request.follow_up_done_at is not None or request.state is State.WITHDRAWN:
        return False
    return today <= chosen + WAITS_FOR_FOLLOW_UP
