"""Pairs that may be doubles, for an editor to look at: organisations under two names, offers with nearly the same name."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.publishing.merging import NOT_SAME, NOT_SAME_ORGANISATION
from app.publishing.models import Merge
from app.publishing.same_offer import Likeable
from app.social_map.doubles import Likenesses
from app.social_map.models import Offer, Organisation, Place
from app.social_map.names import fold_name
from app.social_map.vocabulary import Status

_BLOCK: Final = 4
_MOST_IN_BLOCK: Final = 120
_SHORTEST: Final = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two row numbers and names, the lower number first. `where`: whose or in which kern, for who reads the list."""

    one: int
    other: int
    name: str
    other_name: str
    where: str = ""


def organisation_pairs(session: Session, shown: set[int] | None = None) -> list[Pair]:
    """Organisations that look alike.

    :param shown: the organisations this editor may merge; None for all.
    """
    rows = session.exec(
        select(Organisation.id, Organisation.name).where(Organisation.merged_into == "").order_by(col(Organisation.id))
    ).all()
    numbers = {fold_name(name): number or 0 for number, name in rows}
    likenesses, names = Likenesses(name for _, name in rows), {number or 0: name for number, name in rows}
    apart, found = _known_apart(session, NOT_SAME_ORGANISATION), {}
    for number, name in rows:
        other = likenesses.like(name)
        two = numbers.get(fold_name(other), 0) if other else 0
        key = (min(number or 0, two), max(number or 0, two))
        if two and key not in apart and (shown is None or {number, two} <= shown):
            found[key] = Pair(*key, names[key[0]], names[key[1]])
    return list(found.values())


def merging_within(session: Session, walls: sa.ColumnElement[bool]) -> set[int]:
    """The organisations all of whose offers stand within these walls (a condition on places)."""
    inside = sa.func.sum(sa.case((walls, 0), else_=1))
    question = (
        sa.select(col(Offer.organisation_id))
        .join(Place, col(Place.id) == Offer.place_id)
        .group_by(col(Offer.organisation_id))
        .having(inside == 0)
    )
    return set(session.execute(question).scalars())


def offer_pairs(session: Session, walls: sa.ColumnElement[bool]) -> list[Pair]:
    """Offers with nearly the same name, of one organisation or in one kern; what was withdrawn is left out."""
    rows = session.execute(
        sa.select(Offer.id, Offer.name, Offer.organisation_id, Organisation.name, Place.kern)  # type: ignore[call-overload]
        .join(Organisation, col(Organisation.id) == Offer.organisation_id)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(walls, col(Offer.status) != Status.WITHDRAWN)
        .order_by(col(Offer.id))
    ).all()
    groups: dict[Any, list[Any]] = defaultdict(list)
    ready = {}
    for row in rows:
        ready[row[0]] = Likeable.of(row[1], row[3])
        groups[row[2]].append(row)
        if row[4]:
            groups[fold_name(row[4])].append(row)
    apart, found = _known_apart(session, NOT_SAME), {}
    for group in groups.values():
        for one, other in _worth_comparing(group, ready):
            key = (one[0], other[0])
            if key not in found and key not in apart and ready[one[0]].like(ready[other[0]]):
                where = one[3] if one[2] == other[2] else f"{one[3]} / {other[3]}"
                found[key] = Pair(*key, one[1], other[1], ", ".join(filter(None, (where, one[4]))))
    return sorted(found.values(), key=lambda pair: (pair.one, pair.other))


def _worth_comparing(group: Sequence[Any], ready: dict[int, Likeable]) -> Iterator[tuple[Any, Any]]:
    """Pairs that share the beginning of a word; a beginning that very many share says nothing."""
    blocks: dict[str, list[Any]] = defaultdict(list)
    for row in group:
        for start in {word[:_BLOCK] for word in ready[row[0]].words.split() if len(word) >= _SHORTEST}:
            blocks[start].append(row)
    for block in blocks.values():
        if len(block) <= _MOST_IN_BLOCK:
            yield from combinations(block, 2)


def _known_apart(session: Session, what: str) -> set[tuple[int, int]]:
    rows: Iterable[tuple[int, int]] = session.exec(
        select(Merge.kept_id, Merge.gone_id).where(Merge.what == what, col(Merge.undone_at).is_(None))
    ).all()
    return set(rows)
