"""An organisation gets another name, and keeps its offers.

Versions of an offer say whose it is by name. One that still said the old name would, the day an editor approves it, take the
offer to a new organisation of that name, or to whoever took the name since.
"""

from sqlmodel import Session, col, select

from app.social_map.draft import OfferDraft
from app.social_map.models import ImportChange, Offer, OfferRevision, Organisation
from app.social_map.names import fold_name


def rename(session: Session, organisation: Organisation, name: str) -> None:
    """Give it this name, on its row and in every version of its offers that said the old one, in a writing session."""
    old, new = fold_name(organisation.name), fold_name(name)
    organisation.name, organisation.name_key = name, new
    session.add(organisation)
    if old == new:
        return
    own = select(Offer.id).where(Offer.organisation_id == organisation.id)
    for version in session.exec(select(OfferRevision).where(col(OfferRevision.offer_id).in_(own))):
        version.draft = _renamed(version.draft, old, name)
        session.add(version)
    for change in session.exec(select(ImportChange).where(col(ImportChange.offer_id).in_(own))):
        if change.before is not None:  # what taking the import back would bring back
            change.before = _renamed(change.before, old, name)
            session.add(change)


def _renamed(draft: OfferDraft, old: str, name: str) -> OfferDraft:
    if fold_name(draft.organisation.name) != old:
        return draft
    return draft.model_copy(update={"organisation": draft.organisation.model_copy(update={"name": name})})
