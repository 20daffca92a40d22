"""Taking one import run back: what it made is removed, what it changed is as it was.

What somebody touched after the run stays, and is named: an editor's work is never undone by accident.
"""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.outbox.posting import post
from app.publishing.models import WorkingDraft
from app.services import Services
from app.social_map.lifecycle import Actor, apply_draft, record
from app.social_map.merged import lasting
from app.social_map.models import (
    Correction,
    Flag,
    ImportChange,
    ImportRun,
    Offer,
    OfferEvent,
    OfferRevision,
    OldAddress,
    Organisation,
    Place,
    PlacesFree,
)
from app.social_map.names import fold_name
from app.social_map.shelving import INDEX_BATCH, digest_of
from app.social_map.vocabulary import PUBLIC_BEFORE, Status
from importers.gone import forget_flags
from importers.running import actor_of

_ACTOR = Actor("import undo", "administrator")


class NoSuchRun(Exception):
    """There is no run to take back; the message says why, in Dutch."""


@dataclass(slots=True)
class Undone:
    """What came of it. `kept` are names of offers that were changed after the run and stay as they are."""

    removed: int = 0
    restored: int = 0
    kept: list[str] = field(default_factory=list)


def undo_run(services: Services, run: str) -> Undone:
    """Take one import run back, whole or not at all.

    :raises NoSuchRun: when the run is not known or was taken back already.
    """
    done = Undone()
    with services.database.writing() as session:
        found = session.exec(select(ImportRun).where(ImportRun.run == run)).first()
        if found is None:
            raise NoSuchRun(f"Een import '{run}' is er niet. De naam staat bij 'run' in het verslag van de import.")
        if found.undone_at is not None:
            raise NoSuchRun(f"De import '{run}' is al teruggedraaid.")
        changes = session.exec(
            select(ImportChange).where(ImportChange.run_id == found.id).order_by(col(ImportChange.id).desc())
        ).all()
        touched = _touched_since(session, found) | _being_worked_on(session, found)
        made, organisations = [], set()
        numbers = []
        for change in changes:
            offer = session.get(Offer, change.offer_id)
            if offer is None:
                continue
            if change.offer_id in touched:
                done.kept.append(offer.name)
                continue
            numbers.append(change.offer_id)
            organisations.add(offer.organisation_id)
            if change.before is None:
                made.append(offer)
            else:
                _restore(session, offer, change)
        session.flush()
        _forget_flags(session, [number for number in numbers if number not in {each.id for each in made}], found.at)
        forget_flags(session, found)
        _remove(session, made)
        _drop_empty(session, organisations, found.at)
        done.removed, done.restored = len(made), len(numbers) - len(made)
        for start in range(0, len(numbers), INDEX_BATCH):
            post(session, "search.index", offers=numbers[start : start + INDEX_BATCH])
        session.execute(sa.delete(PlacesFree).where(col(PlacesFree.updated_by) == actor_of(found.run)))
        found.undone_at = clock.now()
        session.add(found)
    return done


def _touched_since(session: Session, run: ImportRun) -> set[int]:
    """Offers of this run with a later line in their history than the run's own."""
    mine = select(ImportChange.offer_id).where(ImportChange.run_id == run.id)
    newest = (
        select(sa.func.max(col(OfferEvent.id)))
        .where(col(OfferEvent.offer_id).in_(mine))
        .group_by(col(OfferEvent.offer_id))
    )
    by_run = actor_of(run.run)
    return set(
        session.exec(
            select(OfferEvent.offer_id).where(col(OfferEvent.id).in_(newest), OfferEvent.actor != by_run)
        ).all()
    )


def _being_worked_on(session: Session, run: ImportRun) -> set[int]:
    """Offers of this run that somebody has begun to change in the form: that writing would hang in the air."""
    mine = select(ImportChange.offer_id).where(ImportChange.run_id == run.id)
    begun = session.exec(select(WorkingDraft.offer_id).where(col(WorkingDraft.offer_id).in_(mine))).all()
    return {number for number in begun if number}


def _forget_flags(session: Session, numbers: list[int], since: datetime) -> None:
    """What the run pointed out on offers that stay, and nobody settled: nobody touched them since, so it is the run's."""
    for start in range(0, len(numbers), INDEX_BATCH):
        session.execute(
            sa.delete(Flag).where(
                col(Flag.offer_id).in_(numbers[start : start + INDEX_BATCH]),
                col(Flag.at) >= since,
                col(Flag.settled_at).is_(None),
            )
        )


def _remove(session: Session, offers: list[Offer]) -> None:
    """Offers that did not exist before the run, with everything that hangs on them."""
    for start in range(0, len(offers), INDEX_BATCH):
        part = offers[start : start + INDEX_BATCH]
        numbers = [offer.id for offer in part]
        places = [offer.place_id for offer in part]
        for offer in part:
            session.expunge(offer)
        for table in (OfferRevision, OfferEvent, OldAddress, ImportChange, Flag, Correction, PlacesFree):
            session.execute(sa.delete(table).where(sa.column("offer_id").in_(numbers)))
        session.execute(sa.delete(Offer).where(col(Offer.id).in_(numbers)))
        session.execute(sa.delete(Place).where(col(Place.id).in_(places)))


def _restore(session: Session, offer: Offer, change: ImportChange) -> None:
    """An offer as it was: the public version, and the newest one somebody handed in before the run."""
    mine, *earlier = session.exec(
        select(OfferRevision).where(OfferRevision.offer_id == offer.id).order_by(col(OfferRevision.number).desc())
    ).all()
    status = Status(change.before_status)
    public = next((each for each in earlier if each.state == "approved"), earlier[0] if earlier else None)
    shown = public if status in PUBLIC_BEFORE else earlier[0] if earlier else None
    held = mine.state == "pending" and status in PUBLIC_BEFORE  # a change that was waiting never reached the row
    if shown is not None and not held:
        apply_draft(session, offer, shown.draft)
        _give_back(session, offer, shown.draft.organisation.name)
    mine.state = "returned"
    mine.reason = "Import teruggedraaid."
    session.add(mine)
    if change.before is not None:
        offer.digest = digest_of(change.before)
        number = mine.number + 1
        state = "approved" if shown is not None and shown is earlier[0] and status in PUBLIC_BEFORE else "pending"
        session.add(
            OfferRevision(offer_id=offer.id or 0, number=number, draft=change.before, state=state, author=_ACTOR.name)
        )
    record(session, offer, "undo", status, _ACTOR, reason="Import teruggedraaid.")


def _give_back(session: Session, offer: Offer, organisation: str) -> None:
    owner = session.exec(select(Organisation).where(Organisation.name_key == fold_name(organisation))).first()
    if owner is not None:
        offer.organisation_id = lasting(session, owner).id or 0


def _drop_empty(session: Session, organisations: set[int], since: datetime) -> None:
    """Organisations that came with this run and offer nothing any more."""
    used = set(session.exec(select(Offer.organisation_id)).all())
    for number in organisations - used:
        owner = session.get(Organisation, number)
        if owner is not None and owner.created_at >= since:
            session.delete(owner)
