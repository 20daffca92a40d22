"""What a holder does with a complaint: each form is one action, and comes back with what was done."""

from collections.abc import Callable
from typing import Final

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.complaints import handling
from app.complaints.dossier import NotPossible
from app.complaints.shapes import LONGEST_STORY
from app.web.complaints.reading import one_page
from app.web.complaints.room import blueprint, handler, or_404, to_one, typed
from app.web.running import services

DONE: Final = {
    "bevestiging": "bevestigd",
    "notitie": "notitie",
    "vraag": "gevraagd",
    "reden": "langer",
    "antwoord": "antwoord",
}
"""Field of each form, and what its page says when it is saved."""


@blueprint.post("/<int:number>/bevestigen")
def acknowledge(number: int) -> Response:
    """Who complained hears that it was read."""
    text = typed("bevestiging")
    return _with_text(
        number, "bevestiging", text,
        lambda: handling.acknowledge(services().office, handler(), number, text),
    )  # fmt: skip


@blueprint.post("/<int:number>/notitie")
def keep_note(number: int) -> Response:
    """A note for who holds it."""
    text, wrong = typed("notitie"), _("Schrijf bij 'Notitie' wat u wilt onthouden.")
    return _with_text(
        number,
        "notitie",
        text,
        lambda: handling.keep_note(services().office, handler(), number, text),
        wrong,
    )


@blueprint.post("/<int:number>/vraag-doorgeven")
def ask_to_pass_on(number: int) -> Response:
    """Ask who complained to give it to the other holder."""
    text, wrong = typed("vraag"), _("Schrijf bij 'Waarom vraagt u dit?' in een paar woorden waarom.")
    return _with_text(
        number, "vraag", text,
        lambda: handling.ask_to_pass_on(services().office, handler(), number, text), wrong,
    )  # fmt: skip


@blueprint.post("/<int:number>/langer")
def take_longer(number: int) -> Response:
    """Once, with a reason that who complained reads."""
    text, wrong = typed("reden"), _("Schrijf bij 'Waarom duurt het langer?' de reden. De inwoner leest die.")
    return _with_text(
        number, "reden", text, lambda: handling.take_longer(services().office, handler(), number, text), wrong
    )


@blueprint.post("/<int:number>/antwoord")
def answer(number: int) -> Response:
    """The answer, and closed."""
    text, wrong = typed("antwoord"), _("Schrijf bij 'Antwoord' wat de inwoner leest.")
    return _with_text(
        number, "antwoord", text, lambda: handling.answer(services().office, handler(), number, text), wrong
    )


@blueprint.post("/<int:number>/doorgeven")
def pass_on(number: int) -> Response:
    """The adviser gives it to the officer; only after ticking that who complained agreed."""
    if request.form.get("akkoord") != "ja":
        message = _("Zet het vinkje alleen als de inwoner het goed vindt. Zonder vinkje blijft de klacht bij u.")
        return one_page(number, [("akkoord", message)], _said(), 422)
    try:
        with or_404():
            handling.pass_on_agreed(services().office, handler(), number)
    except NotPossible:
        return _too_late(number, "akkoord")
    return redirect(url_for("complaints.overview", gedaan="doorgegeven"), 303)


@blueprint.post("/<int:number>/over-mij")
def about_me(number: int) -> Response:
    """It is about who reads it: gone from this account at once."""
    try:
        with or_404():
            handling.about_me(services().office, handler(), number)
    except NotPossible:
        return _too_late(number, "over-mij")
    return redirect(url_for("complaints.overview", gedaan="over-mij"), 303)


def _with_text(
    number: int, field: str, text: str, action: Callable[[], object], wrong_when_empty: str = ""
) -> Response:
    message = wrong_when_empty if not text else ""
    if len(text) > LONGEST_STORY:
        message = _("Er passen %(most)s tekens. Maak het korter. Wat u schreef, staat er nog.", most=LONGEST_STORY)
    if message:
        return one_page(number, [(field, message)], _said(), 422)
    try:
        with or_404():
            action()
    except NotPossible:
        return _too_late(number, field)
    return to_one(number, DONE[field])


def _too_late(number: int, field: str) -> Response:
    message = _("Dit kan nu niet meer. Er is intussen iets veranderd. Kijk hoe het ervoor staat.")
    return one_page(number, [(field, message)], _said(), 409)


def _said() -> dict[str, str]:
    return {name: typed(name) for name in DONE if name in request.form}
