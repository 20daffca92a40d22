"""Notes for the next shift of the desk: what waits, never about whom. They go some days after somebody did them."""

from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.conversation.office import NobodyHome
from app.conversation.opened import Worker
from app.db import LARGEST_ROW, Database
from app.referring.models import Handover

KEPT_FOR: Final = timedelta(days=14)
MOST_DONE: Final = 50


def open_notes(session: Session, municipality: str) -> list[Handover]:
    """What nobody did yet, oldest first; of every desk when the municipality is empty."""
    question = select(Handover).where(*_of(municipality), col(Handover.done_at).is_(None))
    return list(session.exec(question.order_by(col(Handover.id))).all())


def how_many_open(session: Session, municipality: str) -> int:
    """The number of notes that wait."""
    question = sa.select(sa.func.count(col(Handover.id))).where(*_of(municipality), col(Handover.done_at).is_(None))
    return int(session.execute(question).scalar_one())


def done_notes(session: Session, municipality: str) -> list[Handover]:
    """What was done lately, newest first."""
    question = select(Handover).where(*_of(municipality), col(Handover.done_at).is_not(None))
    return list(session.exec(question.order_by(col(Handover.done_at).desc()).limit(MOST_DONE)).all())


def leave(session: Session, who: Worker, municipality: str, words: str) -> Handover:
    """Keep a note, in a writing session.

    :raises NobodyHome: it is not this worker's desk.
    """
    if who.municipality not in {"", municipality}:
        raise NobodyHome
    note = Handover(municipality=municipality, words=words, written_by=who.actor)
    session.add(note)
    session.flush()
    record(session, who.actor, "handover.write", f"handover:{note.id}")
    return note


def done(session: Session, who: Worker, number: int, *, again: bool = False) -> None:
    """It was done, in a writing session. A second click changes nothing.

    :param again: it was not done after all: it waits again.
    :raises NobodyHome: there is no such note, or it is another municipality's.
    """
    note = session.get(Handover, number) if 0 < number <= LARGEST_ROW else None
    if note is None or who.municipality not in {"", note.municipality}:
        raise NobodyHome
    if again == (note.done_at is None):
        return
    note.done_by, note.done_at = ("", None) if again else (who.actor, clock.now())
    session.add(note)
    record(session, who.actor, "handover.again" if again else "handover.done", f"handover:{number}")


def forget_done(database: Database) -> int:
    """Remove what was done long enough ago. Returns how many."""
    with database.writing() as session:
        outcome = session.execute(sa.delete(Handover).where(col(Handover.done_at) < clock.now() - KEPT_FOR))
    return int(getattr(outcome, "rowcount", 0))


def _of(municipality: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (col(Handover.municipality) == municipality,) if municipality else ()
