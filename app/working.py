"""The worker of this product: the outbox's worker with our hands and our chores."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from app import clock
from app.accounts.staff_sessions import forget_old
from app.conversation.channels.klant_status import Asking
from app.conversation.delivering import post_what_was_forgotten
from app.conversation.escalating import escalate, send_digests
from app.conversation.follow_up import post_follow_ups
from app.handlers import HANDS, make_the_index_anew
from app.matching.expiring import keep_current
from app.outbox.worker import Worker
from app.privacy.retention import purge
from app.search.engine import IndexUnavailable
from app.services import Services

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR
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


def erase_what_is_due(services: Services) -> None:
    """Erase what was kept long enough, to the day."""
    purge(services.office, clock.today())


def look_back(services: Services) -> None:
    """Send the mails of those who chose this day to look back."""
    post_follow_ups(services.office, clock.today())


def keep_volunteers_current(services: Services) -> None:
    """Remind of offers and questions that end, end them, let go of proposals nobody answered, ask how it goes."""
    keep_current(services.mediation)


def find_forgotten_deliveries(services: Services) -> None:
    """Post again what waits without a message."""
    post_what_was_forgotten(services.office)


def tell_what_is_late(services: Services) -> None:
    """Mail to each municipality what became late, and on working days at eight all that is late."""
    escalate(services.office)
    send_digests(services.office)


@dataclass(slots=True)
class AskOpenKlant:
    """Ask what became of the tasks in Open Klant, a few each time."""

    asking: Asking = field(default_factory=Asking)

    @property
    def __name__(self) -> str:
        """For the log."""
        return "ask_open_klant"

    def __call__(self, services: Services) -> None:
        """The next few."""
        self.asking.turn(services.office)


def worker(services: Services) -> Worker[Services]:
    """A worker for this installation."""
    chores = (
        mend_a_missing_index,
        Every(60.0, keep_the_index),
        Every(DAY, forget_old_sessions),
        Every(HOUR, erase_what_is_due),
        Every(600.0, look_back),
        Every(HOUR, keep_volunteers_current),
        Every(MINUTE, find_forgotten_deliveries),
        Every(MINUTE, tell_what_is_late),
        Every(5 * MINUTE, AskOpenKlant()),
    )
    return Worker(services.database, services, HANDS, chores)
