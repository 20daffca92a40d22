"""What was on more than a year ago goes: an agenda is no archive."""

from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import col

from app import clock
from app.agenda.models import Activity
from app.db import Database

KEPT_FOR: Final = timedelta(days=365)


def forget_past(database: Database) -> int:
    """Remove activities that began more than a year ago. Returns how many."""
    with database.writing() as session:
        gone = sa.delete(Activity).where(col(Activity.starts_at) < clock.now() - KEPT_FOR)
        return int(getattr(session.execute(gone), "rowcount", 0))
