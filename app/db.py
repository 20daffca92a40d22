"""The database: one way to read, one way to write, the same on SQLite and PostgreSQL.

SQLite's default driver loses updates without an error (reliability.md section 3): two people read, both write, one is
silently gone. So a writer says BEGIN IMMEDIATE before it reads, and writers queue on a file lock instead of SQLite's
own back-off, which keeps the slowest of sixteen under 300 ms. PostgreSQL loses updates in the same way at its usual level
of isolation, so there a writer takes one advisory lock for its transaction: writers queue, from whatever machine, and what
holds on the one database holds on the other (adr 14). Readers wait for nobody.
"""

import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa
from pydantic import BaseModel, TypeAdapter
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

from app.postgres_server import CONNECTING, SILENT_SECONDS, Alone, give_back_named, queue_to_write, take_named
from app.sqlite_file import BUSY_MILLISECONDS, listen

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
_NOT_READY: Final = frozenset({"25006", "25P03", "42P01", "42703"})
"""How PostgreSQL says that it takes no writes (a standby, or set so), that it ended a turn to write in which nothing was said,
that a table or column is not made yet: the server's state and no mistake of a program. SQLite calls what it
knows of these an operational error too."""
REPLICA_REST_SECONDS: Final = 30.0
"""A read replica that failed is not asked again before so long."""
REPLICA_LATEST_SECONDS: Final = 60.0
"""One that is further behind is left alone: what was taken off the map for somebody's safety must be off it."""
REPLICA_LOOK_SECONDS: Final = 5.0
_BEHIND_BY: Final = (
    "SELECT CASE WHEN NOT pg_is_in_recovery() THEN 0 "
    "WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() AND EXISTS (SELECT FROM pg_stat_wal_receiver) THEN 0 "
    "ELSE coalesce(extract(epoch FROM clock_timestamp() - pg_last_xact_replay_timestamp()), 1e9) END::float"
)
"""Seconds; nothing when it has all that came in and still follows, however quiet the primary is."""
LARGEST_ROW: Final = 2**31 - 1
"""The largest number a row can have: an integer of PostgreSQL."""


class DatabaseGone(Exception):
    """The database cannot be reached or written right now."""


class LooseEnds(Exception):
    """A change of shape would leave rows that point to nothing; it was not made."""


class Record(SQLModel):
    """The base of every table: two rows are equal only when they are the same object.

    SQLModel compares by value, and after a commit every value is expired, so different rows would compare equal.
    """

    __eq__ = object.__eq__
    __hash__ = object.__hash__


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC; a moment without a time zone is refused rather than guessed."""

    impl = sa.DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """PostgreSQL keeps the zone itself; SQLite keeps naive UTC."""
        return dialect.type_descriptor(sa.DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Into the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment without a time zone"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Out of the database."""
        if value is None:
            return None
        return value.astimezone(UTC) if dialect.name == "postgresql" else value.replace(tzinfo=UTC)


class Frozen(TypeDecorator[Any]):
    """A frozen pydantic value (or tuple of them) kept as JSON: replace it, never edit it, so no change is lost unseen."""

    impl = sa.JSON
    cache_ok = True

    def __init__(self, shape: Any) -> None:
        super().__init__(none_as_null=True)
        self.shape = shape
        self._adapter: TypeAdapter[Any] = TypeAdapter(shape)

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """Into the database."""
        del dialect
        return None if value is None else self._adapter.dump_python(value, mode="json")

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Out of the database."""
        del dialect
        return None if value is None else self._adapter.validate_python(value, strict=False)

    @property
    def python_type(self) -> type[Any]:
        """What the column holds in Python."""
        return self.shape if isinstance(self.shape, type) and issubclass(self.shape, BaseModel) else tuple


def choice(members: type[StrEnum], name: str) -> sa.Enum:
    """A column of a closed list: kept by value, with a CHECK in the database, so that a new member is a migration.

    :param name: of the CHECK, beside the table's; a name that changes is a migration too.
    """
    return sa.Enum(
        members,
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda kinds: [kind.value for kind in kinds],
        name=name,
    )


class Database:
    """One database, opened once per process.

    :ivar patience: seconds somebody waits for their turn to write before they hear that it does not work now.
    :ivar silence: seconds that somebody who writes may say nothing, on PostgreSQL; then their turn is ended.
    :ivar replica: a copy of the database that follows it, on PostgreSQL, for what may be a little behind; None when there is none.
    """

    def __init__(self, url: str, *, patience: float = BUSY_MILLISECONDS / 1000, replica: str = "") -> None:
        self.url = url
        self.patience = patience
        self.silence: float = SILENT_SECONDS
        self.is_sqlite = url.startswith("sqlite")
        self._replica_rests_until = self._replica_well_until = 0.0
        self._thread_lock = threading.Lock()
        self._lock_file: Path | None = None
        options: dict[str, Any] = {}
        if self.is_sqlite:
            path = Path(url.removeprefix("sqlite:///"))
            try:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as problem:
                raise DatabaseGone(f"{path.parent}: {problem.strerror}") from problem
            self._lock_file = path.with_name(path.name + ".lock")
            options["connect_args"] = {"check_same_thread": False, "timeout": BUSY_MILLISECONDS / 1000}
        else:
            options["pool_pre_ping"] = True
            options["insertmanyvalues_page_size"] = 50  # rows in one statement: a thousand took three times as long
            options["connect_args"] = CONNECTING
        self.engine: Engine = sa.create_engine(url, **options)
        self.replica: Engine | None = sa.create_engine(replica, **options) if replica and not self.is_sqlite else None
        self._writing_engine = self.engine.execution_options(leefplein_writes=True)
        if self.is_sqlite:
            listen(self.engine)

    @contextmanager
    def reading(self, *, behind: bool = False) -> Iterator[Session]:
        """A session that sees one moment of the database and changes nothing.

        :param behind: that moment may be a little ago, so that a read replica can answer: for pages anybody may see.
        :raises DatabaseGone: when the database is away or cannot be read.
        """
        engine = self._engine_to_read(behind=behind)
        with _plain_trouble(), Session(engine, expire_on_commit=False, autoflush=False) as session:
            try:
                yield session
            finally:
                # What was read stays readable: a rollback would expire every row.
                session.expunge_all()
                session.rollback()

    @contextmanager
    def looking(self, *, behind: bool = False) -> Iterator[Connection]:
        """A bare connection that sees one moment of the database: for a plain query that needs no objects.

        :param behind: see `reading`.
        :raises DatabaseGone: when the database is away or cannot be read.
        """
        with _plain_trouble(), self._engine_to_read(behind=behind).connect() as connection:
            yield connection

    def _engine_to_read(self, *, behind: bool) -> Engine:
        """The replica when it may be a little behind, and it answers and is no more than that; else the database itself."""
        if not behind or self.replica is None or time.monotonic() < self._replica_rests_until:
            return self.engine
        try:
            with self.replica.connect() as connection:  # pre-ping: a dead connection is noticed here
                if time.monotonic() < self._replica_well_until:
                    return self.replica
                behind_by = connection.exec_driver_sql(_BEHIND_BY).scalar()
        except sa.exc.DBAPIError:
            self._replica_rests_until = time.monotonic() + REPLICA_REST_SECONDS
            return self.engine
        if behind_by is None or behind_by <= REPLICA_LATEST_SECONDS:
            self._replica_well_until = time.monotonic() + REPLICA_LOOK_SECONDS
            return self.replica
        try:
            self.engine.connect().close()
        except sa.exc.DBAPIError:  # the primary is gone: nothing can be taken off the map either, so old is not wrong
            self._replica_well_until = time.monotonic() + REPLICA_REST_SECONDS
            return self.replica
        self._replica_rests_until = time.monotonic() + REPLICA_REST_SECONDS
        return self.engine

    @contextmanager
    def alone(self, what: str) -> Iterator[Alone]:
        """Whether we are the only one, of all processes on all machines, that does `what`; held until the block ends.

        Nobody waits: who comes second hears False. It is let go of when the process or its connection dies; who holds it
        long asks now and then whether it is `held` still.

        :raises DatabaseGone: when the database is away.
        """
        if self._lock_file is not None:
            handle = os.open(self._lock_file.with_name(f"{self._lock_file.name}-{what}"), os.O_RDWR | os.O_CREAT, 0o600)
            try:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    yield Alone(mine=False)
                else:
                    yield Alone(mine=True)
            finally:
                os.close(handle)
            return
        with _plain_trouble(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            found = Alone(take_named(connection, what), connection)
            try:
                yield found
            finally:
                if found.held():
                    give_back_named(connection, what)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose whole work is committed when the block ends, or not at all.

        :raises DatabaseGone: when the database is locked, full or away; nothing was written then.
        """
        with self._turn_to_write(), _plain_trouble(), Session(self._writing_engine, expire_on_commit=False) as session:
            try:
                self._queue(session.connection(), self.silence)
                yield session
                session.commit()
            except BaseException:
                session.rollback()
                raise

    @contextmanager
    def reshaping(self) -> Iterator[Connection]:
        """A connection that holds the turn to write and may rebuild tables, for migrations.

        On SQLite references are checked at the end instead of at each step: a table is changed there by making it
        anew, and with the checks on, dropping the old one counts as dropping what points to it.

        :raises DatabaseGone: when the database is locked, full or away; nothing was written then.
        """
        with self._turn_to_write(), _plain_trouble(), self._writing_engine.connect() as connection:
            driver = connection.connection.cursor()
            if self.is_sqlite:
                driver.execute("PRAGMA foreign_keys=OFF")  # says nothing within a transaction, so it comes before it
            try:
                with connection.begin():
                    self._queue(connection, 0)  # reshaping may think long
                    yield connection
                    if self.is_sqlite:
                        _refuse_loose_ends(connection)
            finally:
                if self.is_sqlite:
                    driver.execute("PRAGMA foreign_keys=ON")
                driver.close()

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        if self._lock_file is None:
            yield
            return
        until = time.monotonic() + self.patience
        if not self._thread_lock.acquire(timeout=self.patience):
            raise DatabaseGone("nobody let go of the turn to write")
        try:
            handle = os.open(self._lock_file, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as problem:
            self._thread_lock.release()
            raise DatabaseGone(f"no turn to write: {problem.strerror}") from problem
        try:
            _wait_for(handle, until)
            yield
        finally:
            os.close(handle)
            self._thread_lock.release()

    def _queue(self, connection: Connection, silent: float) -> None:
        """On PostgreSQL: wait for the turn to write, which ends with the transaction. On SQLite it was taken before."""
        if not self.is_sqlite:
            queue_to_write(connection, self.patience, silent)

    def copy_to(self, target: Path) -> None:
        """Copy a SQLite database whole, what stands in its write-ahead log included, while others go on writing.

        Beside SQLAlchemy's sessions, because a copy cannot be made within a transaction and those always begin one.

        :raises DatabaseGone: when it cannot be read, or the copy cannot be written.
        """
        try:
            connection = self.engine.raw_connection()
            try:
                connection.cursor().execute("VACUUM INTO ?", (str(target),))
            finally:
                connection.close()
        except (sqlite3.DatabaseError, sa.exc.DBAPIError) as problem:
            raise DatabaseGone(str(problem)) from problem

    def forget_removed(self, *tables: str) -> bool:
        """See to it that what was removed, and is overwritten in the database itself, is not in its log either.

        On SQLite the write-ahead log is cut to nothing. On PostgreSQL `tables` are vacuumed; the server's log is the
        operator's.

        :returns: False when a reader kept the log from being cut within ten seconds: do it over then.
        :raises DatabaseGone: when there is no turn to write, or no room. Nothing is lost then.
        """
        if not self.is_sqlite:
            with _plain_trouble(), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for table in tables:
                    connection.exec_driver_sql(f"VACUUM {connection.dialect.identifier_preparer.quote(table)}")
            return True
        with self._turn_to_write():
            try:
                raw = self.engine.raw_connection()
                try:
                    busy: int = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                finally:
                    raw.close()
            except (sqlite3.DatabaseError, sa.exc.DBAPIError) as problem:
                raise DatabaseGone(str(problem)) from problem
        return busy == 0

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()
        if self.replica is not None:
            self.replica.dispose()


@contextmanager
def _plain_trouble() -> Iterator[None]:
    """What the driver says when the database is locked, full, damaged or away, said in one way."""
    try:
        yield
    except (sa.exc.OperationalError, sa.exc.InterfaceError) as problem:
        raise DatabaseGone(str(problem.orig)) from problem
    except sa.exc.DatabaseError as problem:
        if type(problem) is not sa.exc.DatabaseError and getattr(problem.orig, "sqlstate", None) not in _NOT_READY:
            raise  # a constraint or a mistake of ours
        raise DatabaseGone(str(problem.orig)) from problem


def _wait_for(handle: int, until: float) -> None:
    """Take the lock that the system lets go of when its holder dies. The steps are short: a turn lasts milliseconds."""
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise DatabaseGone("another process keeps the turn to write") from None
            time.sleep(0.0005)
        else:
            return


def _refuse_loose_ends(connection: Connection) -> None:
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if loose:
        message = f"{len(loose)} rows point to nothing, the first in {loose[0][0]}"
        raise LooseEnds(message)
