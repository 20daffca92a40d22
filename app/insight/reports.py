"""Which questions the figures answer: every table of a report, by name. Pages, files and the yearly page all ask here, so
that nobody can publish a table that was not thought about together with the others.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from app.counting.models import Measure, Tally
from app.insight.blocks import RULES
from app.insight.figures import Figures, Table, figures
from app.insight.periods import Period, quarter_of

Tables = Mapping[str, Table]
"""Tables of one period by the names of their parts."""


@dataclass(frozen=True, slots=True)
class Part:
    """One table. `slug` is its name in addresses; `within` keeps one value of a dimension, such as only what was received.

    `adds_up`: its rows exclude each other, so that their sum says something.
    """

    slug: str
    measure: Measure
    dimensions: tuple[str, ...]
    within: Mapping[str, str] = field(default_factory=dict)
    adds_up: bool = True

    @property
    def per_year_only(self) -> bool:
        """Whether a quarter has too few of these to be shown safely."""
        return not RULES[self.measure].quarterly


@dataclass(frozen=True, slots=True)
class Report:
    """A few tables that answer one question together."""

    slug: str
    parts: tuple[Part, ...]


REPORTS: Final = (
    Report(
        "niet-gevonden",
        (
            Part("niet-gevonden-onderwerp", Measure.UNMET, ("domain",)),
            Part("niet-gevonden-kern", Measure.UNMET, ("kern",)),
            Part("niet-gevonden-onderwerp-kern", Measure.UNMET, ("domain", "kern")),
            Part("niet-gevonden-waar", Measure.UNMET, ("way",)),
        ),
    ),
    Report(
        "aanvragen",
        (
            Part("aanvragen-kanaal", Measure.REQUEST, ("way",)),
            Part("aanvragen-ondersteuning", Measure.REQUEST, ("detail",)),
        ),
    ),
    Report("op-tijd", (Part("op-tijd", Measure.TERM, ("way", "detail"), adds_up=False),)),
    Report("uitkomst", (Part("uitkomst", Measure.OUTCOME, ("way",)),)),
    Report(
        "verwijzingen",
        (
            Part("verwijzingen-hoe", Measure.REFERRAL, ("way",)),
            Part("verwijzingen-onderwerp", Measure.REFERRAL, ("domain",)),
            Part("verwijzingen-van-wie", Measure.REFERRAL, ("detail",)),
        ),
    ),
    Report(
        "bij-het-loket",
        (
            Part("bij-het-loket", Measure.DESK_ANSWER, ("detail",)),
            Part("bij-het-loket-kanaal", Measure.DESK_ANSWER, ("way", "detail")),
        ),
    ),
    Report("terugbellen", (Part("terugbellen", Measure.CALL_BACK, ("detail",)),)),
    Report("hoe-ging-het", (Part("hoe-ging-het", Measure.FOLLOW_UP, ("way", "detail"), adds_up=False),)),
    Report(
        "klachten",
        (
            Part("klachten", Measure.COMPLAINT, ("way",), {"detail": "received"}),
            Part("klachten-op-tijd", Measure.COMPLAINT, ("detail",), adds_up=False),
        ),
    ),
)
"""What the staff of a municipality sees, in the order of their page."""
PARTS: Final = {part.slug: part for report in REPORTS for part in report.parts}
PUBLIC: Final = (
    "niet-gevonden-onderwerp",
    "niet-gevonden-kern",
    "aanvragen-kanaal",
    "op-tijd",
    "hoe-ging-het",
    "klachten",
    "klachten-op-tijd",
)
"""The tables of the yearly public page (I-52, I-53): some of the very same, so that two reports never say more than one."""


def read(session: Session, municipality: str, period: Period, slugs: Collection[str] | None = None) -> dict[str, Table]:
    """The tables of a finished period by name; all of them, or these.

    :param municipality: slug, or empty for the whole region. :raises ValueError: the period still runs.
    """
    found: dict[str, Table] = {}
    counted: dict[tuple[Measure, tuple[tuple[str, str], ...]], Figures] = {}  # each measure is read once
    for part in PARTS.values():
        if slugs is None or part.slug in slugs:
            asked = part.measure, tuple(part.within.items())
            if asked not in counted:
                counted[asked] = figures(session, part.measure, municipality, (period,), within=part.within)
            found[part.slug] = counted[asked].by(*part.dimensions)
    return found


def counted_since(session: Session, municipality: str) -> Period | None:
    """The quarter in which counting began here (or in the region, when empty); None when nothing was counted yet."""
    question = sa.select(sa.func.min(col(Tally.month)))
    if municipality:
        question = question.where(col(Tally.municipality) == municipality)
    first: date | None = session.execute(question).scalar_one()
    return quarter_of(first) if first else None
