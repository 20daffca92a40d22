"""Erasing a request to call back: its row, its mails that wait, then its key (promises 47 and 48).

When one goes is a day in `erase_on`. One that nobody answered, or that was answered with no, stays until the desk settled
it: somebody waits for a call (`app.referring.call_backs`).
"""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.audit import record
from app.conversation.office import NobodyHome, Office
from app.mailing.waiting import drop_letters
from app.outbox.posting import post
from app.privacy.finishing import ORDER, Stores, back_again
from app.referring.call_backs import held, may_be_erased, subject_of
from app.referring.models import CallBack


def erase_call_back(office: Office, number: int, actor: str, *, today: date | None = None) -> bool:
    """Remove one; `app.privacy.finishing.finish` once at the end destroys the keys and writes the file anew.

    :param today: look once more whether its day has come; None: it goes whatever day it is.
    :returns: whether it was removed.
    """
    with office.database.writing() as session:
        try:
            row = held(session, number)
        except NobodyHome:
            return False
        if today is not None and not may_be_erased(row, today):
            return False
        subject = subject_of(row.uid)
        drop_letters(session, f"call_back:{number}")
        session.delete(row)
        record(session, actor, "call-back.erase", f"call_back:{number}")
        post(session, ORDER, subject=subject)
    return True


def due_call_backs(session: Session, today: date) -> list[int]:
    """Requests whose time is over and for which nobody waits."""
    rows = session.exec(select(CallBack).where(col(CallBack.erase_on) <= today).order_by(col(CallBack.id))).all()
    return [row.id or 0 for row in rows if may_be_erased(row, today)]


def call_backs_back_again(stores: Stores, session: Session) -> list[int]:
    """Requests whose key was destroyed: they were erased, and an older copy of the database brought them back."""
    rows = session.execute(sa.select(col(CallBack.id), col(CallBack.uid))).all()
    return back_again(stores, {subject_of(row.uid): int(row.id) for row in rows})
