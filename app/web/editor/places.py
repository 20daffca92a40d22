"""`/beheer/plekken`: how many places are free at who takes over for a while; an editor hears it by phone and fills it in.

Only oppas, dagopvang and logeren: there a carer decides tonight whether to call (I-31).
"""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from flask import abort, make_response, redirect, render_template, request, url_for
from sqlmodel import Session, col
from werkzeug.wrappers import Response

from app import clock
from app.social_map.models import Offer, Organisation, Place
from app.social_map.places_free import Places, Standing, places_of, standing
from app.social_map.vocabulary import Status
from app.web.editor.room import blueprint, offer_or_404, within_walls
from app.web.places_filled import as_known, as_sent, keep_places
from app.web.running import content, services
from app.web.staff.guards import me
from app.web.staff.typed import page_number

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One offer with what is known of it now."""

    number: int
    name: str
    organisation: str
    phone: str
    weight: str
    places: Places | None
    standing: Standing


@blueprint.get("/plekken")
def places() -> str:
    """Everybody who takes over for a while, what was said longest ago first."""
    page = page_number()
    with services().database.reading() as session:
        shown = (
            sa.select(col(Offer.id), col(Offer.name), Organisation.name, col(Offer.phone), col(Offer.respite))  # type: ignore[call-overload]
            .join(Organisation, col(Organisation.id) == Offer.organisation_id)
            .join(Place, col(Place.id) == Offer.place_id)
            .where(col(Offer.respite).is_not(None), col(Offer.status) == Status.PUBLISHED, within_walls())
        )
        found = session.execute(shown.order_by(col(Offer.name), col(Offer.id))).all()
        known = places_of(session.connection(), [row[0] for row in found])
    now, days = clock.now(), content().policy.places_valid_days
    rows = [
        Row(number, name, who, phone, weight.value, known.get(number), standing(known.get(number), now, days))
        for number, name, who, phone, weight in found
    ]
    rows.sort(key=lambda row: row.places.updated_at if row.places else datetime.min.replace(tzinfo=clock.AMSTERDAM))
    return render_template(
        "editor/places.html",
        rows=rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE],
        total=len(rows),
        page=page,
        pages=-(-len(rows) // PAGE_SIZE),
        page_url_of=lambda number: url_for("editor.places", pagina=number),
        days=days,
        done=request.args.get("gedaan", "") == "bewaard",
    )


@blueprint.get("/aanbod/<int:number>/plekken")
def places_form(number: int) -> Response:
    """The numbers of one offer, as they are known."""
    with services().database.reading() as session:
        offer = _respite_or_404(session, number)
        known = places_of(session.connection(), [number]).get(number)
    return _form(offer, as_known(known), known)


@blueprint.post("/aanbod/<int:number>/plekken")
def change_places(number: int) -> Response:
    """Keep what was heard today; what cannot be comes back with everything that was typed."""
    said = as_sent()
    with services().database.writing() as session:
        offer = _respite_or_404(session, number)
        errors = keep_places(session, number, said, me().actor)
        if errors:
            known = places_of(session.connection(), [number]).get(number)
            return _form(offer, said, known, errors)
    return redirect(url_for("editor.places", gedaan="bewaard"), 303)


def _respite_or_404(session: Session, number: int) -> Offer:
    offer = offer_or_404(session, number)
    if offer.respite is None:
        abort(404)
    return offer


def _form(
    offer: Offer, said: dict[str, str], known: Places | None, errors: list[tuple[str, str]] | None = None
) -> Response:
    page = render_template(
        "editor/places_form.html",
        offer=offer,
        said=said,
        known=known,
        days=content().policy.places_valid_days,
        errors=errors or [],
    )
    return make_response(page, 422 if errors else 200)
