"""Which kinds of help take over for a while, from light to heavy, and how one asks for each (I-31)."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.social_map.models import Offer
from app.social_map.vocabulary import RespiteWeight, Status

_offer = Offer.__table__  # type: ignore[attr-defined]  # SQLModel's table
_KINDS = (
    sa.select(_offer.c.respite, _offer.c.kind)
    .where(_offer.c.status == Status.PUBLISHED, _offer.c.respite.is_not(None))
    .distinct()
)


class Asking(NamedTuple):
    """What a carer wants to know before calling, as the provider typed it; empty is not known."""

    waiting_time: str
    book_ahead: str


def kinds_of_rungs(connection: Connection) -> dict[RespiteWeight, tuple[str, ...]]:
    """The kinds of public offers on each rung, in the order of their slugs: an offer's own weight decides, not its kind."""
    found: dict[RespiteWeight, set[str]] = {weight: set() for weight in RespiteWeight}
    for weight, kind in connection.execute(_KINDS):
        found[RespiteWeight(weight)].add(kind)
    return {weight: tuple(sorted(kinds)) for weight, kinds in found.items()}


def how_to_ask(connection: Connection, offer_ids: Sequence[int]) -> dict[int, Asking]:
    """Waiting time and how long beforehand to ask, by offer; no question to the database when there is nothing to ask."""
    if not offer_ids:
        return {}
    rows = connection.execute(
        sa.select(_offer.c.id, _offer.c.waiting_time, _offer.c.book_ahead).where(_offer.c.id.in_(list(offer_ids)))
    )
    return {row[0]: Asking(row[1], row[2]) for row in rows}
