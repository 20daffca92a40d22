"""Following rows that turned out to be another: who names the old one lands at the one that stayed."""

from typing import Final

from sqlmodel import Session, select

from app.social_map.models import Offer, Organisation

_FARTHEST: Final = 20


def lasting(session: Session, organisation: Organisation) -> Organisation:
    """The organisation this one became, itself when it was never merged. A circle, which nobody can make, ends somewhere."""
    for _step in range(_FARTHEST):
        if not organisation.merged_into:
            break
        found = session.exec(select(Organisation).where(Organisation.uid == organisation.merged_into)).first()
        if found is None:
            break
        organisation = found
    return organisation


def organisation_of(session: Session, uid: str) -> Organisation | None:
    """The organisation with this uid; one that was merged is followed to what it became. None when that is gone."""
    found = session.exec(select(Organisation).where(Organisation.uid == uid)).first() if uid else None
    if found is not None:
        found = lasting(session, found)
    return None if found is None or found.merged_into else found


def with_merged(session: Session, offer: Offer) -> list[int]:
    """The row numbers of an offer and of every offer that was merged into it, so that their histories are read as one."""
    numbers, uids = [offer.id or 0], [offer.uid]
    for _step in range(_FARTHEST):
        rows = [row for uid in uids for row in session.exec(select(Offer).where(Offer.merged_into == uid)).all()]
        rows = [row for row in rows if row.id not in numbers]
        if not rows:
            break
        numbers += [row.id or 0 for row in rows]
        uids = [row.uid for row in rows]
    return numbers
