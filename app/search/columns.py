"""The facts of all offers side by side, as numpy columns and sets: what filters, facets and the order are read from.

Made once per generation of the index. A row number is a place in these columns; rows of deleted offers stay in
place, but are not in `alive`.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from app.search import ranking
from app.search.bitsets import ValueSets, packed, unpacked
from app.search.distance import on_the_sphere, squared_chord, squared_chords
from app.search.document import ACCESS_FEATURES
from app.search.facts import COORDINATE, fold, serves_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from app.search.bitsets import Bits, Mask
    from app.search.engine import Centre
    from app.search.facts import Facts

REMEMBERED_CENTRES = 128
_HAIR = 1e-9
"""Of the radius of the earth: 6 mm more, for rounding."""


class Columns:
    """Facts of n rows. `fields` holds the sets that are ticked by value, named after the facets."""

    def __init__(self, facts: Sequence[Facts], alive: Mask) -> None:
        self.rows = len(facts)
        self.alive = alive
        self.alive_bits = packed(alive)
        self.documents = int(alive.sum())
        self.key = np.array([fact.key for fact in facts], dtype=np.int64)
        self.confirmed = np.array([fact.confirmed for fact in facts], dtype=np.int32)
        self.when = np.array([fact.when for fact in facts], dtype=np.int64)
        self.points = on_the_sphere(_degrees([fact.lat for fact in facts]), _degrees([fact.lon for fact in facts]))
        self.rough_points = self.points.astype(np.float32)
        self._placed = _FromSouthToNorth(self.points)
        placed = ~np.isnan(self.points[0])
        self._unplaced_bits = packed(~placed)
        self.no_bits = packed(np.zeros(self.rows, dtype=np.bool_))
        kept = [fact if there else None for fact, there in zip(facts, alive.tolist(), strict=True)]

        def sets(values: Callable[[Facts], tuple[str, ...]]) -> ValueSets:
            return ValueSets([tuple(filter(None, values(fact))) if fact is not None else () for fact in kept])

        self.fields = {
            "kind": sets(lambda fact: (fact.kind,)),
            "level": sets(lambda fact: (fact.level,)),
            "domain": sets(lambda fact: fact.domains),
            "target_group": sets(lambda fact: fact.target_groups),
            "interest": sets(lambda fact: fact.interests),
            "language": sets(lambda fact: fact.languages),
            "kern": sets(lambda fact: (fact.kern,)),
            "respite": sets(lambda fact: (fact.respite,)),
            "vog": sets(lambda fact: (fact.vog,)),
            "free": sets(lambda fact: ("yes",) if fact.free == 1 else ()),
            "transport": sets(lambda fact: ("yes",) if fact.transport else ()),
        }
        self.weight = np.array([_weight(fact.respite) for fact in facts], dtype=np.uint8)
        self.names_served = np.array([bool(fact.served) for fact in facts], dtype=np.bool_)
        self.access_yes = _access_sets(facts, "y")
        self.access_no = _access_sets(facts, "n")
        self.settled = self._settled([fact.name for fact in facts])
        self._place = sets(lambda fact: (fact.place,))
        self._municipality = sets(lambda fact: (fact.municipality,))
        self._served = sets(lambda fact: fact.served)
        self._beyond = np.array([3 if serves_only(fact.served) else ranking.REGION for fact in facts], dtype=np.uint8)
        self._unknown_municipality = packed(np.array([not fact.municipality for fact in facts], dtype=np.bool_))
        self._scopes: OrderedDict[tuple[str, str], tuple[NDArray[np.uint8], Bits]] = OrderedDict()
        self._freshness: tuple[int, NDArray[np.float64]] | None = None
        self._lock = threading.Lock()

    def scopes(self, centre: Centre) -> NDArray[np.uint8]:
        """Index in ranking.SCOPES per row, shape (rows,): the same answer as facts.scope_of."""
        return self._places(centre)[0]

    def within(self, centre: Centre, radius_km: float) -> Bits:
        """The offers within the radius; those without coordinates when they are in or for the municipality. Everything
        when it is not known where the centre is.
        """
        if centre.lat is None or centre.lon is None:
            return self.alive_bits
        near = np.zeros(self.rows, dtype=np.bool_)
        near[self._placed.within(centre.lat, centre.lon, radius_km)] = True
        return packed(near) | (self.local(centre) & self._unplaced_bits)

    def local(self, centre: Centre) -> Bits:
        """The offers in or for the own kern or municipality."""
        return self._places(centre)[1]

    def _places(self, centre: Centre) -> tuple[NDArray[np.uint8], Bits]:
        names = (fold(centre.kern), fold(centre.municipality))
        with self._lock:
            if names in self._scopes:
                self._scopes.move_to_end(names)
                return self._scopes[names]
        kern, municipality = names
        scope = self._beyond.copy()
        if municipality:
            own = self._municipality.any_of((municipality,))
            scope[unpacked(own | self._served.any_of((municipality,)), self.rows)] = 1
        if kern:
            there = self._place.any_of((kern,))
            if municipality:
                there = there & (own | self._unknown_municipality)
            scope[unpacked(there | self._served.any_of((kern,)), self.rows)] = 0
        with self._lock:
            remembered = self._scopes[names] = (scope, packed(scope < ranking.REGION))
            if len(self._scopes) > REMEMBERED_CENTRES:
                self._scopes.popitem(last=False)
        return remembered

    def in_kerns(self, kerns: Iterable[str]) -> Bits:
        """The offers in one of the kernen, given as name or slug."""
        return self._place.any_of([fold(kern) for kern in kerns])

    def freshness(self, today: int) -> NDArray[np.float64]:
        """The freshness factor per row, shape (rows,), remembered for the day."""
        remembered = self._freshness
        if remembered is None or remembered[0] != today:
            remembered = (today, ranking.freshness_of_many(self.confirmed.astype(np.int64), today))
            self._freshness = remembered
        return remembered[1]

    @property
    def nbytes(self) -> int:
        """Bytes of memory of all columns and sets."""
        sets = (*self.fields.values(), self._place, self._municipality, self._served)
        arrays = (self.key, self.confirmed, self.when, self.points, self.rough_points, self.settled, self.alive)
        remembered = sum(scope.nbytes + local.nbytes for scope, local in self._scopes.values())
        remembered += self.weight.nbytes + self.names_served.nbytes
        return sum(one.nbytes for one in sets) + sum(one.nbytes for one in arrays) + self._placed.nbytes + remembered

    def _settled(self, names: Sequence[int]) -> NDArray[np.int64]:
        """Place of each row when nothing else decides: most recently confirmed, then name, then key."""
        order = np.lexsort((self.key, np.array(names, dtype=np.uint64), -self.confirmed))
        place = np.empty(self.rows, dtype=np.int64)
        place[order] = np.arange(self.rows)
        return place


class _FromSouthToNorth:
    """The offers with coordinates in order of latitude: what lies within a radius lies in one strip of them."""

    def __init__(self, points: NDArray[np.float64]) -> None:
        order = np.argsort(points[2])  # the height on the sphere, which is the sine of the latitude; unknown ones last
        self._rows = order[: int((~np.isnan(points[2])).sum())]
        self._points = points[:, self._rows]

    def within(self, lat: float, lon: float, radius_km: float) -> NDArray[np.intp]:
        """Rows within the radius, in no order."""
        chord = squared_chord(radius_km)
        height, reach = math.sin(math.radians(lat)), math.sqrt(chord) + _HAIR  # heights differ less than places do
        first, last = np.searchsorted(self._points[2], (height - reach, height + reach))
        strip = self._rows[first:last]
        near: NDArray[np.intp] = strip[squared_chords(self._points[:, first:last], lat, lon) <= chord]
        return near

    @property
    def nbytes(self) -> int:
        """Bytes of memory."""
        return self._rows.nbytes + self._points.nbytes


def _degrees(values: Sequence[int | None]) -> NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64) / COORDINATE


def _weight(respite: str) -> int:
    """Its place in ranking.WEIGHTS; what is not there is no respite."""
    return ranking.WEIGHTS.index(respite) if respite in ranking.WEIGHTS else 0


def _access_sets(facts: Sequence[Facts], letter: str) -> dict[str, Bits]:
    return {
        feature: packed(np.array([fact.access[place] == letter for fact in facts], dtype=np.bool_))
        for place, feature in enumerate(ACCESS_FEATURES)
    }
