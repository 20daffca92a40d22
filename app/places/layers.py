"""The index of the gazetteer: built whole from lists of facts, never changed afterwards, so threads share it freely.

Three layers, the first that knows a place wins: what editors wrote (kernen, content/places.csv), what an operator
imported, and the names of the whole country.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.places.distance import kilometres_over_a_sphere, kilometres_to_many
from app.places.names import fold
from app.places.table import PlaceFact

PC4_LENGTH = 4
SAME_PLACE_KM = 8.0
"""Two layers that give one name within this distance speak of one place: the widest Dutch towns are 15 km across."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A named place as one point. `within` is its municipality or, when that is not known, its province.

    `rank` orders places of one name, lowest first: own region, then layer, then size.
    """

    name: str
    municipality: str
    within: str
    lat: float
    lon: float
    source: str
    rank: tuple[bool, int, int]

    @property
    def label(self) -> str:
        """The name with where it lies, written so that it can be asked."""
        if not self.within:
            return self.name
        return f"{self.name} ({'gemeente ' if fold(self.within) == fold(self.name) else ''}{self.within})"


@dataclass(frozen=True)
class Layers:
    """Everything known of a set of facts, by folded name and by four digits."""

    codes: dict[str, tuple[PlaceFact, ...]]
    spots: dict[str, tuple[Spot, ...]]
    qualified: dict[str, Spot]
    municipalities: dict[str, Spot]
    names: tuple[str, ...]
    digits: tuple[str, ...]
    everywhere: tuple[Spot, ...]
    degrees: np.ndarray[tuple[int, int], np.dtype[np.float64]]

    def with_prefix(self, key: str) -> Iterator[Spot]:
        """Places whose folded name starts with this, in alphabetical order."""
        for name in _from(self.names, key):
            yield from self.spots[name]

    def codes_with_prefix(self, digits: str) -> Iterator[PlaceFact]:
        """The main place of each four-digit postcode that starts with this."""
        for code in _from(self.digits, digits):
            yield self.codes[code][0]

    def nearest(self, lat: float, lon: float) -> tuple[Spot, float] | None:
        """The nearest place and how far it is in km."""
        if not self.everywhere:
            return None
        distances = kilometres_to_many((lat, lon), self.degrees[0], self.degrees[1])
        at = int(np.argmin(distances))
        return self.everywhere[at], float(distances[at])


def build(layers: Sequence[Iterable[tuple[PlaceFact, str]]], home: Iterable[str] = ()) -> Layers:
    """Index these layers, the most trusted first.

    :param layers: facts, each with its province (empty when not known).
    :param home: names of the region's own municipalities.
    """
    own = {fold(name) for name in home}
    codes: dict[str, tuple[PlaceFact, ...]] = {}
    spots: dict[str, list[Spot]] = defaultdict(list)
    for depth, layer in enumerate(layers):
        facts_of: dict[tuple[str, str, str], list[PlaceFact]] = defaultdict(list)
        of_code: dict[str, list[PlaceFact]] = defaultdict(list)
        for fact, province in layer:
            facts_of[fold(fact.name), fold(fact.municipality), province].append(fact)
            if len(fact.code) == PC4_LENGTH:
                of_code[fact.code].append(fact)
        for (key, town, province), facts in facts_of.items():
            if key:
                _add(spots[key], _spot(facts, province, depth, home=town in own))
        reach = {(facts[0].name, facts[0].municipality): len(facts) for facts in facts_of.values()}
        for code, facts in of_code.items():
            codes.setdefault(code, _main_place_first(facts, reach))
    ranked = {key: tuple(sorted(found, key=lambda spot: spot.rank)) for key, found in spots.items()}
    everywhere = tuple(spot for found in ranked.values() for spot in found)
    return Layers(
        codes=codes,
        spots=ranked,
        qualified={fold(f"{spot.name} {spot.within}"): spot for spot in reversed(everywhere) if spot.within},
        municipalities=_municipalities(everywhere),
        names=tuple(sorted(ranked)),
        digits=tuple(sorted(codes)),
        everywhere=everywhere,
        degrees=np.array([[spot.lat for spot in everywhere], [spot.lon for spot in everywhere]], dtype=np.float64),
    )


def _spot(facts: list[PlaceFact], province: str, depth: int, *, home: bool) -> Spot:
    """One point for a place: its own when a fact without postcode gives it, else the middle of its postcodes."""
    own = next((fact for fact in facts if not fact.code), None)
    first = own or facts[0]
    count = len(facts)
    lat = own.lat if own else sum(fact.lat for fact in facts) / count
    lon = own.lon if own else sum(fact.lon for fact in facts) / count
    size = max(count, *(fact.size for fact in facts)) if count > 1 else first.size
    return Spot(
        name=first.name,
        municipality=first.municipality,
        within=first.municipality or province,
        lat=round(lat, 5),
        lon=round(lon, 5),
        source=first.source,
        rank=(not home, depth, -size),
    )


def _add(known: list[Spot], spot: Spot) -> None:
    """Add a place, unless a layer above already has it."""
    for other in known:
        if other.rank[1] < spot.rank[1] and same_place(other, spot):
            return
    known.append(spot)


def same_place(one: Spot, other: Spot) -> bool:
    """Whether two spots of one name are one place: the same municipality, or near when one does not say."""
    if one.municipality and other.municipality:
        return fold(one.municipality) == fold(other.municipality)
    return kilometres_over_a_sphere((one.lat, one.lon), (other.lat, other.lon)) < SAME_PLACE_KM


def _main_place_first(facts: list[PlaceFact], reach: dict[tuple[str, str], int]) -> tuple[PlaceFact, ...]:
    """Two villages share 6674: the one with fewest postcodes of its own lives there, the other only reaches into it."""
    return tuple(sorted(facts, key=lambda fact: reach.get((fact.name, fact.municipality), 0)))


def _municipalities(spots: Iterable[Spot]) -> dict[str, Spot]:
    """Each municipality as the middle of its places."""
    members: dict[str, list[Spot]] = defaultdict(list)
    for spot in spots:
        if spot.municipality:
            members[fold(spot.municipality)].append(spot)
    return {
        key: replace(
            min(found, key=lambda spot: spot.rank),
            name=found[0].municipality,
            within="",
            lat=round(sum(spot.lat for spot in found) / len(found), 5),
            lon=round(sum(spot.lon for spot in found) / len(found), 5),
        )
        for key, found in members.items()
    }


def _from(ordered: tuple[str, ...], prefix: str) -> Iterator[str]:
    for at in range(bisect_left(ordered, prefix), len(ordered)):
        if not ordered[at].startswith(prefix):
            return
        yield ordered[at]
