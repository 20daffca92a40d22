"""Who is at the door. A page asks for roles; who is not signed in is sent to sign in, who may not come in hears there is no such page."""

from typing import Final, NoReturn, cast

from flask import abort, g, make_response, redirect, render_template, request, session, url_for

from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.signing_in import Door
from app.accounts.staff_sessions import SignedIn, who_holds
from app.web import behind
from app.web.access import Guard
from app.web.bodies import clean
from app.web.forgery import comes_from_us
from app.web.running import services

TOKEN: Final = behind.TOKEN
_NOT_KEPT: Final = frozenset({"csrf_token", "wachtwoord", "nieuw", "nogmaals", "code", "antwoord"})


def keys() -> AccountKeys:
    """The keys of this installation."""
    return AccountKeys.of(services().settings)


def door() -> Door:
    """Where people come in."""
    return Door(services().database, keys())


def signed_in() -> SignedIn | None:
    """Who sends this request, when they are signed in. Looked up once for each request."""
    if "signed_in" not in g:
        token = session.get(TOKEN)
        g.signed_in = who_holds(services().database, token) if isinstance(token, str) else None
    return cast("SignedIn | None", g.signed_in)


def me() -> SignedIn:
    """Who sends this request, behind a guard."""
    found = signed_in()
    if found is None:
        ask_to_sign_in()
    return found


def needs(*roles: Role | str) -> Guard:
    """A guard that lets these roles pass, and no others.

    :raises ValueError: when a role does not exist, so that a typing mistake opens nothing.
    """
    wanted = frozenset(Role(role) for role in roles)

    def guard() -> None:
        who = signed_in()
        if who is None:
            ask_to_sign_in()
        elif who.role not in wanted:
            abort(404)

    return guard


def anybody_signed_in() -> None:
    """A guard for pages that belong to the account itself."""
    if signed_in() is None:
        ask_to_sign_in()


def ask_to_sign_in() -> NoReturn:
    """Send somebody to the sign-in page; what they were sending is kept on the page, not lost."""
    session.pop(TOKEN, None)
    if request.method in {"GET", "HEAD"}:
        path = request.script_root + (request.full_path if request.query_string else request.path)
        abort(redirect(url_for("signing.password", next=path), 303))
    if comes_from_us() is False:
        abort(403)  # what another site made up is not kept ready to be sent with one click
    kept = [(clean(name), clean(value)) for name, value in request.form.items(multi=True) if name not in _NOT_KEPT]
    page = render_template("staff/expired.html", kept=kept, action=request.script_root + request.path)
    abort(make_response(page, 401, {"Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow"}))
