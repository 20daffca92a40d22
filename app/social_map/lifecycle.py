"""How an offer comes to the public and leaves it: the moves, who may make them, and the trace they leave.

While a change waits for approval the public keeps seeing the last approved version.
"""

from dataclasses import dataclass
from typing import Final

from sqlmodel import Session, col, select

from app import clock
from app.accounts.models import Account
from app.accounts.rights import Role
from app.outbox.posting import post
from app.social_map.draft import OfferDraft
from app.social_map.merged import lasting
from app.social_map.models import Offer, OfferEvent, OfferRevision, Organisation, Place
from app.social_map.names import fold_name
from app.social_map.publishable import why_unpublishable
from app.social_map.shelving import fill_offer, fill_place, new_organisation
from app.social_map.vocabulary import ConfirmedBy, Status

MOVES: Final[dict[tuple[Status, str], Status]] = {
    (Status.DRAFT, "submit"): Status.REVIEW,
    (Status.DRAFT, "publish"): Status.PUBLISHED,
    (Status.REVIEW, "publish"): Status.PUBLISHED,
    (Status.REVIEW, "return"): Status.DRAFT,
    (Status.PUBLISHED, "publish"): Status.PUBLISHED,
    (Status.PUBLISHED, "return"): Status.PUBLISHED,
    (Status.DRAFT, "withdraw"): Status.WITHDRAWN,
    (Status.REVIEW, "withdraw"): Status.WITHDRAWN,
    (Status.PUBLISHED, "withdraw"): Status.WITHDRAWN,
    (Status.PUBLISHED, "confirm"): Status.PUBLISHED,
    (Status.PUBLISHED, "hide"): Status.HIDDEN,
    (Status.HIDDEN, "confirm"): Status.PUBLISHED,
    (Status.HIDDEN, "publish"): Status.PUBLISHED,
    (Status.HIDDEN, "return"): Status.HIDDEN,
    (Status.HIDDEN, "withdraw"): Status.WITHDRAWN,
    (Status.WITHDRAWN, "revive"): Status.REVIEW,
    (Status.WITHDRAWN, "put_back"): Status.PUBLISHED,
}
RIGHTS: Final[dict[str, frozenset[str]]] = {
    "submit": frozenset({"administrator", "editor", "organisation"}),
    "publish": frozenset({"administrator", "editor"}),
    "return": frozenset({"administrator", "editor"}),
    "withdraw": frozenset({"administrator", "editor", "organisation"}),
    "confirm": frozenset({"administrator", "editor", "organisation"}),
    "hide": frozenset({"upkeep"}),
    "revive": frozenset({"administrator", "editor"}),
    "put_back": frozenset({"organisation"}),  # only what it stopped itself: app/publishing/stopping.py sees to that
}
_CONFIRMS: Final = {
    "organisation": ConfirmedBy.ORGANISATION,
    "editor": ConfirmedBy.MUNICIPALITY,
    "administrator": ConfirmedBy.MUNICIPALITY,
}
MAIL_LINK: Final = "mail link"
"""The actor of whoever opens a signed link in our mail."""
NEEDS_REASON: Final = frozenset({"return"})


class NotAllowed(Exception):
    """This move cannot be made; the message says why, in Dutch, to the person who tried."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a move: an account name, `mail link` or `import`, and the role that gives the right (`upkeep`: the loop)."""

    name: str
    role: str


def move(
    session: Session,
    offer: Offer,
    action: str,
    actor: Actor,
    *,
    reason: str = "",
    home_kinds: frozenset[str] = frozenset(),
) -> None:
    """Make one move, keep its trace, and let the index know.

    :raises NotAllowed: when the state, the role, the missing reason or the offer itself forbids it.
    """
    after = MOVES.get((offer.status, action))
    if after is None:
        message = f"Dit kan niet met een aanbod dat '{offer.status.value}' is."
        raise NotAllowed(message)
    if actor.role not in RIGHTS[action]:
        message = "Dit mag u niet doen met dit account."
        raise NotAllowed(message)
    if action in NEEDS_REASON and not reason.strip():
        message = "Schrijf erbij waarom. Dan weet de organisatie wat er nodig is."
        raise NotAllowed(message)
    revision = newest_revision(session, offer)
    if action == "publish":
        blocked = why_unpublishable(revision.draft, home_kinds)
        if blocked:
            raise NotAllowed(blocked)
        apply_draft(session, offer, revision.draft)
        _confirmed_by_publishing(session, offer, revision)
        revision.state = "approved"
    elif action in {"confirm", "put_back"}:
        offer.last_confirmed = clock.today()
        offer.confirmed_by = _CONFIRMS[actor.role]
    elif action == "return":
        revision.state = "returned"
        revision.reason = reason
    session.add(revision)
    record(session, offer, action, after, actor, reason=reason)
    post(session, "search.index", offers=[offer.id])


def _confirmed_by_publishing(session: Session, offer: Offer, revision: OfferRevision) -> None:
    """A list's own date counts, unless somebody confirmed it later; what somebody wrote is right today."""
    told = revision.draft.last_confirmed
    if told is None:
        offer.last_confirmed = clock.today()
        offer.confirmed_by = _who_says(session, revision)
    elif offer.last_confirmed is None or told > offer.last_confirmed:
        offer.last_confirmed = told
        offer.confirmed_by = ConfirmedBy.SOURCE


def _who_says(session: Session, revision: OfferRevision) -> ConfirmedBy:
    """Whose word it is that an offer is right when it goes public: an organisation's that wrote it, else the editor's."""
    if revision.author == MAIL_LINK:
        return ConfirmedBy.ORGANISATION
    kind, _, number = revision.author.partition(":")
    account = session.get(Account, int(number)) if kind == "account" and number.isdigit() else None
    by_them = account is not None and account.role is Role.ORGANISATION
    return ConfirmedBy.ORGANISATION if by_them else ConfirmedBy.MUNICIPALITY


def record(session: Session, offer: Offer, action: str, after: Status, actor: Actor, *, reason: str = "") -> None:
    """Set the new state and append its line of history."""
    session.add(
        OfferEvent(
            offer_id=offer.id or 0,
            action=action,
            before=offer.status.value,
            after=after.value,
            actor=actor.name,
            reason=reason,
        )
    )
    offer.status = after
    offer.version += 1
    offer.updated_at = clock.now()  # who harvests the map asks what changed since
    offer.updated_at = clock.now()
    session.add(offer)


def newest_revision(session: Session, offer: Offer) -> OfferRevision:
    """The offer as it was last handed in."""
    return session.exec(
        select(OfferRevision).where(OfferRevision.offer_id == offer.id).order_by(col(OfferRevision.number).desc())
    ).first() or (_no_revision(offer))


def _no_revision(offer: Offer) -> OfferRevision:
    message = f"offer {offer.id} has no revision"
    raise LookupError(message)


def apply_draft(session: Session, offer: Offer, draft: OfferDraft) -> None:
    """Put what a draft says on the row the public sees."""
    place = session.get_one(Place, offer.place_id)
    fill_place(place, draft.place)
    session.add(place)
    fill_offer(offer, draft)
    organisation = _organisation_of(session, offer, draft)
    organisation.updated_at = clock.now()
    session.add(organisation)
    session.flush()
    offer.organisation_id = organisation.id or 0
    session.add(offer)


def _organisation_of(session: Session, offer: Offer, draft: OfferDraft) -> Organisation:
    """The organisation the draft names: mostly the one it already had, and another when help has changed hands."""
    key = fold_name(draft.organisation.name)
    now = session.get_one(Organisation, offer.organisation_id)
    if now.name_key == key:
        return now
    known = session.exec(select(Organisation).where(Organisation.name_key == key)).first()
    return lasting(session, known) if known else new_organisation(draft.organisation, draft.source)
