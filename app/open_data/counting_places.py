"""How many places every offer is given at, without rendering the map: so that a list of places has true pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from app.open_data.carried import as_the_source
from app.open_data.locations import locations_of
from app.open_data.rendering import service_id
from app.social_map.models import Offer, Place

_offer = Offer.__table__  # type: ignore[attr-defined]  # SQLModel's table
_place = Place.__table__  # type: ignore[attr-defined]
_AT_ONCE: Final = 500
_LIST: Final = "service_at_locations"
_MOST_KEPT: Final = 400_000


class Spot(NamedTuple):
    """One place of an offer: the row number of the offer, and which of its places, from 0."""

    offer: int
    which: int


_TOLD: dict[tuple[str, int], tuple[datetime, int]] = {}
"""What was reckoned for offers with a source's own document: uid and number -> (when the offer changed last, places)."""


def spots(session: Session, offers: Sequence[int]) -> tuple[Spot, ...]:
    """Every place of these offers, in their order, as `Rendering.service_at_locations` gives them; a confidential one is none."""
    found: dict[int, int] = {}
    for start in range(0, len(offers), _AT_ONCE):
        found |= _counts(session, offers[start : start + _AT_ONCE])
    return tuple(Spot(offer, which) for offer in offers for which in range(found.get(offer, 0)))


def _counts(session: Session, offers: Sequence[int]) -> dict[int, int]:
    known = sa.or_(
        _place.c.street != "", _place.c.town != "", _place.c.kern != "", _place.c.name != "", _place.c.lat.is_not(None)
    )
    rows = session.connection().execute(
        sa.select(_offer.c.id, _offer.c.uid, _offer.c.updated_at, known, _offer.c.carried.is_not(None))
        .select_from(_offer.join(_place, _place.c.id == _offer.c.place_id))
        .where(_offer.c.id.in_(list(offers)), sa.not_(_place.c.confidential))
    )
    found, to_read = {}, []
    for number, uid, at, ours, carried in rows:
        told = _TOLD.get((uid, number))
        if not carried:
            found[number] = int(ours)
        elif told is not None and told[0] == at:
            found[number] = told[1]
        else:
            to_read.append(number)
    if to_read:
        if len(_TOLD) > _MOST_KEPT:
            _TOLD.clear()
        question = select(Offer).where(col(Offer.id).in_(to_read)).options(selectinload(Offer.place))  # type: ignore[arg-type]
        for offer in session.exec(question):
            found[offer.id or 0] = _count(offer)
            _TOLD[offer.uid, offer.id or 0] = (offer.updated_at, found[offer.id or 0])
        session.expunge_all()
    return found


def _count(offer: Offer) -> int:
    """The places of an offer that came with its source's own document."""
    carried = offer.carried
    if carried is None:
        return len(locations_of(offer, ""))
    theirs = carried.model_copy(
        update={"document": {name: value for name, value in carried.document.items() if name == _LIST}}
    )
    ours = locations_of(offer, service_id(offer))
    return len(as_the_source({_LIST: ours} if ours else {}, theirs, "service").get(_LIST, ()))
