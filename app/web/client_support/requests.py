"""`/ondersteuner`: who asked for somebody at their side, and per person exactly what they ticked."""

from typing import Any, NoReturn

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.conversation.models import ForWhom
from app.conversation.office import NobodyHome
from app.conversation.support import PAGE_SIZE, look_at, note_call, shared_with_support
from app.references import spaced_reference
from app.web.running import content, services
from app.web.staff.guards import me, signed_in
from app.web.staff.typed import page_number
from app.web.staff.unseen import keep_out_of_search_engines

blueprint = Blueprint("client_support", __name__, url_prefix="/ondersteuner")
keep_out_of_search_engines(blueprint)


@blueprint.context_processor
def _always() -> dict[str, Any]:
    who = signed_in()  # nobody, on the page that asks to sign in again
    if who is None:
        return {}
    return {
        "who": who,
        "town_name": _town_name,
        "for_whom_words": _for_whom_words,
        "language_words": _language_words,
        "spaced": spaced_reference,
    }


@blueprint.get("/")
def overview() -> str:
    """Everybody who asked for client support, without a name: that is behind each link."""
    page = page_number()
    found, number = shared_with_support(services().office, me().municipality, page=page)
    pages = max(1, -(-number // PAGE_SIZE))
    return render_template(
        "client_support/overview.html", found=found, number=number, page=page, pages=pages,
        page_url_of=lambda wanted: url_for("client_support.overview", pagina=wanted),
    )  # fmt: skip


@blueprint.get("/aanvraag/<int:number>")
def one(number: int) -> str:
    """What one person ticked. The look is written down, and the person can see it."""
    try:
        told = look_at(services().office, me().municipality, number, _supporter())
    except NobodyHome:
        _not_there()
    town = content().municipality(told.shared.municipality) or content().default_municipality
    return render_template("client_support/one.html", told=told, shared=told.shared, desk=town.desk)


@blueprint.post("/aanvraag/<int:number>/gebeld")
def called(number: int) -> Response:
    """Somebody was called, and was there or not."""
    result = request.form.get("hoe", "")
    if result not in {"gesproken", "niet-bereikt"}:
        abort(400)
    try:
        note_call(services().office, me().municipality, number, _supporter(), reached=result == "gesproken")
    except NobodyHome:
        _not_there()
    return redirect(url_for("client_support.one", number=number, gedaan=result), 303)


def _supporter() -> str:
    return f"supporter:{me().account_id}"


def _not_there() -> NoReturn:
    """Never shared, shared no more, or somebody else's: the answer is the same."""
    abort(404)


def _town_name(slug: str) -> str:
    town = content().municipality(slug)
    return town.name if town else slug


def _for_whom_words(for_whom: ForWhom) -> str:
    return {
        ForWhom.SELF: _("voor zichzelf"),
        ForWhom.CARER: _("voor zichzelf, en zorgt voor iemand"),
        ForWhom.TOGETHER: _("samen met iemand die helpt"),
        ForWhom.BEHALF: _("iemand anders vraagt het namens deze persoon"),
    }[for_whom]


def _language_words(code: str) -> str:
    return {"nl": _("Nederlands"), "en": _("Engels")}.get(code, code)
