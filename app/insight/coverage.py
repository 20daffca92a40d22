"""What there is: domain by village by freshness, so that a municipality sees where nothing is (issue 6, peers.md 44).

Nothing here is about persons, so every number is exact. Whether an offer reaches a village is asked of the search itself:
a figure says "there is nothing" only where a visitor finds nothing.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlmodel import Session, col

from app.content.models import Kern, Municipality
from app.content.whole import Content
from app.places.distance import kilometres_to_many
from app.search.engine import Centre
from app.search.facts import fold, scope_code
from app.search.ranking import REGION
from app.social_map.freshness import last_day
from app.social_map.models import Offer, Place
from app.social_map.vocabulary import PUBLIC_BEFORE, RespiteWeight, Status
from app.upkeep.standing import terms_for

TOO_FAR_KM: Final = 5.0
"""Further than this is not "in the neighbourhood" for who walks or cycles (issue 6: "nothing within 5 km")."""
_ELSEWHERE: Final = REGION + 1
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Covered:
    """What one village has of one domain or one weight of respite (`topic`), in numbers of offers.

    `in_kern`, `in_municipality` and `in_region` exclude each other: offers of or for the village, the rest of the
    municipality, and elsewhere for everybody. `in_time` and `overdue` (confirmed too long ago, or never) are together all
    of these. `hidden`: left the lists because nobody confirmed them. `nearest_km`: to the nearest place of help that may be
    known, None when there is none.
    """

    kern: str
    topic: str
    in_kern: int
    in_municipality: int
    in_region: int
    in_time: int
    overdue: int
    hidden: int
    nearest_km: float | None

    @property
    def here(self) -> int:
        """Of or for the own municipality."""
        return self.in_kern + self.in_municipality

    @property
    def public(self) -> int:
        """Everything a visitor from this village finds."""
        return self.here + self.in_region

    @property
    def nothing_near(self) -> bool:
        """No place of help within `TOO_FAR_KM` of the middle of the village."""
        return self.nearest_km is None or self.nearest_km > TOO_FAR_KM

    @property
    def worry(self) -> tuple[bool, bool, bool, int]:
        """Sorts what is missing most to the front: nothing here, nothing near, nothing confirmed in time, then little."""
        return (self.here > 0, not self.nothing_near, self.in_time > 0, self.here)


@dataclass(frozen=True, slots=True)
class Topic:
    """One domain or weight of respite in the whole municipality; an offer counts once.

    `without`: villages for which there is nothing of or for the own municipality; `far`: with nothing within `TOO_FAR_KM`.
    """

    topic: str
    in_time: int
    overdue: int
    hidden: int
    without: tuple[str, ...]
    far: tuple[str, ...]

    @property
    def public(self) -> int:
        """Offers of or for the own municipality that visitors see."""
        return self.in_time + self.overdue


@dataclass(frozen=True, slots=True)
class Coverage:
    """`domains` and `respite` village by village, holes first; `by_domain` and `by_respite` for all villages together."""

    domains: tuple[Covered, ...]
    respite: tuple[Covered, ...]
    by_domain: tuple[Topic, ...]
    by_respite: tuple[Topic, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    place: str
    municipality: str
    served: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """Every offer that is or was public, n of them, as columns of shape (n,). `points`: degrees, NaN where not known."""

    spots: Sequence[_Spot]
    lats: NDArray[np.float64]
    lons: NDArray[np.float64]
    shown: Flags
    in_time: Flags
    topics: dict[str, Flags]

    def scopes(self, kern: Kern, town: Municipality) -> NDArray[np.int64]:
        """How every offer stands to a village, as in ranking.SCOPES; one question for each kind of place."""
        centre = Centre(kern.lat, kern.lon, kern.name, town.name)
        known: dict[_Spot, int] = {}
        for spot in self.spots:
            if spot not in known:
                known[spot] = scope_code(spot, centre)
        return np.fromiter((known[spot] for spot in self.spots), dtype=np.int64, count=len(self.spots))


def coverage(session: Session, content: Content, town: Municipality, today: date) -> Coverage:
    """What stands on the map today for each village of a municipality. One query, whatever the number of offers."""
    domains = tuple(domain.slug for domain in content.domains)
    weights = tuple(weight.value for weight in RespiteWeight)
    standing = _standing(session, content, today, domains)
    scopes = {kern.slug: standing.scopes(kern, town) for kern in town.kernen}
    cells = [
        _covered(standing, kern, topic, scopes[kern.slug]) for kern in town.kernen for topic in (*domains, *weights)
    ]
    cells.sort(key=lambda cell: cell.worry)
    local: Flags = np.zeros(len(standing.spots), dtype=np.bool_)
    for scope in scopes.values():
        local |= scope < REGION

    def all_together(topic: str) -> Topic:
        mine = standing.topics[topic] & local
        of = [cell for cell in cells if cell.topic == topic]
        return Topic(
            topic,
            _number(mine & standing.in_time),
            _number(mine & standing.shown & ~standing.in_time),
            _number(mine & ~standing.shown),
            without=_in_order(town, [cell.kern for cell in of if not cell.here]),
            far=_in_order(town, [cell.kern for cell in of if cell.nothing_near]),
        )

    return Coverage(
        domains=tuple(cell for cell in cells if cell.topic in domains),
        respite=tuple(cell for cell in cells if cell.topic in weights),
        by_domain=tuple(all_together(topic) for topic in domains),
        by_respite=tuple(all_together(topic) for topic in weights),
    )


def _covered(standing: _Standing, kern: Kern, topic: str, scope: NDArray[np.int64]) -> Covered:
    mine = standing.topics[topic] & (scope < _ELSEWHERE)
    shown = mine & standing.shown
    nearest: float | None = None
    placed = shown & ~np.isnan(standing.lats)
    if placed.any():
        there = kilometres_to_many((kern.lat, kern.lon), standing.lats[placed], standing.lons[placed])
        nearest = float(there.min())
    return Covered(
        kern.slug,
        topic,
        in_kern=_number(shown & (scope == 0)),
        in_municipality=_number(shown & (scope == 1)),
        in_region=_number(shown & (scope == REGION)),
        in_time=_number(mine & standing.in_time),
        overdue=_number(shown & ~standing.in_time),
        hidden=_number(mine & ~standing.shown),
        nearest_km=nearest,
    )


def _standing(session: Session, content: Content, today: date, domains: Iterable[str]) -> _Standing:
    rows: Sequence[Any] = session.execute(
        sa.select(
            sa.type_coerce(sa.cast(col(Offer.domains), sa.Text), sa.Text),
            sa.type_coerce(sa.cast(col(Offer.area_served), sa.Text), sa.Text),
            col(Offer.kind),
            col(Offer.respite),
            col(Offer.last_confirmed),
            col(Offer.status) == Status.PUBLISHED,
            col(Place.kern),
            col(Place.municipality),
            col(Place.lat),
            col(Place.lon),
            col(Place.confidential),
        )
        .join(Place, col(Place.id) == Offer.place_id)
        .where(col(Offer.status).in_(PUBLIC_BEFORE))
        .order_by(col(Offer.id))
    ).all()
    spots, lats, lons, shown, in_time = [], [], [], [], []
    said: list[tuple[str, ...]] = []
    confirmed_in_time = _confirmed_in_time(content, today)
    for own, served, kind, respite, confirmed, public, kern, municipality, lat, lon, confidential in rows:
        said.append((*_words(own), respite.value if respite else ""))
        # Of a confidential place the public knows no village and nobody learns a distance.
        spots.append(_Spot("" if confidential else fold(kern), fold(municipality), _folded(served)))
        known = lat is not None and lon is not None and not confidential
        lats.append(lat if known else np.nan)
        lons.append(lon if known else np.nan)
        shown.append(bool(public))
        in_time.append(bool(public) and confirmed is not None and confirmed_in_time(kind, confirmed))
    topics = {
        topic: np.array([topic in each for each in said], dtype=np.bool_)
        for topic in (*domains, *(weight.value for weight in RespiteWeight))
    }
    return _Standing(
        spots, np.array(lats, dtype=np.float64), np.array(lons, dtype=np.float64),
        np.array(shown, dtype=np.bool_), np.array(in_time, dtype=np.bool_), topics,
    )  # fmt: skip


def _confirmed_in_time(content: Content, today: date) -> Callable[[str, date], bool]:
    """Whether an offer of this kind that was confirmed on this day need not be asked about yet."""

    @cache
    def months(kind: str) -> int:
        return terms_for(kind, content).confirm_every

    @cache
    def until(confirmed: date, every: int) -> date:
        return last_day(confirmed, every)

    return lambda kind, confirmed: today < until(confirmed, months(kind))


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


@lru_cache(maxsize=8192)
def _folded(text: str) -> tuple[str, ...]:
    return tuple(fold(name) for name in _words(text))


def _number(flags: Flags) -> int:
    return int(flags.sum())


def _in_order(town: Municipality, kernen: Iterable[str]) -> tuple[str, ...]:
    found = set(kernen)
    return tuple(kern.slug for kern in town.kernen if kern.slug in found)
