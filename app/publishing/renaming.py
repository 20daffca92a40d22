"""An organisation gets another name, and keeps its offers.

Versions of an offer say whose it is by name. One that still said the old name would, the day an editor approves it, take the
offer to a new organisation of that name, or to whoever took the name since.
"""

from sqlmodel import Session, col, select

from app.social_map.models import Offer, OfferRevision, Organisation
from app.social_map.names import fold_name


def rename(session: Session, organisation: Organisation, name: str) -> None:
    """Give it this name, on its row and in every version of its offers that said the old one, in a writing session."""
    old, new = fold_name(organisation.name), fold_name(name)
    organisation.name, organisation.name_key = name, new
    session.add(organisation)
    if old == new:
        return
    versions = session.exec(
        select(OfferRevision)
        .join(Offer, col(Offer.id) == OfferRevision.offer_id)
        .where(Offer.organisation_id == organisation.id)
    )
    for version in versions:
        if fold_name(version.draft.organisation.name) == old:
            whose = version.draft.organisation.model_copy(update={"name": name})
            version.draft = version.draft.model_copy(update={"organisation": whose})
            session.add(version)
