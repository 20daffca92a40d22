"""`/organisatie/aanbod/<number>/plekken`: who takes over for a while says itself how many places are free (I-31)."""

from flask import abort, make_response, redirect, render_template, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from app.social_map.models import Offer
from app.social_map.places_free import Places, places_of
from app.social_map.vocabulary import Status
from app.web.organisation.room import actor, blueprint, own_offer_or_404
from app.web.places_filled import Errors, Said, as_known, as_sent, keep_places
from app.web.running import content, services


@blueprint.get("/aanbod/<int:number>/plekken")
def places_form(number: int) -> Response:
    """The numbers as they are known."""
    with services().database.reading() as session:
        offer = _respite_or_404(session, number)
        known = places_of(session.connection(), [number]).get(number)
    return _form(offer, as_known(known), known)


@blueprint.post("/aanbod/<int:number>/plekken")
def change_places(number: int) -> Response:
    """Keep what holds today; what cannot be comes back with everything that was typed."""
    said = as_sent()
    with services().database.writing() as session:
        offer = _respite_or_404(session, number)
        errors = keep_places(session, number, said, actor().name)
        if errors:
            known = places_of(session.connection(), [number]).get(number)
            return _form(offer, said, known, errors)
    return redirect(url_for("organisation.one", number=number, gedaan="plekken"), 303)


def _respite_or_404(session: Session, number: int) -> Offer:
    offer = own_offer_or_404(session, number)
    if offer.respite is None or offer.status is not Status.PUBLISHED:
        abort(404)
    return offer


def _form(offer: Offer, said: Said, known: Places | None, errors: Errors | None = None) -> Response:
    page = render_template(
        "organisation/places.html", offer=offer, said=said, known=known, errors=errors or [],
        days=content().policy.places_valid_days,
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)
