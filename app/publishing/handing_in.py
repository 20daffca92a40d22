"""Handing in what was written (S24, S26): a new offer, or a change that waits while the public keeps seeing what was approved.

One transaction: the offer, its version, its line of history, what an editor should look at, and word to the search.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Final

from sqlmodel import Session, col, select

from app import clock
from app.outbox.posting import post
from app.publishing.house import Publishing
from app.publishing.remarks import remarks_on
from app.publishing.working import ChangedMeanwhile
from app.social_map.doubles import Likenesses
from app.social_map.draft import OfferDraft
from app.social_map.lifecycle import Actor, apply_draft, move, newest_revision, record
from app.social_map.models import Flag, Offer, OfferEvent, OfferRevision, OldAddress, Organisation, Place
from app.social_map.names import fold_name, slug_of
from app.social_map.publishable import why_unpublishable
from app.social_map.shelving import digest_of, fill_offer, fill_place, new_organisation
from app.social_map.vocabulary import PUBLIC_BEFORE, Status

__all__ = ["SOURCE", "ChangedMeanwhile", "hand_in"]

SOURCE: Final = "leefplein"
"""The source of what was written here."""
_MOST_OTHERS: Final = 2000
_MOST_SLUGS: Final = 10_000


def hand_in(
    session: Session,
    publishing: Publishing,
    draft: OfferDraft,
    actor: Actor,
    *,
    offer: Offer | None = None,
    base_version: int = 0,
    publish: bool = False,
    organisation: Organisation | None = None,
) -> Offer:
    """Hand in an offer, in a writing session.

    :param offer: the offer this changes; None for a new one.
    :param base_version: that offer's version when the writing began.
    :param publish: an editor's word: publish at once when nothing blocks it; else it waits, with the reason as a flag.
    :param organisation: whose new offer it is; without one it is looked up by its name, or made.
    :raises ChangedMeanwhile: somebody else changed the offer since; nothing is written then.
    """
    # Written here means looked at today: the day counts from the moment an editor says yes.
    draft = draft.model_copy(update={"status": Status.REVIEW, "last_confirmed": None})
    if offer is None:
        found = _make(session, draft, actor, organisation)
    else:
        found = _change(session, draft, actor, offer, base_version)
    blocked = why_unpublishable(draft, publishing.home_kinds)
    _flag(session, found, _remarks(session, publishing, draft, found, blocked))
    if publish and not blocked:
        move(session, found, "publish", actor, home_kinds=publishing.home_kinds)
    else:
        post(session, "search.index", offers=[found.id])
    session.flush()
    return found


def _make(session: Session, draft: OfferDraft, actor: Actor, organisation: Organisation | None) -> Offer:
    whose = organisation or _by_name(session, draft)
    place = Place()
    fill_place(place, draft.place)
    session.add_all((whose, place))
    session.flush()
    source_id = str(uuid.uuid4())
    draft = draft.model_copy(
        update={
            "source": SOURCE,
            "source_id": source_id,
            "organisation": draft.organisation.model_copy(update={"name": whose.name}),
        }
    )
    offer = Offer(
        slug=_free_slug(session, draft),
        identity=source_id,
        digest=digest_of(draft),
        source=SOURCE,
        source_id=source_id,
        status=Status.REVIEW,
        organisation_id=whose.id or 0,
        place_id=place.id or 0,
        name=draft.name,
        kind=draft.kind,
        level=draft.level,
    )
    fill_offer(offer, draft)
    session.add(offer)
    session.flush()
    number = offer.id or 0
    session.add(OfferRevision(offer_id=number, number=1, draft=draft, state="pending", author=actor.name))
    session.add(OfferEvent(offer_id=number, action="submit", after=Status.REVIEW.value, actor=actor.name))
    session.flush()
    return offer


def _change(session: Session, draft: OfferDraft, actor: Actor, offer: Offer, base_version: int) -> Offer:
    offer = session.exec(
        select(Offer).where(Offer.id == offer.id).with_for_update().execution_options(populate_existing=True)
    ).one()
    if offer.version != base_version:
        raise ChangedMeanwhile
    # Whose it is does not change by writing: a new name of the organisation must not make a second organisation.
    whose = session.get_one(Organisation, offer.organisation_id)
    draft = draft.model_copy(
        update={
            "source": offer.source,
            "source_id": offer.source_id or "",
            "organisation": draft.organisation.model_copy(update={"name": whose.name}),
        }
    )
    number = newest_revision(session, offer).number + 1
    after = offer.status if offer.status in PUBLIC_BEFORE else Status.REVIEW
    if offer.status not in PUBLIC_BEFORE:
        apply_draft(session, offer, draft)
    offer.digest = digest_of(draft)
    session.add(OfferRevision(offer_id=offer.id or 0, number=number, draft=draft, state="pending", author=actor.name))
    record(session, offer, "submit", after, actor)
    session.flush()
    return offer


def _by_name(session: Session, draft: OfferDraft) -> Organisation:
    key = fold_name(draft.organisation.name)
    known = session.exec(
        select(Organisation)
        .where(Organisation.name_key == key, Organisation.merged_into == "")
        .order_by(col(Organisation.id))
    ).first()
    return known or new_organisation(draft.organisation, SOURCE)


def _free_slug(session: Session, draft: OfferDraft) -> str:
    """The last part of a new address: the name, with its village, and then with a number; old addresses stay taken."""
    base = slug_of(f"{draft.name} {draft.place.kern}") if draft.place.kern else slug_of(draft.name)
    begin = slug_of(draft.name)
    taken = set(session.exec(select(Offer.slug).where(col(Offer.slug).startswith(begin, autoescape=True))))
    taken |= set(session.exec(select(OldAddress.slug).where(col(OldAddress.slug).startswith(begin, autoescape=True))))
    numbered = (f"{base}-{number}" for number in range(2, _MOST_SLUGS))
    return next(slug for slug in (begin, base, *numbered) if slug not in taken)


def _remarks(session: Session, publishing: Publishing, draft: OfferDraft, offer: Offer, blocked: str) -> Iterable[str]:
    names = session.exec(select(Organisation.name).where(Organisation.merged_into == "")).all()
    found = remarks_on(draft, publishing.content.now(), Likenesses(names), _others(session, offer, draft))
    return found or ((blocked,) if blocked else ())


def _others(session: Session, offer: Offer, draft: OfferDraft) -> Sequence[tuple[str, str]]:
    """Name and organisation of the other offers of this organisation and of this kern."""
    near = col(Offer.organisation_id) == offer.organisation_id
    if draft.place.kern:
        near |= col(Place.kern) == draft.place.kern
    return session.exec(
        select(Offer.name, Organisation.name)
        .join(Organisation, col(Organisation.id) == Offer.organisation_id)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(near, col(Offer.id) != offer.id, Offer.status != Status.WITHDRAWN)
        .limit(_MOST_OTHERS)
    ).all()


def _flag(session: Session, offer: Offer, reasons: Iterable[str]) -> None:
    """Each remark once; what is no longer the case is settled, so that an editor sees only what is true now."""
    open_now = {
        flag.reason: flag
        for flag in session.exec(select(Flag).where(Flag.offer_id == offer.id, col(Flag.settled_at).is_(None)))
    }
    said = list(reasons)
    for reason in said:
        if reason not in open_now:
            session.add(Flag(offer_id=offer.id or 0, reason=reason))
    for reason, flag in open_now.items():
        if reason not in said and offer.status not in PUBLIC_BEFORE and offer.source == SOURCE:
            flag.settled_at = clock.now()
            session.add(flag)
