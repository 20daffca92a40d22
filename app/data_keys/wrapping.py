"""Wrapping data keys: what stands in the key store opens only with the installation's secret."""

import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.data_keys.fields import KEY_BYTES, NONCE_BYTES, VERSION, bound_to

WRAPPING = b"leefplein data keys: wrapping"
FINGERPRINT = b"leefplein data keys: fingerprint"
FINGERPRINT_BYTES = 8


class KeysLost(Exception):
    """The key store is gone, damaged, or of another secret. The message says in Dutch which one, and what to do."""


class Masters:
    """The wrapping keys of this installation. The first secret wraps; the earlier ones still open.

    :ivar first: fingerprint of the secret that wraps. It tells which secret a key needs, and nothing about the secret.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        """:raises ValueError: without any secret."""
        kept = [secret for secret in secrets if secret]
        if not kept:
            message = "no secret to wrap with"
            raise ValueError(message)
        named = [(_derive(FINGERPRINT, secret, FINGERPRINT_BYTES).hex(), secret) for secret in kept]
        self.first = named[0][0]
        self._ciphers = {name: AESGCM(_derive(WRAPPING, secret, KEY_BYTES)) for name, secret in named}

    def knows(self, master: str) -> bool:
        """Whether one of our secrets has this fingerprint."""
        return master in self._ciphers

    def wrap(self, subject: str, key: bytes) -> bytes:
        """A data key under the first secret, bound to whose it is."""
        nonce = os.urandom(NONCE_BYTES)
        return VERSION + nonce + self._ciphers[self.first].encrypt(nonce, key, bound_to(subject, self.first))

    def unwrap(self, subject: str, master: str, wrapped: bytes) -> bytes:
        """The data key.

        :raises InvalidTag: of another subject or secret, or damaged.
        """
        if not self.knows(master) or wrapped[:1] != VERSION:
            raise InvalidTag
        nonce, kept = wrapped[1 : 1 + NONCE_BYTES], wrapped[1 + NONCE_BYTES :]
        return self._ciphers[master].decrypt(nonce, kept, bound_to(subject, master))


def _derive(purpose: bytes, secret: str, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=purpose).derive(secret.encode())
