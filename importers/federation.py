"""Installations that read each other: what is here already under the same id, and what its source has stopped giving.

An offer keeps its id wherever it goes, so what we gave to a neighbour, or what both of us have from a third, is recognised when
it comes by again; without that two neighbours would copy each other's copies without end.
"""

import re

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.social_map.draft import OfferDraft
from app.social_map.models import Offer, OfferRevision
from app.social_map.vocabulary import Status

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def ids_here(session: Session, source: str) -> tuple[frozenset[str], frozenset[str]]:
    """The ids that this source gave us, and those (uuids in small letters) of all that did not come from it."""
    known, held = set(), set()
    for uid, whose, source_id in session.execute(sa.select(col(Offer.uid), col(Offer.source), col(Offer.source_id))):
        if whose == source and source_id:
            known.add(source_id)
        elif source_id and _UUID.fullmatch(source_id.casefold()):
            held.add(source_id.casefold())
        held.add(uid)
    return frozenset(known), frozenset(held - {each.casefold() for each in known})


def stopped_draft(session: Session, number: int) -> OfferDraft | None:
    """The offer as it was handed in last, withdrawn; None when it is withdrawn already."""
    offer = session.get(Offer, number)
    newest = session.exec(
        select(OfferRevision).where(OfferRevision.offer_id == number).order_by(col(OfferRevision.number).desc())
    ).first()
    if offer is None or newest is None or offer.status is Status.WITHDRAWN or newest.draft.status is Status.WITHDRAWN:
        return None
    return newest.draft.model_copy(update={"status": Status.WITHDRAWN})
