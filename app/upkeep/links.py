"""Links in our mails with which an organisation says what still holds, without signing in (I-55, promise 33).

A link names an organisation, when it was made and until when it opens something. It is signed, not secret: nothing is
kept of it, so nothing can leak from us. It opens what is public already, and can confirm, hand in a change, or stop.
"""

import base64
import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from itsdangerous import BadData, URLSafeSerializer
from sqlmodel import Session, select

from app import clock
from app.settings import Settings
from app.social_map.models import Organisation

LONGEST_TOKEN: Final = 400
_PURPOSE: Final = "upkeep link"
_FURTHEST: Final = 5
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class LinkOver(Exception):
    """This link opens nothing (any more).

    :ivar why: `unknown` (not ours, or damaged), `expired`, or `void` (the editor made all older links invalid).
    :ivar organisation: uid of whose link it was, so that a new one can be mailed to them; empty when unknown.
    """

    def __init__(self, why: str, organisation: str = "") -> None:
        self.why = why
        self.organisation = organisation
        super().__init__(why)


def make(settings: Settings, organisation: Organisation, at: datetime, *, days: int = 60) -> str:
    """The token for `?sleutel=`: letters, digits, `-`, `_` and `.`.

    :param at: when it is made; :param days: how long it opens something.
    """
    until = at + timedelta(days=days)
    token = _signer(settings).dumps([organisation.uid, _in_micro(at), _in_micro(until)])
    return token if isinstance(token, str) else token.decode()


def last_day(made: datetime, days: int) -> date:
    """The last whole day, in the Netherlands, on which a link still opens something."""
    return (made.astimezone(clock.AMSTERDAM) + timedelta(days=days - 1)).date()


def open_link(session: Session, settings: Settings, token: str) -> Organisation:
    """Whose link this is; of one that was merged, the organisation it became.

    :raises LinkOver: with why.
    """
    uid, made, until = _read(settings, token)
    now = clock.now()
    found = None
    for _step in range(_FURTHEST):
        found = session.exec(select(Organisation).where(Organisation.uid == uid)).first()
        if found is None:
            raise LinkOver("unknown")
        if found.links_since is not None and made < found.links_since:
            raise LinkOver("void", found.uid)
        if not found.merged_into:
            break
        uid = found.merged_into
    if found is None or found.merged_into:
        raise LinkOver("unknown")
    if now > until:
        raise LinkOver("expired", found.uid)
    return found


def _read(settings: Settings, token: str) -> tuple[str, datetime, datetime]:
    if not token or len(token) > LONGEST_TOKEN:
        raise LinkOver("unknown")
    try:
        uid, made, until = _signer(settings).loads(token)
        return str(uid), _EPOCH + timedelta(microseconds=made), _EPOCH + timedelta(microseconds=until)
    except (BadData, ValueError, TypeError, OverflowError) as problem:
        raise LinkOver("unknown") from problem


def _in_micro(moment: datetime) -> int:
    """Exact, so that a link made just after the older ones became void is never taken for one of them."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _signer(settings: Settings) -> URLSafeSerializer:
    """Signs with the newest secret and knows the earlier ones (itsdangerous wants the newest last)."""
    keys = [_key(secret) for secret in reversed(settings.secrets)]
    if not keys:
        message = "no secret to sign with"
        raise ValueError(message)
    return URLSafeSerializer(
        keys, salt=_PURPOSE, signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    )


def _key(secret: str) -> bytes:
    raw = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"leefplein {_PURPOSE}".encode()).derive(secret.encode())
    return base64.urlsafe_b64encode(raw)
