"""The order of results: one public formula, the same for everybody who searches.

Nobody can pay for a place and nothing about the organisation counts. Four things do, each less than the one before:
fit, distance, availability, freshness. Two kinds of question have steps above that: see "Steps" below.

**What a word in an offer is worth** (`impacts.py`, fixed when the offer is indexed). For each field: weight of the
field x weight of the term, once, however often the word is repeated, divided by a measure of the field's length.
The sum s over the fields saturates: impact = s / (s + SATURATION), between 0 and 1. Repeating a word therefore gains
nothing, and a long list of words makes each of them count less.

**Fit.** A question is a row of concepts; each concept has alternatives (the word itself, parts of a compound, other
words for the same thing) with a weight w of 0 to 1. The best alternative counts:
    worth(concept, offer) = max over terms of  w(term) x rarity(term) x impact(term, offer)
    rarity(term)          = ln(1 + (N - n + 0.5) / (n + 0.5))      N offers, n with the term
A concept's `most` is the largest w x rarity among its terms that occur at all. With c of the k concepts that occur
at all answered by the offer:
    fit = sum of worth / sum of most  x  (1 - COVERAGE x (1 - c / k))  +  KIND_BOOST  +  DOMAIN_BOOST
The boosts are for offers of a kind or life domain that the question's words point to. An offer of such a kind is
found even when none of the words occur in it. Without words every offer fits: fit = 1.

**Score of a question with words** = fit x nearness x serves x availability x freshness
    nearness     = 1 - DISTANCE_SHARE x d / (d + DISTANCE_HALF_KM)   d in km, never more than NEAR_ENOUGH for an offer
                   in or for the person's own kern or municipality; ASSUMED_KM when a place is not known
    serves       = SERVES: less for an offer whose area served names other places only
    availability = 1 at the asked time, AVAILABLE_OTHERWISE at other times, AVAILABLE_UNKNOWN when times are unknown or
                   only the day is known and a part of that day is asked
    freshness    = 1 - FRESHNESS_SHARE x (days since last confirmed, at most a year) / 365
so local offers come first unless another fits much better. Without a place or a time that factor is 1.

**Browsing (no words)**: by distance, where an offer at another time than asked counts as OTHER_TIME_KM further and one
with unknown times as UNKNOWN_TIME_KM. Equal scores: most recently confirmed first, then by name, then by key.

**Steps** (questions with words only; within a step the score decides). Nothing is hidden by a step.
* A question about somebody who takes over for a while (I-31, T5): what has a respite weight is found even when no word
  occurs in it, with LADDER_BOOST, and comes in the steps of LADDERS. With a time: lighter help that can come then, that
  may be able to, that comes at other times; then day and overnight care; then everything else. Who asks for day or
  overnight care by name gets that first, by time, and nothing is added. When it is at night or no longer bearable it is turned round: heavier first.
  Lighter help counts there when it is in or for the person's own municipality, or says that it comes everywhere;
  other help when it is not for other places only. Nothing further than LADDER_REACH_KM does, unless it is for the own
  municipality: it stands with everything else.
* What is said is no diagnosis (I-39): content names kinds that come after the others for such words; they stand last.
* Somebody who can bear no more and says nothing else reads people who help first, then everything else.
Within a step comes last (holding_back.py, among the first hundred): respite for children only, when a grown-up and no
child is named; and, for who can bear no more, what has no telephone and no mail.

`widened` says that no offer in or for the person's own kern or municipality has at least GOOD_ENOUGH of the best fit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.search.engine import Availability, Scope

SATURATION = 2.0
COVERAGE = 0.3
KIND_BOOST = 0.3
DOMAIN_BOOST = 0.05
DISTANCE_SHARE = 0.4
DISTANCE_HALF_KM = 8.0
AVAILABLE_UNKNOWN = 0.95
AVAILABLE_OTHERWISE = 0.85
FRESHNESS_SHARE = 0.05
FRESHNESS_DAYS = 365
OTHER_TIME_KM = 4.0
UNKNOWN_TIME_KM = 1.0
GOOD_ENOUGH = 0.4

SCOPES: tuple[Scope, ...] = ("kern", "gemeente", "regio", "regio")
"""Per code of app.search.facts.scope_code. The last is for offers that say they serve other places only."""
REGION = 2
NEAR_ENOUGH: tuple[float, ...] = (3.0, 7.0, math.inf, math.inf)
"""For ranking, an offer in or for the own kern (or municipality) is never further than this, in km."""
ASSUMED_KM: tuple[float, ...] = (1.0, 5.0, 20.0, 40.0)
"""What a distance counts as when the place of the offer or of the person is not known, per scope, in km."""

SERVES: tuple[float, ...] = (1.0, 1.0, 1.0, 0.6)
"""The factor for an offer that comes to other places only: still found, after what can really come."""

AVAILABILITIES: tuple[Availability, ...] = ("yes", "unknown", "no")
AVAILABILITY_FACTOR: tuple[float, ...] = (1.0, AVAILABLE_UNKNOWN, AVAILABLE_OTHERWISE)
AVAILABILITY_KM: tuple[float, ...] = (0.0, UNKNOWN_TIME_KM, OTHER_TIME_KM)

LADDER_BOOST = 0.3
LADDER_REACH_KM = 25.0
WEIGHTS = ("", "light", "day", "night")
"""Respite weights by code; the first is for offers that are no respite."""
EVERYTHING_ELSE = 5
AFTER = 10
"""The step of what content puts after the others, on top of any other step."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """In which step an offer comes: per weight the steps for available, unknown and other times (in that order; without
    a time the first counts). groups: what the steps 0 up to EVERYTHING_ELSE are called. form: only this form was asked
    for; an offer of the asked kinds counts as that form when it has no weight, and nothing else is found because of it.
    """

    light: tuple[int, int, int]
    day: tuple[int, int, int]
    night: tuple[int, int, int]
    groups: tuple[str, str, str, str, str, str]
    form: str = ""

    @property
    def steps(self) -> tuple[tuple[int, int, int], ...]:
        """The step per place in WEIGHTS and per availability."""
        return (_LAST, self.light, self.day, self.night)


_LAST = (EVERYTHING_ELSE, EVERYTHING_ELSE, EVERYTHING_ELSE)
_BY_TIME = ("then", "ask", "otherwise", "elsewhere", "elsewhere", "rest")
LADDERS: dict[str, Ladder] = {
    "light": Ladder((0, 1, 2), (3, 3, 3), (3, 3, 3), _BY_TIME),
    "heavy": Ladder((2, 3, 4), (1, 1, 1), (0, 0, 0), ("overnight", "daytime", "light", "light", "light", "rest")),
    "at_night": Ladder(
        (0, 3, 4), (2, 2, 2), (0, 0, 1), ("overnight", "overnight", "daytime", "light", "light", "rest")
    ),
    "day": Ladder(_LAST, (0, 1, 2), _LAST, _BY_TIME, form="day"),
    "night": Ladder(_LAST, _LAST, (0, 1, 2), _BY_TIME, form="night"),
}
"""Which order for which question: see app/search/respite.py. The last two are for who asks for that form by name."""

SCORE_STEPS = 10_000_000
"""Scores are compared in whole steps of one ten-millionth, so that equal offers are equal in every engine."""
KM_STEPS = 10_000
STEP = 1_000 * SCORE_STEPS
"""A step is more than any score."""


def rarity(documents: int, found: int) -> float:
    """How much a term that `found` of all `documents` offers have says; 0 for a term nobody has."""
    return math.log(1 + (documents - found + 0.5) / (found + 0.5)) if found else 0.0


def coverage(answered: int, concepts: int) -> float:
    """The factor for answering some of the concepts only."""
    return 1 - COVERAGE * (1 - answered / concepts) if concepts else 1.0


def nearness(km: float) -> float:
    """The distance factor; `km` has been capped or assumed already."""
    return 1 - DISTANCE_SHARE * km / (km + DISTANCE_HALF_KM)


def nearness_of_many(km: NDArray[np.float64]) -> NDArray[np.float64]:
    """`nearness` for many distances in km at once."""
    return 1 - DISTANCE_SHARE * km / (km + DISTANCE_HALF_KM)


def days_of(asked: int) -> int:
    """The bits for "some part of this day" of every day that a mask of 35 bits touches."""
    return sum(1 << (28 + day) for day in range(7) if asked >> (day * 4) & 15 or asked >> (28 + day) & 1)


def availability(when: int, asked: int) -> int:
    """Index in AVAILABILITIES: both are masks of 35 bits, `when` 0 is unknown, and so is an asked part of a known day."""
    if when & asked:
        return 0
    return 1 if when == 0 or when & days_of(asked) else 2


def step(ladder: str, weight: str, time: int | None, scope: int | None, km: float, *, served: bool) -> int:
    """The step of an offer. scope: place in SCOPES (None without a centre); km: as the distance counts; served: it names
    whom it is for.
    """
    known = scope is None or scope < REGION or (scope == REGION and km <= LADDER_REACH_KM)
    if not known or weight not in WEIGHTS or (weight == "light" and scope == REGION and not served):
        return EVERYTHING_ELSE
    return LADDERS[ladder].steps[WEIGHTS.index(weight)][time or 0]


def adds_respite(ladder: str) -> bool:
    """Whether everything with a respite weight is found in this order."""
    return bool(ladder) and not LADDERS[ladder].form


def group(ladder: str, step_of: int) -> str:
    """What the step of an offer is called; "" without a ladder."""
    return LADDERS[ladder].groups[min(step_of, EVERYTHING_ELSE)] if ladder else ""


def freshness(confirmed: int, today: int) -> float:
    """The freshness factor; day ordinals, `confirmed` -1 counts as a year ago."""
    days = FRESHNESS_DAYS if confirmed < 0 else min(max(today - confirmed, 0), FRESHNESS_DAYS)
    return 1 - FRESHNESS_SHARE * days / FRESHNESS_DAYS


def freshness_of_many(confirmed: NDArray[np.int64], today: int) -> NDArray[np.float64]:
    """`freshness` for many day ordinals at once."""
    days = np.where(confirmed < 0, FRESHNESS_DAYS, np.clip(today - confirmed, 0, FRESHNESS_DAYS))
    return 1 - FRESHNESS_SHARE * days / FRESHNESS_DAYS
