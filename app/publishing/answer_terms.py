"""By when an organisation was promised an answer about what it handed in (I-38): working days, counted by each municipality."""

from datetime import date, datetime, time, timedelta

from app.clock import AMSTERDAM
from app.content.models import Municipality
from app.publishing.history import ACCOUNT
from app.social_map.lifecycle import MAIL_LINK
from app.working_days import working_days_after


def was_promised(author: str) -> bool:
    """Whether a person handed this version in and so was promised an answer; a list of a register was promised nothing."""
    return author.startswith(ACCOUNT) or author == MAIL_LINK


def answer_due(handed_in: datetime, town: Municipality) -> date:
    """The last day on which the answer is in time."""
    return working_days_after(handed_in.astimezone(AMSTERDAM).date(), town.map_editors.answer_days)


def late_before(town: Municipality, today: date) -> datetime:
    """What was handed in before this moment (midnight on the wall) should have had its answer before today."""
    days, first = town.map_editors.answer_days, today
    while working_days_after(first - timedelta(days=1), days) >= today:
        first -= timedelta(days=1)
    return datetime.combine(first, time(), AMSTERDAM)
