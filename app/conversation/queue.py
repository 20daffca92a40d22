"""The desk's queue: every request that somebody has to do something about, in the order in which it must happen.

The queue is made of what stands open in the database. Only what was tried is opened, for the lines that are shown, so
that nobody who picks up the telephone asks it again (001:943-945); names stand on the page of the request.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.conversation.lateness import HOURS, OPEN, delivery_step
from app.conversation.models import (
    Channel,
    ConversationRequest,
    Delivery,
    DeliveryState,
    ForWhom,
    RequestEvent,
    State,
    Support,
)
from app.conversation.office import TABLE, Office, subject_of
from app.conversation.shapes import Story
from app.conversation.terms import terms_from
from app.references import read_reference

BY_ITSELF: Final = ("", "email")
"""Ways of asking how it goes that need nobody: a mail goes by itself on its day."""
_UNREAD_WORDS: Final = (
    col(ConversationRequest.follow_up_done_at).is_not(None),
    col(ConversationRequest.seen_at).is_(None),
)
"""Whoever writes something when they look back makes their request unread again."""
CONTACTS: Final = ("call_attempt", "planned", "outcome")


class Step(IntEnum):
    """What has to happen with a request, the most pressing first; the number is the order of the queue."""

    LATE = 0
    DID_NOT_ARRIVE = 1
    FIRST_CONTACT_LATE = 2
    READ = 3
    ASK_SUPPORT = 4
    FOLLOW_UP = 5
    POST_LETTER = 6
    RECORD_OUTCOME = 7
    TAKE_UP = 8
    PLAN = 9
    WAIT_FOR_DAY = 10
    NOTHING = 11

    @property
    def late(self) -> bool:
        """Whether something that was promised is not kept."""
        return self in {Step.LATE, Step.DID_NOT_ARRIVE, Step.FIRST_CONTACT_LATE}


@dataclass(frozen=True, slots=True)
class Filters:
    """What of the queue is shown. Empty values leave everything in."""

    team: str = ""
    state: str = ""
    late: bool = False
    taken_by: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One request in the queue, without who it is about. `tried` is filled in for lines that are shown."""

    id: int
    uid: str
    reference: str
    municipality: str
    kern: str
    team: str
    channel: Channel
    for_whom: ForWhom
    state: State
    age_days: int
    due_on: date
    first_contact_by: date
    support: Support
    support_ask_by: date | None
    seen: bool
    taken_by: int | None
    planned_at: datetime | None
    follow_up_on: date | None
    words_wait: bool
    refused: int
    slow: int
    letters: int
    step: Step
    tried: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the conversation did not end yet."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class _Roads:
    """How far the messages about one request are."""

    refused: int = 0
    slow: int = 0
    letters: int = 0


def queue(session: Session, office: Office, municipality: str, filters: Filters | None = None) -> list[Line]:
    """The lines, in order.

    :param municipality: slug that bounds what is seen; empty for the whole region.
    """
    wanted = filters or Filters()
    question = _within(municipality)
    if wanted.team:
        question = question.where(col(ConversationRequest.team) == wanted.team)
    if wanted.taken_by:
        question = question.where(col(ConversationRequest.taken_by) == wanted.taken_by)
    if wanted.state:
        question = question.where(col(ConversationRequest.state) == wanted.state)
    else:
        question = question.where(_something_to_do())
    rows = session.execute(question).all()
    numbers = [row.id for row in rows]
    roads, contacted = _roads(session, numbers), _contacted(session, numbers)
    lines = [_line(office, row, roads.get(row.id, _Roads()), contacted=row.id in contacted) for row in rows]
    if wanted.late:
        lines = [line for line in lines if line.step.late]
    return sorted(lines, key=lambda line: (line.step, line.due_on, line.id))


def with_tried(session: Session, office: Office, lines: Sequence[Line]) -> list[Line]:
    """The same lines with what was tried, in one query for the words and one for the keys."""
    seals = office.keys.open_many(subject_of(line.uid) for line in lines)
    sealed = _sealed_stories(session, [line.id for line in lines])
    return [
        replace(
            line,
            tried=Story.model_validate_json(
                seals[subject_of(line.uid)].open(TABLE, "sealed_story", line.uid, sealed[line.id])
            ).tried,
        )
        if subject_of(line.uid) in seals and line.id in sealed
        else line
        for line in lines
    ]


def find(session: Session, typed: str, municipality: str) -> int | None:
    """The number of the request with this reference, as somebody typed or heard it; None when it is not there."""
    reference = read_reference(typed)
    if reference is None:
        return None
    question = select(ConversationRequest.id).where(ConversationRequest.reference == reference)
    if municipality:
        question = question.where(ConversationRequest.municipality == municipality)
    return session.exec(question).first()


def _within(municipality: str) -> sa.Select[tuple[object, ...]]:
    request = ConversationRequest.__table__.c  # type: ignore[attr-defined]
    sealed = {"sealed_contact", "sealed_story"}
    question: sa.Select[tuple[object, ...]] = sa.select(*(each for each in request if each.name not in sealed))
    return question.where(request.municipality == municipality) if municipality else question


def _something_to_do() -> sa.ColumnElement[bool]:
    """Open, or closed while something about it still has to arrive, be asked, or be read: words of a look back."""
    follow_up = sa.and_(
        col(ConversationRequest.follow_up_on) <= clock.today(),
        col(ConversationRequest.follow_up_done_at).is_(None),
        col(ConversationRequest.follow_up_by).not_in(BY_ITSELF),
    )
    closed = col(ConversationRequest.state) == State.CLOSED
    return sa.or_(
        col(ConversationRequest.state).in_(OPEN),
        sa.and_(closed, follow_up),
        sa.and_(closed, *_UNREAD_WORDS),
        col(ConversationRequest.id).in_(
            sa.select(col(Delivery.request_id)).where(
                sa.or_(
                    col(Delivery.state) == DeliveryState.REFUSED,
                    sa.and_(
                        col(Delivery.state) == DeliveryState.WAITING,
                        sa.or_(col(Delivery.channel) == "letter", col(Delivery.created_at) < clock.now() - HOURS),
                    ),
                )
            )
        ),
    )


def _roads(session: Session, numbers: Sequence[int]) -> Mapping[int, _Roads]:
    moment = clock.now()
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for some in _in_parts(numbers):
        question = sa.select(
            col(Delivery.request_id), col(Delivery.channel), col(Delivery.state), col(Delivery.created_at)
        ).where(
            col(Delivery.request_id).in_(some),
            col(Delivery.state).in_((DeliveryState.REFUSED, DeliveryState.WAITING)),
        )
        for number, channel, state, created_at in session.execute(question):
            counts = found[number]
            if state is DeliveryState.REFUSED:
                counts[0] += 1
            elif channel == "letter":
                counts[2] += 1
            elif delivery_step(channel, state, created_at, moment):
                counts[1] += 1
    return {number: _Roads(*counts) for number, counts in found.items()}


def _contacted(session: Session, numbers: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for some in _in_parts(numbers):
        question = (
            sa.select(col(RequestEvent.request_id))
            .join(ConversationRequest, col(ConversationRequest.id) == col(RequestEvent.request_id))
            .where(
                col(RequestEvent.request_id).in_(some),
                col(RequestEvent.kind).in_(CONTACTS),
                # What the resident opened again begins anew: a call of half a year ago is not the one promised now.
                col(RequestEvent.at) >= col(ConversationRequest.received_at),
            )
        )
        found |= set(session.execute(question).scalars())
    return found


def _sealed_stories(session: Session, numbers: Sequence[int]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for some in _in_parts(numbers):
        question = sa.select(col(ConversationRequest.id), col(ConversationRequest.sealed_story)).where(
            col(ConversationRequest.id).in_(some)
        )
        found |= {row.id: row.sealed_story for row in session.execute(question)}
    return found


def _in_parts(numbers: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))


def _line(office: Office, row: sa.Row[tuple[object, ...]], roads: _Roads, *, contacted: bool) -> Line:
    today = clock.today()
    line = Line(
        id=row.id,
        uid=row.uid,
        reference=row.reference,
        municipality=row.municipality,
        kern=row.kern,
        team=row.team,
        channel=row.channel,
        for_whom=row.for_whom,
        state=row.state,
        age_days=(today - row.arrived_on).days,
        due_on=row.due_on,
        first_contact_by=terms_from(row.arrived_on, office.town(row.municipality).conversation).first_contact_by,
        support=row.support,
        support_ask_by=row.support_ask_by,
        seen=row.seen_at is not None,
        taken_by=row.taken_by,
        planned_at=row.planned_at,
        follow_up_on=row.follow_up_on if row.follow_up_done_at is None and row.follow_up_by not in BY_ITSELF else None,
        words_wait=row.state is State.CLOSED and row.follow_up_done_at is not None and row.seen_at is None,
        refused=roads.refused,
        slow=roads.slow,
        letters=roads.letters,
        step=Step.NOTHING,
    )
    return replace(line, step=_step(line, today, contacted=contacted))


def _step(line: Line, today: date, *, contacted: bool) -> Step:
    is_open = line.is_open
    ask = line.support is Support.TO_ASK and (line.support_ask_by is None or line.support_ask_by <= today)
    follow_up = line.state is not State.WITHDRAWN and line.follow_up_on is not None and line.follow_up_on <= today
    held = line.state is State.PLANNED and line.planned_at is not None and line.planned_at < clock.now()
    conditions = (
        (is_open and line.due_on < today, Step.LATE),
        (bool(line.refused or line.slow), Step.DID_NOT_ARRIVE),
        (is_open and not contacted and line.first_contact_by < today, Step.FIRST_CONTACT_LATE),
        (line.words_wait or (is_open and not line.seen), Step.READ),
        (is_open and ask, Step.ASK_SUPPORT),
        (follow_up, Step.FOLLOW_UP),
        (bool(line.letters), Step.POST_LETTER),
        (held, Step.RECORD_OUTCOME),
        (line.state is State.RECEIVED, Step.TAKE_UP),
        (line.state is State.TAKEN_UP, Step.PLAN),
        (line.state is State.PLANNED, Step.WAIT_FOR_DAY),
    )
    return next((step for holds, step in conditions if holds), Step.NOTHING)
