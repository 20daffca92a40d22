"""Security keys and passkeys in the own account: one is added in two pages (name it, then touch it), and removed with the password."""

from typing import Final

from flask import abort, make_response, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.accounts import passwords, security_keys
from app.accounts.models import Account
from app.accounts.security_keys import EnoughKeys, KeyRefused, KnownKey, LastStep
from app.web.running import services
from app.web.staff import second_step
from app.web.staff.guards import me
from app.web.staff.own_account import account_page, blueprint, slowed
from app.web.staff.signing import Errors
from app.web.staff.typed import as_typed, typed_number

_MAY: Final = "sleutel-mag"
_MAY_SECONDS: Final = 600


@blueprint.post("/sleutel/nieuw")
def name_key() -> Response:
    """Name a new key. The password is asked first: an open screen is not enough to add a way in."""
    who = me()
    label = as_typed("sleutel-naam", security_keys.LONGEST_LABEL)
    errors: Errors = (
        [] if label else [("sleutel-naam", _("Geef de sleutel een naam, bijvoorbeeld: sleutel aan mijn sleutelbos."))]
    )
    errors += _wrong_password("sleutel-wachtwoord") if not errors else []
    if errors:
        return account_page(422, errors, label=label)
    session[_MAY] = {"account": who.account_id, "label": label, "at": int(clock.now().timestamp())}
    return redirect(url_for("own_account.touch_key"), 303)


@blueprint.get("/sleutel")
def touch_key() -> Response:
    """Ask to touch the key, or to unlock the phone."""
    if not _label():
        return redirect(url_for("own_account.overview"), 303)
    return _touch_page(200)


@blueprint.post("/sleutel")
def add_key() -> Response:
    """Keep the key that was just made."""
    who = me()
    label = _label()
    if not label:
        return redirect(url_for("own_account.overview"), 303)
    try:
        new = second_step.registered_key()
        with services().database.writing() as writing:
            security_keys.add(writing, writing.get_one(Account, who.account_id), second_step.party(), new, label)
    except KnownKey:
        return _touch_page(422, _("Deze sleutel is al in gebruik. Neem een andere."))
    except EnoughKeys:
        return _touch_page(422, _("U heeft al 10 sleutels. Haal er eerst een weg."))
    except KeyRefused:
        return _touch_page(422, _("Dat lukte niet. Probeer het nog eens."))
    session.pop(_MAY, None)
    return redirect(url_for("own_account.overview", gedaan="sleutel-erbij"), 303)


@blueprint.post("/sleutel/weg")
def remove_key() -> Response:
    """Take a key away, with the password. The last second step stays."""
    who = me()
    number = typed_number("sleutel")
    field = f"weg-{number}"
    with services().database.reading() as reading:
        if number not in {key.id for key in security_keys.keys_of(reading, who.account_id)}:
            abort(404)
    errors = _wrong_password(field)
    if errors:
        return account_page(422, errors)
    try:
        with services().database.writing() as writing:
            gone = security_keys.remove(writing, writing.get_one(Account, who.account_id), number)
    except LastStep:
        reason = _("Dit is uw enige tweede stap. Zet er eerst een andere sleutel bij, dan kan deze weg.")
        return account_page(422, [(field, reason)])
    return redirect(url_for("own_account.overview", gedaan="sleutel-weg" if gone else None), 303)


def _wrong_password(field: str) -> Errors:
    """What is wrong with the password that was typed along, if anything. Who comes in by the municipality has none."""
    with services().database.reading() as reading:
        kept = reading.get_one(Account, me().account_id).password_hash
    if not kept:
        return []
    errors = slowed(field)
    if not errors and not passwords.fits(kept, request.form.get("wachtwoord", "")[:1000]):
        errors = [(field, _("Dit is niet uw wachtwoord van nu. Typ het nog eens."))]
    return errors


def _label() -> str:
    """The name of the key that is being added; empty when the password was typed too long ago."""
    found = session.get(_MAY)
    if not isinstance(found, dict) or found.get("account") != me().account_id:
        return ""
    age = int(clock.now().timestamp()) - int(found.get("at", 0))
    return str(found.get("label", "")) if 0 <= age <= _MAY_SECONDS else ""


def _touch_page(status: int, reason: str = "") -> Response:
    who = me()
    with services().database.reading() as reading:
        known = security_keys.keys_of(reading, who.account_id)
    page = render_template(
        "staff/second_step_new.html",
        who=who,
        label=_label(),
        key_options=second_step.options_to_register(who.email, known),
        errors=[("sleutel", reason)] if reason else [],
    )
    return make_response(page, status)
