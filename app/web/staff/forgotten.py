"""`/inloggen/vergeten`: a link by mail to choose another password. What the page answers never tells who has an account."""

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.forgotten import LinkOver, choose_new, open_link
from app.accounts.keeping import AccountRefused
from app.accounts.signing_in import plain_email
from app.accounts.slowing import TooSoon, counted_for, take_turn
from app.publishing.account_mail import ask_for_link
from app.web.bodies import clean
from app.web.callers import caller_address
from app.web.running import content, language, municipality, services
from app.web.saying import as_said
from app.web.staff.guards import keys
from app.web.staff.signing import Errors, too_soon
from app.web.staff.unseen import keep_out_of_search_engines

blueprint = Blueprint("password_forgotten", __name__)
keep_out_of_search_engines(blueprint)
_LONGEST_ADDRESS = 254
_LONGEST_TYPED = 1000
_LONGEST_TOKEN = 100


@blueprint.get("/inloggen/vergeten")
def forgotten() -> Response:
    """Ask for the address; or say that a mail is on its way, if there is somebody to mail."""
    if request.args.get("gedaan"):
        return make_response(render_template("staff/forgotten_sent.html"))
    return _ask_page("", 200)


@blueprint.post("/inloggen/vergeten")
def ask() -> Response:
    """Pass the address to the worker, whoever's it is: same work, same answer (promise 39)."""
    email = clean(request.form.get("email", ""))[:_LONGEST_ADDRESS].strip()
    if "@" not in email:
        return _ask_page(email, 422, [("email", _("Vul uw e-mailadres in, bijvoorbeeld naam@voorbeeld.nl."))])
    try:
        counted = counted_for(keys(), f"forgotten {plain_email(email)}", caller_address())
        take_turn(services().database, counted)
    except TooSoon as problem:
        answer = _ask_page(email, 429, [("email", too_soon(problem))])
        answer.headers["Retry-After"] = str(problem.seconds)
        return answer
    with services().database.writing() as writing:
        ask_for_link(writing, services().publishing, email, municipality(), language())
    return redirect(url_for("password_forgotten.forgotten", gedaan="ja"), 303)


@blueprint.get("/inloggen/nieuw-wachtwoord")
def new_password() -> Response:
    """A form for the new password. Looking changes nothing."""
    token = request.args.get("sleutel", "")[:_LONGEST_TOKEN]
    with services().database.reading() as reading:
        try:
            open_link(reading, token)
        except LinkOver:
            return _over()
    return _new_page(token, 200)


@blueprint.post("/inloggen/nieuw-wachtwoord")
def choose_password() -> Response:
    """Another password. Nobody is signed in by this: password and second step are asked as always."""
    token = request.form.get("sleutel", "")[:_LONGEST_TOKEN]
    typed, again = (request.form.get(name, "")[:_LONGEST_TYPED] for name in ("nieuw", "nogmaals"))
    try:
        if typed != again:
            with services().database.reading() as reading:
                open_link(reading, token)
            return _new_page(token, 422, [("nogmaals", _("De twee wachtwoorden zijn niet gelijk. Typ ze nog eens."))])
        with services().database.writing() as writing:
            choose_new(writing, token, typed, tuple(town.name for town in content().municipalities))
    except LinkOver:
        return _over()
    except AccountRefused as problem:
        return _new_page(token, 422, [("nieuw", as_said(str(problem)))])
    return redirect(url_for("signing.password", gedaan="wachtwoord"), 303)


def _ask_page(email: str, status: int, errors: Errors | None = None) -> Response:
    return make_response(render_template("staff/forgotten.html", email=email, errors=errors or []), status)


def _new_page(token: str, status: int, errors: Errors | None = None) -> Response:
    return make_response(render_template("staff/new_password.html", key=token, errors=errors or []), status)


def _over() -> Response:
    return make_response(
        render_template("staff/link_over.html", ask_again=url_for("password_forgotten.forgotten")), 404
    )
