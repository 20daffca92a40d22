"""`/organisatie/berichten`: what visitors wrote about the own offers, by when it is looked at, and what was done with it (I-06)."""

from typing import Final

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app import clock
from app.audit import record
from app.social_map.models import Correction, Offer
from app.upkeep.feedback import answer, waiting_for
from app.web.correction_subjects import subjects
from app.web.organisation.room import actor, blueprint, own_offer_or_404, own_organisation, town
from app.web.running import services
from app.web.staff.typed import as_typed, typed_number

LONGEST_ANSWER: Final = 1000
_LAST: Final = 50
CHANGED: Final = "aangepast"
RIGHT: Final = "klopt"
OTHERWISE: Final = "anders"


def choices() -> list[tuple[str, str]]:
    """What can be done with something that was said to be wrong."""
    return [
        (CHANGED, _("Aangepast, of ik pas het zo aan")),
        (RIGHT, _("Nagekeken: het klopt zoals het er staat")),
        (OTHERWISE, _("Anders, namelijk:")),
    ]


@blueprint.get("/berichten")
def messages() -> Response:
    """What waits, what was settled lately."""
    return _page()


@blueprint.post("/berichten")
def answer_message() -> Response:
    """Say what was done; a thank-you is put away with one button."""
    number, what, words = typed_number("bericht"), as_typed("antwoord", 20), as_typed("woorden", LONGEST_ANSWER)
    with services().database.writing() as session:
        found = session.get(Correction, number)
        if found is None:
            abort(404)
        offer = own_offer_or_404(session, found.offer_id)
        if not found.helped:
            errors = _wrong(number, what, words)
            if errors:
                session.rollback()
                return _page(422, errors, number, {"antwoord": what, "woorden": words})
        if found.settled_at is None:
            answer(session, found, _in_words(found, what, words), actor().name)
            record(session, actor().name, "correction.answer", f"offer:{offer.id}")
    return redirect(url_for("organisation.messages", gedaan="gelezen" if found.helped else "beantwoord"), 303)


def _wrong(number: int, what: str, words: str) -> list[tuple[str, str]]:
    if what not in dict(choices()):
        return [(f"antwoord-{number}", _("Kies wat u ermee deed."))]
    if what == OTHERWISE and not words:
        return [(f"woorden-{number}", _("Schrijf in een paar woorden wat u ermee deed."))]
    return []


def _in_words(found: Correction, what: str, words: str) -> str:
    """As the editors read it, so in Dutch."""
    if found.helped:
        return "Gelezen"
    short = {CHANGED: "Aangepast", RIGHT: "Klopt zoals het er staat", OTHERWISE: ""}[what]
    return ": ".join(part for part in (short, words) if part)


def _page(
    status: int = 200, errors: list[tuple[str, str]] | None = None, number: int = 0, said: dict[str, str] | None = None
) -> Response:
    with services().database.reading() as session:
        organisation = own_organisation(session)
        rows = waiting_for(session, organisation.id or 0)
        settled = _settled(session, organisation.id or 0)
    page = render_template(
        "organisation/messages.html", wrong=[row for row in rows if not row[0].helped], thanks=[row for row in rows if row[0].helped],
        settled=settled, errors=errors or [], number=number, said=said or {}, choices=choices(), today=clock.today(),
        editors=town().map_editors, done=request.args.get("gedaan", ""), longest=LONGEST_ANSWER, subjects=dict(subjects()),
    )  # fmt: skip
    return make_response(page, status)


def _settled(session: Session, organisation_id: int) -> list[tuple[Correction, Offer]]:
    question = (
        select(Correction, Offer)
        .join(Offer, col(Offer.id) == Correction.offer_id)
        .where(Offer.organisation_id == organisation_id, col(Correction.settled_at).is_not(None))
        .order_by(col(Correction.settled_at).desc())
        .limit(_LAST)
    )
    return [(correction, offer) for correction, offer in session.exec(question).all()]
