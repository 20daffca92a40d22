"""Sealing one field of one row. What is sealed opens only there: moved to another row it is refused (promise 45)."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.sealing import Unopened

VERSION = b"\x01"
NONCE_BYTES = 12
TAG_BYTES = 16
KEY_BYTES = 32


class FieldSeal:
    """What seals and opens the fields of one subject: AES-256-GCM under that subject's own key.

    A sealed field is one byte of version, 12 random bytes, and the ciphertext with its tag: 29 bytes more than the text.
    """

    __slots__ = ("_cipher",)

    def __init__(self, key: bytes) -> None:
        """:param key: 32 random bytes."""
        self._cipher = AESGCM(key)

    def seal(self, table: str, column: str, row: str, value: str) -> bytes:
        """Make a text unreadable, bound to its place.

        :param row: what names the row for good, such as its uid; never something that changes.
        """
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._cipher.encrypt(nonce, value.encode(), bound_to(table, column, row))

    def open(self, table: str, column: str, row: str, sealed: bytes) -> str:
        """The text again.

        :raises Unopened: sealed for another table, column or row, of another key, or damaged.
        """
        sealed = bytes(sealed)
        if sealed[:1] != VERSION or len(sealed) < len(VERSION) + NONCE_BYTES + TAG_BYTES:
            raise Unopened("not one of our seals")
        nonce, kept = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._cipher.decrypt(nonce, kept, bound_to(table, column, row)).decode()
        except (InvalidTag, UnicodeDecodeError) as problem:
            raise Unopened(type(problem).__name__) from None


def bound_to(*parts: str) -> bytes:
    """The place as bytes, each part with its length before it, so that no two places look alike."""
    said = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in said)
