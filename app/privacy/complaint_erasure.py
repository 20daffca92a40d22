"""Erasing a complaint: its rows and waiting mails, then its key (promises 47 and 48). Never while it waits for an answer.

What is left are the counts, and audit lines with a number that tells nobody anything.
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.audit import record
from app.complaints.dossier import subject_in_audit, subject_of
from app.complaints.handling import OPEN
from app.complaints.models import Complaint, ComplaintEvent
from app.conversation.office import Office
from app.crash import reached
from app.mailing.waiting import drop_letters
from app.outbox.posting import post
from app.privacy.finishing import ORDER, Stores, back_again


def erase_complaint(office: Office, number: int, actor: str, *, today: date | None = None) -> bool:
    """Remove everything of one complaint; who erases calls `app.privacy.finishing.finish` once at the end.

    :param today: only when its day has come, asked once more with the complaint held; None: whatever its day.
    :returns: whether it was erased; False when it is not there or is left alone.
    """
    with office.database.writing() as session:
        held = session.exec(select(Complaint).where(Complaint.id == number).with_for_update()).first()
        if held is None or (today is not None and not _is_due(held, today)):
            return False
        subject = subject_of(held.uid)
        session.execute(sa.delete(ComplaintEvent).where(col(ComplaintEvent.complaint_id) == number))
        drop_letters(session, subject_in_audit(held))
        session.delete(held)
        record(session, actor, "complaint.erase", f"complaint:{number}")
        post(session, ORDER, subject=subject)
    reached("complaint rows erased")
    return True


def due_complaints(session: Session, today: date) -> list[int]:
    """Numbers of the complaints whose time is over."""
    question = sa.select(col(Complaint.id)).where(col(Complaint.state).not_in(OPEN), col(Complaint.erase_on) <= today)
    return sorted(session.execute(question).scalars())


def complaints_back_again(stores: Stores, session: Session) -> list[int]:
    """Complaints whose key was destroyed: they were erased, and an older copy of the database brought them back."""
    rows = session.execute(sa.select(col(Complaint.id), col(Complaint.uid))).all()
    return back_again(stores, {subject_of(row.uid): int(row.id) for row in rows})


def _is_due(complaint: Complaint, today: date) -> bool:
    return complaint.state not in OPEN and complaint.erase_on is not None and complaint.erase_on <= today
