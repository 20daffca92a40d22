"""When a backup was last made, on whatever machine: an audit line says so, because a backup is everything there is."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Session, func, select

from app.audit.lines import record
from app.audit.models import AuditLine


class Copied(StrEnum):
    """What a copy was made of: the action of its audit line."""

    DATABASE = "database.backup"
    KEYS = "keys.backup"


def note_copy(session: Session, what: Copied, trace: str = "") -> None:
    """Write down, in a writing session, that a copy was made and found whole.

    :param trace: what tells this copy from others, such as the beginning of its digest.
    """
    record(session, "cli", what.value, f"copy:{trace}" if trace else "")


def last_copy(session: Session, what: Copied) -> datetime | None:
    """When the newest copy was made; None when there never was one."""
    return session.exec(select(func.max(AuditLine.at)).where(AuditLine.action == what.value)).one()


def first_act(session: Session) -> datetime | None:
    """When anything was first done here: how long there has been something to lose."""
    return session.exec(select(func.min(AuditLine.at))).one()
