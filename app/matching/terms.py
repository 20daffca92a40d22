"""The days that follow from posting an offer or question, counted in days of Europe/Amsterdam (I-34)."""

from datetime import date, timedelta
from typing import Final

from app.content.mediation import MediationTerms
from app.working_days import working_days_after

AFTER_THE_DAY: Final = timedelta(days=3)
"""A question for one day stands a few days longer, so that who asked reads what became of it."""


def answer_by(day: date, terms: MediationTerms) -> date:
    """Until when the mediating organisation may take to answer, in working days."""
    return working_days_after(day, terms.answer_days)


def expires_on(day: date, terms: MediationTerms, needed_on: date | None = None) -> date:
    """The last day on which a notice stands without being confirmed."""
    last = day + timedelta(days=terms.keep_days)
    return last if needed_on is None else max(day, min(last, needed_on + AFTER_THE_DAY))
