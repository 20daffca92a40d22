"""`/inloggen` and `/uitloggen`: a password, a code or a key, and out again."""

from typing import Any, Final

from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app import clock
from app.accounts.models import Account
from app.accounts.rights import START_PAGES
from app.accounts.signing_in import HalfWay, NotRecognised
from app.accounts.slowing import TooSoon
from app.accounts.staff_sessions import end_sessions
from app.audit import record
from app.web.bodies import clean
from app.web.callers import caller_address
from app.web.running import services
from app.web.staff import provider, second_step
from app.web.staff.guards import TOKEN, door, signed_in
from app.web.staff.own_paths import own_path
from app.web.staff.unseen import keep_out_of_search_engines

blueprint = Blueprint("signing", __name__)
keep_out_of_search_engines(blueprint)
HALF: Final = "staff_half"
MUNICIPAL: Final = "staff_municipal"
"""Marks in the session that somebody came by the municipality's own sign-in, so that signing out can point there too."""
HALF_SECONDS: Final = 600
"""How long somebody may look for their phone."""
_LONGEST_TYPED: Final = 1000
Errors = list[tuple[str, str]]


@blueprint.get("/inloggen")
def password() -> Response:
    """Ask for the address and the password; who is in already goes on."""
    who = signed_in()
    if who is not None:
        return redirect(own_path(request.args.get("next"), START_PAGES[who.role]), 303)
    return _password_page(email="", status=200)


@blueprint.post("/inloggen")
def check_password() -> Response:
    """The first step."""
    email = clean(request.form.get("email", ""))[:_LONGEST_TYPED].strip()
    typed = request.form.get("wachtwoord", "")[:_LONGEST_TYPED]
    errors: Errors = []
    if not email:
        errors.append(("email", _("Vul uw e-mailadres in.")))
    if not typed:
        errors.append(("wachtwoord", _("Vul uw wachtwoord in.")))
    if errors:
        return _password_page(email, 422, errors)
    try:
        half = door().password(email, typed, caller_address())
    except TooSoon as problem:
        return _password_page(email, 429, [("email", too_soon(problem))], wait=problem.seconds)
    except NotRecognised:
        reason = _("Dit e-mailadres en dit wachtwoord horen niet bij elkaar. Typ ze nog eens.")
        return _password_page(email, 422, [("email", reason)])
    return on_to_second_step(half, wanted_page())


@blueprint.get("/inloggen/code")
def code() -> Response:
    """Ask for the code of the app."""
    if half_way() is None:
        return redirect(url_for("signing.password", next=wanted_page()), 303)
    return _code_page(200)


@blueprint.post("/inloggen/code")
def check_code() -> Response:
    """The second step. Everything about the session is new from here on."""
    half = half_way()
    if half is None:
        return redirect(url_for("signing.password", next=wanted_page()), 303)
    typed = clean(request.form.get("code", ""))[:_LONGEST_TYPED]
    if not typed.strip():
        return _code_page(422, [("code", _("Vul de code in."))])
    try:
        token, account = door().code(half, typed, caller_address(), request.headers.get("User-Agent", ""))
    except TooSoon as problem:
        return _code_page(429, [("code", too_soon(problem))], wait=problem.seconds)
    except NotRecognised:
        reason = _("Deze code klopt niet, of is al gebruikt. Wacht op de volgende code in de app en typ die.")
        return _code_page(422, [("code", reason)])
    return come_in(token, account, wanted_page())


@blueprint.get("/inloggen/sleutel")
def ask_key() -> Response:
    """The page that asks for the code asks for the key too."""
    return redirect(url_for("signing.code", next=wanted_page()), 303)


@blueprint.post("/inloggen/sleutel")
def check_key() -> Response:
    """The second step with a security key or passkey: slowed as codes are, and as little is said when it fails."""
    half = half_way()
    if half is None:
        return redirect(url_for("signing.password", next=wanted_page()), 303)
    challenge = second_step.taken(second_step.SIGN_IN)
    failed = _("Met deze sleutel lukte het niet. Probeer het nog eens, of typ een code.")
    if challenge is None:
        return _code_page(422, [("sleutel", failed)])
    try:
        token, account = door().key(
            half,
            second_step.key_answer(),
            challenge=challenge,
            party=second_step.party(),
            address=caller_address(),
            user_agent=request.headers.get("User-Agent", ""),
        )
    except TooSoon as problem:
        return _code_page(429, [("sleutel", too_soon(problem))], wait=problem.seconds)
    except NotRecognised:
        return _code_page(
            422, [("sleutel", _("Met deze sleutel lukte het niet. Probeer het nog eens, of typ een code."))]
        )
    return come_in(token, account, wanted_page())


@blueprint.get("/uitloggen")
def leaving() -> Response:
    """A button to leave: a link must not sign anybody out."""
    if signed_in() is None:
        return redirect(url_for("signing.password"), 303)
    return make_response(render_template("staff/sign_out.html"))


@blueprint.post("/uitloggen")
def leave() -> Response:
    """Sign out, in every copy of this browser's cookie."""
    way_out = provider.way_out() if MUNICIPAL in session else ""
    _end_here()
    session.clear()
    page = render_template("staff/signed_out.html", way_out=way_out, municipal_name=services().settings.oidc_name)
    return make_response(page)


def too_soon(problem: TooSoon) -> str:
    """How long to wait, in words."""
    if problem.seconds < 60:  # noqa: PLR2004  (a minute)
        wait = ngettext("Wacht %(num)s seconde.", "Wacht %(num)s seconden.", problem.seconds)
    else:
        wait = ngettext("Wacht %(num)s minuut.", "Wacht %(num)s minuten.", -(-problem.seconds // 60))
    return " ".join((_("Het lukte een paar keer niet."), wait, _("Probeer het dan nog eens.")))


def on_to_second_step(half: HalfWay, wanted: str | None, *, municipal: bool = False) -> Response:
    """The first step was right: remember it in the sealed session, and ask for the second.

    :param wanted: the own page somebody was going to.
    :param municipal: whether the first step was the municipality's own sign-in.
    """
    session[HALF] = {"account": half.account_id, "mark": half.mark, "at": int(clock.now().timestamp())}
    if municipal:
        session[MUNICIPAL] = 1
    else:
        session.pop(MUNICIPAL, None)
    return redirect(url_for("signing.code", next=wanted or None), 303)


def come_in(token: str, account: Account, wanted: str | None = None, *, municipal: bool | None = None) -> Response:
    """Somebody is in: everything about the session is new from here on, whatever way they came (promise 37).

    :param wanted: the own page somebody was going to.
    :param municipal: whether they came by the municipality's own sign-in; None: as the first step says.
    """
    by_municipality = MUNICIPAL in session if municipal is None else municipal
    _end_here()
    session.clear()
    session[TOKEN] = token
    if by_municipality:
        session[MUNICIPAL] = 1
    return redirect(own_path(wanted, START_PAGES[account.role]), 303)


def _end_here() -> None:
    who = signed_in()
    if who is not None:
        with services().database.writing() as writing:
            end_sessions(writing, who.account_id, only=who.session_id)
            record(writing, who.actor, "sign-out")


def wanted_page() -> str | None:
    """Where somebody was going, when that is a page of ours."""
    return own_path(request.values.get("next"), "") or None


def half_way() -> HalfWay | None:
    """Whose first step was right in this browser, not too long ago."""
    half: Any = session.get(HALF)
    if not isinstance(half, dict):
        return None
    age = int(clock.now().timestamp()) - int(half.get("at", 0))
    if not 0 <= age <= HALF_SECONDS:
        return None
    return HalfWay(int(half["account"]), str(half["mark"]))


def _password_page(email: str, status: int, errors: Errors | None = None, wait: int = 0) -> Response:
    settings = services().settings
    page = render_template(
        "staff/sign_in.html",
        email=email,
        errors=errors or [],
        next=wanted_page(),
        municipal_name=settings.oidc_name if settings.oidc_issuer else "",
    )
    return _answer(page, status, wait)


def _code_page(status: int, errors: Errors | None = None, wait: int = 0) -> Response:
    half = half_way()
    with services().database.reading() as reading:
        account = reading.get(Account, half.account_id) if half else None
    page = render_template(
        "staff/code.html",
        errors=errors or [],
        next=wanted_page(),
        key_options=second_step.options_to_sign_in(half.account_id) if half else "",
        has_app=account is None or bool(account.sealed_secret),
    )
    return _answer(page, status, wait)


def _answer(page: str, status: int, wait: int) -> Response:
    answer = make_response(page, status)
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer
