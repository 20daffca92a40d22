"""Bringing a database to the shape this version needs, whole or not at all.

Alembic's default on SQLite leaves half a migration behind when it is killed; run inside our own BEGIN IMMEDIATE it is
undone whole, after an error and after kill -9 alike (reliability.md 2.7). A copy is made before every upgrade.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from app import clock
from app.db import Database


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
    config = _config()
    with database.reshaping() as connection:
        config.attributes["connection"] = connection
        getattr(command, direction)(config, to)


def refuse_newer(database: Database) -> None:
    """Fail closed: an old program must not write in a database of a newer one."""
    have = current(database)
    known = {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}
    if have and have not in known:
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
