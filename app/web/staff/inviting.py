"""`/uitnodiging`: an account in three pages, from the link in the mail: a password, a second step, recovery codes.

Broken off half-way, it is taken up again with the same link. Until the second step stands there is no account (promise 35).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import segno
from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlmodel import Session
from werkzeug.wrappers import Response

from app import clock
from app.accounts import second_factor
from app.accounts.inviting import (
    InvitationOver,
    choose_password,
    finish,
    knows_password,
    open_invitation,
    still_open,
)
from app.accounts.keeping import AccountRefused
from app.accounts.models import Account, Invitation
from app.accounts.rights import START_PAGES
from app.accounts.signing_in import mark_of
from app.accounts.slowing import TooSoon, counted_for, take_turn
from app.accounts.staff_sessions import open_session
from app.audit import record
from app.social_map.merged import organisation_of
from app.web.bodies import clean
from app.web.callers import caller_address
from app.web.running import content, services
from app.web.saying import as_said
from app.web.staff.guards import ask_to_sign_in, keys, signed_in
from app.web.staff.signing import Errors, come_in, too_soon
from app.web.staff.unseen import keep_out_of_search_engines

blueprint = Blueprint("inviting", __name__)
keep_out_of_search_engines(blueprint)
SET_UP: Final = "staff_set_up"
CODES: Final = "staff_codes"
SECONDS: Final = 3600
"""How long somebody may look for their phone before the link has to be opened again."""
CODES_SECONDS: Final = 1800
_LONGEST_TYPED: Final = 1000
_LONGEST_TOKEN: Final = 100
_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class Held:
    """A set-up that is going on in this browser: its invitation, and the secret for the app that is being tried."""

    invitation: int
    secret: str


@blueprint.get("/uitnodiging")
def invitation() -> Response:
    """Who invites whom, and for what. Looking changes nothing: mail scanners follow links."""
    token = request.args.get("sleutel", "")[:_LONGEST_TOKEN]
    with services().database.reading() as reading:
        try:
            return _password_page(reading, open_invitation(reading, token), token, 200)
        except InvitationOver:
            return over_page()


@blueprint.post("/uitnodiging")
def answer_invitation() -> Response:
    """The password: a new one, or for a second step that is set up anew the own one."""
    token = request.form.get("sleutel", "")[:_LONGEST_TOKEN]
    typed, again = (request.form.get(name, "")[:_LONGEST_TYPED] for name in ("wachtwoord", "nogmaals"))
    errors: Errors = []
    status = 422
    with services().database.reading() as reading:
        try:
            found = open_invitation(reading, token)
        except InvitationOver:
            return over_page()
    try:
        errors = _wrong_own_password(found, typed) if found.account_id else _kept_password(found, typed, again)
    except TooSoon as problem:
        errors, status = [("wachtwoord", too_soon(problem))], 429
    except InvitationOver:
        return over_page()
    if errors:
        with services().database.reading() as reading:
            return _password_page(reading, found, token, status, errors)
    session.pop(CODES, None)
    hold(found.id or 0, second_factor.new_secret())
    return redirect(url_for("inviting.second_step"), 303)


def _wrong_own_password(found: Invitation, typed: str) -> Errors:
    """Guessing is counted with the guesses at the sign-in page."""
    take_turn(services().database, counted_for(keys(), found.email, caller_address()))
    with services().database.reading() as reading:
        if knows_password(reading, found, typed):
            return []
    return [("wachtwoord", _("Dit is niet uw wachtwoord. Typ het nog eens."))]


def _kept_password(found: Invitation, typed: str, again: str) -> Errors:
    if not typed:
        return [("wachtwoord", _("Kies een wachtwoord."))]
    if typed != again:
        return [("nogmaals", _("De twee wachtwoorden zijn niet gelijk. Typ ze nog eens."))]
    with services().database.writing() as writing:
        here = still_open(writing, found.id or 0)
        organisation = organisation_of(writing, found.organisation)
        words = (organisation.name if organisation else "", *(town.name for town in content().municipalities))
        try:
            choose_password(writing, here, typed, words)
        except AccountRefused as problem:
            return [("wachtwoord", as_said(str(problem)))]
    return []


@blueprint.get("/uitnodiging/tweede-stap")
def second_step() -> Response:
    """The square to scan, the secret to type over, and a field for the code that shows that it worked."""
    held = going_on()
    return second_step_page(held, 200) if held else over_page()


@blueprint.post("/uitnodiging/tweede-stap")
def confirm_second_step() -> Response:
    """The app shows the right code: the account stands, and somebody is in."""
    held = going_on()
    if held is None:
        return over_page()
    typed = "".join(sign for sign in clean(request.form.get("code", ""))[:_LONGEST_TYPED] if sign.isdigit())
    if not typed:
        return second_step_page(held, 422, [("code", _("Vul de code in."))])
    try:
        take_turn(services().database, counted_for(keys(), f"set up {held.invitation}", caller_address()))
    except TooSoon as problem:
        return second_step_page(held, 429, [("code", too_soon(problem))])
    step = second_factor.step_shown(held.secret, typed)
    if not step:
        reason = _(
            "Deze code klopt niet. Wacht op de volgende code in de app en typ die. Klopt de tijd van uw telefoon?"
        )
        return second_step_page(held, 422, [("code", reason)])
    return stands(held, secret=held.secret, step=step)


def stands(
    held: Held, *, secret: str = "", step: int = 0, also: Callable[[Session, Account], None] | None = None
) -> Response:
    """The second step was shown to work: make the account, sign in, and show the recovery codes.

    :param secret: of the app with codes, and the time step of the code that was typed; empty for another second step.
    :param also: what else belongs to it in the same transaction, such as keeping a security key.
    """
    try:
        with services().database.writing() as writing:
            done = finish(writing, keys(), still_open(writing, held.invitation), secret=secret, step=step)
            if also is not None:
                also(writing, done.account)
            token = open_session(writing, done.account, request.headers.get("User-Agent", ""))
            record(writing, f"account:{done.account.id}", "sign-in")
            account, codes = done.account, list(done.recovery_codes)
    except InvitationOver:
        return over_page()
    come_in(token, account)  # everything about the session is new from here on (promise 37)
    session[CODES] = {"account": account.id, "codes": codes, "at": _seconds()}
    return redirect(url_for("inviting.recovery_codes"), 303)


@blueprint.get("/uitnodiging/herstelcodes")
def recovery_codes() -> Response:
    """The codes, until somebody says that they are kept."""
    return _codes_page(200)


@blueprint.post("/uitnodiging/herstelcodes")
def kept_recovery_codes() -> Response:
    """They are kept: to work."""
    who = signed_in()
    if who is None:
        ask_to_sign_in()
    if request.form.get("bewaard") != "ja" and _codes():
        return _codes_page(422, [("bewaard", _("Zet een vinkje als u de codes heeft bewaard."))])
    session.pop(CODES, None)
    return redirect(START_PAGES[who.role], 303)


def _codes_page(status: int, errors: Errors | None = None) -> Response:
    who = signed_in()
    if who is None:
        ask_to_sign_in()
    codes = _codes()
    if not codes:
        return redirect(START_PAGES[who.role], 303)
    return make_response(render_template("staff/set_up_codes.html", who=who, codes=codes, errors=errors or []), status)


def _codes() -> list[str]:
    who, found = signed_in(), session.get(CODES)
    if who is None or not isinstance(found, dict) or found.get("account") != who.account_id:
        return []
    return list(found["codes"]) if 0 <= _seconds() - int(found.get("at", 0)) <= CODES_SECONDS else []


def hold(number: int, secret: str) -> None:
    """Remember in the sealed session that the first step was done here."""
    with services().database.reading() as reading:
        mark = _mark(reading, reading.get_one(Invitation, number))
    session[SET_UP] = {"invitation": number, "secret": secret, "at": _seconds(), "mark": mark}


def _mark(reading: Session, found: Invitation) -> str:
    """Of an account that exists: changes with its password, so that one typed before is worth nothing any more."""
    account = reading.get(Account, found.account_id) if found.account_id else None
    return mark_of(account) if account else ""


def going_on() -> Held | None:
    """The set-up that is going on in this browser, when its invitation still stands and not too long ago."""
    found: Any = session.get(SET_UP)
    if not isinstance(found, dict) or not 0 <= _seconds() - int(found.get("at", 0)) <= SECONDS:
        return None
    held = Held(int(found["invitation"]), str(found["secret"]))
    with services().database.reading() as reading:
        try:
            here = still_open(reading, held.invitation)
        except InvitationOver:
            return None
        if _mark(reading, here) != found.get("mark"):
            return None
    return held if here.password_hash or here.account_id else None


def held_invitation(held: Held) -> Invitation:
    """The invitation of a set-up that is going on."""
    with services().database.reading() as reading:
        return reading.get_one(Invitation, held.invitation)


def second_step_page(held: Held, status: int, errors: Errors | None = None) -> Response:
    """The page of the second step. Other second steps than the app join in the template's block `other_steps`."""
    found = held_invitation(held)
    address = second_factor.address_for_app(held.secret, found.email)
    page = render_template(
        "staff/set_up_second_step.html",
        invitation=found,
        square=square(address, _("Vierkant met stippen om te scannen met een app met codes")),
        address=address,
        groups=[held.secret[start : start + _GROUP] for start in range(0, len(held.secret), _GROUP)],
        errors=errors or [],
    )
    return make_response(page, status)


def square(address: str, title: str) -> Markup:
    """A QR code as SVG in the page itself: no picture to fetch, nothing that our content policy refuses."""
    drawn = segno.make(address, error="m").svg_inline(
        scale=4, omitsize=True, light="#fff", svgclass="lp-qr", title=title, border=4
    )
    return Markup(drawn.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704  (made by segno from our own address)


def over_page() -> Response:
    """The same page for every link that opens nothing, with whom to call."""
    return make_response(render_template("staff/link_over.html"), 404)


def _password_page(
    reading: Session, found: Invitation, token: str, status: int, errors: Errors | None = None
) -> Response:
    organisation = organisation_of(reading, found.organisation)
    town = content().municipality(found.municipality) if found.municipality else None
    page = render_template(
        "staff/invitation.html",
        invitation=found,
        organisation=organisation.name if organisation else "",
        town=town.name if town else "",
        key=token,
        errors=errors or [],
    )
    return make_response(page, status)


def _seconds() -> int:
    return int(clock.now().timestamp())
