"""Bringing a database to the shape this version needs, whole or not at all.

Alembic's default on SQLite leaves half a migration behind when it is killed; run inside our own BEGIN IMMEDIATE it is
undone whole, after an error and after kill -9 alike (reliability.md 2.7). A copy is made before every upgrade.
"""

import time
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from app import clock
from app.db import Database, DatabaseGone

LOCK_MILLISECONDS: Final = 700
"""So long a change waits at most for who is reading, with everybody who comes after behind it. Less than PostgreSQL's second
after which it ends one of two that wait for each other: that would be somebody's page."""
KEPT_WAITING: Final = frozenset({"55P03", "57014"})
"""How PostgreSQL says that a lock was not to be had in time, and that a statement took too long."""
TRIES: Final = 60
REST_SECONDS: Final = 1.0


class SchemaMismatch(Exception):
    """The database has a shape this version of Leefplein does not know."""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


def head() -> str:
    """The newest shape this version knows."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def current(database: Database) -> str:
    """The shape the database has now; empty for an empty database."""
    with database.reading() as session:
        return MigrationContext.configure(session.connection()).get_current_revision() or ""


def upgrade(database: Database, to: str = "head") -> str:
    """Bring the database up to date.

    :returns: the shape it had before.
    :raises SchemaMismatch: when the database comes from a newer version.
    """
    before = current(database)
    refuse_newer(database)
    if before and database.is_sqlite and before != head():
        _copy_aside(database, before)
    _run(database, "upgrade", to)
    return before


def downgrade(database: Database, to: str) -> None:
    """Back to an earlier shape."""
    _run(database, "downgrade", to)


def upgrade_on(connection: Connection, to: str) -> None:
    """Bring the database of this connection to a shape, within the transaction it is in."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _run(database: Database, direction: str, to: str) -> None:
    """Whole or not at all. On PostgreSQL the site goes on meanwhile: who reads long makes us try again, and not the site wait."""
    for turn in range(TRIES):
        config = _config()
        try:
            with database.reshaping() as connection:
                if not database.is_sqlite:
                    _take_all_tables(connection)
                config.attributes["connection"] = connection
                getattr(command, direction)(config, to)
        except DatabaseGone as problem:
            if turn == TRIES - 1 or not _kept_waiting(problem):
                raise
            time.sleep(REST_SECONDS)
        else:
            return


def _take_all_tables(connection: Connection) -> None:
    """Nobody else reads or writes until we are done; all at once, so that no page waits for us while we wait for that page."""
    have = MigrationContext.configure(connection).get_current_revision()
    if not have or have == head():
        return
    quote = connection.dialect.identifier_preparer.quote
    tables = ", ".join(quote(name) for name in sorted(sa.inspect(connection).get_table_names()))
    was = connection.exec_driver_sql("SHOW statement_timeout").scalar_one()
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = {LOCK_MILLISECONDS}")
    connection.exec_driver_sql(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")
    connection.exec_driver_sql(f"SET LOCAL statement_timeout = '{was}'")


def _kept_waiting(problem: DatabaseGone) -> bool:
    """Whether somebody else was reading what we want to change: another time it works."""
    return getattr(getattr(problem.__cause__, "orig", None), "sqlstate", "") in KEPT_WAITING


def is_newer(shape: str) -> bool:
    """Whether a newer version made this shape. It only added (tests/migrations/test_without_downtime.py), so who runs goes on."""
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    return bool(shape) and shape not in known


def refuse_newer(database: Database) -> None:
    """Fail closed: an old program must not write in a database of a newer one."""
    have = current(database)
    if is_newer(have):
        message = f"De database is van een nieuwere versie van Leefplein ({have}). Werk eerst Leefplein bij."
        raise SchemaMismatch(message)


def refuse_unready(database: Database) -> None:
    """Serve only on a database of exactly this version's shape.

    :raises SchemaMismatch: with the command that mends it.
    """
    refuse_newer(database)
    if current(database) != head():
        message = "De database is nog niet bijgewerkt. Doe eerst: leefplein database upgrade"
        raise SchemaMismatch(message)


def _copy_aside(database: Database, shape: str) -> None:
    folder = Path(database.url.removeprefix("sqlite:///")).parent / "before-upgrade"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"{clock.now():%Y%m%dT%H%M%S.%f}-{shape}.sqlite"
    part = target.with_suffix(".part")
    database.copy_to(part)
    part.chmod(0o600)
    part.rename(target)
