"""The order of results: one public formula, the same for everybody who searches.

Nobody can pay for a place and nothing about the organisation counts. Four things do, each less than the one before:
fit, distance, availability, freshness.

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
    availability = 1 at the asked time, AVAILABLE_UNKNOWN when times are unknown, AVAILABLE_OTHERWISE at other times
    freshness    = 1 - FRESHNESS_SHARE x (days since last confirmed, at most a year) / 365
so local offers come first unless another fits much better. Without a place or a time that factor is 1.

**Browsing (no words)**: by distance, where an offer at another time than asked counts as OTHER_TIME_KM further and one
with unknown times as UNKNOWN_TIME_KM. Equal scores: most recently confirmed first, then by name, then by key.

`widened` says that no offer in or for the person's own kern or municipality has at least GOOD_ENOUGH of the best fit.
"""

from __future__ import annotations

import math
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

SCORE_STEPS = 10_000_000
"""Scores are compared in whole steps of one ten-millionth, so that equal offers are equal in every engine."""
KM_STEPS = 10_000


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


def availability(when: int, asked: int) -> int:
    """Index in AVAILABILITIES: both are masks of 35 bits, `when` 0 is unknown."""
    if when == 0:
        return 1
    return 0 if when & asked else 2


def freshness(confirmed: int, today: int) -> float:
    """The freshness factor; day ordinals, `confirmed` -1 counts as a year ago."""
    days = FRESHNESS_DAYS if confirmed < 0 else min(max(today - confirmed, 0), FRESHNESS_DAYS)
    return 1 - FRESHNESS_SHARE * days / FRESHNESS_DAYS


def freshness_of_many(confirmed: NDArray[np.int64], today: int) -> NDArray[np.float64]:
    """`freshness` for many day ordinals at once."""
    days = np.where(confirmed < 0, FRESHNESS_DAYS, np.clip(today - confirmed, 0, FRESHNESS_DAYS))
    return 1 - FRESHNESS_SHARE * days / FRESHNESS_DAYS
