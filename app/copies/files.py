"""SQLite files as a backup holds them: made private, looked through, counted."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

OUR_TABLES = frozenset({"offer", "alembic_version"})
_NOT_OURS = (
    "SELECT type FROM sqlite_master WHERE type IN ('trigger', 'view') OR upper(sql) LIKE 'CREATE VIRTUAL%' "
    "OR name LIKE '%\"%' LIMIT 1"
)
"""A program within the file, that would go on in our database after restoring; or a name that is more than a name."""


def make_private(path: Path) -> None:
    """An empty file that only we may read, before anything is in it."""
    path.unlink(missing_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def remove(path: Path) -> None:
    """Take a file away, with what SQLite may have left beside it."""
    for ending in ("", "-wal", "-shm", "-journal", ".lock"):
        with suppress(NotADirectoryError):
            path.with_name(path.name + ending).unlink(missing_ok=True)


def looking_at(path: Path) -> closing[sqlite3.Connection]:
    """A connection that reads this file and leaves nothing beside it."""
    return closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True))


def why_not_whole(path: Path) -> str:
    """What is wrong with a SQLite file as a database of ours; empty when nothing is."""
    try:
        with looking_at(path) as connection:
            connection.execute("PRAGMA trusted_schema=OFF")  # a stranger's file runs nothing while we look at it
            foreign = connection.execute(_NOT_OURS).fetchone()
            if foreign is not None:
                return f"er zit iets in dat Leefplein niet maakt ({foreign[0]})"
            found = connection.execute("PRAGMA integrity_check").fetchone()[0]
            tables = set(tables_in(connection))
            loose = connection.execute("PRAGMA foreign_key_check").fetchall() if tables >= OUR_TABLES else []
    except sqlite3.DatabaseError as problem:
        return str(problem)
    if found != "ok":
        return str(found)
    if not tables >= OUR_TABLES:
        return "dit is geen database van Leefplein"
    return f"{len(loose)} losse verwijzingen" if loose else ""


def tables_in(connection: sqlite3.Connection) -> list[str]:
    """The tables of a SQLite database, without SQLite's own."""
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [row[0] for row in connection.execute(asked)]


def rows_in(path: Path) -> dict[str, int]:
    """How many rows each table of a SQLite file has."""
    with looking_at(path) as connection:
        return {
            table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # noqa: S608  (a name from the file's own list)
            for table in tables_in(connection)
        }
