"""From PostgreSQL to a SQLite file and back: every backup is a SQLite file, whatever the database is.

So one drill serves both, a backup can be looked into in twenty years, and a municipality that grows into a region moves to
PostgreSQL by restoring its backup there. Written by ourselves: pg_dump has to be of the server's own version and is not on
a machine by itself, and its file goes to PostgreSQL only.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.engine import Connection

from app import clock
from app.copies.files import tables_in
from app.copies.refusing import CopyRefused
from app.db import Database
from app.migrations.running import current, upgrade, upgrade_on

MADE_ANEW: Final = frozenset({"search_row", "search_state", "search_term"})
"""Tables of the search: a copy of the map, made again after restoring."""
NEVER_COPIED: Final = MADE_ANEW | {"alembic_version"}
STILL_ALIVE: Final = timedelta(seconds=60)
_AT_ONCE: Final = 1000


def to_sqlite(database: Database, target: Path) -> dict[str, int]:
    """Write one moment of a PostgreSQL database into a new SQLite file of the same shape.

    :returns: how many rows each table had at that moment, counted by the server itself.
    :raises CopyRefused: when the database is empty or not whole.
    """
    shape = current(database)
    if not shape:
        raise CopyRefused("De database is leeg. Doe eerst: leefplein database upgrade")
    made = Database(f"sqlite:///{target}")
    try:
        upgrade(made, shape)
    finally:
        made.close()
    counted: dict[str, int] = {}
    with (
        database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection,
        closing(sqlite3.connect(target, isolation_level=None)) as file,
    ):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        file.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        file.execute("PRAGMA synchronous=OFF")
        file.execute("BEGIN")
        there = set(sa.inspect(connection).get_table_names())
        for table in tables_in(file):
            if table in NEVER_COPIED:
                continue
            if table not in there:
                raise CopyRefused(f"De database is niet heel: de tabel {table} ontbreekt.")
            file.execute(f'DELETE FROM "{table}"')  # noqa: S608  (a name of our own)
            counted[table] = _count(connection, table)
            _take_out(connection, file, table)
        _sequences_out(connection, file)
        file.execute("COMMIT")
    return counted


def to_postgres(database: Database, source: Path) -> str:
    """Put what stands in a whole SQLite file into a PostgreSQL database, in one transaction: all of it or nothing.

    :returns: the schema in which what was there before is kept aside; empty when there was nothing.
    :raises CopyRefused: when somebody still works in the database, or a value does not fit.
    """
    file_shape = Database(f"sqlite:///{source}")
    try:
        shape = current(file_shape)
    finally:
        file_shape.close()
    with database.reshaping() as connection, closing(sqlite3.connect(source)) as file:
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        aside = _set_aside(connection)
        upgrade_on(connection, shape)
        references = _without_references(connection)
        for table in tables_in(file):
            if table not in NEVER_COPIED:
                _put_in(connection, file, table)
        for table, name, words in references:
            connection.exec_driver_sql(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {words}')
        _sequences_in(connection, file)
        connection.exec_driver_sql("ANALYZE")
    return aside


def rows_in(database: Database, tables: Sequence[str]) -> dict[str, int]:
    """How many rows these tables of a PostgreSQL database have."""
    with database.looking() as connection:
        return {table: _count(connection, table) for table in tables}


def _count(connection: Connection, table: str) -> int:
    return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{table}"').scalar() or 0)  # noqa: S608  (a name of our own)


def _driver(connection: Connection) -> psycopg.Connection[Any]:
    found: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    return found


def _columns(connection: Connection, table: str) -> dict[str, str]:
    """Name -> type, as the server says them."""
    asked = sa.text(
        "SELECT column_name, data_type FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND table_name = :table ORDER BY ordinal_position"
    )
    return {row[0]: row[1] for row in connection.execute(asked, {"table": table})}


def _take_out(connection: Connection, file: sqlite3.Connection, table: str) -> None:
    columns = _columns(connection, table)
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join("?" * len(columns))
    wanted = sql.SQL(", ").join(
        sql.SQL("{}::text").format(sql.Identifier(name)) if kind in {"json", "jsonb"} else sql.Identifier(name)
        for name, kind in columns.items()
    )
    with _driver(connection).cursor(name="leefplein_backup") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(sql.SQL("SELECT {} FROM {}").format(wanted, sql.Identifier(table)))
        while rows := cursor.fetchmany(_AT_ONCE):
            file.executemany(
                f'INSERT INTO "{table}" ({names}) VALUES ({places})',  # noqa: S608  (names of our own)
                [tuple(_for_sqlite(value) for value in row) for row in rows],
            )


def _for_sqlite(value: Any) -> Any:
    """As our own engine writes it in SQLite."""
    if isinstance(value, datetime):
        moment = value.astimezone(UTC) if value.tzinfo else value
        return f"{moment:%Y-%m-%d %H:%M:%S.%f}"
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def _put_in(connection: Connection, file: sqlite3.Connection, table: str) -> None:
    kept = {row[1] for row in file.execute(f'PRAGMA table_info("{table}")')}
    names = [name for name in _columns(connection, table) if name in kept]
    connection.exec_driver_sql(f'DELETE FROM "{table}"')  # noqa: S608  (what a migration may have put there)
    rows = file.execute(f'SELECT {", ".join(f"{chr(34)}{name}{chr(34)}" for name in names)} FROM "{table}"')  # noqa: S608
    words = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(sql.Identifier(name) for name in names)
    )
    try:
        with _driver(connection).cursor() as cursor, cursor.copy(words) as copy:
            for row in rows:
                copy.write_row(row)
    except psycopg.Error as problem:
        # The driver's own words quote the value: only what kind of value it is, and where, may be said.
        said = f"{problem.diag.message_primary or type(problem).__name__} {problem.diag.column_name or ''}".strip()
        raise CopyRefused(
            f"Niet teruggezet: in de tabel {table} staat iets wat in PostgreSQL niet past ({said})."
        ) from None


def _set_aside(connection: Connection) -> str:
    tables = set(sa.inspect(connection).get_table_names())
    if not tables:
        return ""
    if "worker_beat" in tables:
        last = connection.exec_driver_sql("SELECT max(at) FROM worker_beat").scalar()
        if last is not None and clock.now() - last < STILL_ALIVE:
            raise CopyRefused(
                "Er werkt nog iemand in deze database (een werker gaf minder dan een minuut geleden een teken van leven). Zet "
                "Leefplein op elke machine uit, wacht een minuut en doe het dan opnieuw."
            )
    here = connection.exec_driver_sql("SELECT current_schema()").scalar()
    aside = f"leefplein_{clock.now():%Y%m%d_%H%M%S}"
    connection.exec_driver_sql(f'ALTER SCHEMA "{here}" RENAME TO "{aside}"')
    connection.exec_driver_sql(f'CREATE SCHEMA "{here}"')
    return aside


def _without_references(connection: Connection) -> list[tuple[str, str, str]]:
    """Take the references away while rows come in, in whatever order: (table, name, words to put it back with)."""
    asked = (
        "SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c "
        "JOIN pg_namespace n ON n.oid = c.connamespace WHERE c.contype = 'f' AND n.nspname = current_schema()"
    )
    found = [(str(row[0]).strip('"'), str(row[1]), str(row[2])) for row in connection.exec_driver_sql(asked)]
    for table, name, _ in found:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
    return found


def _numbered(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Tables that number their rows themselves: (table, column, sequence)."""
    asked = (
        "SELECT table_name, column_name, pg_get_serial_sequence(quote_ident(table_name), column_name) "
        "FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL"
    )
    for row in connection.exec_driver_sql(asked).all():
        yield str(row[0]), str(row[1]), str(row[2])


def _sequences_out(connection: Connection, file: sqlite3.Connection) -> None:
    """Numbers that were given once are never given again, also when their row is gone."""
    lasting = {
        row[0]
        for row in file.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
    }
    for table, _, sequence in _numbered(connection):
        if table in lasting:
            last, called = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {sequence}").one()  # noqa: S608
            file.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
            file.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last if called else 0))


def _sequences_in(connection: Connection, file: sqlite3.Connection) -> None:
    has_sequences = file.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'").fetchone()
    given = dict(file.execute("SELECT name, seq FROM sqlite_sequence").fetchall()) if has_sequences else {}
    for table, column, sequence in _numbered(connection):
        highest = connection.exec_driver_sql(f'SELECT max("{column}") FROM "{table}"').scalar() or 0  # noqa: S608
        last = max(int(highest), int(given.get(table) or 0))
        if last:
            connection.execute(sa.text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})
