"""The facts of one offer that an engine keeps: codes, place names and numbers, never its text.

Both engines store them as one short JSON list, so that an index written by another version is recognised by
FORMAT and rebuilt instead of misread.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from app.search.document import ACCESS_FEATURES
from app.search.ranking import SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.search.document import SearchDocument
    from app.search.engine import Centre, Scope

FORMAT = 2
"""Raise this when the meaning of what is stored changes: older indexes are then rebuilt."""

COORDINATE = 100_000
"""Coordinates are kept as whole numbers of 1/100,000 degree (about a metre)."""

EVERYWHERE = frozenset({"regio", "hele-regio", "landelijk", "nederland", "heel-nederland"})
NAME_LETTERS = 11
_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


class Placed(Protocol):
    """Where an offer is and for which places, folded by `fold`."""

    @property
    def place(self) -> str:
        """Its kern."""

    @property
    def municipality(self) -> str:
        """Its municipality."""

    @property
    def served(self) -> tuple[str, ...]:
        """The places it says it serves."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts as stored. lat, lon: degrees x COORDINATE. places and served are folded by `fold`; kern is as written.

    free: 1 yes, 0 no, -1 unknown. access: one letter per feature, y, n or u. name: see `name_order`.
    confirmed: day ordinal, -1 when never.
    """

    key: int
    kind: str
    level: str
    domains: tuple[str, ...]
    target_groups: tuple[str, ...]
    interests: tuple[str, ...]
    languages: tuple[str, ...]
    lat: int | None
    lon: int | None
    kern: str
    place: str
    municipality: str
    served: tuple[str, ...]
    when: int
    free: int
    access: str
    respite: str
    vog: str
    transport: int
    confirmed: int
    name: int


@lru_cache(maxsize=4096)
def fold(name: str) -> str:
    """A place name and its slug become one: `'t Harde`, `t-harde` and `'T HARDE` are the same place."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def name_order(title: str) -> int:
    """The first eleven letters and digits of a name as a number that sorts like them: order without keeping text."""
    letters = [c for c in fold(title) if c in _ALPHABET][:NAME_LETTERS]
    number = 0
    for place in range(NAME_LETTERS):
        number = number * 40 + (_ALPHABET.index(letters[place]) + 1 if place < len(letters) else 0)
    return number


def facts_of(document: SearchDocument) -> Facts:
    """What is kept of a document. A coordinate counts only when both are there and on the globe."""
    lat, lon = document.lat, document.lon
    known = lat is not None and lon is not None and -90 <= lat <= 90 and -180 <= lon <= 180  # noqa: PLR2004  (the globe)
    return Facts(
        key=document.key,
        kind=document.kind,
        level=document.level,
        domains=_distinct(document.domains),
        target_groups=_distinct(document.target_groups),
        interests=_distinct(document.interests),
        languages=_distinct(document.languages),
        lat=round(lat * COORDINATE) if known and lat is not None else None,
        lon=round(lon * COORDINATE) if known and lon is not None else None,
        kern=document.kern.strip(),
        place=fold(document.kern),
        municipality=fold(document.municipality),
        served=_distinct(fold(name) for name in document.area_served),
        when=document.when,
        free=-1 if document.free is None else int(document.free),
        access="".join(document.access.of(feature)[0] for feature in ACCESS_FEATURES),
        respite=document.respite or "",
        vog=document.vog or "",
        transport=int(document.transport),
        confirmed=-1 if document.last_confirmed is None else document.last_confirmed,
        name=name_order(document.title),
    )


def to_bytes(facts: Facts) -> bytes:
    """One JSON list in the order of the fields."""
    return json.dumps(astuple(facts), ensure_ascii=False, separators=(",", ":")).encode()


def many_from_bytes(rows: Iterable[bytes]) -> list[Facts]:
    """Facts of many rows at once; ValueError or TypeError when a row was not written by `to_bytes`."""
    raw: list[list[Any]] = json.loads(b"[" + b",".join(rows) + b"]")
    return [Facts(*map(_frozen, row)) for row in raw]


def _frozen(value: Any) -> Any:
    return tuple(value) if type(value) is list else value


def scope_code(facts: Placed, centre: Centre) -> int:
    """Where the offer is for somebody at the centre, as a place in ranking.SCOPES: kern, municipality, region, or region
    but for other places only. An offer that says it serves a place counts as being there.
    """
    kern, municipality = fold(centre.kern), fold(centre.municipality)
    same_municipality = not municipality or facts.municipality in ("", municipality)
    if kern and ((facts.place == kern and same_municipality) or kern in facts.served):
        return 0
    if municipality and (facts.municipality == municipality or municipality in facts.served):
        return 1
    return 3 if serves_only(facts.served) else 2


def scope_of(facts: Facts, centre: Centre) -> Scope:
    """`scope_code` by name."""
    return SCOPES[scope_code(facts, centre)]


def serves_only(served: Iterable[str]) -> bool:
    """Whether an area served names places, and not simply everybody."""
    named = set(served)
    return bool(named) and not named & EVERYWHERE


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
