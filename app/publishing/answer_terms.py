"""By when an organisation was promised an answer about what it handed in (I-38): working days, counted by each municipality."""

from datetime import date, datetime, time, timedelta
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from app.clock import AMSTERDAM
from app.content.models import Municipality
from app.publishing.history import ACCOUNT
from app.social_map.lifecycle import MAIL_LINK
from app.social_map.models import ImportRun
from app.working_days import working_days_after

OWN_LIST: Final = "organisatie "
"""How the source begins of a list that an organisation hands in of itself: `organisatie <uid>`."""
_LIST: Final = "import "


def was_promised(session: Session, author: str) -> bool:
    """Whether who handed this version in was promised an answer: a person, or an organisation with its own list.

    A list of a register was promised nothing.
    """
    if author.startswith(ACCOUNT) or author == MAIL_LINK:
        return True
    run = select(ImportRun.id).where(
        ImportRun.run == author.removeprefix(_LIST), col(ImportRun.source).startswith(OWN_LIST)
    )
    return session.exec(run).first() is not None


def promised(author: sa.ColumnElement[str] | Mapped[str]) -> sa.ColumnElement[bool]:
    """The same as `was_promised`, for a question about many versions at once."""
    lists = sa.select(_LIST + col(ImportRun.run)).where(col(ImportRun.source).startswith(OWN_LIST))
    return sa.or_(author.startswith(ACCOUNT), author == MAIL_LINK, author.in_(lists))


def answer_due(handed_in: datetime, town: Municipality) -> date:
    """The last day on which the answer is in time."""
    return working_days_after(handed_in.astimezone(AMSTERDAM).date(), town.map_editors.answer_days)


def late_before(town: Municipality, today: date) -> datetime:
    """What was handed in before this moment (midnight on the wall) should have had its answer before today."""
    days, first = town.map_editors.answer_days, today
    while working_days_after(first - timedelta(days=1), days) >= today:
        first -= timedelta(days=1)
    return datetime.combine(first, time(), AMSTERDAM)
