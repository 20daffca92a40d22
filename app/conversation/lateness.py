"""What is late, so that nothing waits in silence: the desk's red bar, the printable list, doctor and /metrics read this.

Nothing is kept about being late: it follows from the rows each time, so it cannot be wrong (promises 5 and 7). Only
that somebody was told is written down, by `app.conversation.escalating`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlmodel import Session, col, select

from app import clock
from app.conversation.deliveries import TO_THE_DESK
from app.conversation.ending import due
from app.conversation.models import ConversationRequest, Delivery, DeliveryState, State, Support
from app.working_days import working_days_after

QUARTER: Final = timedelta(minutes=15)
HOURS: Final = timedelta(hours=4)
NEAR_DAYS: Final = 7
OPEN: Final = (State.RECEIVED, State.TAKEN_UP, State.PLANNED)

WORDS: Final = {
    "delivery_quarter": "nog niet aangekomen, langer dan een kwartier",
    "delivery_hours": "nog niet aangekomen, langer dan vier uur",
    "delivery_day": "nog niet aangekomen, al een werkdag",
    "refused": "kwam niet aan: bel of schrijf",
    "letter": "brief nog niet op de post",
    "unseen": "nog door niemand bekeken",
    "near_term": "de termijn is bijna voorbij",
    "past_term": "de termijn is voorbij",
    "kept_undelivered": "de bewaartermijn is voorbij, maar het loket kreeg of opende dit nooit",
    "support_question": "de vraag over gratis onafhankelijke hulp is nog niet gesteld",
}
"""Every kind in Dutch, for mails and for lists of machines; pages have their own words."""

NOT_THERE: Final = frozenset({"delivery_quarter", "delivery_hours", "delivery_day", "refused", "letter"})
"""The kinds that are about something that has to arrive."""


@dataclass(frozen=True, slots=True)
class Late:
    """One thing that waits too long, without anything about a person.

    :ivar kind: one of `WORDS`.
    :ivar reference: of the request, without signs between.
    :ivar since: since when it waits, or when its day was over.
    :ivar detail: the road (`mail`, `resident_mail` ...) of a delivery, the day (ISO) of a term, else empty.
    :ivar subject: `delivery:<id>` or `request:<id>`: what to act on.
    """

    kind: str
    request_id: int
    reference: str
    since: datetime
    municipality: str
    detail: str
    subject: str


def late_things(session: Session, municipality: str = "") -> list[Late]:
    """All that is late, what waits longest first. Every rule is the same everywhere; who is told differs.

    :param municipality: slug; empty for all of them.
    """
    moment = clock.now()
    found = [*_deliveries(session, municipality, moment), *_requests(session, municipality, moment)]
    return sorted(found, key=lambda late: (late.since, late.subject, late.kind))


def delivery_step(channel: str, state: DeliveryState, created_at: datetime, moment: datetime) -> str | None:
    """Which kind of late a delivery is, if any. Desk roads count from a quarter of an hour, the others from four hours."""
    if state is DeliveryState.REFUSED:
        return "refused"
    if state is not DeliveryState.WAITING:
        return None
    if channel == "letter":
        return "letter" if moment >= end_of_next_working_day(created_at) else None
    if moment >= end_of_next_working_day(created_at):
        return "delivery_day"
    if moment - created_at > HOURS:
        return "delivery_hours"
    return "delivery_quarter" if channel in TO_THE_DESK and moment - created_at > QUARTER else None


def end_of_next_working_day(moment: datetime) -> datetime:
    """When the working day after this one is over, in the Netherlands."""
    day = working_days_after(moment.astimezone(clock.AMSTERDAM).date(), 1)
    return _start_of(day + timedelta(days=1))


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.AMSTERDAM)


def _deliveries(session: Session, municipality: str, moment: datetime) -> Iterator[Late]:
    asked = (
        select(Delivery, ConversationRequest)
        .join(ConversationRequest, col(ConversationRequest.id) == Delivery.request_id)
        .where(
            (col(Delivery.state) == DeliveryState.REFUSED)
            | (
                (col(Delivery.state) == DeliveryState.WAITING)
                # A clock that was set back must hide nothing: what seems to come from tomorrow is looked at as well.
                & ((col(Delivery.created_at) < moment - QUARTER) | (col(Delivery.created_at) > moment + QUARTER))
            )
        )
    )
    for delivery, request in session.exec(_of(asked, municipality)).all():
        created_at = delivery.created_at if delivery.created_at <= moment + QUARTER else moment - HOURS - QUARTER
        kind = delivery_step(delivery.channel, delivery.state, created_at, moment)
        if kind:
            subject = f"delivery:{delivery.id}"
            yield _late(kind, request, delivery.created_at, delivery.channel, subject)


def _requests(session: Session, municipality: str, moment: datetime) -> Iterator[Late]:
    today = moment.astimezone(clock.AMSTERDAM).date()
    asked = select(ConversationRequest).where(col(ConversationRequest.state).in_(OPEN))
    for request in session.exec(_of(asked, municipality)).all():
        subject = f"request:{request.id}"
        unseen_from = end_of_next_working_day(request.received_at)
        if request.seen_at is None and request.state is State.RECEIVED and moment >= unseen_from:
            yield _late("unseen", request, request.received_at, "", subject)
        due_end = _start_of(request.due_on + timedelta(days=1))
        if moment >= due_end:
            yield _late("past_term", request, due_end, request.due_on.isoformat(), subject)
        elif (request.due_on - today).days <= NEAR_DAYS:
            near = _start_of(request.due_on - timedelta(days=NEAR_DAYS))
            yield _late("near_term", request, near, request.due_on.isoformat(), subject)
        ask_by = request.support_ask_by or working_days_after(request.arrived_on, 1)
        if request.support is Support.TO_ASK and today > ask_by:
            yield _late("support_question", request, _start_of(ask_by + timedelta(days=1)), ask_by.isoformat(), subject)
    for kept in due(session, today, municipality)[1]:
        day = kept.erase_on.isoformat()
        yield _late("kept_undelivered", kept.request, _start_of(kept.erase_on), day, f"request:{kept.request.id}")


def _of(asked: Any, municipality: str) -> Any:
    return asked.where(col(ConversationRequest.municipality) == municipality) if municipality else asked


def _late(kind: str, request: ConversationRequest, since: datetime, detail: str, subject: str) -> Late:
    return Late(kind, request.id or 0, request.reference, since, request.municipality, detail, subject)
