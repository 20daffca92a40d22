"""The file a backup is kept in: sealed, so that a lost disk tells nothing, and whole or refused.

AES-256-GCM over pieces of 1 MiB with the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): the number of a
piece and whether it is the last one stand in its nonce, so a piece that is changed, moved, left out or cut off is noticed
(promise 19). Each file has a key of its own (HKDF over the secret and a random salt), so that no nonce is ever used twice.
Memory stays the same however large the backup is.
"""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.copies.refusing import CopyRefused

MAGIC: Final = b"Leefplein backup 1\n"
PIECE: Final = 1024 * 1024
_TAG: Final = 16
_SALT_BYTES: Final = 32
_LENGTH_BYTES: Final = 4
_LONGEST_HEAD: Final = 64 * 1024


class BackupKeys:
    """What seals and opens backups. The first secret seals; all of them open.

    :ivar first: fingerprint of the secret that seals. It tells which secret a file needs, and nothing about the secret.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        """:raises CopyRefused: without any secret, because a seal everybody can open is none."""
        kept = [secret for secret in secrets if secret]
        if not kept:
            raise CopyRefused(
                "LEEFPLEIN_BACKUP_KEY en LEEFPLEIN_SECRET_KEY ontbreken: zonder sleutel gaat een kopie niet dicht of open."
            )
        self._secrets = {_derive(b"leefplein backup: fingerprint", secret, None, 8).hex(): secret for secret in kept}
        self.first = next(iter(self._secrets))

    def cipher(self, fingerprint: str, salt: bytes) -> AESGCM | None:
        """What opens one file; None when none of our secrets is the one."""
        secret = self._secrets.get(fingerprint)
        return None if secret is None else AESGCM(_derive(b"leefplein backup: file", secret, salt, 32))


class Sealed:
    """Writes one backup. Whoever leaves the block without an error has a whole file on disk.

    :ivar file: the open file, of mode 0600.
    """

    def __init__(self, path: Path, keys: BackupKeys, head: dict[str, object]) -> None:
        salt = os.urandom(_SALT_BYTES)
        cipher = keys.cipher(keys.first, salt)
        assert cipher is not None  # noqa: S101  (it is the first of our own)
        self._cipher = cipher
        self._held = bytearray()
        self._number = 0
        said = json.dumps(head | {"key": keys.first, "salt": salt.hex()}).encode()
        first = MAGIC + len(said).to_bytes(_LENGTH_BYTES, "big") + said
        self._bound = sha256(first).digest()
        self.file: BinaryIO = os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")
        self.file.write(first)

    def write(self, part: bytes) -> None:
        """Add to what is kept."""
        self._held += part
        while len(self._held) > PIECE:  # never empty afterwards: the last piece is told apart by its nonce
            self._seal(bytes(self._held[:PIECE]), last=False)
            del self._held[:PIECE]

    def _seal(self, piece: bytes, *, last: bool) -> None:
        self.file.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, self._bound))
        self._number += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, problem: object, trace: object) -> None:
        try:
            if kind is None:
                self._seal(bytes(self._held), last=True)
                self.file.flush()
                os.fsync(self.file.fileno())
        finally:
            self.file.close()


@dataclass(frozen=True, slots=True)
class Head:
    """What a backup says without a key: when it was made and of which shape the database was."""

    made_at: str
    schema: str
    key: str
    salt: bytes
    bound: bytes
    length: int


def is_sealed(path: Path) -> bool:
    """Whether this file begins as our sealed backups do."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def opened(path: Path, keys: BackupKeys) -> Iterator[bytes]:
    """What stands in a backup, piece by piece. Nothing may be believed before the last piece came.

    :raises CopyRefused: another key, damaged, or cut off.
    """
    with path.open("rb") as file:
        head = _head(path, file)
        cipher = keys.cipher(head.key, head.salt)
        if cipher is None:
            raise CopyRefused(
                f"{path} gaat niet open: hij is met een andere sleutel gemaakt. Zet in LEEFPLEIN_BACKUP_KEY (of, als die er niet "
                "was, in LEEFPLEIN_SECRET_KEY) de sleutel van toen."
            )
        number, piece = 0, file.read(PIECE + _TAG)
        while True:
            following = file.read(PIECE + _TAG)
            try:
                yield cipher.decrypt(_nonce(number, last=not following), piece, head.bound)
            except InvalidTag:
                raise CopyRefused(f"{path} is geen hele kopie: hij is beschadigd of afgebroken.") from None
            if not following:
                return
            number, piece = number + 1, following


def _head(path: Path, file: BinaryIO) -> Head:
    said = file.read(len(MAGIC) + _LENGTH_BYTES)
    length = int.from_bytes(said[len(MAGIC) :], "big")
    words = file.read(length) if length <= _LONGEST_HEAD else b""
    try:
        facts = json.loads(words)
        return Head(
            str(facts["made_at"]), str(facts["schema"]), str(facts["key"]), bytes.fromhex(facts["salt"]),
            sha256(said + words).digest(), len(said) + length,
        )  # fmt: skip
    except (ValueError, KeyError, TypeError) as problem:
        raise CopyRefused(f"{path} is geen hele kopie: het begin is beschadigd.") from problem


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _derive(purpose: bytes, secret: str, salt: bytes | None, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=purpose).derive(secret.encode())
