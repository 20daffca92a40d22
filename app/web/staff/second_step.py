"""The ceremony of a security key or passkey: the challenge waits in the sealed session, the key's answer comes in a form.

The same for signing in (`/inloggen/sleutel`), for the own account and for who sets up an account after an invitation.
"""

from datetime import UTC, datetime
from typing import Final

from flask import request, session

from app.accounts import security_keys
from app.accounts.models import SecurityKey
from app.accounts.security_keys import Challenge, KeyRefused, NewKey, Party
from app.web.bodies import clean
from app.web.hosts import asked_host
from app.web.running import services

_PLACE: Final = "sleutel"
SIGN_IN: Final = "in"
REGISTER: Final = "erbij"


def party() -> Party:
    """This site as keys know it. The host name was checked before (app/web/hosts.py); browsers sign the port along."""
    scheme = "http" if services().settings.local_http else "https"
    return Party(asked_host(), f"{scheme}://{request.host}")


def key_answer() -> str:
    """What the browser got from the key."""
    return clean(request.form.get("antwoord", ""))[: security_keys.LONGEST_ANSWER + 1]


def options_to_sign_in(account_id: int) -> str:
    """What the page hands to the browser for signing in with a key, as JSON; empty when this account has none here."""
    with services().database.reading() as reading:
        known = security_keys.keys_of(reading, account_id, party().host)
    return security_keys.asked_to_sign_in(party(), _kept(SIGN_IN), known) if known else ""


def options_to_register(email: str, known: list[SecurityKey], name: str = "") -> str:
    """What the page hands to the browser for a new key, as JSON. The challenge waits in the session."""
    return security_keys.asked_to_register(party(), _kept(REGISTER), email, known, name)


def registered_key() -> NewKey:
    """The new key that was just made in the browser, proven but not kept: `security_keys.add` does that.

    :raises KeyRefused: when it is not right, came too late or was sent before.
    """
    challenge = taken(REGISTER)
    if challenge is None:
        raise KeyRefused
    return security_keys.read_new(party(), challenge, key_answer())


def _kept(purpose: str) -> Challenge:
    challenge = security_keys.new_challenge()
    session[_PLACE] = {"for": purpose, "value": challenge.value, "at": challenge.made_at.isoformat()}
    return challenge


def taken(purpose: str) -> Challenge | None:
    """The challenge that was kept for this, once."""
    found = session.pop(_PLACE, None)
    if not isinstance(found, dict) or found.get("for") != purpose:
        return None
    return Challenge(bytes(found["value"]), datetime.fromisoformat(str(found["at"])).astimezone(UTC))
