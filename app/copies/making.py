"""Making a backup: one moment of the database, sealed, read again before it is trusted.

A plain copy of the file passes every check and still misses what stands in the write-ahead log (reliability.md 3), so
SQLite makes the copy itself (VACUUM INTO) while people go on writing; on PostgreSQL one REPEATABLE READ transaction reads
everything. The keys of personal data stand in a store apart and never come along.
"""

import json
import os
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.audit.copied import Copied, note_copy
from app.copies.envelope import BackupKeys, Sealed, opened
from app.copies.files import make_private, remove, rows_in, why_not_whole
from app.copies.portable import to_sqlite
from app.copies.refusing import CopyRefused
from app.db import Database
from app.migrations.running import current

_PIECE: Final = 1024 * 1024
_LENGTH_BYTES: Final = 4
_LONGEST_MANIFEST: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Held:
    """What a backup holds.

    :ivar kind: `sqlite` or `postgresql`: where it comes from. It goes back to either.
    :ivar schema: the shape of the database.
    :ivar made_at: ISO, UTC.
    :ivar rows: how many rows each table has.
    :ivar size: bytes of the SQLite file in it.
    :ivar digest: SHA-256 of that file.
    """

    kind: str
    schema: str
    made_at: str
    rows: dict[str, int]
    size: int
    digest: str


def back_up(database: Database, target: Path, keys: BackupKeys) -> Held:
    """Make a sealed backup of one moment (mode 0600), while people go on writing, and read it back whole.

    Room for one plain copy of the database is needed beside the target while it is made; it is ours alone, and goes away.

    :raises CopyRefused: when the target exists, or the copy is not whole.
    :raises DatabaseGone: when the database cannot be read.
    """
    if target.exists():
        raise CopyRefused(f"{target} bestaat al. Kies een andere naam; een kopie wordt nooit overschreven.")
    plain = target.with_name(f".{target.name}.plain")
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        make_private(plain)
        held = _snapshot(database, plain)
        _seal(plain, part, keys, held)
        remove(plain)
        if verify(part, keys) != held:
            raise CopyRefused("De kopie is niet heel: wat eruit komt is niet wat erin ging.")
        part.rename(target)
        _to_disk(target.parent)
    except OSError as problem:
        raise CopyRefused(f"De kopie is niet te schrijven naar {target} ({problem.strerror or problem}).") from problem
    except (sqlite3.Error, psycopg.Error, SQLAlchemyError) as problem:
        # Their words may quote what somebody wrote; which kind it is tells enough.
        raise CopyRefused(
            f"De kopie is niet gemaakt: {type(problem).__name__} onderweg. Is er genoeg ruimte op de schijf?"
        ) from problem
    finally:
        remove(plain)
        remove(part)
    with database.writing() as session:
        note_copy(session, Copied.DATABASE, held.digest[:16])
    return held


def verify(source: Path, keys: BackupKeys) -> Held:
    """Read a sealed backup from the first byte to the last, and say what it holds.

    :raises CopyRefused: missing, another key, damaged, or cut off.
    """
    manifest, pieces = unpacked(source, keys)
    digest, size = sha256(), 0
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
    if (digest.hexdigest(), size) != (manifest.digest, manifest.size):
        raise CopyRefused(f"{source} is geen hele kopie: wat erin staat klopt niet met wat erbij staat.")
    return manifest


def unpacked(source: Path, keys: BackupKeys) -> tuple[Held, Iterator[bytes]]:
    """What a sealed backup says it holds, and the SQLite file in it, piece by piece.

    :raises CopyRefused: as `verify`; also while the pieces are read.
    """
    pieces = _inflated(source, keys)
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= _LENGTH_BYTES:
            break
    length = int.from_bytes(held[:_LENGTH_BYTES], "big")
    while len(held) < _LENGTH_BYTES + length <= _LONGEST_MANIFEST:
        following = next(pieces, b"")
        if not following:
            break
        held += following
    try:
        facts: dict[str, Any] = json.loads(held[_LENGTH_BYTES : _LENGTH_BYTES + length])
        manifest = Held(**facts)
    except (ValueError, TypeError) as problem:
        raise CopyRefused(f"{source} is geen kopie die deze versie kent.") from problem

    def rest() -> Iterator[bytes]:
        yield bytes(held[_LENGTH_BYTES + length :])
        yield from pieces

    return manifest, rest()


def _inflated(source: Path, keys: BackupKeys) -> Iterator[bytes]:
    unpack = zlib.decompressobj()
    try:
        for piece in opened(source, keys):
            packed = piece
            while packed:
                yield unpack.decompress(packed, _PIECE)
                packed = unpack.unconsumed_tail
        yield unpack.flush()
    except zlib.error as problem:
        raise CopyRefused(f"{source} is geen hele kopie ({problem}).") from problem


def _snapshot(database: Database, plain: Path) -> Held:
    made_at, schema = clock.now(), current(database)
    if database.is_sqlite:
        database.copy_to(plain)
        counted = rows_in(plain)
    else:
        counted = to_sqlite(database, plain)
        kept = rows_in(plain)
        differ = [table for table, number in counted.items() if kept.get(table) != number]
        if differ:
            raise CopyRefused(f"De kopie is niet heel: het aantal rijen van {', '.join(differ)} klopt niet.")
    problem = why_not_whole(plain)
    if problem:
        raise CopyRefused(f"De kopie is niet heel: {problem}")
    digest = sha256()
    with plain.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    kind = "sqlite" if database.is_sqlite else "postgresql"
    return Held(kind, schema, made_at.isoformat(), counted, plain.stat().st_size, digest.hexdigest())


def _seal(plain: Path, target: Path, keys: BackupKeys, held: Held) -> None:
    said = json.dumps(asdict(held)).encode()
    pack = zlib.compressobj(1)
    with Sealed(target, keys, {"made_at": held.made_at, "schema": held.schema}) as sealed, plain.open("rb") as file:
        sealed.write(pack.compress(len(said).to_bytes(_LENGTH_BYTES, "big") + said))
        while piece := file.read(_PIECE):
            sealed.write(pack.compress(piece))
        sealed.write(pack.flush())


def _to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
