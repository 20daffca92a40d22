"""`/beheer/verbeteringen`: what visitors wrote under "klopt dit niet?", per offer."""

import sqlalchemy as sa
from flask import abort, redirect, render_template, request, url_for
from sqlmodel import col
from werkzeug.wrappers import Response

from app import clock
from app.audit import record
from app.social_map.models import Correction, Offer, Place
from app.web.editor.room import blueprint, offer_or_404, within_walls
from app.web.running import services
from app.web.staff.guards import me
from app.web.staff.typed import page_number, typed_number

PAGE_SIZE = 50


@blueprint.get("/verbeteringen")
def corrections() -> str:
    """Open ones first come first; the settled ones on request."""
    settled = request.args.get("wat") == "afgehandeld"
    page = page_number()
    question = (
        sa.select(Correction, Offer)
        .join(Offer, col(Offer.id) == Correction.offer_id)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(
            within_walls(), col(Correction.settled_at).is_not(None) if settled else col(Correction.settled_at).is_(None)
        )
    )
    order = col(Correction.settled_at).desc() if settled else col(Correction.id)
    with services().database.reading() as session:
        total = session.execute(sa.select(sa.func.count()).select_from(question.subquery())).scalar_one()
        rows = session.execute(question.order_by(order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    return render_template(
        "editor/corrections.html", rows=rows, total=total, settled=settled, done=request.args.get("gedaan", ""), page=page,
        pages=-(-total // PAGE_SIZE),
        page_url_of=lambda number: url_for("editor.corrections", wat="afgehandeld" if settled else None, pagina=number),
    )  # fmt: skip


@blueprint.post("/verbeteringen")
def settle_correction() -> Response:
    """An editor dealt with one."""
    with services().database.writing() as session:
        found = session.get(Correction, typed_number("verbetering"))
        if found is None:
            abort(404)
        offer_or_404(session, found.offer_id)
        if found.settled_at is None:
            found.settled_at = clock.now()
            session.add(found)
            record(session, me().actor, "correction.settle", f"offer:{found.offer_id}")
    return redirect(url_for("editor.corrections", gedaan="afgehandeld"), 303)
