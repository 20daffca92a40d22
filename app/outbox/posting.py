"""Putting a message in the outbox, claiming it, and saying how it went.

Claiming counts the attempt and sets a lease in one statement, so that no path can forget to count and two workers can
never hold the same message; a crashed worker's message is free again when its lease ends (reliability.md 2.6).
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.db import Database
from app.outbox.models import OutboxMessage

BACK_OFF = (60, 120, 300, 900, 3600)
LEASE = timedelta(minutes=5)
LATE_AFTER = timedelta(hours=4)
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Claim:
    """A message this worker holds until its lease ends."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempts: int


def post(session: Session, kind: str, **payload: Any) -> None:
    """Write a message beside the decision it follows from; it exists when, and only when, the decision is committed."""
    session.add(OutboxMessage(kind=kind, payload=payload))


def claim(database: Database, *, kinds: tuple[str, ...] = (), limit: int = 20) -> list[Claim]:
    """Take up to `limit` messages that are due, oldest first; attempts are counted here, before any work."""
    moment = clock.now()
    with database.writing() as session:
        due = _due(moment).order_by(col(OutboxMessage.id)).limit(limit).with_for_update(skip_locked=True)
        if kinds:
            due = due.where(col(OutboxMessage.kind).in_(kinds))
        messages = session.exec(due).all()
        for message in messages:
            message.attempts += 1
            message.lease_until = moment + LEASE
            session.add(message)
        return [Claim(message.id or 0, message.kind, message.payload, message.attempts) for message in messages]


def _due(moment: datetime) -> Any:
    # A clock that was set back must not freeze a message: further away than the longest back-off counts as due.
    frozen = moment + timedelta(seconds=BACK_OFF[-1] * 2)
    return select(OutboxMessage).where(
        col(OutboxMessage.done_at).is_(None),
        sa.or_(col(OutboxMessage.next_at) <= moment, col(OutboxMessage.next_at) > frozen),
        sa.or_(
            col(OutboxMessage.lease_until).is_(None),
            col(OutboxMessage.lease_until) <= moment,
            col(OutboxMessage.lease_until) > frozen,
        ),
    )


def done(database: Database, claims: list[Claim]) -> None:
    """The work of these messages is finished."""
    with database.writing() as session:
        session.execute(
            sa.update(OutboxMessage)
            .where(col(OutboxMessage.id).in_([each.id for each in claims]))
            .values(done_at=clock.now(), lease_until=None, last_error="", payload={})
        )


def waiting(database: Database, kind: str) -> list[int]:
    """The numbers of the messages of this kind that nobody has opened yet."""
    with database.reading() as session:
        numbers = session.exec(
            select(OutboxMessage.id).where(
                OutboxMessage.kind == kind,
                col(OutboxMessage.done_at).is_(None),
                col(OutboxMessage.lease_until).is_(None),
            )
        ).all()
    return [number for number in numbers if number]


def covered(database: Database, numbers: Sequence[int]) -> None:
    """These messages need not be opened any more: other work has done what they ask for. One that is held stays."""
    if not numbers:
        return
    with database.writing() as session:
        for start in range(0, len(numbers), _AT_ONCE):
            session.execute(
                sa.update(OutboxMessage)
                .where(
                    col(OutboxMessage.id).in_(numbers[start : start + _AT_ONCE]),
                    col(OutboxMessage.done_at).is_(None),
                    col(OutboxMessage.lease_until).is_(None),
                )
                .values(done_at=clock.now(), last_error="", payload={})
            )


def failed(database: Database, held: Claim, reason: str) -> None:
    """It did not work this time: again later, slower each time and without an end. `reason` holds no personal data.

    A message that another worker has claimed since (our lease had ended), or that is done, is left as it is.
    """
    wait = BACK_OFF[min(held.attempts, len(BACK_OFF)) - 1] * random.uniform(0.8, 1.2)  # noqa: S311  (jitter, not secrecy)
    with database.writing() as session:
        session.execute(
            sa.update(OutboxMessage)
            .where(
                col(OutboxMessage.id) == held.id,
                col(OutboxMessage.attempts) == held.attempts,
                col(OutboxMessage.done_at).is_(None),
            )
            .values(next_at=clock.now() + timedelta(seconds=wait), lease_until=None, last_error=reason[:300])
        )


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits, and since when."""

    waiting: int
    oldest_seconds: float
    late: int


def backlog(database: Database) -> Backlog:
    """What waits in the outbox now."""
    moment = clock.now()
    with database.reading() as session:
        waiting, oldest = session.exec(
            select(sa.func.count(col(OutboxMessage.id)), sa.func.min(OutboxMessage.created_at)).where(
                col(OutboxMessage.done_at).is_(None)
            )
        ).one()
        late = session.exec(
            select(sa.func.count(col(OutboxMessage.id))).where(
                col(OutboxMessage.done_at).is_(None), col(OutboxMessage.created_at) < moment - LATE_AFTER
            )
        ).one()
    return Backlog(waiting, (moment - oldest).total_seconds() if oldest else 0.0, late)


def forget_done(database: Database, before: datetime) -> int:
    """Remove messages that were finished before this moment; what is not finished is never removed."""
    with database.writing() as session:
        result = session.execute(sa.delete(OutboxMessage).where(col(OutboxMessage.done_at) < before))
        return int(getattr(result, "rowcount", 0))
