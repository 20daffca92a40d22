"""Which database a test has.

The fixture `database` is for tests that must hold on SQLite and on PostgreSQL alike; a folder's conftest takes it in with
`from tests.databases import address, database`. All other tests have one database, where which kind does not matter: SQLite,
or PostgreSQL when the environment says LEEFPLEIN_TEST_DATABASE=postgres (tests/second_pass.py).
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import psycopg
import pytest

from app.db import Database
from app.migrations.running import upgrade
from app.postgres_server import WRITE_TURN
from tests import postgres

PASS = os.environ.get("LEEFPLEIN_TEST_DATABASE", "")
"""`sqlite` or `postgres`: that half of the suite and not the other. Empty: `database` is of both kinds, all else on SQLite."""
ON_POSTGRES = PASS == "postgres"
_KINDS = {"sqlite": "sqlite", "postgres": pytest.param("postgres", marks=pytest.mark.postgres)}
KINDS = [_KINDS[PASS]] if PASS else [*_KINDS.values()]
made: set[Path] = set()
"""The folders that a database was made for since somebody last emptied this."""


@lru_cache(maxsize=1)
def upgraded_file() -> Path:
    """An empty SQLite database of the newest shape, made once, to copy."""
    folder = Path(tempfile.mkdtemp(prefix="leefplein-sqlite-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    made = Database(f"sqlite:///{folder / 'template.sqlite'}")
    upgrade(made)
    made.close()
    return folder / "template.sqlite"


def sqlite_url(folder: Path, *, upgraded: bool = True) -> str:
    """Address of a fresh SQLite database in this folder: for a test that is about SQLite, or is not about the database."""
    place = folder / "leefplein.sqlite"
    if upgraded:
        shutil.copyfile(upgraded_file(), place)
    return f"sqlite:///{place}"


def store_of(folder: Path) -> dict[str, str]:
    """Settings that say where the installation in this folder keeps its data and its index; empty for files of its own."""
    if not ON_POSTGRES:
        return {}
    return {"database_url": postgres.address_of(folder), "search_engine": "postgres"}


def in_environment(store: dict[str, str]) -> dict[str, str]:
    """The same for a program that is started."""
    return {f"LEEFPLEIN_{name.upper()}": value for name, value in store.items()}


def fresh_url(folder: Path, *, upgraded: bool = True) -> str:
    """Address of a fresh database for the installation in this folder, of the kind that this pass of the suite is about."""
    made.add(folder)
    return postgres.make_for(folder, upgraded=upgraded) if ON_POSTGRES else sqlite_url(folder, upgraded=upgraded)


@pytest.fixture(params=KINDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of a fresh database with all tables, on each kind of server."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path)
        return
    url = postgres.new_database()
    yield url
    postgres.drop(url)


@pytest.fixture(params=KINDS)
def bare_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of an empty database, without any table, on each kind of server."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path, upgraded=False)
        return
    url = postgres.new_database(upgraded=False)
    yield url
    postgres.drop(url)


@pytest.fixture
def postgres_address() -> Iterator[str]:
    """Address of a fresh database on PostgreSQL, for a test (marked `postgres`) that is about PostgreSQL itself."""
    url = postgres.new_database()
    yield url
    postgres.drop(url)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """A fresh database with all tables, on each kind of server."""
    found = Database(address)
    yield found
    found.close()


@contextmanager
def somebody_else_writes(database: Database) -> Iterator[None]:
    """Another program keeps the turn to write; who comes gives up after a moment."""
    database.patience = 0.2
    if database.is_sqlite:
        with Path(database.url.removeprefix("sqlite:///") + ".lock").open("a", encoding="utf-8") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            yield
        return
    with psycopg.connect(database.url.replace("+psycopg", ""), autocommit=True) as other:
        other.execute(f"SELECT pg_advisory_lock({WRITE_TURN})".encode())
        yield
