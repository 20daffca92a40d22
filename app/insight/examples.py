"""Invented counts, so that who tries the product sees figures as they look after two years, and benchmarks have something
to count. Nobody did any of this: the pages of an example region say so.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import Final

from app import clock
from app.content.models import OUTCOMES
from app.content.whole import Content
from app.counting.keeping import Happened, count_all
from app.counting.models import Measure
from app.db import Database

YEARS: Final = 2
INHABITANTS: Final[Mapping[str, int]] = {"hattem": 12_000, "putten": 25_000, "overbetuwe": 50_000}
Weights = Mapping[str, int]
_TERM: Final = {"in_time": 90, "late": 10}


@dataclass(frozen=True, slots=True)
class _Habit:
    """How often something happens: `a_year` times per 1,000 inhabitants, and how ways and details are divided."""

    measure: Measure
    a_year: float
    ways: Weights
    details: Weights
    kern: bool = True
    domain: bool = True


_HABITS: Final = (
    _Habit(Measure.UNMET, 20, {"search": 1}, {"none": 60, "far": 40}),
    _Habit(Measure.UNMET, 4, {"route": 1}, {"ended": 1}),
    _Habit(
        Measure.DESK_ANSWER,
        40,
        {"phone": 65, "desk": 20, "digital": 10, "letter": 5},
        {"found": 80, "not_found": 12, "no_referral": 8},
    ),
    _Habit(
        Measure.REFERRAL,
        60,
        {"print": 35, "mail": 30, "link": 25, "letter": 10},
        {"municipality": 40, "other": 40, "own": 20},
    ),
    _Habit(
        Measure.REQUEST,
        12,
        {"digital": 45, "phone": 35, "desk": 15, "letter": 5},
        {"no": 40, "yes": 25, "later": 25, "to_ask": 10},
        domain=False,
    ),
    _Habit(Measure.TERM, 12, {"first_contact": 1}, _TERM, domain=False),
    _Habit(Measure.TERM, 10, {"conversation": 1}, _TERM, domain=False),
    _Habit(Measure.OUTCOME, 11, dict(zip(OUTCOMES, (35, 45, 20), strict=True)), {"": 1}, domain=False),
    _Habit(Measure.FOLLOW_UP, 4, {"solved": 1}, {"yes": 55, "partly": 25, "no": 15, "unknown": 5}, domain=False),
    _Habit(Measure.FOLLOW_UP, 4, {"hoped": 1}, {"yes": 50, "partly": 30, "no": 15, "unknown": 5}, domain=False),
    _Habit(Measure.FOLLOW_UP, 4, {"treatment": 1}, {"good": 75, "fair": 17, "bad": 8}, domain=False),
    _Habit(
        Measure.FOLLOW_UP,
        4,
        {"support": 1},
        {"helped": 35, "not_wanted": 35, "not_known": 25, "unknown": 5},
        domain=False,
    ),
    _Habit(
        Measure.COMPLAINT,
        0.6,
        {"treatment": 30, "late": 30, "municipality": 20, "quality": 10, "organisation": 10},
        {"received": 1},
        kern=False,
        domain=False,
    ),
    _Habit(
        Measure.COMPLAINT,
        0.6,
        {"treatment": 30, "late": 30, "municipality": 20, "quality": 10, "organisation": 10},
        _TERM,
        kern=False,
        domain=False,
    ),
    _Habit(Measure.CALL_BACK, 3, {"": 1}, {"accepted": 70, "declined": 15, "unanswered": 15}, kern=False),
)


def make_example_counts(database: Database, content: Content) -> int:
    """Counts of the finished months of this year and the two years before, the same at every start. Returns how many."""
    today = clock.today()
    months = [
        date(year, month, 1)
        for year in range(today.year - YEARS, today.year + 1)
        for month in range(1, 13)
        if date(year, month, 1) < today.replace(day=1)
    ]
    counts: Counter[tuple[date, Happened]] = Counter()
    for town in content.municipalities:
        kernen = [kern.slug for kern in town.kernen]
        domains = [domain.slug for domain in content.domains]
        counts.update(invented(town.slug, INHABITANTS.get(town.slug, 20_000), kernen, domains, months))
    with database.writing() as session:
        count_all(session, counts)
    return sum(counts.values())


def invented(
    municipality: str, inhabitants: int, kernen: Sequence[str], domains: Sequence[str], months: Iterable[date]
) -> Counter[tuple[date, Happened]]:
    """Invented counts of one municipality: the first kern and the first domain of the lists most, by Zipf's law."""
    chance = random.Random(municipality)  # noqa: S311  # the same numbers at every start, no secret
    counts: Counter[tuple[date, Happened]] = Counter()
    by_kern, by_domain = (
        list(accumulate(1 / place for place in range(1, len(each) + 2))) for each in (kernen, domains)
    )
    for month in months:
        for habit in _HABITS:
            number = round(chance.gauss(1, 0.15) * habit.a_year * inhabitants / 12_000)
            ways = chance.choices(list(habit.ways), list(habit.ways.values()), k=number)
            details = chance.choices(list(habit.details), list(habit.details.values()), k=number)
            where = chance.choices([*kernen, ""], cum_weights=by_kern, k=number) if habit.kern else [""] * number
            what = chance.choices([*domains, ""], cum_weights=by_domain, k=number) if habit.domain else [""] * number
            for kern, domain, way, detail in zip(where, what, ways, details, strict=True):
                counts[month, Happened(habit.measure, municipality, kern, domain, way, detail)] += 1
    return counts
