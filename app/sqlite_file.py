"""How a connection to a SQLite file is made: ours alone, durable, and with a BEGIN that we say ourselves."""

import os
import sqlite3
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine

BUSY_MILLISECONDS = 10_000
PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": BUSY_MILLISECONDS,
    "secure_delete": 1,  # what is removed is overwritten, not only let go of
}


def listen(engine: Engine) -> None:
    """Make every connection of this engine so."""
    event.listen(engine, "do_connect", _make_private)
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)


def _make_private(dialect: Dialect, record: object, args: list[Any], options: dict[str, Any]) -> None:
    """Nobody else on this machine reads the database: a new one is ours alone, and SQLite gives its log the same mode."""
    del dialect, record, options
    try:
        os.close(os.open(args[0], os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError:
        return  # it is there already; or it cannot be made, which SQLite says itself


def _prepare_connection(connection: sqlite3.Connection, record: object) -> None:
    del record
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin
    cursor = connection.cursor()
    for name, value in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={value}")
    cursor.execute("PRAGMA cache_size=-16000")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("leefplein_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
