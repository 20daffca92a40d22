"""The worker of this product: the outbox's worker with our hands and our chores."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from app.accounts.staff_sessions import forget_old
from app.handlers import HANDS, make_the_index_anew
from app.outbox.worker import Worker
from app.search.engine import IndexUnavailable
from app.services import Services

DAY = 24 * 3600.0
log = structlog.get_logger()


@dataclass(slots=True)
class Every:
    """A chore that is done the first time, and then not again before so many seconds have passed."""

    seconds: float
    chore: Callable[[Services], None]
    _next: float = 0.0

    @property
    def __name__(self) -> str:
        """The chore's own: the worker names a chore that failed."""
        return self.chore.__name__

    def __call__(self, services: Services) -> None:
        """Do it, when it is time."""
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + self.seconds
            self.chore(services)


def mend_a_missing_index(services: Services) -> None:
    """Make the index when there is none; cheap to ask, so asked often."""
    try:
        services.finder.engines.primary.vocabulary()
    except IndexUnavailable as trouble:
        if trouble.reason != "busy":
            keep_the_index(services)


def keep_the_index(services: Services) -> None:
    """Read the whole index, and make it anew when it is missing or damaged; meanwhile pages answer from the database."""
    health = services.finder.engines.primary.health()
    if health.ok:
        return
    log.warning("search index is rebuilt", detail=health.detail)
    make_the_index_anew(services)


def forget_old_sessions(services: Services) -> None:
    """Remove sign-ins that ended long ago."""
    with services.database.writing() as session:
        forget_old(session)


def worker(services: Services) -> Worker[Services]:
    """A worker for this installation."""
    chores = (mend_a_missing_index, Every(60.0, keep_the_index), Every(DAY, forget_old_sessions))
    return Worker(services.database, services, HANDS, chores)
