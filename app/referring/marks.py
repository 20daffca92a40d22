"""What the desk's work is counted as: the result of a call, and what was given along. Never who, never the words (I-06, I-45).

The share of a worker's own employer can be seen in the figures, so that a desk that is staffed by a provider stays
answerable for neutral access (T8).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlmodel import Session

from app.counting.keeping import Happened, count
from app.counting.models import Measure

PHONE: Final = "phone"
CHANNELS: Final = (PHONE, "desk", "letter", "digital")
"""How somebody came to the desk."""


class Result(StrEnum):
    """What came of a call."""

    FOUND = "found"
    NOT_FOUND = "not_found"
    NO_REFERRAL = "no_referral"


class Way(StrEnum):
    """How a slip was given along."""

    PRINT = "print"
    MAIL = "mail"
    LETTER = "letter"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is counted of a question: the municipality, where it was asked for, and what it is nearest to (slugs or empty)."""

    municipality: str
    kern: str = ""
    domain: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """What is counted of an offer on a slip: its first domain, and the row of the organisation that gives it."""

    domain: str
    organisation_id: int


def answered(session: Session, asked: Asked, channel: str, result: Result) -> None:
    """Count one call, in a writing session. Figures of unmet need take over what was not found or could not be given (adr 12).

    :param channel: one of `CHANNELS`.
    """
    where = (asked.municipality, asked.kern, asked.domain)
    count(session, Happened(Measure.DESK_ANSWER, *where, way=channel, detail=result.value))


def referred(session: Session, asked: Asked, way: Way, given: Iterable[Given], employer_id: int | None) -> None:
    """Count a referral for each offer that was given along, in a writing session.

    :param employer_id: row of the organisation the worker is employed by; None when that is the municipality.
    """
    for each in given:
        whose = "municipality" if employer_id is None else "own" if each.organisation_id == employer_id else "other"
        count(
            session,
            Happened(Measure.REFERRAL, asked.municipality, asked.kern, each.domain, way=way.value, detail=whose),
        )
