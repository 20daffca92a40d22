"""What the pages behind a link of our mails share: whose link it is, its offers, and what is said when it is over."""

from dataclasses import dataclass
from typing import Final

from flask import Response, abort, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from app import clock
from app.db import LARGEST_ROW
from app.social_map.dates import date_in_words
from app.social_map.lifecycle import MAIL_LINK, Actor
from app.social_map.models import Offer, OfferRevision, Organisation
from app.social_map.vocabulary import PUBLIC_BEFORE, Status
from app.upkeep.links import LONGEST_TOKEN, LinkOver, open_link
from app.upkeep.telling import prices_past
from app.web.offer_facts import Facts, facts_of
from app.web.running import language, services
from app.web.staff.typed import typed_number

ACTOR: Final = Actor(MAIL_LINK, "organisation")
MOST_SHOWN: Final = 300
STATUSES: Final = {"none": 200, "unknown": 404, "expired": 410, "void": 410}
"""What a link that opens nothing is answered with; without a link the page tells how to get one."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One offer as visitors see it, and what the organisation should know about it."""

    offer: Offer
    facts: Facts
    today: bool
    pending: bool
    price_until: str

    @property
    def mark(self) -> str:
        """The offer and the version that was looked at."""
        return f"{self.offer.id}:{self.offer.version}"

    @property
    def hidden(self) -> bool:
        """Whether visitors cannot find it now."""
        return self.offer.status is Status.HIDDEN


def key() -> str:
    """The token of the link, from the question of the address only."""
    return request.args.get("sleutel", "")[: LONGEST_TOKEN + 1]


def whose(session: Session) -> Organisation:
    """Whose link this is.

    :raises LinkOver: answered with `over`.
    """
    return open_link(session, services().settings, key())


def over(problem: LinkOver, *, asked: bool = False) -> Response:
    """The page for a link that opens nothing: whom to call, and a new link for who once had a good one.

    :param asked: somebody asked for a new link; the answer is the same whether one goes out or not.
    """
    why = problem.why if key() else "none"
    page = render_template("providers/still_right_over.html", why=why, key=key(), asked=asked)
    return unseen(page, 200 if asked else STATUSES[why])


def unseen(page: str, status: int = 200) -> Response:
    """A page that no search engine keeps: the address opens something."""
    answer = make_response(page, status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def public_offers(session: Session, organisation: Organisation) -> list[Offer]:
    """What visitors see of this organisation, and what they saw until it was hidden, by name."""
    return list(
        session.exec(
            select(Offer)
            .where(Offer.organisation_id == organisation.id, col(Offer.status).in_(PUBLIC_BEFORE))
            .options(selectinload(Offer.organisation), selectinload(Offer.place))  # type: ignore[arg-type]
            .order_by(col(Offer.name), col(Offer.id))
            .limit(MOST_SHOWN)
        )
    )


def all_shown(session: Session, organisation: Organisation) -> list[Shown]:
    """The same, with the words for the page."""
    offers = public_offers(session, organisation)
    waiting = _waiting(session, [offer.id or 0 for offer in offers])
    return [_shown(offer, pending=offer.id in waiting) for offer in offers]


def own_offer(session: Session, organisation: Organisation, *statuses: Status) -> Offer:
    """The offer that `aanbod` in the address names; somebody else's does not exist (promise 34)."""
    number = typed_number("aanbod")
    if not 0 < number <= LARGEST_ROW:
        abort(404)
    found = session.exec(
        select(Offer)
        .where(Offer.id == number, Offer.organisation_id == organisation.id, col(Offer.status).in_(statuses))
        .options(selectinload(Offer.organisation), selectinload(Offer.place))  # type: ignore[arg-type]
    ).first()
    if found is None:
        abort(404)
    return found


def _shown(offer: Offer, *, pending: bool) -> Shown:
    past = prices_past(offer.costs, clock.today())
    until = date_in_words(past[-1], "en" if language() == "en" else "nl") if past else ""
    checked = offer.last_confirmed == clock.today() and offer.status is Status.PUBLISHED
    return Shown(offer, facts_of(offer), checked, pending, until)


def _waiting(session: Session, offers: list[int]) -> set[int]:
    """Offers with a change that waits for the editor."""
    question = select(OfferRevision.offer_id).where(
        col(OfferRevision.offer_id).in_(offers), OfferRevision.state == "pending"
    )
    return set(session.exec(question))


def changed_meanwhile() -> str:
    """When an offer was changed while somebody looked at it."""
    return str(_("Iemand anders heeft dit intussen veranderd. Kijk nog eens of het klopt."))


def too_often() -> str:
    """When a link is used far more often in one day than anybody needs."""
    return str(_("Dit is vandaag al heel vaak gedaan met deze link. Probeer het morgen nog eens, of bel de redactie."))
