"""`/beheer/verbeteringen`: what visitors wrote under "klopt dit niet?", per offer."""

import sqlalchemy as sa
from flask import abort, make_response, redirect, render_template, request, url_for
from sqlmodel import col
from werkzeug.wrappers import Response

from app import clock
from app.audit import record
from app.social_map.models import Correction, Offer, Organisation, Place
from app.upkeep.feedback import answer
from app.web.correction_subjects import subjects
from app.web.editor.room import blueprint, offer_or_404, within_walls
from app.web.running import services
from app.web.staff.guards import me
from app.web.staff.typed import as_typed, page_number, typed_number

PAGE_SIZE = 50


LONGEST_ANSWER = 1000
WHAT = ("wacht", "afgehandeld", "geholpen")


@blueprint.get("/verbeteringen")
def corrections() -> Response:
    """What waits, what is due first on top; on request what was settled, and who was helped."""
    return _page()


def _page() -> Response:
    what = request.args.get("wat", "wacht")
    what = what if what in WHAT else "wacht"
    page = page_number()
    conditions = {
        "wacht": (col(Correction.helped).is_(False), col(Correction.settled_at).is_(None)),
        "afgehandeld": (col(Correction.helped).is_(False), col(Correction.settled_at).is_not(None)),
        "geholpen": (col(Correction.helped).is_(True),),
    }[what]
    question = (
        sa.select(Correction, Offer, Organisation)
        .join(Offer, col(Offer.id) == Correction.offer_id)
        .join(Organisation, col(Organisation.id) == Offer.organisation_id)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(within_walls(), *conditions)
    )
    order = {
        "wacht": (col(Correction.answer_by), col(Correction.id)),
        "afgehandeld": (col(Correction.settled_at).desc(), col(Correction.id)),
        "geholpen": (col(Correction.id).desc(),),
    }[what]
    with services().database.reading() as session:
        total = session.execute(sa.select(sa.func.count()).select_from(question.subquery())).scalar_one()
        rows = session.execute(question.order_by(*order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)).all()
    shown = render_template(
        "editor/corrections.html", rows=rows, total=total, what=what, done=request.args.get("gedaan", ""), page=page,
        pages=-(-total // PAGE_SIZE), today=clock.today(), longest=LONGEST_ANSWER, subjects=dict(subjects()),
        page_url_of=lambda number: url_for("editor.corrections", wat=None if what == "wacht" else what, pagina=number),
    )  # fmt: skip
    return make_response(shown)


@blueprint.post("/verbeteringen")
def settle_correction() -> Response:
    """An editor dealt with one, and may say what was done."""
    words = as_typed("antwoord", LONGEST_ANSWER)
    with services().database.writing() as session:
        found = session.get(Correction, typed_number("verbetering"))
        if found is None:
            abort(404)
        offer_or_404(session, found.offer_id)
        if found.settled_at is None:
            answer(session, found, words or found.answer, me().actor)
            record(session, me().actor, "correction.settle", f"offer:{found.offer_id}")
    return redirect(url_for("editor.corrections", gedaan="afgehandeld"), 303)
