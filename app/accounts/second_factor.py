"""The second step of signing in: a code of six figures from an app (RFC 6238), each code once, or a recovery code.

The reckoning is the `cryptography` package's; what is ours is that a time step is never accepted twice (ASVS 6.5.1).
"""

import base64
import hashlib
import hmac
import secrets
from typing import Final
from urllib.parse import quote

import sqlalchemy as sa
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from sqlmodel import Session, col

from app import clock
from app.accounts.keys import AccountKeys
from app.accounts.models import Account, RecoveryCode

STEP_SECONDS: Final = 30
FIGURES: Final = 6
_STEPS_EITHER_SIDE: Final = 1
RECOVERY_CODES: Final = 8
_RECOVERY_LENGTH: Final = 16
_UNMISTAKABLE: Final = "bcdfghjkmnpqrstvwxz23456789"
"""No vowels (no words by accident) and nothing that looks like something else: 27 ** 16 is 76 bits."""


def new_secret() -> str:
    """A fresh secret for the app: 160 bits, in the base32 that people can type over."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def address_for_app(secret: str, email: str, issuer: str = "Leefplein") -> str:
    """The `otpauth://` address that puts the secret in an app."""
    label = quote(f"{issuer}:{email}", safe="")
    return f"otpauth://totp/{label}?secret={secret}&issuer={quote(issuer)}&algorithm=SHA1&digits={FIGURES}&period={STEP_SECONDS}"


def code_at(secret: str, step: int) -> str:
    """The code of one time step."""
    key = base64.b32decode(secret)
    return HOTP(key, FIGURES, SHA1(), enforce_key_length=False).generate(step).decode()  # noqa: S303  (RFC 6238 and every app)


def step_now() -> int:
    """The number of the time step it is now."""
    return int(clock.now().timestamp()) // STEP_SECONDS


def code_now(secret: str) -> str:
    """The code an app shows at this moment."""
    return code_at(secret, step_now())


def step_shown(secret: str, typed: str) -> int:
    """The time step of which an app with this secret shows this code, or 0; for setting it up, before anything is kept."""
    right = 0
    now = step_now()
    for step in range(now - _STEPS_EITHER_SIDE, now + _STEPS_EITHER_SIDE + 1):
        if hmac.compare_digest(code_at(secret, step), typed):
            right = step
    return right


def accept(session: Session, account: Account, typed: str, keys: AccountKeys) -> bool:
    """Whether this code is right and was not used before; it is used from now on. Needs a writing session.

    :raises app.accounts.keys.SealBroken: when the secret was sealed with a key we no longer have.
    """
    plain = "".join(sign for sign in typed.lower() if sign.isascii() and sign.isalnum())
    if len(plain) == FIGURES and plain.isdigit():
        return _accept_code(session, account, plain, keys.open(account.sealed_secret))
    return _accept_recovery_code(session, account, plain)


def _accept_code(session: Session, account: Account, typed: str, secret: str) -> bool:
    right = step_shown(secret, typed)
    if not right:
        return False
    # One statement decides, so that of two requests with the same code one gets in.
    used = session.execute(
        sa.update(Account)
        .where(col(Account.id) == account.id, col(Account.last_counter) < right)
        .values(last_counter=right)
    )
    return bool(getattr(used, "rowcount", 0))


def _accept_recovery_code(session: Session, account: Account, typed: str) -> bool:
    if len(typed) != _RECOVERY_LENGTH:
        return False
    used = session.execute(
        sa.update(RecoveryCode)
        .where(
            col(RecoveryCode.account_id) == account.id,
            col(RecoveryCode.digest) == _digest(account, typed),
            col(RecoveryCode.used_at).is_(None),
        )
        .values(used_at=clock.now())
    )
    return bool(getattr(used, "rowcount", 0))


def new_recovery_codes(session: Session, account: Account) -> list[str]:
    """Eight fresh codes, to be shown once; earlier ones stop working."""
    session.execute(sa.delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))
    codes = ["".join(secrets.choice(_UNMISTAKABLE) for _ in range(_RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)]
    for code in codes:
        session.add(RecoveryCode(account_id=account.id or 0, digest=_digest(account, code)))
    return ["-".join(code[start : start + 4] for start in range(0, _RECOVERY_LENGTH, 4)) for code in codes]


def recovery_codes_left(session: Session, account_id: int) -> int:
    """How many recovery codes still work."""
    return (
        session.scalar(
            sa.select(sa.func.count())
            .select_from(RecoveryCode)
            .where(col(RecoveryCode.account_id) == account_id, col(RecoveryCode.used_at).is_(None))
        )
        or 0
    )


def _digest(account: Account, code: str) -> str:
    """76 random bits need no slow hash; the account's number keeps equal codes of two accounts apart."""
    return hashlib.sha256(f"{account.id}|{code}".encode()).hexdigest()
