"""Which offers and organisations answer the parameters of a question: row numbers only, so that a page of them can be rendered.

Every parameter narrows what the others left (AND). What the database can decide it decides; what stands in a line that people
wrote (ages, times, the area served) is read here from a few narrow columns. Only public offers are chosen; who asks what changed
since a moment also gets what was public once and is no longer, so that a harvester notices.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import ColumnElement

from app.content.whole import Content
from app.open_data.ages import read_ages
from app.open_data.of_terms import carries, carries_some, has_kind_of_organisation, is_kind_of_organisation
from app.places.distance import kilometres_over_a_sphere
from app.places.located import Located
from app.search.facts import EVERYWHERE, fold
from app.social_map.models import Offer, OfferEvent, Organisation, Place, PlacesFree
from app.social_map.names import fold_name
from app.social_map.near import square_around
from app.social_map.schedule import DAY
from app.social_map.times import read_times
from app.social_map.vocabulary import Status

_offer = Offer.__table__  # type: ignore[attr-defined]  # SQLModel's table
_place = Place.__table__  # type: ignore[attr-defined]
_organisation = Organisation.__table__  # type: ignore[attr-defined]
_event = OfferEvent.__table__  # type: ignore[attr-defined]
_free = PlacesFree.__table__  # type: ignore[attr-defined]
_STATUS: Final[Any] = sa.type_coerce(_offer.c.status, sa.String)
_METRES: Final = 1000
NOBODY: Final = -1
"""In the place of an organisation's row number: one that we do not have."""
MOST_WORDS: Final = 20
"""Words of a search for organisations that are looked for; each is a condition, and a database takes no thousand."""


@dataclass(frozen=True, slots=True)
class Hours:
    """A wish about times. `day` 0 is Monday, None any; `start` and `end` are minutes after midnight, None is not said."""

    day: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of services; all of it counts together, what is None or empty was not asked.

    :ivar terms: ids of terms, every one of them; `taxonomies`: ids, some term of every one of them.
    :ivar organisation: row number of an organisation, or NOBODY.
    :ivar since: changed at or after this moment.
    :ivar gone: with what was public once and is no longer.
    :ivar around: a postcode; within `metres` of it as the crow flies, or serving it when those are None.
    :ivar youngest, oldest: ages that the offer must be meant for; no age said is for everybody.
    """

    terms: tuple[str, ...] = ()
    taxonomies: tuple[str, ...] = ()
    organisation: int | None = None
    since: datetime | None = None
    gone: bool = False
    around: Located | None = None
    metres: int | None = None
    youngest: int | None = None
    oldest: int | None = None
    hours: Hours | None = None


def shown(content: Content) -> ColumnElement[bool]:
    """The rule for an offer in open data: public, of this time, and an example only where the whole region is one."""
    return sa.and_(Status.PUBLISHED.value == _STATUS, *_of_the_map(content))


def once_shown(content: Content) -> ColumnElement[bool]:
    """The rule for an offer that was withdrawn or hidden after the public had seen it."""
    seen = sa.select(_event.c.id).where(_event.c.offer_id == _offer.c.id, _event.c.after == Status.PUBLISHED.value)
    return sa.and_(_STATUS.in_([Status.WITHDRAWN.value, Status.HIDDEN.value]), seen.exists(), *_of_the_map(content))


def _of_the_map(content: Content) -> list[ColumnElement[bool]]:
    real = [sa.not_(_offer.c.example)]
    return [sa.not_(_offer.c.historical), *([] if content.region.example else real)]


def offers(connection: Connection, content: Content, wanted: Wanted) -> tuple[int, ...]:
    """Row numbers of the offers that answer, in the order in which they came to the map."""
    if wanted.organisation == NOBODY:
        return ()
    rule = _public_or_gone(content, wanted)
    narrow = [carries(connection, content, term) for term in wanted.terms]
    narrow += [carries_some(content, taxonomy) for taxonomy in wanted.taxonomies]
    if wanted.organisation is not None:
        narrow.append(_offer.c.organisation_id == wanted.organisation)
    if wanted.around is not None and wanted.metres is not None:  # the square first; `_tests` measures what is in it
        narrow.append(square_around(connection, wanted.around.lat, wanted.around.lon, wanted.metres / _METRES))
    tests = _tests(wanted)
    columns = [_offer.c.id]
    source: Any = _offer
    if tests or wanted.since is not None:
        columns += [_offer.c.age, _offer.c.times, _json(_offer.c.area_served)]
        columns += [_place.c.kern, _place.c.municipality, _place.c.lat, _place.c.lon, _place.c.confidential]
        source = _offer.join(_place, _place.c.id == _offer.c.place_id).join(
            _organisation, _organisation.c.id == _offer.c.organisation_id
        )
    rows = connection.execute(sa.select(*columns).select_from(source).where(rule, *narrow).order_by(_offer.c.id))
    return tuple(row[0] for row in rows if all(test(row) for test in tests))


def organisations(
    connection: Connection,
    content: Content,
    *,
    words: str = "",
    terms: Sequence[str] = (),
    taxonomies: Sequence[str] = (),
    since: datetime | None = None,
    among: Sequence[int] | None = None,
) -> tuple[int, ...]:
    """Row numbers of the organisations with something on the public map, in the order in which they came to it.

    :param words: all of them stand in the name or the description.
    :param terms: every one is carried by the organisation itself or by one of its offers; `taxonomies` likewise.
    :param among: only of these rows.
    """
    public = shown(content)
    question = sa.select(_organisation.c.id).where(_has_offer(public), _organisation.c.merged_into == "")
    if not content.region.example:
        question = question.where(sa.not_(_organisation.c.example))
    for term in terms:
        rule = _has_offer(public, carries(connection, content, term))
        question = question.where(sa.or_(rule, is_kind_of_organisation(content, term)))
    for taxonomy in taxonomies:
        rule = _has_offer(public, carries_some(content, taxonomy))
        question = question.where(sa.or_(rule, has_kind_of_organisation(taxonomy)))
    for word in list(dict.fromkeys(fold_name(words).split()))[:MOST_WORDS]:
        told = sa.func.lower(_organisation.c.description).contains(word, autoescape=True)
        question = question.where(sa.or_(_organisation.c.name_key.contains(word, autoescape=True), told))
    if since is not None:
        question = question.where(_organisation.c.updated_at >= since)
    if among is not None:
        question = question.where(_organisation.c.id.in_(list(among)))
    return tuple(connection.scalars(question.order_by(_organisation.c.id)))


def in_order(found: Sequence[int], order: Sequence[int]) -> tuple[int, ...]:
    """Those of `found` that `order` names, in its order."""
    among = set(found)
    return tuple(number for number in order if number in among)


def _public_or_gone(content: Content, wanted: Wanted) -> ColumnElement[bool]:
    public = shown(content)
    if wanted.since is None:
        return public
    public = sa.and_(
        public,
        sa.or_(
            _offer.c.updated_at >= wanted.since,
            _organisation.c.updated_at >= wanted.since,
            _offer.c.id.in_(sa.select(_free.c.offer_id).where(_free.c.updated_at >= wanted.since)),
        ),
    )
    if not wanted.gone:
        return public
    since = sa.or_(
        _offer.c.updated_at >= wanted.since,
        _offer.c.id.in_(sa.select(_event.c.offer_id).where(_event.c.at >= wanted.since)),
    )
    return sa.or_(public, sa.and_(once_shown(content), since))


def _has_offer(*rules: ColumnElement[bool]) -> ColumnElement[bool]:
    return sa.type_coerce(_organisation.c.id, sa.Integer).in_(sa.select(_offer.c.organisation_id).where(*rules))


def _json(column: Any) -> Any:
    return sa.type_coerce(sa.cast(column, sa.Text), sa.Text)


def _tests(wanted: Wanted) -> list[Callable[[Any], bool]]:
    """What is read from a row here: (id, age, times, area served, kern, municipality, lat, lon, confidential)."""
    tests: list[Callable[[Any], bool]] = []
    around, hours = wanted.around, wanted.hours
    if wanted.youngest is not None or wanted.oldest is not None:
        youngest, oldest = wanted.youngest or 0, wanted.oldest
        tests.append(lambda row: _fits_age(row[1], youngest, oldest))
    if hours is not None:
        tests.append(lambda row: is_there(row[2], hours))
    if around is not None and wanted.metres is not None:
        within = wanted.metres / _METRES
        here = (around.lat, around.lon)
        tests.append(
            lambda row: (
                not row[8]
                and row[6] is not None
                and row[7] is not None
                and kilometres_over_a_sphere(here, (row[6], row[7])) <= within
            )
        )
    elif around is not None:
        tests.append(lambda row: _serves(row[3], "" if row[8] else row[4], row[5], around))
    return tests


def _fits_age(said: str, youngest: int, oldest: int | None) -> bool:
    lowest, highest = read_ages(said)
    return (oldest is None or lowest is None or lowest <= oldest) and (highest is None or highest >= youngest)


def is_there(times: str, hours: Hours) -> bool:
    """Whether a line of times says that something is there at some moment of the wish; what is not known is not there."""
    schedule = read_times(times).schedule
    if schedule is None:
        return False
    start, end = hours.start or 0, DAY if hours.end is None else hours.end
    for slot in schedule.slots:
        if hours.day is not None and hours.day not in slot.days:
            continue
        if hours.start is None and hours.end is None:
            return True
        if any(span.opens < end and (span.closes or span.opens + 1) > start for span in slot.spans):
            return True
    return False


@lru_cache(maxsize=8192)
def _words(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _serves(area: str, kern: str, municipality: str, around: Located) -> bool:
    """Whether the area served has this place in it; without an area it is the municipality where the offer is."""
    named = {fold(name) for name in _words(area)}
    here = {fold(name) for name in (around.kern, around.municipality) if name}
    if not named:
        return not municipality or fold(municipality) in here or (bool(kern) and fold(kern) in here)
    return bool(named & EVERYWHERE) or bool(named & here)
