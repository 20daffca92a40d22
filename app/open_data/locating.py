"""From the ids in our documents back to rows: a source's own uuid or ours, and ids that are reckoned.

Ids of services and places where they are given are kept in memory, eight bytes each, and grow with the map: a look-up costs the
database nothing. What is found is only a candidate; whoever asks renders it and sees whether the id is really there.
"""

import threading
import time
from dataclasses import dataclass, field
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.open_data.formats import stable_id, uuid_of
from app.open_data.organisations import organization_id
from app.social_map.draft import Carried
from app.social_map.models import Offer, Organisation

_offer = Offer.__table__  # type: ignore[attr-defined]  # SQLModel's table
_organisation = Organisation.__table__  # type: ignore[attr-defined]
_LOOK_AGAIN_SECONDS: Final = 60.0
_CARRIED_PLACES: Final = {
    "sqlite": sa.text(
        "SELECT offer.id, json_extract(at.value, '$.id') FROM offer, "
        "json_each(offer.carried, '$.document.service_at_locations') AS at WHERE offer.carried IS NOT NULL"
    ),
    "postgresql": sa.text(
        "SELECT offer.id, at.value ->> 'id' FROM offer, json_array_elements(CASE json_typeof(offer.carried -> 'document' -> "
        "'service_at_locations') WHEN 'array' THEN offer.carried -> 'document' -> 'service_at_locations' ELSE CAST('[]' AS json) END) AS at "
        "WHERE offer.carried IS NOT NULL"
    ),
}


@dataclass(slots=True)
class Ids:
    """The ids of one database. Safe to share between threads."""

    _services: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _locations: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _carried: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _carried_at: float = float("-inf")
    _last: int = 0
    _whole: float = float("-inf")
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def offers(self, connection: Connection, service: str) -> tuple[int, ...]:
        """Row numbers of the offers that may be this service, as a uuid in small letters."""
        with self._lock:
            self._grow(connection)
            found = self._services.get(_short(service), ())
        direct = connection.scalars(sa.select(_offer.c.id).where(_offer.c.uid == service))
        return tuple(dict.fromkeys((*found, *direct)))

    def offers_at(self, connection: Connection, service_at_location: str) -> tuple[int, ...]:
        """Row numbers of the offers that may be given there, by the id of a service_at_location."""
        with self._lock:
            self._grow(connection)
            found = self._locations.get(_short(service_at_location), ())
            if not found:
                self._look_at_carried(connection)
                found = self._carried.get(_short(service_at_location), ())
        return found

    def _look_at_carried(self, connection: Connection) -> None:
        """The ids that sources gave to their places, all at once and at most once a minute: reading every document for each
        id that nobody knows would let any visitor keep the database busy.
        """
        if time.monotonic() - self._carried_at <= _LOOK_AGAIN_SECONDS:
            return
        found: dict[int, tuple[int, ...]] = {}
        for number, uid in connection.execute(_CARRIED_PLACES[connection.dialect.name]):
            if known := uuid_of(uid):
                found[_short(known)] = (*found.get(_short(known), ()), number)
        self._carried, self._carried_at = found, time.monotonic()

    def _grow(self, connection: Connection) -> None:
        """Take in what came since; all of it again when a minute went by, because a source may have given another id."""
        if time.monotonic() - self._whole > _LOOK_AGAIN_SECONDS:
            self._services, self._locations, self._last, self._whole = {}, {}, 0, time.monotonic()
        rows = connection.execute(
            sa.select(_offer.c.id, _offer.c.uid, _offer.c.source_id)
            .where(_offer.c.id > self._last)
            .order_by(_offer.c.id)
        )
        for number, uid, source_id in rows:
            service = uuid_of(source_id) or uid
            for ids, key in ((self._services, service), (self._locations, stable_id(service, "location"))):
                ids[_short(key)] = (*ids.get(_short(key), ()), number)
            self._last = number


def organisations_of(connection: Connection, organization: str) -> tuple[int, ...]:
    """Row numbers of the organisations with this id, as a uuid in small letters: their source's own or ours."""
    carried = sa.type_coerce(sa.cast(_organisation.c.carried, sa.Text), sa.Text).contains(organization)
    rows = connection.execute(
        sa.select(_organisation.c.id, _organisation.c.uid, _organisation.c.carried).where(
            _organisation.c.merged_into == "",
            sa.or_(_organisation.c.uid == organization, sa.and_(_organisation.c.carried.is_not(None), carried)),
        )
    )
    return tuple(number for number, uid, theirs in rows if _is(organization, uid, theirs))


def _is(wanted: str, uid: str, carried: Carried | None) -> bool:
    return organization_id(Organisation(uid=uid, name="", name_key="", carried=carried)) == wanted


def _short(uuid: str) -> int:
    return int(uuid.replace("-", "")[:16], 16)
