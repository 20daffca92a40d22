"""Answers to frequent questions and work instructions: written by the desk, for the desk (I-45).

A text belongs to one municipality, or with an empty one to the whole region; the latter only region-wide accounts write.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.conversation.office import NobodyHome
from app.conversation.opened import Worker
from app.db import LARGEST_ROW
from app.referring.knowledge import readable
from app.referring.models import DeskText, DeskTextKind


class ChangedMeanwhile(Exception):
    """Somebody else changed it after it was opened; nothing was written."""


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the form of a text."""

    kind: DeskTextKind
    title: str
    words: str
    body: str
    look_again_on: date | None
    municipality: str


def desk_texts(session: Session, municipality: str) -> list[DeskText]:
    """All texts for this municipality: what has to be looked at again first, then by title."""
    today = clock.today()
    found = session.exec(select(DeskText).where(*readable(municipality))).all()
    return sorted(found, key=lambda text: (not past_due(text, today), text.title.casefold(), text.id or 0))


def past_due(text: DeskText, today: date) -> bool:
    """Whether the day has come on which somebody wanted to look at it again."""
    return text.look_again_on is not None and text.look_again_on <= today


def text_of(session: Session, who: Worker, number: int) -> DeskText:
    """One text to read.

    :raises NobodyHome: there is no such text, or it is another municipality's.
    """
    found = session.get(DeskText, number) if 0 < number <= LARGEST_ROW else None
    if found is None or found.removed_at is not None or not _reads(who, found):
        raise NobodyHome
    return found


def may_write(who: Worker, municipality: str) -> bool:
    """Whether this worker writes for this municipality (empty: for the whole region)."""
    return who.municipality in {"", municipality}


def write(session: Session, who: Worker, written: Written, *, example: bool = False) -> DeskText:
    """Keep a new text, in a writing session.

    :raises NobodyHome: this worker does not write for that municipality.
    """
    if not may_write(who, written.municipality):
        raise NobodyHome
    text = DeskText(municipality=written.municipality, kind=written.kind, title=written.title, example=example)
    _put(text, who, written)
    session.add(text)
    session.flush()
    record(session, who.actor, "desk-text.write", f"desk-text:{text.id}")
    return text


def change(session: Session, who: Worker, number: int, written: Written, version: int) -> DeskText:
    """Keep another version of a text, in a writing session.

    :param version: the one that was looked at.
    :raises NobodyHome: there is no such text, or not for this worker to change.
    :raises ChangedMeanwhile: another version stands there now.
    """
    text = _held(session, who, number)
    if text.version != version:
        raise ChangedMeanwhile
    if not may_write(who, written.municipality):
        raise NobodyHome
    text.municipality, text.version = written.municipality, text.version + 1
    _put(text, who, written)
    session.add(text)
    record(session, who.actor, "desk-text.change", f"desk-text:{number}")
    return text


def remove(session: Session, who: Worker, number: int) -> None:
    """Take a text away with its words, in a writing session: nobody finds it any more.

    :raises NobodyHome: there is no such text, or not for this worker to change.
    """
    text = _held(session, who, number)
    text.removed_at, text.version = clock.now(), text.version + 1
    text.title = text.words = text.body = ""
    text.changed_by, text.changed_at = who.actor, clock.now()
    session.add(text)
    record(session, who.actor, "desk-text.remove", f"desk-text:{number}")


def writable(who: Worker, texts: Sequence[DeskText]) -> set[int]:
    """Numbers of the texts this worker may change."""
    return {text.id or 0 for text in texts if may_write(who, text.municipality)}


def _put(text: DeskText, who: Worker, written: Written) -> None:
    text.kind, text.title, text.words = written.kind, written.title, written.words
    text.body, text.look_again_on = written.body, written.look_again_on
    text.changed_by, text.changed_at = who.actor, clock.now()


def _reads(who: Worker, text: DeskText) -> bool:
    return not who.municipality or text.municipality in {"", who.municipality}


def _held(session: Session, who: Worker, number: int) -> DeskText:
    if not 0 < number <= LARGEST_ROW:
        raise NobodyHome
    found = session.exec(select(DeskText).where(col(DeskText.id) == number).with_for_update()).first()
    if found is None or found.removed_at is not None or not may_write(who, found.municipality):
        raise NobodyHome
    return found
