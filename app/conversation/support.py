"""What free independent help gets to see: what the resident ticked, and not one thing more (I-25 M5, requirements T10).

There is no dossier here. The choice is read anew at every look, so that help that is withdrawn, or a tick that is taken
away, ends at once, for links that were kept as well (I-56). Every look is written down before anything is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.audit import record
from app.conversation.history import history_of, note
from app.conversation.models import ConversationRequest, ForWhom, RequestEvent, State, Support
from app.conversation.office import NobodyHome, Office, contact_of, locked, story_of, subject_of
from app.data_keys import Erased, FieldSeal
from app.db import LARGEST_ROW

PAGE_SIZE: Final = 50
TRIED: Final = "support_contact"


@dataclass(frozen=True, slots=True)
class Shared:
    """One request on the list of client support. It tells nobody who it is about: that stands behind `look_at`.

    :ivar shares: what may be seen: `name`, `phone`, `question`. Empty: this person calls, or the desk passes a number on.
    :ivar called_at: when somebody of client support last tried to call; None: nobody yet.
    """

    number: int
    reference: str
    arrived_on: date
    municipality: str
    language: str
    for_whom: ForWhom
    shares: tuple[str, ...]
    called_at: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody let client support know, opened; what was not ticked is empty. `questions`: (words, about whom)."""

    shared: Shared
    name: str
    phone: str
    questions: tuple[tuple[str, str], ...]
    calls: tuple[tuple[datetime, str], ...]


def shared_with_support(
    office: Office, municipality: str, *, page: int = 1, size: int = PAGE_SIZE
) -> tuple[list[Shared], int]:
    """The requests of people who asked for client support, newest first, and how many there are.

    :param municipality: slug that bounds the account; empty: the whole region.
    """
    with office.database.reading() as session:
        number = session.execute(
            sa.select(sa.func.count(col(ConversationRequest.id))).where(*_wanted(municipality))
        ).scalar_one()
        found = session.exec(
            select(ConversationRequest)
            .where(*_wanted(municipality))
            .order_by(col(ConversationRequest.arrived_on).desc(), col(ConversationRequest.id).desc())
            .offset((page - 1) * size)
            .limit(size)
        ).all()
        called = _last_calls(session, [request.id or 0 for request in found])
    return [_shared(request, called.get(request.id or 0)) for request in found], number


def look_at(office: Office, municipality: str, number: int, supporter: str) -> Told:
    """One request, with exactly what was ticked. The look stands in the audit lines before this returns.

    :param supporter: `supporter:<account>`.
    :raises NobodyHome: no such request, of another municipality, or not shared (any more).
    """
    with office.database.writing() as session:
        request = _held(session, municipality, number)
        seal = _seal(office, request)
        told = _told(session, request, seal)
        record(session, supporter, "conversation.view", f"request:{number}")
    return told


def note_call(office: Office, municipality: str, number: int, supporter: str, *, reached: bool) -> None:
    """Write down that somebody was called; the resident reads it.

    :raises NobodyHome: as `look_at`.
    """
    with office.database.writing() as session:
        request = _held(session, municipality, number)
        result = "reached" if reached else "missed"
        note(session, request, _seal(office, request), supporter, TRIED, text=result, public=True)
        record(session, supporter, "conversation.support_contact", f"request:{number}")


def _wanted(municipality: str) -> list[sa.ColumnElement[bool]]:
    conditions = [
        col(ConversationRequest.support) == Support.YES,
        col(ConversationRequest.state) != State.WITHDRAWN,
    ]
    if municipality:
        conditions.append(col(ConversationRequest.municipality) == municipality)
    return conditions


def _held(session: Session, municipality: str, number: int) -> ConversationRequest:
    if not 0 < number <= LARGEST_ROW:
        raise NobodyHome
    request = locked(session, number)
    elsewhere = municipality and request.municipality != municipality
    if elsewhere or request.support is not Support.YES or request.state is State.WITHDRAWN:
        raise NobodyHome
    return request


def _seal(office: Office, request: ConversationRequest) -> FieldSeal:
    try:
        return office.keys.open(subject_of(request.uid))
    except Erased:
        raise NobodyHome from None


def _told(session: Session, request: ConversationRequest, seal: FieldSeal) -> Told:
    shares = request.support_shares
    contact = contact_of(request, seal) if {"name", "phone"} & set(shares) else None
    story = story_of(request, seal) if "question" in shares else None
    calls = tuple((line.at, line.note) for line in history_of(session, request, seal) if line.kind == TRIED)
    return Told(
        shared=_shared(request, calls[-1][0] if calls else None),
        name=contact.name if contact and "name" in shares else "",
        phone=contact.phone if contact and "phone" in shares else "",
        questions=tuple((each.text, each.about) for each in story.questions) if story else (),
        calls=calls,
    )


def _shared(request: ConversationRequest, called_at: datetime | None) -> Shared:
    return Shared(
        number=request.id or 0,
        reference=request.reference,
        arrived_on=request.arrived_on,
        municipality=request.municipality,
        language=request.language,
        for_whom=request.for_whom,
        shares=request.support_shares,
        called_at=called_at,
    )


def _last_calls(session: Session, numbers: Sequence[int]) -> dict[int, datetime]:
    rows = session.exec(
        select(RequestEvent)
        .where(col(RequestEvent.request_id).in_(numbers), RequestEvent.kind == TRIED)
        .order_by(col(RequestEvent.id))
    ).all()
    return {row.request_id: row.at for row in rows}
