"""What a search engine is told about one published offer.

The page never reads these values back: rows come from the database, which also decides whether they may be seen.
Only offers whose status is `published` are turned into a SearchDocument (app/search/indexing.py does that).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Answer = Literal["yes", "no", "unknown"]

ACCESS_FEATURES = ("wheelchair", "toilet", "hearing_loop", "parking", "low_stimulus")
"""The things a person may need of a building, in the order in which pages name them."""


@dataclass(frozen=True, slots=True)
class Accessibility:
    """What is known of the building; everything is unknown until somebody has answered."""

    wheelchair: Answer = "unknown"
    toilet: Answer = "unknown"
    hearing_loop: Answer = "unknown"
    parking: Answer = "unknown"
    low_stimulus: Answer = "unknown"

    def of(self, feature: str) -> Answer:
        """The answer for one of ACCESS_FEATURES; KeyError for any other name."""
        if feature not in ACCESS_FEATURES:
            raise KeyError(feature)
        answer: Answer = getattr(self, feature)
        return answer


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One published offer: its words (analysed, then forgotten) and its facts (kept as columns).

    key: the offer's integer id. lat and lon: WGS84 degrees, None when the address is confidential or unknown.
    when: 35 bits, 0 when not known: weekday * 4 + daypart, and 28 + weekday when only the day is known. free: None when the cost is not known.
    area_served: names or slugs of kernen and municipalities, or `regio`; empty excludes nobody.
    last_confirmed: `date.toordinal()`, None when nobody has confirmed it yet.
    """

    key: int
    title: str
    kind: str
    level: str
    summary: str = ""
    body: str = ""
    keywords: tuple[str, ...] = ()
    organisation: str = ""
    kind_words: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    kern: str = ""
    municipality: str = ""
    area_served: tuple[str, ...] = ()
    when: int = 0
    free: bool | None = None
    access: Accessibility = field(default_factory=Accessibility)
    respite: str | None = None
    vog: str | None = None
    transport: bool = False
    last_confirmed: int | None = None
