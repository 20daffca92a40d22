"""How a connection to a PostgreSQL server is made, and the locks by which everybody who uses one database takes turns.

A lock belongs to a connection, and the server lets go of it when that is closed. A machine that loses its power or its cable
closes nothing: the server would wait two hours for it, and nobody on any machine could write meanwhile. So both sides ask whether
the other is still there, and a turn to write in which nothing is said for a minute is ended.
"""

import zlib
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

WRITE_TURN: Final = 0x1EEF
"""The advisory lock of whoever writes; every installation has a database of its own, so one number will do."""
STATEMENT_SECONDS: Final = 30
SILENT_SECONDS: Final = 60
"""So long a turn to write may hold on to it without saying anything: who thinks that long has died, or hangs."""
_ASK_AFTER, _ASK_EVERY, _ASK_TIMES = 30, 10, 3
"""Who says nothing for so many seconds is asked whether they are there; so often, and so many times."""
_GONE_AFTER_MILLISECONDS = 1000 * (_ASK_AFTER + _ASK_EVERY * _ASK_TIMES)
CONNECTING: Final[dict[str, Any]] = {
    "connect_timeout": 5,
    "keepalives_idle": _ASK_AFTER,
    "keepalives_interval": _ASK_EVERY,
    "keepalives_count": _ASK_TIMES,
    "tcp_user_timeout": _GONE_AFTER_MILLISECONDS,
    "options": f"-c statement_timeout={1000 * STATEMENT_SECONDS} -c timezone=UTC -c tcp_keepalives_idle={_ASK_AFTER}"
    f" -c tcp_keepalives_interval={_ASK_EVERY} -c tcp_keepalives_count={_ASK_TIMES}"
    f" -c tcp_user_timeout={_GONE_AFTER_MILLISECONDS}",
}
"""What a connection is made with: the first part is for our side of it, the options for the server's."""
_QUEUE = sa.text(
    "SELECT set_config('lock_timeout', :patience, true), set_config('idle_in_transaction_session_timeout', :silent, true)"
)


class Alone:
    """Whether we are the only one that does something, as `Database.alone` found. True or False, as it was then."""

    def __init__(self, mine: bool, connection: Connection | None = None) -> None:  # noqa: FBT001  (it is what this is)
        self._mine = mine
        self._connection = connection

    def __bool__(self) -> bool:
        return self._mine

    def held(self) -> bool:
        """Whether that is so still: a lock of the server goes with its connection, and that can be lost while we live."""
        if self._mine and self._connection is not None:
            try:
                self._connection.exec_driver_sql("SELECT 1")
            except sa.exc.DBAPIError:
                self._mine = False
        return self._mine


def queue_to_write(connection: Connection, patience: float, silent: float) -> None:
    """Wait for the turn to write, which ends with the transaction.

    :param patience: seconds to wait.
    :param silent: seconds without a word after which the server ends the transaction; 0 for never.
    """
    times = {"patience": str(int(patience * 1000)), "silent": str(int(silent * 1000))}
    connection.execute(_QUEUE, times)
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_TURN})")


def take_named(connection: Connection, what: str) -> bool:
    """Take the lock of this name for as long as the connection lives, unless somebody has it."""
    return bool(connection.scalar(sa.text("SELECT pg_try_advisory_lock(:one, :two)"), _lock_named(what)))


def give_back_named(connection: Connection, what: str) -> None:
    """Let go of it."""
    connection.execute(sa.text("SELECT pg_advisory_unlock(:one, :two)"), _lock_named(what))


def _lock_named(what: str) -> dict[str, int]:
    """Two whole numbers of PostgreSQL for one advisory lock; the pair never meets the lock of the turn to write."""
    return {"one": WRITE_TURN, "two": zlib.crc32(what.encode()) - 2**31}
