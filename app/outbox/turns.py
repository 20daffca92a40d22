"""One worker of all, on whatever machine, that does something for as long as it lives.

It rests on `Database.alone`, whose lock the system lets go of when its holder dies. On PostgreSQL the lock belongs to a
connection, and that can be lost while we live (the server started again, an operator ended it): somebody else has the turn
then, and we must notice that we have not. So who holds the turn asks the server now and then whether that is still so.
A connection pooler between us and the server must keep sessions (pgbouncer: `pool_mode = session`).
"""

import zlib
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
import structlog

from app.db import WRITE_TURN, Database, DatabaseGone

log = structlog.get_logger()
_HOLDER = sa.text(
    "SELECT l.pid, a.backend_start FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid"
    " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid::bigint = :one AND l.objid::bigint = :two"
    " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


@dataclass(slots=True)
class Turn:
    """A turn that is held or asked for. Used by one thread.

    :ivar what: its name, the same for everybody who may have it.
    """

    database: Database
    what: str
    _held: ExitStack | None = None
    _holder: Any = field(default=None)

    def mine(self) -> bool:
        """Whether it is ours now: we hold it still, or it was free and we took it. Nobody waits.

        :raises DatabaseGone: when the database is away; then it is not ours.
        """
        if self._held is not None:
            try:
                if self.database.is_sqlite or self._holder_now() == self._holder:
                    return True
            except DatabaseGone:
                self.let_go()
                raise
            log.warning("turn was lost", what=self.what)
            self.let_go()
        with ExitStack() as taking:
            if not taking.enter_context(self.database.alone(self.what)):
                return False
            self._holder = None if self.database.is_sqlite else self._holder_now()
            self._held = taking.pop_all()
        log.info("turn was taken", what=self.what)
        return True

    def let_go(self) -> None:
        """Somebody else may have it."""
        held, self._held = self._held, None
        if held is not None:
            with suppress(DatabaseGone):  # the connection is away, and the lock with it
                held.close()

    def _holder_now(self) -> Any:
        """Which connection holds the lock, as the server knows it: its process, and since when that is there."""
        number = (zlib.crc32(self.what.encode()) - 2**31) % 2**32  # as the server shows what db.py asks for
        with self.database.looking() as connection:
            found = connection.execute(_HOLDER, {"one": WRITE_TURN, "two": number}).one_or_none()
        return None if found is None else tuple(found)
