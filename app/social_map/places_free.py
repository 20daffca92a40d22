"""How many places are free at somebody who takes over for a while, and for how long we dare to say so (I-31).

A provider says it today and it is different next week, so it is kept beside the offer and not in its versions (HSDS:
service_capacity). What was said too long ago is never shown as if it were so now: then a page says "vraag na".
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session, col

from app import clock
from app.audit import record
from app.social_map.models import Offer, PlacesFree

MOST_PLACES = 999
LONGEST_UNIT = 40
LONGEST_NOTE = 200
UNIT = "plek"
"""What is counted when nobody says otherwise."""
_LONGEST_ACTOR = 40
_places = PlacesFree.__table__  # type: ignore[attr-defined]  # SQLModel's table


class Standing(StrEnum):
    """What can be said now: there is room, there is none, or one has to ask."""

    FREE = "free"
    FULL = "full"
    ASK = "ask"


class Places(NamedTuple):
    """What was said last. `available` and `maximum` count `unit`; None is not said. `updated_at` is aware, in UTC."""

    offer_id: int
    unit: str
    available: int | None
    maximum: int | None
    note: str
    updated_at: datetime


class WrongPlaces(Exception):
    """A number that cannot be; `field` names it (`available` or `maximum`), the message says in Dutch how to mend it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def standing(places: Places | None, now: datetime, valid_days: int) -> Standing:
    """What may be said of it at this moment.

    :param valid_days: it holds on the day it was said and this many days after it, on the calendar in the Netherlands.
    """
    if places is None or places.available is None:
        return Standing.ASK
    said_on = places.updated_at.astimezone(clock.AMSTERDAM).date()
    age = (now.astimezone(clock.AMSTERDAM).date() - said_on).days
    if not 0 <= age <= valid_days:
        return Standing.ASK
    return Standing.FREE if places.available else Standing.FULL


def places_of(connection: Connection, offer_ids: Iterable[int]) -> dict[int, Places]:
    """What is known of these offers, by offer; one question to the database, none when there is nothing to ask."""
    wanted = list(offer_ids)
    if not wanted:
        return {}
    found = connection.execute(
        sa.select(*[_places.c[name] for name in Places._fields]).where(_places.c.offer_id.in_(wanted))
    )
    return {row[0]: Places(*row) for row in found}


def set_places(
    session: Session,
    offer_id: int,
    available: int | None,
    maximum: int | None = None,
    *,
    unit: str = UNIT,
    note: str = "",
    actor: str,
    at: datetime | None = None,
) -> bool:
    """Say how many places are free, in a writing session. Editors, importers and organisations all come here.

    :param actor: `account:<number>`, or the import run, for the audit line and for taking a run back.
    :param at: when it was so (aware); now when not given. Older than what is known already: nothing happens.
    :returns: whether it was taken.
    :raises WrongPlaces: a number below nought or impossibly large, or more free than there are.
    """
    check_places(available, maximum)
    moment = at or clock.now()
    session.execute(sa.select(col(Offer.id)).where(col(Offer.id) == offer_id).with_for_update())  # one at a time
    row = session.get(PlacesFree, offer_id)
    if row is not None and row.updated_at > moment:
        return False
    if row is None:
        row = PlacesFree(offer_id=offer_id)
    row.available, row.maximum = available, maximum
    row.unit, row.note = unit.strip()[:LONGEST_UNIT] or UNIT, note.strip()[:LONGEST_NOTE]
    row.updated_at, row.updated_by = moment, actor[:_LONGEST_ACTOR]
    session.add(row)
    record(session, actor, "places.set", f"offer:{offer_id}")
    return True


def check_places(available: int | None, maximum: int | None) -> None:
    """See whether these numbers can be.

    :raises WrongPlaces: with the field and how to mend it.
    """
    for field, number in (("available", available), ("maximum", maximum)):
        if number is not None and not 0 <= number <= MOST_PLACES:
            raise WrongPlaces(field, f"Vul een getal in van 0 tot en met {MOST_PLACES}, of laat het leeg.")
    if available is not None and maximum is not None and available > maximum:
        raise WrongPlaces("available", f"Er kunnen niet meer plekken vrij zijn dan er zijn ({maximum}).")
