"""Safe copies of the database: made while people write, checked before they are trusted.

A plain copy of the file passes every check and still misses what stands in the write-ahead log (reliability.md 3).
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from app import clock
from app.db import Database
from app.migrations.running import SchemaMismatch, refuse_newer


class CopyRefused(Exception):
    """No copy was made, or none put back; the message says why."""


def back_up(database: Database, target: Path) -> int:
    """Copy the database to `target` (mode 0600) and check the copy. Returns its size in bytes.

    :raises CopyRefused: when the target exists, the database is not SQLite, or the copy is not whole.
    """
    if not database.is_sqlite:
        raise CopyRefused("Deze database is PostgreSQL: gebruik pg_dump (zie docs/operators.md).")
    if target.exists():
        raise CopyRefused(f"{target} bestaat al. Kies een andere naam; een kopie wordt nooit overschreven.")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    _make_private(part)
    database.copy_to(part)
    problem = _why_not_whole(part)
    if problem:
        part.unlink()
        raise CopyRefused(f"De kopie is niet heel: {problem}")
    with part.open("rb") as handle:
        os.fsync(handle.fileno())
    part.rename(target)
    return target.stat().st_size


def restore(database: Database, source: Path) -> Path | None:
    """Put a copy back. What was there is kept aside; its place is returned.

    :raises CopyRefused: when the copy is missing, damaged, no Leefplein database, or of a newer version.
    """
    if not database.is_sqlite:
        raise CopyRefused("Deze database is PostgreSQL: gebruik pg_restore (zie docs/operators.md).")
    if not source.is_file():
        raise CopyRefused(f"{source} is er niet.")
    problem = _why_not_whole(source)
    if problem:
        raise CopyRefused(f"{source} is geen hele kopie: {problem}")
    checking = Database(f"sqlite:///{_scratch_copy(source)}")
    try:
        refuse_newer(checking)
    except SchemaMismatch as mismatch:
        raise CopyRefused(str(mismatch)) from mismatch
    finally:
        checking.close()
        for leftover in source.parent.glob(f".{source.name}.check*"):
            leftover.unlink(missing_ok=True)
    database.close()
    place = Path(database.url.removeprefix("sqlite:///"))
    aside = None
    if place.exists():
        aside = place.with_name(f"{place.name}.{clock.now():%Y%m%dT%H%M%S}")
        with closing(sqlite3.connect(place)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        place.rename(aside)
        for ending in ("-wal", "-shm"):
            place.with_name(place.name + ending).unlink(missing_ok=True)
    coming = place.with_name(place.name + ".coming")
    coming.unlink(missing_ok=True)
    _make_private(coming)
    coming.write_bytes(source.read_bytes())
    coming.rename(place)
    return aside


def _scratch_copy(source: Path) -> Path:
    scratch = source.with_name(f".{source.name}.check")
    scratch.unlink(missing_ok=True)
    _make_private(scratch)
    scratch.write_bytes(source.read_bytes())
    return scratch


def _make_private(path: Path) -> None:
    """An empty file that only we may read, before anything is in it."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def _why_not_whole(path: Path) -> str:
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    except sqlite3.DatabaseError as problem:
        return str(problem)
    if found != "ok":
        return str(found)
    return "" if {"offer", "alembic_version"} <= tables else "dit is geen database van Leefplein"
