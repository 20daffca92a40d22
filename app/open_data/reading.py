"""The public map read for open data: offers with their free places and history, a few hundred at a time, never one by one."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from app.open_data.changes import histories
from app.open_data.rendering import Rendering, goes_out
from app.social_map.finding import all_published
from app.social_map.models import Offer, Organisation
from app.social_map.places_free import places_of
from app.social_map.vocabulary import Status

Document = dict[str, Any]
BATCH = 400


def rendered(session: Session, rendering: Rendering, offers: Sequence[Offer]) -> Iterator[tuple[Offer, Document]]:
    """These offers as whole services, with two questions to the database for all of them; what may not leave is left out."""
    numbers = [offer.id for offer in offers if offer.id is not None]
    places, history = places_of(session.connection(), numbers), histories(session, numbers)
    for offer in offers:
        if goes_out(rendering.content, offer):
            number = offer.id or 0
            yield offer, rendering.service(offer, places.get(number), history=history.get(number, ()))


def every_service(session: Session, rendering: Rendering) -> Iterator[tuple[Offer, Document]]:
    """Every service of the map, whole, in the order of their row numbers."""
    for batch in _batches(all_published(session)):
        yield from rendered(session, rendering, batch)


def _batches(offers: Iterable[Offer]) -> Iterator[list[Offer]]:
    """Batches in the size in which they were read, so that no offer is let go of before it is rendered."""
    coming = iter(offers)
    while batch := list(islice(coming, BATCH)):
        yield batch


def every_organisation(session: Session, rendering: Rendering) -> Iterator[tuple[Organisation, Document]]:
    """Every organisation with an offer that may leave, whole; somebody who only asked to take part is not among them."""
    offering = select(Offer.organisation_id).where(Offer.status == Status.PUBLISHED, col(Offer.historical).is_(False))
    if not rendering.content.region.example:
        offering = offering.where(col(Offer.example).is_(False), col(Organisation.example).is_(False))
    rows = (
        select(Organisation)
        .where(col(Organisation.id).in_(offering), Organisation.merged_into == "")
        .order_by(col(Organisation.id))
        .execution_options(yield_per=BATCH)
    )
    with closing(session.exec(rows)) as found:  # who stops half way leaves no cursor open at the server
        for row in found:
            yield row, rendering.organization(row, full=True)


def with_all(session: Session, ids: Sequence[int]) -> list[Offer]:
    """These offers with their organisation and place, in the order of the numbers, whatever their state."""
    rows = session.exec(
        select(Offer).where(col(Offer.id).in_(ids)).options(selectinload(Offer.organisation), selectinload(Offer.place))  # type: ignore[arg-type]
    )
    known = {row.id: row for row in rows}
    return [known[number] for number in ids if number in known]
