"""Reading the map for the public: what may be seen is decided here, by the database, whatever an index says.

Cards are read with one plain query and no objects of the mapper, because a results page shows twenty of them and must
cost less than a bare page of somebody else's.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.engine import Connection
from sqlalchemy.orm import defer, make_transient_to_detached, selectinload
from sqlalchemy.orm.attributes import manager_of_class
from sqlmodel import Session, col, select

from app.social_map.draft import Accessibility, Cost
from app.social_map.models import Offer, OldAddress, Organisation, Place
from app.social_map.times import read_times
from app.social_map.vocabulary import Status

_COSTS = TypeAdapter(tuple[Cost, ...])
_MOST_HEIRS = 5
_offer = Offer.__table__  # type: ignore[attr-defined]  # SQLModel's table
_place = Place.__table__  # type: ignore[attr-defined]
_organisation = Organisation.__table__  # type: ignore[attr-defined]


class Card(NamedTuple):
    """What a result shows of an offer. `lat` and `lon` (WGS84 degrees) are None when the address is confidential."""

    id: int
    slug: str
    source_id: str | None
    name: str
    summary: str
    easy: str
    kind: str
    level: str
    decision: str
    times: str
    phone: str
    phone_hours: str
    email: str
    website: str
    without_voice: str
    costs: tuple[Cost, ...]
    last_confirmed: date | None
    confirmed_by: str | None
    example: bool
    respite: str | None
    vog: str
    transport: str
    area_served: tuple[str, ...]
    domains: tuple[str, ...]
    training: tuple[str, ...]
    book_ahead: str
    frequency: str | None
    limits: str
    target_groups: tuple[str, ...]
    organisation: str
    kern: str
    municipality: str
    town: str
    confidential: bool
    lat: float | None
    lon: float | None

    @property
    def when_mask(self) -> int:
        """When it is there, as 35 bits: read from the line as the index reads it, so that a label never says otherwise."""
        return read_times(self.times).mask

    @property
    def public_id(self) -> str:
        """What pages and the API call it: the import id if there is one, else the slug."""
        return self.source_id or self.slug


@lru_cache(maxsize=4096)
def _costs(text: str) -> tuple[Cost, ...]:
    return _COSTS.validate_json(text)


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _text(column: Any) -> Any:
    """JSON as the text it is kept in, read (and remembered) by us: most offers share a few values."""
    return sa.type_coerce(sa.cast(column, sa.Text), sa.Text)


_JSON = {"costs": _costs, "area_served": _words, "domains": _words, "training": _words, "target_groups": _words}
_OF_OFFER = (
    "id", "slug", "source_id", "name", "summary", "easy", "kind", "level", "decision", "times", "phone", "phone_hours",
    "email", "website", "without_voice", "costs", "last_confirmed", "confirmed_by", "example", "respite", "vog", "transport", "area_served", "domains",
    "training", "book_ahead", "frequency", "limits", "target_groups",
)  # fmt: skip
_PLAIN = frozenset({"level", "decision", "respite", "vog", "frequency", "confirmed_by"})
_CARDS = (
    sa.select(
        *[
            _text(_offer.c[name])
            if name in _JSON
            else sa.type_coerce(_offer.c[name], sa.String)
            if name in _PLAIN
            else _offer.c[name]
            for name in _OF_OFFER
        ],
        _organisation.c.name,
        _place.c.kern,
        _place.c.municipality,
        _place.c.town,
        _place.c.confidential,
        _place.c.lat,
        _place.c.lon,
    )
    .select_from(
        _offer.join(_organisation, _organisation.c.id == _offer.c.organisation_id).join(
            _place, _place.c.id == _offer.c.place_id
        )
    )
    .where(sa.type_coerce(_offer.c.status, sa.String) == Status.PUBLISHED.value)
)
_BY_ID = _CARDS.where(_offer.c.id.in_(sa.bindparam("ids", expanding=True)))
_COSTS_AT = _OF_OFFER.index("costs")
_WORDS_AT = tuple(_OF_OFFER.index(name) for name in _JSON if name != "costs")


def _card(row: Sequence[Any]) -> Card:
    values = list(row)
    values[_COSTS_AT] = _costs(values[_COSTS_AT])
    for place in _WORDS_AT:
        values[place] = _words(values[place])
    if values[-3]:  # confidential: nobody outside gets to know where it is
        values[-6:] = ["", values[-5], "", True, None, None]
    return Card(*values)


def cards(session: Session, ids: Sequence[int]) -> dict[int, Card]:
    """The cards of these offers, as far as the public may see them, by row number."""
    return cards_in(session.connection(), ids) if ids else {}


def cards_in(connection: Connection, ids: Sequence[int]) -> dict[int, Card]:
    """The same over a bare connection, which costs half as much as a session."""
    if not ids:
        return {}
    return {row[0]: _card(row) for row in connection.execute(_BY_ID, {"ids": list(ids)})}


def cards_by_slug(session: Session, slugs: Sequence[str]) -> list[Card]:
    """The cards of these offers in the order of the slugs; what is no longer public is left out."""
    if not slugs:
        return []
    found = {row[1]: _card(row) for row in session.connection().execute(_CARDS.where(_offer.c.slug.in_(list(slugs))))}
    return [found[slug] for slug in slugs if slug in found]


# What a source said beside it (`carried`) is large, and no page shows it.
_SHOWN = {
    table: [column for column in table.c if column.name != "carried"] for table in (_offer, _organisation, _place)
}
_WHOLE = (
    sa.select(
        *_SHOWN[_offer],
        *[column.label(f"organisation__{column.name}") for column in _SHOWN[_organisation]],
        *[column.label(f"place__{column.name}") for column in _SHOWN[_place]],
    )
    .select_from(
        _offer.join(_organisation, _organisation.c.id == _offer.c.organisation_id).join(
            _place, _place.c.id == _offer.c.place_id
        )
    )
    .where(_offer.c.slug == sa.bindparam("slug"), _offer.c.status == Status.PUBLISHED)
)


def published(connection: Connection, slug: str) -> Offer | None:
    """One offer with its organisation and place, as far as the public may see it: to be read, never to be written.

    What its source said beside it (`carried`) is not read.
    """
    row = connection.execute(_WHOLE, {"slug": slug}).first()
    if row is None:
        return None
    values, start = tuple(row), 0
    made: list[Any] = []
    for table, kind in ((_offer, Offer), (_organisation, Organisation), (_place, Place)):
        one = manager_of_class(kind).new_instance()  # without the mapper's loading, which costs more than the query
        names = [column.name for column in _SHOWN[table]]
        one.__dict__.update(zip(names, values[start : start + len(names)], strict=True))
        make_transient_to_detached(one)
        start += len(names)
        made.append(one)
    offer: Offer = made[0]
    offer.__dict__.update(organisation=made[1], place=made[2])
    return offer


def everything_of(offer: Offer) -> tuple[Any, ...]:
    """All that was read of an offer by `published`: equal values make equal pages."""
    rows = ((_offer, offer), (_organisation, offer.organisation), (_place, offer.place))
    return tuple(getattr(row, name) for table, row in rows for name in [column.name for column in _SHOWN[table]])


@dataclass(frozen=True, slots=True)
class Moved:
    """Where an offer went: the slug of the one to look at now, empty when there is none."""

    slug: str
    name: str


def gone(session: Session, slug: str) -> Moved | None:
    """What became of an offer that is no longer public under this address: its new address or its successor."""
    old = session.get(OldAddress, slug)
    offer = session.get(Offer, old.offer_id) if old else session.exec(select(Offer).where(Offer.slug == slug)).first()
    if offer is None:
        return None
    if old is not None and offer.status is Status.PUBLISHED:
        return Moved(offer.slug, offer.name)
    if offer.status is not Status.WITHDRAWN:
        return None
    return Moved(_heir(session, offer), offer.name)


def _heir(session: Session, offer: Offer) -> str:
    """The slug of the public offer that took over, also when who took over first has stopped since; empty for nobody."""
    stopped: Offer | None = offer
    for _step in range(_MOST_HEIRS):
        if stopped is None or not stopped.successor:
            break
        named = sa.or_(
            sa.and_(col(Offer.source) == stopped.source, col(Offer.source_id) == stopped.successor),
            col(Offer.slug) == stopped.successor,
        )
        heirs = session.exec(select(Offer).where(named).order_by(col(Offer.id))).all()
        public = next((each for each in heirs if each.status is Status.PUBLISHED), None)
        if public is not None:
            return public.slug
        stopped = next((each for each in heirs if each.status is Status.WITHDRAWN), None)
    return ""


def not_sure(session: Session, slug: str) -> Offer | None:
    """A hidden offer under this address, old or new, with its organisation and place: nobody knows whether it still exists."""
    old = session.get(OldAddress, slug)
    here = col(Offer.id) == old.offer_id if old else col(Offer.slug) == slug
    return session.exec(
        select(Offer)
        .where(here, Offer.status == Status.HIDDEN)
        .options(selectinload(Offer.organisation), selectinload(Offer.place))  # type: ignore[arg-type]
    ).first()


def related(session: Session, offer: Offer) -> list[Card]:
    """The offers this one says it works with, as far as the public may see them."""
    if not offer.works_with:
        return []
    ids = session.exec(
        select(Offer.id).where(
            sa.or_(
                sa.and_(col(Offer.source) == offer.source, col(Offer.source_id).in_(offer.works_with)),
                col(Offer.slug).in_(offer.works_with),
            )
        )
    ).all()
    return list(cards(session, [number for number in ids if number]).values())


def all_published(session: Session, ids: Iterable[int] | None = None, *, carried: bool = True) -> Iterable[Offer]:
    """Every public offer with its organisation and place, a few hundred at a time: for the index and for dumps.

    :param carried: with what their sources said beside them, which is large and which only open data needs.
    """
    organisation = selectinload(Offer.organisation)  # type: ignore[arg-type]
    whole: tuple[Any, ...] = (organisation, selectinload(Offer.place))  # type: ignore[arg-type]
    if not carried:
        bare = organisation.defer(Organisation.carried, raiseload=True)  # type: ignore[arg-type]
        whole = (*whole, bare, defer(Offer.carried, raiseload=True))  # type: ignore[arg-type]
    wanted = None if ids is None else list(ids)
    last = 0
    while True:
        question = (
            select(Offer)
            .where(Offer.status == Status.PUBLISHED, col(Offer.id) > last)
            .options(*whole)
            .order_by(col(Offer.id))
            .limit(400)
        )
        if wanted is not None:
            question = question.where(col(Offer.id).in_(wanted))
        batch = session.exec(question).all()
        yield from batch
        if not batch:
            return
        last = batch[-1].id or 0
        session.expunge_all()


def counts(session: Session) -> dict[str, int]:
    """How many offers there are in each state."""
    rows = session.exec(select(Offer.status, sa.func.count(col(Offer.id))).group_by(col(Offer.status))).all()
    return {Status(status).value: number for status, number in rows}


def accessibility_of(session: Session, ids: Sequence[int]) -> dict[int, Accessibility]:
    """What is known of the way in, for these offers."""
    if not ids:
        return {}
    rows = session.exec(select(col(Offer.id), col(Offer.accessibility)).where(col(Offer.id).in_(ids))).all()
    return {number: access for number, access in rows if number}
