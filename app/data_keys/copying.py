"""Copies of the key store: always the newest only, because an older one would make erased data readable again.

A copy is a SQLite file whatever the store itself lives in, so that it can also be put back in another kind of store.
"""

import os
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa

from app.data_keys.shape import DESTROYED, KEYS, SHAPE

ROLLBACK_JOURNAL = b"\1\1"
"""What stands in the head of a SQLite file that keeps no write-ahead log beside it."""


class CopyRefused(Exception):
    """No copy of the keys was made, or none put back; the message says why."""


def write_copy(target: Path, keys: Sequence[Any], destroyed: Iterable[str], *, not_over: Path | None) -> None:
    """Write a copy beside the target, see that it is on disk, and put it in the target's place.

    :raises CopyRefused: the target is `not_over`, or holds something else than keys, or cannot be written.
    """
    if not_over is not None and target.resolve() == not_over.resolve():
        raise CopyRefused(
            f"{target} is de plaats van de sleutels zelf. Kies een andere plaats, liefst op een andere schijf."
        )
    if target.exists() and not is_copy(target):
        raise CopyRefused(f"{target} bestaat al en is geen kopie van de sleutels. Kies een andere naam.")
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        _fill(part, keys, destroyed)
        to_disk(part)
        part.replace(target)
        to_disk(target.parent)
    except (OSError, sa.exc.DatabaseError) as problem:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise CopyRefused(f"De kopie van de sleutels is niet te schrijven naar {target} ({problem}).") from problem


def read_copy(source: Path) -> tuple[list[Any], list[str]]:
    """The keys in a copy (rows of `KEYS`) and the traces of what was destroyed.

    :raises CopyRefused: when it is not a whole copy made by `write_copy`.
    """
    if not source.is_file():
        raise CopyRefused(f"{source} is er niet.")
    if not is_copy(source):
        raise CopyRefused(f"{source} is geen kopie van de sleutels, gemaakt met: leefplein keys backup BESTAND")
    engine = _reader(source)
    try:
        with engine.connect() as connection:
            found = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
            if found != "ok":
                raise CopyRefused(f"{source} is geen hele kopie: {found}")
            keys = list(connection.execute(sa.select(KEYS)).all())
            return keys, list(connection.execute(sa.select(DESTROYED.c.digest)).scalars())
    except sa.exc.DatabaseError as problem:
        raise CopyRefused(f"{source} is geen hele kopie: {problem.orig}") from problem
    finally:
        engine.dispose()


def is_copy(path: Path) -> bool:
    """Whether this file was made by `write_copy`. A store in use is none: part of it stands in its log."""
    try:
        with path.open("rb") as handle:
            head = handle.read(20)
    except OSError:
        return False
    if head[:16] != b"SQLite format 3\0" or head[18:20] != ROLLBACK_JOURNAL:
        return False
    engine = _reader(path)
    try:
        return set(sa.inspect(engine).get_table_names()) == set(SHAPE.tables)
    except sa.exc.DatabaseError:
        return False
    finally:
        engine.dispose()


def to_disk(path: Path) -> None:
    """A file's content, or the names in a folder, survive a power cut from here on."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def values_of(row: Any) -> dict[str, Any]:
    """A row of the store as it goes into another one."""
    return {"subject": row.subject, "master": row.master, "wrapped": bytes(row.wrapped), "made_at": row.made_at}


def _fill(place: Path, keys: Sequence[Any], destroyed: Iterable[str]) -> None:
    engine = sa.create_engine(f"sqlite:///{place}")
    try:
        with engine.begin() as connection:
            SHAPE.create_all(connection)
            if keys:
                connection.execute(sa.insert(KEYS), [values_of(row) for row in keys])
            traces = [{"digest": digest} for digest in destroyed]
            if traces:
                connection.execute(sa.insert(DESTROYED), traces)
    finally:
        engine.dispose()


def _reader(path: Path) -> sa.Engine:
    """Looks at a file and leaves nothing beside it."""
    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    return sa.create_engine("sqlite://", creator=lambda: sqlite3.connect(address, uri=True), poolclass=sa.NullPool)
