"""A limit that all machines keep together without asking the database at every request.

Whoever reads our open data may ask a fixed number of times in a minute. A process takes a share of that number out of one
row, and hands it out from memory; when the shares are gone it refuses until the next minute, and asks the database no more.
Shares become smaller towards the end, so that what one machine holds unused does not stand in the way at another. What
passes on all machines together is never more than the limit. Nothing but a mark that means nothing tomorrow is kept.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from app import clock
from app.accounts.slowing import Counted, counter_row
from app.db import Database, DatabaseGone

WINDOW: Final = timedelta(minutes=1)
LARGEST_SHARE: Final = 50
PATIENCE: Final = 0.5
_PART: Final = 4
_MOST_KEPT: Final = 20_000
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether somebody may, and what is left: `left` turns (as far as this process knows) until `seconds` from now."""

    granted: bool
    limit: int
    left: int
    seconds: int


@dataclass(slots=True)
class _Share:
    held: int
    elsewhere: int
    """What nobody had taken yet when we took ours."""


@dataclass(slots=True)
class SharedLimit:
    """One limit, as one process keeps it. Safe to share between threads.

    :param limit: turns in a minute for each caller, on all machines together.
    """

    limit: int
    _window: datetime | None = None
    _shares: dict[str, _Share] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, database: Database, counted: Counted) -> Turn:
        """Take one turn. When the database cannot be written anybody may: reading goes on then. So may who comes while another
        thread waits long for its turn to write: an import that takes its time must not hold up every thread of a web server.
        """
        now = clock.now()
        window = now.replace(second=0, microsecond=0)
        seconds = max(1, int((window + WINDOW - now).total_seconds()) + 1)
        if not self._lock.acquire(timeout=PATIENCE):
            return Turn(True, self.limit, 0, seconds)
        try:
            if window != self._window or len(self._shares) > _MOST_KEPT:
                self._window, self._shares = window, {}
            share = self._shares.get(counted.key)
            if share is None or (share.held == 0 and share.elsewhere):
                share = self._shares[counted.key] = self._taken(database, counted, window)
            granted = share.held > 0
            share.held -= granted
            return Turn(granted, self.limit, share.held + share.elsewhere, seconds)
        finally:
            self._lock.release()

    def _taken(self, database: Database, counted: Counted, window: datetime) -> _Share:
        """Another share for this process, counted in the database."""
        try:
            with database.writing() as session:
                row = counter_row(session, counted, window)
                if row.not_before != window:
                    row.not_before, row.failures = window, 0
                free = max(0, self.limit - row.failures)
                share = min(free, LARGEST_SHARE, max(1, free // _PART))
                row.failures += share
                session.add(row)
        except DatabaseGone:
            log.warning("no turn to count who asks")
            return _Share(LARGEST_SHARE, self.limit - LARGEST_SHARE)
        return _Share(share, free - share)
