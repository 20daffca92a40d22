"""What an editor decides about an offer, and the mail that tells who handed it in: one transaction, so never one without the other.

Who handed in a list for many organisations is not mailed for each row; an organisation of that list is, once it has an
account here. Without an address somebody has to call, and the screen gives the number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from app.accounts.models import Account
from app.accounts.rights import Role
from app.content.letterhead import site_of
from app.publishing.history import By, by_whom
from app.publishing.house import Publishing
from app.publishing.letters import addresses_of, write_letter
from app.social_map.lifecycle import Actor, NotAllowed, apply_draft, move, newest_revision, record
from app.social_map.models import Offer, OfferRevision, Organisation, Place
from app.social_map.vocabulary import PUBLIC_BEFORE, Status

_PUBLISHED: Final = "bericht-aanbod-gepubliceerd"
_RETURNED: Final = "bericht-aanbod-terug"
_NAMES_IN_A_MAIL: Final = 3

REASONS: Final[dict[str, str]] = {
    "tijden": "Bedankt voor uw aanbod. Wij missen nog op welke dagen en tijden het is.",
    "kosten": "Bedankt voor uw aanbod. Wilt u erbij zetten wat het kost, en tot wanneer die prijs geldt?",
    "contact": "Bedankt voor uw aanbod. Wij missen nog een telefoonnummer of mailadres dat bezoekers mogen gebruiken.",
    "vog": "Bedankt voor uw aanbod. U komt bij mensen thuis. Wilt u de vraag over de VOG beantwoorden: ja, nee of niet van toepassing?",
    "niveau": "Bedankt voor uw aanbod. Wilt u nog eens kijken of de gemeente hierover beslist? Bel ons gerust, dan lopen wij het samen na.",
    "woorden": "Bedankt voor uw aanbod. De gemeente beveelt geen aanbod aan. Wilt u die woorden weghalen? De rest kan blijven staan.",
    "dubbel": "Bedankt voor uw aanbod. Het lijkt op aanbod dat al op de kaart staat. Wilt u kijken of het hetzelfde is?",
}
"""Sentences to begin with when something is returned, by their code. They go into a mail, so they are Dutch."""


@dataclass(frozen=True, slots=True)
class Told:
    """How who handed it in heard of the decision. `call`: nobody could be mailed and this is the number to ring."""

    mailed: bool = False
    call: str = ""


def decide(
    session: Session, publishing: Publishing, offer: Offer, action: str, actor: Actor, *, reason: str = ""
) -> Told:
    """Make a move and, when it is an answer to who handed it in, write the mail beside it.

    :raises NotAllowed: as `move` does; nothing is written then.
    """
    author = newest_revision(session, offer).author
    if offer.merged_into:
        message = "Dit aanbod is samengevoegd met een ander. Maak het eerst los."
        raise NotAllowed(message)
    move(session, offer, action, actor, reason=reason, home_kinds=publishing.home_kinds)
    if action == "publish":
        return tell_published(session, publishing, [(offer, author)])
    if action == "return":
        return _tell(session, publishing, [(offer, author)], _RETURNED, reason)
    return Told()


def tell_published(session: Session, publishing: Publishing, offers: Sequence[tuple[Offer, str]]) -> Told:
    """One mail to each organisation about all of its offers in here that have just been published.

    :param offers: each offer with the author of the version that was published.
    """
    told = Told()
    for number in dict.fromkeys(offer.organisation_id for offer, _ in offers):
        these = [(offer, author) for offer, author in offers if offer.organisation_id == number]
        told = _tell(session, publishing, these, _PUBLISHED)
    return told


def _tell(
    session: Session, publishing: Publishing, offers: Sequence[tuple[Offer, str]], page: str, reason: str = ""
) -> Told:
    """Mail one organisation about these offers of it."""
    first = offers[0][0]
    organisation = session.get_one(Organisation, first.organisation_id)
    by = by_whom(session, [author for _, author in offers])
    only_listed = all(by[author] is By.LIST for _, author in offers)
    if only_listed and not _has_account(session, organisation):
        return Told(call=(organisation.phone or first.phone) if page == _RETURNED else "")
    town = publishing.town(session.get_one(Place, first.place_id).municipality)
    site = site_of(publishing.settings, town)
    addresses = [
        f"{site}/aanbod/{offer.slug}" if page == _PUBLISHED else f"{site}/organisatie/aanbod/{offer.id}"
        for offer, _ in offers
    ]
    mailed = [
        write_letter(
            session,
            publishing,
            to,
            page,
            town,
            about=f"offer:{first.id}",
            offer=_names([offer.name for offer, _ in offers]),
            link=addresses[0] if len(addresses) == 1 else "\n" + "\n".join(addresses),
            reason=reason,
        )
        for to in addresses_of(session, organisation)
    ]
    return Told(mailed=True) if any(mailed) else Told(call=organisation.phone or first.phone)


def _names(names: Sequence[str]) -> str:
    if len(names) == 1:
        return names[0]
    if len(names) > _NAMES_IN_A_MAIL:
        return ", ".join(names[: _NAMES_IN_A_MAIL - 1]) + f" en nog {len(names) - _NAMES_IN_A_MAIL + 1}"
    return ", ".join(names[:-1]) + f" en {names[-1]}"


def _has_account(session: Session, organisation: Organisation) -> bool:
    question = select(Account.id).where(
        Account.organisation == organisation.uid,
        Account.role == Role.ORGANISATION,
        col(Account.disabled_at).is_(None),
    )
    return session.exec(question.limit(1)).first() is not None


def restore(session: Session, offer: Offer, number: int, actor: Actor) -> OfferRevision:
    """Hand an earlier version in again. It becomes the newest, and goes to the public as every change does: by publishing.

    The fingerprint of the offer stays that of what its source last said, so that the same list does not undo this.

    :raises NotAllowed: there is no such version, it is the newest already, or the offer was withdrawn.
    """
    found = session.exec(
        select(OfferRevision).where(OfferRevision.offer_id == offer.id, OfferRevision.number == number)
    ).first()
    newest = newest_revision(session, offer)
    if found is None or found.number == newest.number:
        message = "Deze versie kan niet terug. Kies een eerdere versie uit de lijst."
        raise NotAllowed(message)
    if offer.status is Status.WITHDRAWN:
        message = "Dit aanbod is ingetrokken. Kies eerst 'Opnieuw beoordelen'."
        raise NotAllowed(message)
    again = OfferRevision(
        offer_id=offer.id or 0, number=newest.number + 1, draft=found.draft, state="pending", author=actor.name
    )
    session.add(again)
    if offer.status not in PUBLIC_BEFORE:
        apply_draft(session, offer, found.draft)
    after = offer.status if offer.status in PUBLIC_BEFORE else Status.REVIEW
    record(session, offer, "restored", after, actor, reason=f"versie {number}")
    return again
