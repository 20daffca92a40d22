"""Security keys and passkeys (WebAuthn) as second step, beside the app with codes (promise 35).

The reckoning is the `webauthn` package's. Ours are: a challenge is worth something for five minutes and once, a key opens
its own account at its own host name only, and a counter that goes back (somebody copied the key) is refused and audited.
"""

import re
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select
from webauthn import (
    base64url_to_bytes,
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, generate_challenge, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from app import clock
from app.accounts.models import Account, SecurityKey
from app.audit import record
from app.db import Database

VALID: Final = timedelta(minutes=5)
LONGEST_ANSWER: Final = 16_000
LONGEST_CREDENTIAL: Final = 1_400
LONGEST_LABEL: Final = 60
MOST_KEYS: Final = 10
_CREDENTIAL: Final = re.compile(r"[A-Za-z0-9_-]{1,1400}")
_TIMEOUT: Final = int(VALID.total_seconds() * 1000)
_UNREADABLE: Final = (
    WebAuthnException, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError, RecursionError, struct.error,
    AssertionError,
)  # fmt: skip
"""What the package raises for an answer that no key would give: the answer comes from a browser, and may be anything."""


class KeyRefused(Exception):
    """This answer of a key is not accepted. Pages never say more than that."""


class LastStep(Exception):
    """Without this key the account would have no second step."""


class KnownKey(KeyRefused):
    """This key belongs to an account already."""


class EnoughKeys(KeyRefused):
    """This account has as many keys as one may have."""


@dataclass(frozen=True, slots=True)
class Party:
    """The site as keys know it: the host name a key belongs to, and the origin that browsers sign."""

    host: str
    origin: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a key signs. `made_at` decides how long it holds, and whether it was used before."""

    value: bytes
    made_at: datetime

    @property
    def holds(self) -> bool:
        """Whether it is not over."""
        return timedelta(0) <= clock.now() - self.made_at <= VALID


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that proved itself and belongs to nobody yet."""

    credential: str
    public_key: bytes
    sign_count: int


def new_challenge() -> Challenge:
    """A challenge of this moment."""
    return Challenge(generate_challenge(), clock.now())


def asked_to_register(party: Party, challenge: Challenge, email: str, known: list[SecurityKey], name: str = "") -> str:
    """What the browser hands to `navigator.credentials.create`, as JSON.

    :param known: the keys the account has, so that the same one is not registered twice.
    """
    return options_to_json(
        generate_registration_options(
            rp_id=party.host,
            rp_name="Leefplein",
            user_name=email,
            user_display_name=name or email,
            challenge=challenge.value,
            timeout=_TIMEOUT,
            exclude_credentials=_named(known, party),
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
            ),
        )
    )


def asked_to_sign_in(party: Party, challenge: Challenge, known: list[SecurityKey]) -> str:
    """What the browser hands to `navigator.credentials.get`, as JSON: only keys of this account at this host name."""
    return options_to_json(
        generate_authentication_options(
            rp_id=party.host,
            challenge=challenge.value,
            timeout=_TIMEOUT,
            allow_credentials=_named(known, party),
            user_verification=UserVerificationRequirement.PREFERRED,
        )
    )


def read_new(party: Party, challenge: Challenge, answer: str) -> NewKey:
    """A new key, when the answer of the browser is right. Nothing is kept: see `add`.

    :param answer: the registration as JSON (`RegistrationResponseJSON`).
    :raises KeyRefused: when it is not right, or came too late.
    """
    if not challenge.holds or len(answer) > LONGEST_ANSWER:
        raise KeyRefused
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge.value,
            expected_rp_id=party.host,
            expected_origin=party.origin,
        )
    except _UNREADABLE as problem:
        raise KeyRefused from problem
    credential = bytes_to_base64url(found.credential_id)
    if len(credential) > LONGEST_CREDENTIAL:
        raise KeyRefused
    return NewKey(credential, found.credential_public_key, found.sign_count)


def add(session: Session, account: Account, party: Party, new: NewKey, label: str) -> SecurityKey:
    """Give the key to this account, in a writing session.

    :raises KnownKey: when the key belongs to an account already, this one or another.
    :raises EnoughKeys: when this account has as many as one may have.
    """
    if session.exec(select(SecurityKey.id).where(SecurityKey.credential == new.credential)).first() is not None:
        raise KnownKey
    if len(keys_of(session, account.id or 0)) >= MOST_KEYS:
        raise EnoughKeys
    key = SecurityKey(
        account_id=account.id or 0, host=party.host, credential=new.credential, public_key=new.public_key,
        sign_count=new.sign_count, label=label.strip()[:LONGEST_LABEL],
    )  # fmt: skip
    session.add(key)
    session.flush()
    record(session, f"account:{account.id}", "security-key.add", f"account:{account.id} key:{key.id}")
    return key


def keys_of(session: Session, account_id: int, host: str | None = None) -> list[SecurityKey]:
    """The keys of an account, oldest first; with `host` only those that work there."""
    wanted = select(SecurityKey).where(SecurityKey.account_id == account_id).order_by(col(SecurityKey.id))
    return list(session.exec(wanted if host is None else wanted.where(SecurityKey.host == host)).all())


def remove(session: Session, account: Account, number: int) -> bool:
    """Take a key away from this account, in a writing session. False when it is not one of its keys.

    Halves of a sign-in that began before are worth nothing from here on.

    :raises LastStep: when nothing would be left as second step where this key works: no app with codes and no other key.
    """
    key = session.get(SecurityKey, number)
    if key is None or key.account_id != account.id:
        return False
    others = [each for each in keys_of(session, account.id, key.host) if each.id != key.id]
    if not account.sealed_secret and not others:
        raise LastStep
    session.delete(key)
    account.changed_at = clock.now()
    session.add(account)
    record(session, f"account:{account.id}", "security-key.remove", f"account:{account.id} key:{number}")
    return True


def forget_all(session: Session, account_id: int) -> None:
    """Take away every key of an account, when its second step is made anew: a lost key must not go on opening it."""
    session.execute(sa.delete(SecurityKey).where(col(SecurityKey.account_id) == account_id))


def accepted(database: Database, account_id: int, party: Party, challenge: Challenge, answer: str) -> tuple[int, int]:
    """The key that gave this answer, and where its counter stands: proven, not yet used (see `use`).

    :param answer: the assertion as JSON (`AuthenticationResponseJSON`).
    :raises KeyRefused: when it is not right, too late, or of a key that is not this account's at this host name.
    """
    if not challenge.holds or len(answer) > LONGEST_ANSWER:
        raise KeyRefused
    try:
        said = parse_authentication_credential_json(answer)
        if not _CREDENTIAL.fullmatch(said.id):
            raise KeyRefused
        with database.reading() as session:
            key = session.exec(
                select(SecurityKey).where(
                    SecurityKey.credential == said.id,
                    SecurityKey.account_id == account_id,
                    SecurityKey.host == party.host,
                )
            ).first()
        if key is None:
            raise KeyRefused
        found = verify_authentication_response(
            credential=said,
            expected_challenge=challenge.value,
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=0,  # compared below, once the signature is known to be right
        )
    except _UNREADABLE as problem:
        raise KeyRefused from problem
    if (found.new_sign_count or key.sign_count) and found.new_sign_count <= key.sign_count:
        with database.writing() as session:
            record(session, f"account:{account_id}", "security-key.counter-went-back", f"key:{key.id}")
        raise KeyRefused
    return key.id or 0, found.new_sign_count


def use(session: Session, number: int, sign_count: int, challenge: Challenge) -> bool:
    """Note that this key was used, in a writing session. False when this challenge, or a newer one, was used already.

    The challenge stands in the browser's cookie, and a cookie can be put back. So each key remembers when it was last
    used, and a challenge from before that moment is over: one statement decides, and of two at once one gets in.
    """
    moment = clock.now()
    used = session.execute(
        sa.update(SecurityKey)
        .where(
            col(SecurityKey.id) == number,
            sa.or_(
                col(SecurityKey.used_at).is_(None),
                col(SecurityKey.used_at) < challenge.made_at,
                col(SecurityKey.used_at) > moment,  # the clock was set back: that keeps nobody out
            ),
            col(SecurityKey.sign_count) < sign_count if sign_count else col(SecurityKey.sign_count) == 0,
        )
        .values(used_at=moment, sign_count=sign_count)
    )
    return bool(getattr(used, "rowcount", 0))


def _named(known: list[SecurityKey], party: Party) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(id=base64url_to_bytes(key.credential)) for key in known if key.host == party.host
    ]
