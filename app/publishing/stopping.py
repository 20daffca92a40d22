"""Stopping an offer without leaving visitors at a dead end: who takes over, and how it comes back when that was a mistake.

The old address keeps working (S27): it leads to the successor, or says that this stopped and whom to call.
"""

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.audit import record
from app.content.letterhead import site_of
from app.publishing.history import By, by_whom, last_event
from app.publishing.house import Publishing
from app.publishing.letters import addresses_of, write_letter
from app.social_map.lifecycle import Actor, NotAllowed, move, newest_revision
from app.social_map.models import Flag, Offer, Organisation, Place
from app.social_map.vocabulary import PUBLIC_BEFORE, Status

LONGEST_REASON = 500
PAGE = "bericht-aanbod-gestopt"
MISSED = "Deze hulp mag niet zomaar wegvallen, en niemand neemt het over. Bel de organisatie."


class NoSuccessor(Exception):
    """What was given as successor is no offer that visitors can see; the message says so in Dutch."""


def find_successor(session: Session, offer: Offer, told: str) -> Offer:
    """The public offer that somebody points at, by its name, the last part of its address, its whole address or its id.

    :raises NoSuccessor: nothing public has that name, more than one has, or it is the offer itself.
    """
    words = told.strip().split("#")[0].split("?")[0].rstrip("/")
    public = select(Offer).where(Offer.status == Status.PUBLISHED)
    at_address = public.where(col(Offer.slug) == words.rpartition("/")[2].lower())
    named = public.where(sa.func.lower(col(Offer.name)) == " ".join(told.split()).lower()).limit(2)
    numbered = public.where(col(Offer.source) == offer.source, col(Offer.source_id) == told.strip())
    ways = (at_address,) if "/" in words else (numbered, named, at_address)
    found: list[Offer] = []
    for way in ways:
        found = found or list(session.exec(way).all())
    if not found:
        message = "Dit aanbod vinden we niet op de kaart. Neem de naam precies over, of plak het adres van de pagina."
        raise NoSuccessor(message)
    if len(found) > 1:
        message = "Er is meer dan één aanbod met deze naam. Plak het adres van de pagina, dan weten we welk u bedoelt."
        raise NoSuccessor(message)
    if found[0].id == offer.id:
        message = "Dit is het aanbod zelf. Kies een ander aanbod, of kies 'niemand'."
        raise NoSuccessor(message)
    return found[0]


def stop(  # noqa: PLR0917  (what every room that stops something says)
    session: Session, publishing: Publishing, offer: Offer, actor: Actor, successor: str = "", reason: str = ""
) -> None:
    """Take an offer from the public, in a writing session; `successor` as in `find_successor`, empty for nobody.

    The successor stands on the row, where the old address looks for it, and in the newest revision, so that an export and
    a second approval keep it.

    :raises NoSuccessor: nothing is changed then. :raises NotAllowed: this offer cannot be stopped by this actor.
    """
    heir = find_successor(session, offer, successor) if successor.strip() else None
    move(session, offer, "withdraw", actor, reason=reason.strip()[:LONGEST_REASON])
    _name_successor(session, offer, heir.slug if heir else "")
    record(session, actor.name, "offer.stop", f"offer:{offer.id}")
    if heir is None and never_hidden(publishing, offer):
        session.add(Flag(offer_id=offer.id or 0, reason=MISSED))


def may_put_back(session: Session, offer: Offer) -> bool:
    """Whether its own organisation may put it back: it stopped it itself when it was public, and nothing happened since.

    What an editor withdrew, and what never was public, goes by the editors ("revive").
    """
    if offer.status is not Status.WITHDRAWN:
        return False
    last = last_event(session, offer.id or 0)
    if last is None or last.action != "withdraw" or last.before not in {status.value for status in PUBLIC_BEFORE}:
        return False
    return by_whom(session, [last.actor])[last.actor] is By.ORGANISATION


def put_back(session: Session, publishing: Publishing, offer: Offer, actor: Actor) -> None:
    """Let visitors see the approved version again. Who puts it back says that it is right, so that is its new date.

    :raises NotAllowed: when it was not this organisation that stopped it.
    """
    if not may_put_back(session, offer):
        message = "Dit aanbod kunt u niet zelf terugzetten. Bel de redactie, dan kijken we samen."
        raise NotAllowed(message)
    move(session, offer, "put_back", actor, home_kinds=publishing.home_kinds)
    _name_successor(session, offer, "")
    record(session, actor.name, "offer.put_back", f"offer:{offer.id}")


def never_hidden(publishing: Publishing, offer: Offer) -> bool:
    """Whether visitors may not be left without this kind of help: then we ask to call the editors as well."""
    return offer.kind in publishing.content.now().policy.never_hide


def tell_it_stopped(session: Session, publishing: Publishing, offer: Offer) -> None:
    """Mail everybody of the organisation how to put it back, so that one wrong click, or somebody else's, is found."""
    town = publishing.town(session.get_one(Place, offer.place_id).municipality)
    organisation = session.get_one(Organisation, offer.organisation_id)
    link = f"{site_of(publishing.settings, town)}/organisatie/aanbod/{offer.id}"
    for to in addresses_of(session, organisation):
        write_letter(session, publishing, to, PAGE, town, about=f"offer:{offer.id}", offer=offer.name, link=link)


def _name_successor(session: Session, offer: Offer, slug: str) -> None:
    offer.successor = slug
    revision = newest_revision(session, offer)
    if revision.draft.successor != slug:
        revision.draft = revision.draft.model_copy(update={"successor": slug})
        session.add(revision)
    session.add(offer)
