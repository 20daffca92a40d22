"""One worker of all, on whatever machine, that does something for as long as it lives.

It rests on `Database.alone`, whose lock the system lets go of when its holder dies. On PostgreSQL the lock belongs to a
connection, and that can be lost while we live (the server started again, an operator ended it): somebody else has the turn
then, and we must notice that we have not. So who holds the turn asks now and then whether that is still so.
A connection pooler between us and the server must keep sessions (pgbouncer: `pool_mode = session`).
"""

from contextlib import ExitStack, suppress
from dataclasses import dataclass, field

import structlog

from app.db import Database, DatabaseGone
from app.postgres_server import Alone

log = structlog.get_logger()


@dataclass(slots=True)
class Turn:
    """A turn that is held or asked for. Used by one thread.

    :ivar what: its name, the same for everybody who may have it.
    """

    database: Database
    what: str
    _alone: Alone | None = None
    _held: ExitStack = field(default_factory=ExitStack)

    def mine(self) -> bool:
        """Whether it is ours now: we hold it still, or it was free and we took it. Nobody waits.

        :raises DatabaseGone: when the database is away; then it is not ours.
        """
        if self._alone is not None:
            if self._alone.held():
                return True
            log.warning("turn was lost", what=self.what)
            self.let_go()
        with ExitStack() as taking:
            found = taking.enter_context(self.database.alone(self.what))
            if not found:
                return False
            self._alone, self._held = found, taking.pop_all()
        log.debug("turn was taken", what=self.what)
        return True

    def let_go(self) -> None:
        """Somebody else may have it."""
        self._alone = None
        with suppress(DatabaseGone):  # the connection is away, and the lock with it
            self._held.close()
