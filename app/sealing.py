"""Keeping something unreadable while it waits: one way to seal, a key of its own for every purpose.

The keys come from the installation's secret through HKDF, so that what is sealed for one purpose opens for no other.
"""

import base64
import json
import zlib
from collections.abc import Sequence
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LARGEST_OPENED = 256 * 1024
"""Bytes that come out of a seal at most: packed data may not grow without an end."""


class Unopened(Exception):
    """The seal does not open: another key, another purpose, or damaged."""


def box(purpose: str, secrets: Sequence[str]) -> MultiFernet:
    """What seals and opens for one purpose. The first secret seals; the older ones still open.

    :raises ValueError: without any secret, because a seal everybody can open is none.
    """
    kept = [secret for secret in secrets if secret]
    if not kept:
        message = "no secret to seal with"
        raise ValueError(message)
    return MultiFernet([Fernet(_derive(purpose, secret)) for secret in kept])


def seal(within: MultiFernet, value: dict[str, Any]) -> str:
    """JSON values as one line of text that tells nothing but its length."""
    packed = zlib.compress(json.dumps(value, ensure_ascii=False).encode(), 9)
    return within.encrypt(packed).decode()


def unseal(within: MultiFernet, text: str) -> dict[str, Any]:
    """What was sealed.

    :raises Unopened: it does not open, or holds something else than we put in.
    """
    try:
        packed = within.decrypt(text.encode("ascii", "ignore"))
        value = json.loads(zlib.decompressobj().decompress(packed, LARGEST_OPENED))
    except (InvalidToken, zlib.error, ValueError) as problem:
        raise Unopened(type(problem).__name__) from problem
    if not isinstance(value, dict):
        message = "no mapping"
        raise Unopened(message)
    return value


def _derive(purpose: str, secret: str) -> bytes:
    raw = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"leefplein {purpose}".encode()).derive(secret.encode())
    return base64.urlsafe_b64encode(raw)
