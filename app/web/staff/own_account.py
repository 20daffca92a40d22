"""`/inloggen/account`: where one is signed in, the second steps, another password, new recovery codes."""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts import passwords, second_factor, security_keys
from app.accounts.keeping import AccountRefused, change_password
from app.accounts.models import Account
from app.accounts.rights import START_PAGES
from app.accounts.slowing import TooSoon, counted_for, take_turn
from app.accounts.staff_sessions import end_sessions, living_sessions
from app.audit import record
from app.web.callers import caller_address
from app.web.hosts import asked_host
from app.web.running import content, services
from app.web.saying import as_said
from app.web.staff.guards import keys, me
from app.web.staff.signing import Errors, too_soon
from app.web.staff.typed import number_in
from app.web.staff.unseen import keep_out_of_search_engines

blueprint = Blueprint("own_account", __name__, url_prefix="/inloggen/account")
keep_out_of_search_engines(blueprint)


@blueprint.get("")
def overview() -> Response:
    """The own account."""
    return account_page(200)


@blueprint.post("/afmelden")
def end_one() -> Response:
    """End one of the own sessions, or all others."""
    who = me()
    which = request.form.get("sessie", "")
    with services().database.writing() as session:
        if which == "alle":
            end_sessions(session, who.account_id, but=who.session_id)
        elif not end_sessions(session, who.account_id, only=number_in(which)):
            abort(404)
        record(session, who.actor, "session.end", f"session:{which}")
    return redirect(url_for("own_account.overview", gedaan="afgemeld"), 303)


@blueprint.post("/wachtwoord")
def another_password() -> Response:
    """Change the password; everywhere else the account is signed out."""
    who = me()
    old, new, again = (request.form.get(name, "")[:1000] for name in ("wachtwoord", "nieuw", "nogmaals"))
    if new != again:
        return account_page(422, [("nogmaals", _("De twee nieuwe wachtwoorden zijn niet gelijk. Typ ze nog eens."))])
    early = slowed("wachtwoord")
    if early:
        return account_page(429, early)
    context = tuple(town.name for town in content().municipalities)
    with services().database.writing() as session:
        account = session.get_one(Account, who.account_id)
        fits = passwords.fits(account.password_hash, old)
        try:
            change_password(session, account, old, new, here=who.session_id, context=context)
        except AccountRefused as problem:
            return account_page(422, [("nieuw" if fits else "wachtwoord", as_said(str(problem)))])
    return redirect(url_for("own_account.overview", gedaan="wachtwoord"), 303)


@blueprint.post("/herstelcodes")
def new_codes() -> Response | str:
    """New recovery codes, shown this once; the password is asked again first."""
    who = me()
    early = slowed("codes-wachtwoord")
    if early:
        return account_page(429, early)
    with services().database.reading() as reading:
        kept = reading.get_one(Account, who.account_id).password_hash
    if kept and not passwords.fits(kept, request.form.get("wachtwoord", "")[:1000]):
        return account_page(422, [("codes-wachtwoord", _("Dit is niet uw wachtwoord van nu. Typ het nog eens."))])
    with services().database.writing() as session:
        codes = second_factor.new_recovery_codes(session, session.get_one(Account, who.account_id))
        record(session, who.actor, "account.recovery-codes", f"account:{who.account_id}")
    return render_template("staff/recovery_codes.html", codes=codes)


def slowed(field: str) -> Errors:
    """Guessing the password from an open session is slowed as well."""
    try:
        take_turn(services().database, counted_for(keys(), f"own account {me().account_id}", caller_address()))
    except TooSoon as problem:
        return [(field, too_soon(problem))]
    return []


def account_page(status: int, errors: Errors | None = None, *, label: str = "") -> Response:
    """The own account.

    :param label: what was typed as name of a new key.
    """
    who = me()
    with services().database.reading() as session:
        account = session.get_one(Account, who.account_id)
        page = render_template(
            "staff/own_account.html",
            who=who,
            start=START_PAGES[who.role],
            sessions=living_sessions(session, who.account_id),
            keys=security_keys.keys_of(session, who.account_id),
            here=asked_host(),
            has_app=bool(account.sealed_secret),
            has_password=bool(account.password_hash),
            by_municipality=account.external_id is not None,
            municipal_name=services().settings.oidc_name,
            label=label,
            codes_left=second_factor.recovery_codes_left(session, who.account_id),
            errors=errors or [],
            done=request.args.get("gedaan", ""),
        )
    return make_response(page, status)
