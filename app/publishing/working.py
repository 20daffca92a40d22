"""What somebody is writing: kept as they go, found again when they come back, and never lost to somebody else's change."""

from collections.abc import Mapping, Sequence
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app import clock
from app.publishing.form import values_of
from app.publishing.form_fields import FIELDS, Typed
from app.publishing.models import WorkingDraft
from app.social_map.draft import OfferDraft
from app.social_map.lifecycle import newest_revision
from app.social_map.models import Offer, OfferRevision, Organisation
from app.social_map.vocabulary import Status

NEW_ORGANISATION: Final = "organisatie"
"""The value that holds the name of an organisation that is not on the map yet: an editor typed it."""
MOST_OPEN: Final = 50
_FROM_ANOTHER: Final = (
    "straat", "postcode", "plaats", "adres_geheim", "locatie", "plek_naam", "telefoon", "beltijden",
    "email", "website", "bereik_zonder_stem", "werkgebied", "meldcode", "kwaliteit", "toegankelijk_rolstoel",
    "toegankelijk_invalidentoilet", "toegankelijk_ringleiding", "toegankelijk_parkeren", "toegankelijk_prikkelarm",
)  # fmt: skip
"""What is mostly the same for every offer of one organisation, so nobody types it twice (I-55). Village, municipality and pin
follow from the address, so that they never stay behind when somebody types another one."""


class ChangedMeanwhile(Exception):
    """Somebody else kept something since this was read: nothing was overwritten."""


def begin(
    session: Session,
    *,
    organisation: str,
    by: str,
    offer: Offer | None = None,
    values: Mapping[str, Sequence[str]] | None = None,
) -> WorkingDraft:
    """Begin writing, or go on with what was begun: one open draft for each offer, and one untouched one for something new.

    :param organisation: uid of whose offer it is; empty for one that is not on the map yet.
    :param by: `account:<number>`.
    :param values: what the screen begins with.
    """
    # One that was begun by who had the offer before is left alone: what they typed, and their photo, is theirs.
    of_offer = (WorkingDraft.offer_id == (offer.id if offer else None), WorkingDraft.organisation == organisation)
    question = select(WorkingDraft).where(*of_offer) if offer else _untouched(organisation, by)
    known = session.exec(question.order_by(col(WorkingDraft.id).desc())).first()
    if known is not None and (offer is not None or dict(known.values) == _kept(values or {})):
        return known
    working = WorkingDraft(
        organisation=organisation,
        offer_id=offer.id if offer else None,
        base_version=offer.version if offer else 0,
        values=_kept(values or {}),
        begun_by=by,
    )
    working.photo = next(iter(working.values.get("foto", ())), "")
    session.add(working)
    session.flush()
    return working


def _untouched(organisation: str, by: str) -> SelectOfScalar[WorkingDraft]:
    return select(WorkingDraft).where(
        WorkingDraft.organisation == organisation,
        col(WorkingDraft.offer_id).is_(None),
        WorkingDraft.begun_by == by,
        WorkingDraft.version == 1,
    )


def _kept(values: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """Only fields of the screen, tidied, and the name of a new organisation."""
    tidy = dict(Typed.of(values).values)
    name = next(iter(values.get(NEW_ORGANISATION, ())), "")[:200].strip()
    return tidy | ({NEW_ORGANISATION: (name,)} if name else {})


def keep(session: Session, working: WorkingDraft, values: Mapping[str, Sequence[str]], version: int) -> None:
    """Keep what was typed. The same again changes nothing.

    :param version: the version of the draft that was on the screen.
    :raises ChangedMeanwhile: somebody else kept something in between.
    """
    now = session.exec(select(WorkingDraft.version).where(WorkingDraft.id == working.id).with_for_update()).first()
    said = _kept({NEW_ORGANISATION: working.values.get(NEW_ORGANISATION, ()), **values})
    if now is None:
        raise ChangedMeanwhile
    if dict(working.values) == said:
        return
    if now != version or working.version != version:
        raise ChangedMeanwhile
    working.values = said
    working.photo = next(iter(said.get("foto", ())), "")
    working.version += 1
    working.updated_at = clock.now()
    session.add(working)


def working_of(session: Session, organisation: str) -> list[WorkingDraft]:
    """What an organisation is writing, newest first."""
    return list(
        session.exec(
            select(WorkingDraft)
            .where(WorkingDraft.organisation == organisation)
            .order_by(col(WorkingDraft.updated_at).desc())
            .limit(MOST_OPEN)
        )
    )


def with_uid(session: Session, uid: str) -> WorkingDraft | None:
    """The draft of this address, or None."""
    return session.exec(select(WorkingDraft).where(WorkingDraft.uid == uid)).first() if uid else None


def drop(session: Session, working: WorkingDraft) -> None:
    """Throw away what was being written; the offer it changes stays as it is."""
    session.delete(working)


def written_meanwhile(session: Session, working: WorkingDraft) -> OfferRevision | None:
    """The version of this offer that somebody else handed in since the writing began; None when there is none.

    What changes a version without changing a word (a confirmation, an editor's answer) is no reason to stop anybody.
    """
    offer = session.get(Offer, working.offer_id) if working.offer_id else None
    if offer is None or offer.version == working.base_version:
        return None
    newest = newest_revision(session, offer)
    return newest if newest.created_at > working.created_at else None


def follow(session: Session, working: WorkingDraft) -> None:
    """Go on with what was typed on top of the offer's newest version: the writer has seen both."""
    offer = session.get(Offer, working.offer_id) if working.offer_id else None
    if offer is not None and working.base_version != offer.version:
        working.base_version = offer.version
        working.created_at = clock.now()
        session.add(working)


def begun_with(session: Session, organisation: Organisation | None) -> dict[str, tuple[str, ...]]:
    """What a new offer begins with: what the organisation said before of itself and in its other offers."""
    if organisation is None:
        return {}
    found: dict[str, tuple[str, ...]] = {
        "telefoon": (organisation.phone,),
        "email": (organisation.email,),
        "website": (organisation.website,),
        "financiering": tuple(form.value for form in organisation.funding),
    }
    other = _newest_draft(session, organisation)
    if other is not None:
        said = values_of(other)
        found |= {name: said[name] for name in _FROM_ANOTHER if name in said}
    return {name: values for name, values in found.items() if any(values) and name in FIELDS}


def _newest_draft(session: Session, organisation: Organisation) -> OfferDraft | None:
    found = session.exec(
        select(OfferRevision)
        .join(Offer, col(Offer.id) == OfferRevision.offer_id)
        .where(Offer.organisation_id == organisation.id, Offer.status != Status.WITHDRAWN)
        .order_by(sa.case((col(Offer.status) == Status.PUBLISHED, 0), else_=1), col(OfferRevision.id).desc())
        .limit(1)
    ).first()
    return found.draft if found else None
