"""What the holder of a complaint does with it. The walls stand in one query: role, municipality, holder, and not about me.

A confidential adviser never sees what lies with the complaints officer, and the reverse; who put a complaint away because
it is about them never sees it again. Every look is a line in the audit log.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.accounts.rights import Role
from app.audit import record
from app.complaints.dossier import (
    Dossier,
    NoSuchComplaint,
    NotPossible,
    contact_of,
    note,
    opened,
    seal_of,
    subject_in_audit,
)
from app.complaints.models import Complaint, ComplaintEvent, ComplaintHolder, ComplaintState
from app.complaints.passing import pass_to
from app.complaints.telling import tell_person
from app.complaints.terms import other_holder, terms_of
from app.content.models import Municipality
from app.conversation.office import Office
from app.counting.keeping import Happened, count
from app.counting.models import Measure
from app.data_keys import FieldSeal

HOLDS: Final = {
    Role.CONFIDENTIAL_ADVISER: ComplaintHolder.ADVISER,
    Role.COMPLAINTS_OFFICER: ComplaintHolder.OFFICER,
}
OPEN: Final = (ComplaintState.RECEIVED, ComplaintState.TAKEN_UP)
NEWS: Final = "bericht-klacht-nieuws"


@dataclass(frozen=True, slots=True)
class Handler:
    """Who works here. `municipality` is empty for the whole region."""

    account: int
    holder: ComplaintHolder
    municipality: str = ""

    @property
    def actor(self) -> str:
        """As in history and audit lines."""
        return f"account:{self.account}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A complaint in the list; nothing of it is opened."""

    complaint: Complaint
    acknowledge_late: bool
    answer_late: bool


def waiting(session: Session, handler: Handler, today: date) -> Sequence[Waiting]:
    """What is open, the nearest day first."""
    found = session.exec(select(Complaint).where(*_walls(handler), col(Complaint.state).in_(OPEN))).all()
    rows = [Waiting(each, acknowledge_is_late(each, today), answer_is_late(each, today)) for each in found]
    return sorted(rows, key=lambda row: (_next_day(row.complaint), row.complaint.id or 0))


def ended(session: Session, handler: Handler, most: int) -> Sequence[Complaint]:
    """What was answered or withdrawn and is not erased yet; newest first."""
    question = select(Complaint).where(*_walls(handler), col(Complaint.state).not_in(OPEN))
    return session.exec(question.order_by(col(Complaint.id).desc()).limit(most)).all()


def acknowledge_is_late(complaint: Complaint, today: date) -> bool:
    """Whether who complained should have heard by now that it was read."""
    return complaint.state in OPEN and complaint.acknowledged_at is None and complaint.acknowledge_by < today


def answer_is_late(complaint: Complaint, today: date) -> bool:
    """Whether there should have been an answer by now."""
    return complaint.state in OPEN and complaint.due_on < today


def look(office: Office, handler: Handler, number: int) -> Dossier:
    """Open one. That somebody looked is written down first.

    :raises NoSuchComplaint: it is not there, or not for this account.
    """
    with office.database.writing() as session:
        complaint = _found(session, handler, number)
        record(session, handler.actor, "complaint.look", subject_in_audit(complaint))
        return _seen_by(handler, opened(session, office, complaint))


def acknowledge(office: Office, handler: Handler, number: int, text: str = "") -> None:
    """Who complained has heard, or now hears, that it was read.

    :param text: what they read with it on their own page.
    :raises NotPossible: it was acknowledged already, or is not open.
    """
    with _working(office, handler, number) as work:
        if work.complaint.acknowledged_at is not None:
            raise NotPossible
        work.complaint.acknowledged_at = clock.now()
        work.complaint.state = ComplaintState.TAKEN_UP
        work.done("acknowledged", text)
        work.tell()


def keep_note(office: Office, handler: Handler, number: int, text: str) -> None:
    """A note for who holds it, also when it is over. Whoever holds it after them does not read it."""
    with _working(office, handler, number, also_over=True) as work:
        work.done(f"note_{handler.holder.value}", text, public=False)


def ask_to_pass_on(office: Office, handler: Handler, number: int, text: str) -> None:
    """Ask who complained whether the other holder may have it: only they can give it.

    :raises NotPossible: there is no other holder.
    """
    with _working(office, handler, number) as work:
        if other_holder(work.town, work.complaint) is None:
            raise NotPossible
        work.done("asked_to_pass_on", text)
        work.tell()


def pass_on_agreed(office: Office, handler: Handler, number: int) -> None:
    """The confidential adviser gives it to the officer, because who complained agreed: the screen asks to tick that.

    :raises NotPossible: this is not an adviser, or there is no officer.
    """
    with _working(office, handler, number) as work:
        to = other_holder(work.town, work.complaint)
        if handler.holder is not ComplaintHolder.ADVISER or to is None:
            raise NotPossible
        pass_to(work.session, office, work.complaint, to)
        work.done("passed_on_agreed", to.value)
        work.tell()


def about_me(office: Office, handler: Handler, number: int) -> ComplaintHolder | None:
    """It is about who reads it: at once out of sight for this account, and with the other holder.

    :returns: who has it now; None when there is no other: then colleagues in the same role keep it.
    """
    with _working(office, handler, number) as work:
        to = other_holder(work.town, work.complaint)
        if to is not None:
            pass_to(work.session, office, work.complaint, to)
        work.done("concerned", to.value if to else "")
        work.tell()
    return to


def take_longer(office: Office, handler: Handler, number: int, reason: str) -> date:
    """Once, with a reason that who complained reads (Awb art. 9:11 lid 2). Returns the new last day.

    :raises NotPossible: it was done before, or the terms do not allow it.
    """
    with _working(office, handler, number) as work:
        terms = terms_of(work.town)
        if work.complaint.longer or not terms.more_weeks:
            raise NotPossible
        work.complaint.longer = True
        work.complaint.due_on = terms.longer(work.complaint.due_on)
        work.done("longer", reason)
        work.tell()
        return work.complaint.due_on


def answer(office: Office, handler: Handler, number: int, text: str) -> None:
    """Answer and close: counted in time or late, and erased on its day.

    :raises NotPossible: it is not open (any more).
    """
    with _working(office, handler, number) as work:
        complaint, today = work.complaint, clock.today()
        detail = "late" if answer_is_late(complaint, today) else "in_time"
        count(
            work.session, Happened(Measure.COMPLAINT, complaint.municipality, way=complaint.about.value, detail=detail)
        )
        complaint.acknowledged_at = complaint.acknowledged_at or clock.now()
        complaint.answered_at = clock.now()
        complaint.state = ComplaintState.ANSWERED
        complaint.erase_on = terms_of(work.town).erase_on(today)
        work.done("answered", text)
        work.tell()


@dataclass(frozen=True, slots=True)
class _Work:
    office: Office
    session: Session
    complaint: Complaint
    seal: FieldSeal
    actor: str
    town: Municipality

    def done(self, kind: str, text: str = "", *, public: bool = True) -> None:
        note(self.session, self.complaint, self.seal, self.actor, kind, text=text, public=public)
        record(self.session, self.actor, f"complaint.{kind}", subject_in_audit(self.complaint))

    def tell(self) -> None:
        tell_person(self.session, self.office, self.complaint, contact_of(self.complaint, self.seal), NEWS)


@contextmanager
def _working(office: Office, handler: Handler, number: int, *, also_over: bool = False) -> Iterator[_Work]:
    with office.database.writing() as session:
        complaint = _found(session, handler, number, to_change=True)
        if complaint.state not in OPEN and not also_over:
            raise NotPossible
        town = office.town(complaint.municipality)
        yield _Work(office, session, complaint, seal_of(office, complaint), handler.actor, town)
        session.add(complaint)


def _walls(handler: Handler) -> tuple[sa.ColumnElement[bool], ...]:
    put_away = sa.select(col(ComplaintEvent.complaint_id)).where(
        col(ComplaintEvent.kind) == "concerned", col(ComplaintEvent.actor) == handler.actor
    )
    own_place = (col(Complaint.municipality) == handler.municipality,) if handler.municipality else ()
    return (col(Complaint.holder) == handler.holder, col(Complaint.id).not_in(put_away), *own_place)


def _found(session: Session, handler: Handler, number: int, *, to_change: bool = False) -> Complaint:
    question = select(Complaint).where(Complaint.id == number, *_walls(handler))
    found = session.exec(question.with_for_update() if to_change else question).first()
    if found is None:
        raise NoSuchComplaint
    return found


def _seen_by(handler: Handler, dossier: Dossier) -> Dossier:
    """Without the notes that the other holder kept."""
    own = f"note_{handler.holder.value}"
    lines = tuple(line for line in dossier.history if not line.kind.startswith("note_") or line.kind == own)
    return Dossier(dossier.complaint, dossier.contact, dossier.story, lines)


def _next_day(complaint: Complaint) -> date:
    return min(complaint.acknowledge_by, complaint.due_on) if complaint.acknowledged_at is None else complaint.due_on
