"""`/organisatie/aanbod/<number>`: one own offer: what the public sees, what waits, what happened, and what can be done."""

from flask import Response, make_response, render_template, request
from sqlmodel import Session, col, select

from app import clock
from app.publishing.stopping import may_put_back, never_hidden
from app.social_map.models import Offer, OfferRevision
from app.social_map.places_free import places_of, standing
from app.social_map.publishable import why_unpublishable
from app.social_map.vocabulary import PUBLIC_BEFORE, Status
from app.web.offer_differences import differences
from app.web.organisation.room import blueprint, own_offer_or_404, publishing, town
from app.web.organisation.standing import HandedIn, history_of, standing_of
from app.web.running import content, services


@blueprint.get("/aanbod/<int:number>")
def one(number: int) -> Response:
    """The offer with everything an organisation may know of it."""
    return offer_page(number)


def offer_page(number: int, status: int = 200, problem: str = "") -> Response:
    """The page; `problem` says what just could not be done."""
    with services().database.reading() as session:
        offer = own_offer_or_404(session, number)
        revisions = session.exec(
            select(OfferRevision).where(OfferRevision.offer_id == number).order_by(col(OfferRevision.number).desc())
        ).all()
        newest = revisions[0] if revisions else None
        approved = next((each for each in revisions if each.state == "approved"), None)
        history = history_of(session, offer)
        back = may_put_back(session, offer)
        free = places_of(session.connection(), [number]).get(number)
        successor = _successor(session, offer)
    handed_in = HandedIn(newest.state, newest.reason, newest.created_at) if newest else None
    before = approved if offer.status in PUBLIC_BEFORE and newest is not approved else None
    facts = differences(before.draft if before else None, newest.draft, content()) if newest else []
    page = render_template(
        "organisation/one.html", offer=offer, standing=standing_of(offer, handed_in, town()), newest=newest, beside=before is not None,
        facts=facts, history=history, may_put_back=back, successor=successor, editors=town().map_editors, problem=problem,
        blocked=why_unpublishable(newest.draft, services().home_kinds) if newest and newest.state == "pending" else "",
        never_hidden=never_hidden(publishing(), offer), done=request.args.get("gedaan", ""), places=free,
        places_standing=standing(free, clock.now(), content().policy.places_valid_days),
        places_asked=offer.respite is not None and offer.status is Status.PUBLISHED,
    )  # fmt: skip
    return make_response(page, status)


def _successor(session: Session, offer: Offer) -> str:
    """The name of what took over; the last part of its address when it is not to be found any more."""
    if offer.status is not Status.WITHDRAWN or not offer.successor:
        return ""
    heir = session.exec(select(Offer).where(Offer.slug == offer.successor)).first()
    return heir.name if heir else offer.successor
