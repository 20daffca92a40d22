"""The worker of this product: the outbox's worker with our hands and our chores."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from app import clock
from app.accounts import inviting, staff_sessions
from app.agenda.tidying import forget_past
from app.complaints.lateness import tell_of_late
from app.content.letterhead import site_of
from app.conversation.channels.klant_status import Asking
from app.conversation.delivering import post_what_was_forgotten
from app.conversation.escalating import escalate, send_digests
from app.conversation.follow_up import post_follow_ups
from app.handlers import all_hands, make_the_index_anew
from app.matching.expiring import keep_current
from app.open_data.dumps import FOLDER, write_dumps
from app.open_data.keeping import due_tonight, holds_what_left, making
from app.outbox.worker import Worker
from app.paper.orders import forget_done_orders
from app.privacy.retention import purge
from app.publishing.joining import forget_contacts
from app.publishing.sources import post_due
from app.publishing.tidying import tidy_up
from app.publishing.uploads import forget_old
from app.referring.call_back_mail import tell_what_nobody_answered
from app.referring.handovers import forget_done
from app.referring.slips import forget_ended
from app.search.engine import IndexUnavailable
from app.services import Services
from app.upkeep.addresses import keep_in_step
from app.upkeep.checking import MOST_A_DAY, agent_of, check_next
from app.upkeep.feedback import forget_settled, tell_organisations
from app.upkeep.loop import keep_true

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
        staff_sessions.forget_old(session)
        inviting.forget_old(session)


def erase_what_is_due(services: Services) -> None:
    """Erase what was kept long enough, to the day."""
    purge(services.office, clock.today())


def look_back(services: Services) -> None:
    """Send the mails of those who chose this day to look back."""
    post_follow_ups(services.office, clock.today())


def keep_volunteers_current(services: Services) -> None:
    """Remind of offers and questions that end, end them, let go of proposals nobody answered, ask how it goes."""
    keep_current(services.mediation)


def tell_of_late_complaints(services: Services) -> None:
    """Once on a working day: tell who holds complaints which of them wait longer than was promised."""
    tell_of_late(services.office)


def tell_of_call_backs(services: Services) -> None:
    """Mail each desk once about requests to call back that nobody answered in time."""
    tell_what_nobody_answered(services.office)


def forget_handovers(services: Services) -> None:
    """Remove what the desk is done with: handover notes of some weeks ago, orders of booklets of half a year ago."""
    forget_done(services.database)
    forget_done_orders(services.database)


def keep_the_map_true(services: Services) -> None:
    """Ask organisations whether their offers still hold; remind, warn, and hide what nobody confirms."""
    keep_true(services.publishing)


def keep_addresses_in_step(services: Services) -> None:
    """List the websites, numbers and mail addresses that stand before the public; judge what its form alone gives away."""
    keep_in_step(services.database, sites=services.settings.check_links)


def tell_of_feedback(services: Services) -> None:
    """Tell organisations what visitors wrote about their offers; forget what was settled long ago."""
    tell_organisations(services.publishing)
    forget_settled(services.database, services.content.now().policy.feedback_keep_days)


def forget_who_asked_to_join(services: Services) -> None:
    """Erase the contact of requests to take part that were decided long enough ago."""
    forget_contacts(services.database, clock.today())


def tidy_what_nobody_uses(services: Services) -> None:
    """Remove photos of no offer, and writing, requests and joint acts of a year ago."""
    tidy_up(services.database)


def follow_sources(services: Services) -> None:
    """Put in line the sources whose time to be read has come."""
    post_due(services.database)


def forget_old_lists(services: Services) -> None:
    """Remove lists that were handed in a month ago."""
    forget_old(services.database)


def forget_ended_slips(services: Services) -> None:
    """Remove the call slips whose code shows nothing any more."""
    with services.database.writing() as session:
        forget_ended(session)


def forget_old_activities(services: Services) -> None:
    """Remove from the agenda what was on more than a year ago."""
    forget_past(services.database)


def write_open_data(services: Services) -> None:
    """Once a night, and when something left the map: the whole of it in files. One process at a time, of all machines; each
    machine has its own files.
    """
    folder = services.settings.data_dir / FOLDER
    if not due_tonight(folder, clock.now()) and not holds_what_left(services.database, folder):
        return
    with services.database.alone("open-data") as first, making(folder) as alone:
        if first and alone:
            content = services.content.now()
            site = site_of(services.settings, content.default_municipality)
            write_dumps(services.database, content, site, folder)


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


@dataclass(slots=True)
class VisitAWebsite:
    """Visit one website of the map, beside the worker's own work: a slow one must not keep a mail waiting.

    With LEEFPLEIN_CHECK_LINKS off nothing is ever called.
    """

    going: threading.Thread | None = None

    @property
    def __name__(self) -> str:
        """For the log."""
        return "visit_a_website"

    def __call__(self, services: Services) -> None:
        """Begin, unless the visit before is still going on."""
        if not services.settings.check_links or (self.going is not None and self.going.is_alive()):
            return
        self.going = threading.Thread(target=_visit, args=(services,), daemon=True, name=self.__name__)
        self.going.start()


def _visit(services: Services) -> None:
    site = site_of(services.settings, services.content.now().municipalities[0])
    try:
        check_next(services.database, agent_of(site))
    except Exception as problem:  # noqa: BLE001  (the next website has its turn all the same)
        log.error("chore failed", chore="visit_a_website", problem=type(problem).__name__)


@dataclass(slots=True)
class Beside:
    """A chore that takes long, done beside the worker's own work: what waits is delivered meanwhile."""

    chore: Callable[[Services], None]
    going: threading.Thread | None = None

    @property
    def __name__(self) -> str:
        """The chore's own, for the log."""
        return self.chore.__name__

    def __call__(self, services: Services) -> None:
        """Begin, unless the time before is still going on."""
        if self.going is None or not self.going.is_alive():
            self.going = threading.Thread(target=self._do, args=(services,), daemon=True, name=self.__name__)
            self.going.start()

    def _do(self, services: Services) -> None:
        try:
            self.chore(services)
        except Exception as problem:  # noqa: BLE001  (tomorrow is another night)
            log.error("chore failed", chore=self.__name__, problem=type(problem).__name__)


def worker(services: Services) -> Worker[Services]:
    """A worker for this installation."""
    index = (mend_a_missing_index, Every(60.0, keep_the_index))
    # An index in files is this machine's own, so each worker keeps it; one in the database is everybody's.
    shared = services.settings.search_engine == "postgres"
    chores = (
        *(index if shared else ()),
        Every(DAY, forget_old_sessions),
        Every(DAY, forget_old_lists),
        Every(MINUTE, follow_sources),
        Every(DAY, tidy_what_nobody_uses),
        Every(DAY, forget_old_activities),
        Every(HOUR, forget_ended_slips),
        Every(HOUR, erase_what_is_due),
        Every(600.0, look_back),
        Every(HOUR, keep_volunteers_current),
        Every(HOUR, tell_of_feedback),
        Every(DAY, forget_who_asked_to_join),
        Every(5 * MINUTE, keep_the_map_true),
        Every(5 * MINUTE, keep_addresses_in_step),
        Every(DAY / MOST_A_DAY, VisitAWebsite()),
        Every(MINUTE, find_forgotten_deliveries),
        Every(MINUTE, tell_what_is_late),
        Every(5 * MINUTE, tell_of_late_complaints),
        Every(5 * MINUTE, tell_of_call_backs),
        Every(DAY, forget_handovers),
        Every(10 * MINUTE, Beside(write_open_data)),
        Every(5 * MINUTE, AskOpenKlant()),
    )
    return Worker(services.database, services, all_hands(), chores, () if shared else index)
