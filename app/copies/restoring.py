"""Putting a backup back, on SQLite or PostgreSQL, whichever of the two it was made from.

Everything is looked at before anything is changed: the key, every byte, the shape. What was there is kept aside.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from app import clock
from app.copies.envelope import BackupKeys, is_sealed
from app.copies.files import make_private, remove, rows_in, why_not_whole
from app.copies.making import unpacked
from app.copies.portable import NEVER_COPIED, to_postgres
from app.copies.portable import rows_in as rows_on_the_server
from app.copies.refusing import CopyRefused
from app.db import Database
from app.migrations.running import SchemaMismatch, current, refuse_newer

_PIECE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back.

    :ivar aside: where the database from before is kept: a file, or a schema of PostgreSQL; empty when there was none.
    :ivar rows: how many rows each table has now.
    """

    aside: str
    schema: str
    rows: dict[str, int]


def restore(database: Database, source: Path, keys: BackupKeys, scratch: Path) -> Restored:
    """Put a backup back: a sealed one, or a plain SQLite file as versions before this one made.

    :param scratch: a folder of ours, where the backup is unpacked for a while.
    :raises CopyRefused: missing, another key, damaged, cut off, no Leefplein database, of a newer version, or in use.
    """
    if not source.is_file():
        raise CopyRefused(f"{source} is er niet.")
    place = Path(database.url.removeprefix("sqlite:///")) if database.is_sqlite else scratch / "leefplein.restoring"
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    coming = place.with_name(place.name + ".coming")
    try:
        remove(coming)
        make_private(coming)
        _unpack(source, coming, keys)
        schema = _refuse_unfit(source, coming)
        rows = rows_in(coming)
        if database.is_sqlite:
            return Restored(_put_in_place(database, coming, place), schema, rows)
        aside = to_postgres(database, coming)
        copied = {table: number for table, number in rows.items() if table not in NEVER_COPIED}
        if rows_on_the_server(database, list(copied)) != copied:
            raise CopyRefused(
                f"Er kwam niet evenveel aan als in {source} staat. Wat er was staat nog in het schema {aside or '-'}; zet dat terug."
            )
        return Restored(aside, schema, copied)
    except OSError as problem:
        raise CopyRefused(f"{source} is niet terug te zetten ({problem.strerror or problem}).") from problem
    except (psycopg.Error, SQLAlchemyError) as problem:
        kind = type(getattr(problem, "orig", None) or problem).__name__
        raise CopyRefused(
            f"{source} is niet teruggezet, en er is niets veranderd: de database weigert ({kind}). Is dit account de eigenaar van de "
            "database?"
        ) from problem
    finally:
        remove(coming)


def _unpack(source: Path, coming: Path, keys: BackupKeys) -> None:
    with coming.open("wb") as file:
        if not is_sealed(source):
            with source.open("rb") as plain:
                while piece := plain.read(_PIECE):
                    file.write(piece)
            return
        manifest, pieces = unpacked(source, keys)
        digest = sha256()
        for piece in pieces:
            digest.update(piece)
            file.write(piece)
    if digest.hexdigest() != manifest.digest:
        raise CopyRefused(f"{source} is geen hele kopie: wat erin staat klopt niet met wat erbij staat.")


def _refuse_unfit(source: Path, coming: Path) -> str:
    problem = why_not_whole(coming)
    if problem:
        raise CopyRefused(f"{source} is geen hele kopie: {problem}")
    checking = Database(f"sqlite:///{coming}")
    try:
        refuse_newer(checking)
        return current(checking)
    except SchemaMismatch as mismatch:
        raise CopyRefused(str(mismatch)) from mismatch
    finally:
        checking.close()


def _put_in_place(database: Database, coming: Path, place: Path) -> str:
    database.close()
    with closing(sqlite3.connect(coming)) as connection:  # looking at it made a log beside it: all into the one file
        connection.execute("PRAGMA journal_mode=DELETE")
    aside = None
    if place.exists():
        aside = place.with_name(f"{place.name}.{clock.now():%Y%m%dT%H%M%S}")
        with closing(sqlite3.connect(place)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        place.rename(aside)
        for ending in ("-wal", "-shm"):
            place.with_name(place.name + ending).unlink(missing_ok=True)
    coming.rename(place)
    return str(aside or "")
