"""What our open data is made of at this moment, in one small question: so that a harvester hears "nothing changed" for free."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app import clock
from app.content.live import LiveContent
from app.content.whole import Content
from app.social_map.models import Offer, OfferEvent, Organisation, PlacesFree
from app.social_map.vocabulary import Status

SHAPE: Final = "1"
"""Another number when the same map is written in another way."""
_offer = Offer.__table__  # type: ignore[attr-defined]  # SQLModel's table
_organisation = Organisation.__table__  # type: ignore[attr-defined]
_event = OfferEvent.__table__  # type: ignore[attr-defined]
_free = PlacesFree.__table__  # type: ignore[attr-defined]
_STATE: Final = sa.select(
    sa.select(sa.func.max(_offer.c.updated_at)).scalar_subquery(),
    sa.select(sa.func.max(_organisation.c.updated_at)).scalar_subquery(),
    sa.select(sa.func.max(_free.c.updated_at)).scalar_subquery(),
    sa.select(sa.func.max(_event.c.id)).scalar_subquery(),
    sa.select(sa.func.count())
    .select_from(_offer)
    .where(sa.type_coerce(_offer.c.status, sa.String) == Status.PUBLISHED.value)
    .scalar_subquery(),
    sa.select(sa.func.count()).select_from(_organisation).scalar_subquery(),
)
_SHIPPED: dict[int, tuple[Content, str]] = {}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Equal stamps mean equal documents. `changed` is when something changed last, whole seconds in UTC; it is today at the
    earliest, because what is said of dates and free places goes by the day.
    """

    mark: str
    changed: datetime


def stamp(connection: Connection, content: LiveContent) -> Stamp:
    """The stamp of this moment: from indexes only, whatever the size of the map."""
    row = connection.execute(_STATE).one()
    today = clock.today()
    midnight = datetime.combine(today, time.min, clock.AMSTERDAM).astimezone(UTC)
    moments = [moment.replace(microsecond=0) for moment in row[:3] if moment is not None]
    told = (SHAPE, _shipped(content.shipped), content.version, today.isoformat(), *row)
    return Stamp(hashlib.sha256(repr(told).encode()).hexdigest()[:24], max([midnight, *moments]))


def _shipped(content: Content) -> str:
    """A mark of the content folder, worked out once in a process."""
    held = _SHIPPED.get(id(content))
    if held is None or held[0] is not content:
        _SHIPPED.clear()
        held = _SHIPPED[id(content)] = (content, hashlib.sha256(content.model_dump_json().encode()).hexdigest())
    return held[1]
