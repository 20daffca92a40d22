"""The fixture `database` for tests that must hold on SQLite and on PostgreSQL alike.

A folder's conftest takes it in with `from tests.databases import database`.
"""

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from app.db import Database
from app.migrations.running import upgrade
from tests import postgres

KINDS = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


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
    """Address of a fresh SQLite database in this folder."""
    place = folder / "leefplein.sqlite"
    if upgraded:
        shutil.copyfile(upgraded_file(), place)
    return f"sqlite:///{place}"


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
def database(address: str) -> Iterator[Database]:
    """A fresh database with all tables, on each kind of server."""
    found = Database(address)
    yield found
    found.close()
