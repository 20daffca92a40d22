"""Doubles made one by an editor, with both histories kept, and taken apart again when that was a mistake.

What moved is written down row by row, so that taking apart restores those rows and no others. The name of the one that
is gone stays known: a later delivery that uses it lands at the one that stayed (app/social_map/merged.py).
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlmodel import Session, col, select

from app import clock
from app.accounts.models import Account, Invitation
from app.audit import record
from app.outbox.posting import post
from app.publishing.models import Merge, Photo, WorkingDraft
from app.social_map import lifecycle
from app.social_map.lifecycle import Actor
from app.social_map.models import Correction, Flag, ImportUpload, Offer, Organisation
from app.social_map.vocabulary import Status

ORGANISATION: Final = "organisation"
OFFER: Final = "offer"
NOT_SAME: Final = "not_same"
NOT_SAME_ORGANISATION: Final = "not_same_org"
_BY_UID: Final[tuple[type[Any], ...]] = (Account, Invitation, WorkingDraft, Photo, ImportUpload)
_OF_OFFER: Final[tuple[type[Any], ...]] = (Correction, Flag)
_INDEX_BATCH: Final = 500


class CannotMerge(Exception):
    """These two cannot become one, or this cannot be taken apart now; the message says why, in Dutch."""


def merge_organisations(session: Session, kept: Organisation, gone: Organisation, by: str) -> Merge:
    """Everything of `gone` goes to `kept`: offers, accounts, invitations, what is being written, photos, lists.

    Facts that `kept` has not are not filled in: who merges sees both side by side and can write them over.

    :raises CannotMerge: when they are one already.
    """
    _two(kept, gone, kept.merged_into, gone.merged_into)
    moved: dict[str, tuple[int, ...]] = {}
    offers = session.exec(select(Offer).where(Offer.organisation_id == gone.id).order_by(col(Offer.id))).all()
    for offer in offers:
        offer.organisation_id = kept.id or 0
        session.add(offer)
    moved[Offer.__tablename__] = tuple(offer.id or 0 for offer in offers)
    for table in _BY_UID:
        rows = session.exec(select(table).where(table.organisation == gone.uid).order_by(table.id)).all()
        for row in rows:
            row.organisation = kept.uid
            session.add(row)
        moved[table.__tablename__] = tuple(row.id for row in rows)
    gone.merged_into = kept.uid
    session.add(gone)
    _index(session, moved[Offer.__tablename__])
    record(session, by, "organisation.merge", f"organisation:{gone.uid}")
    return _written(
        session, Merge(what=ORGANISATION, kept_id=kept.id or 0, gone_id=gone.id or 0, moved=moved, merged_by=by)
    )


def merge_offers(session: Session, kept: Offer, gone: Offer, by: Actor) -> Merge:
    """`gone` leaves the public; its address, printed code and open work lead to `kept`. Its own history stays its own.

    :raises CannotMerge: when they are one already, or one of both was stopped in another way.
    """
    _two(kept, gone, kept.merged_into, gone.merged_into)
    if kept.status is Status.WITHDRAWN:
        message = "Het aanbod dat blijft, is ingetrokken. Kies het andere, of zet dit eerst terug."
        raise CannotMerge(message)
    merge = Merge(
        what=OFFER,
        kept_id=kept.id or 0,
        gone_id=gone.id or 0,
        gone_status=gone.status.value,
        gone_successor=gone.successor,
        merged_by=by.name,
    )
    moved: dict[str, tuple[int, ...]] = {}
    for table in _OF_OFFER:
        question = select(table).where(table.offer_id == gone.id).order_by(table.id)
        if table is Flag:
            question = question.where(col(Flag.settled_at).is_(None))
        rows = session.exec(question).all()
        for row in rows:
            row.offer_id = kept.id
            session.add(row)
        moved[table.__tablename__] = tuple(row.id for row in rows)
    merge.moved = moved
    gone.successor, gone.merged_into = kept.slug, kept.uid
    lifecycle.record(session, gone, "merged", Status.WITHDRAWN, by, reason=kept.name)
    _index(session, (gone.id or 0,))
    record(session, by.name, "offer.merge", f"offer:{gone.id}")
    return _written(session, merge)


def take_apart(session: Session, merge: Merge, by: Actor) -> None:
    """Undo a merge: what moved goes back, as far as it is still where the merge put it.

    :raises CannotMerge: when it was undone before, or the one that stayed was merged with a third since.
    """
    if merge.undone_at is not None:
        message = "Dit is al losgemaakt."
        raise CannotMerge(message)
    if merge.what == ORGANISATION:
        _organisations_apart(session, merge, by)
    elif merge.what == OFFER:
        _offers_apart(session, merge, by)
    merge.undone_at = clock.now()
    session.add(merge)


def _organisations_apart(session: Session, merge: Merge, by: Actor) -> None:
    kept, gone = session.get_one(Organisation, merge.kept_id), session.get_one(Organisation, merge.gone_id)
    if gone.merged_into != kept.uid or kept.merged_into:
        raise CannotMerge(_THIRD)
    offers = _rows(session, Offer, merge)
    for offer in offers:
        if offer.organisation_id == kept.id:
            offer.organisation_id = gone.id or 0
            session.add(offer)
    for table in _BY_UID:
        for row in _rows(session, table, merge):
            if row.organisation == kept.uid:
                row.organisation = gone.uid
                session.add(row)
    gone.merged_into = ""
    session.add(gone)
    _index(session, [offer.id or 0 for offer in offers])
    record(session, by.name, "organisation.unmerge", f"organisation:{gone.uid}")


def _offers_apart(session: Session, merge: Merge, by: Actor) -> None:
    kept, gone = session.get_one(Offer, merge.kept_id), session.get_one(Offer, merge.gone_id)
    if gone.merged_into != kept.uid or kept.merged_into:
        raise CannotMerge(_THIRD)
    for table in _OF_OFFER:
        for row in _rows(session, table, merge):
            if row.offer_id == kept.id:
                row.offer_id = gone.id
                session.add(row)
    gone.successor, gone.merged_into = merge.gone_successor, ""
    lifecycle.record(session, gone, "unmerged", Status(merge.gone_status), by, reason=kept.name)
    _index(session, (gone.id or 0,))
    record(session, by.name, "offer.unmerge", f"offer:{gone.id}")


_THIRD: Final = "Dit is sindsdien met een derde samengevoegd. Maak dat eerst los."


def not_the_same(session: Session, what: str, one: int, other: int, by: str) -> None:
    """A person looked at both and says that these are two: they are not pointed out together again."""
    kind = NOT_SAME_ORGANISATION if what == ORGANISATION else NOT_SAME
    low, high = sorted((one, other))
    known = select(Merge).where(
        Merge.what == kind, Merge.kept_id == low, Merge.gone_id == high, col(Merge.undone_at).is_(None)
    )
    if session.exec(known).first() is None:
        session.add(Merge(what=kind, kept_id=low, gone_id=high, merged_by=by))
        record(session, by, "double.not_same", f"{what}:{low} {what}:{high}")


def _two(kept: Offer | Organisation, gone: Offer | Organisation, *merged: str) -> None:
    if kept.id == gone.id:
        message = "Dit is twee keer hetzelfde. Kies er een ander bij."
        raise CannotMerge(message)
    if any(merged):
        message = "Een van beide is al samengevoegd."
        raise CannotMerge(message)


def _rows(session: Session, table: type[Any], merge: Merge) -> list[Any]:
    numbers = merge.moved.get(table.__tablename__, ())
    found: list[Any] = []
    for start in range(0, len(numbers), _INDEX_BATCH):
        found += session.exec(select(table).where(table.id.in_(numbers[start : start + _INDEX_BATCH]))).all()
    return found


def _index(session: Session, offers: Sequence[int]) -> None:
    for start in range(0, len(offers), _INDEX_BATCH):
        post(session, "search.index", offers=list(offers[start : start + _INDEX_BATCH]))


def _written(session: Session, merge: Merge) -> Merge:
    session.add(merge)
    session.flush()
    return merge
