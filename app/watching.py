"""Telling the operator that nobody works, without needing who does not work (promise 58).

Mails leave through the worker; a dead worker therefore cannot say that it is dead. So `leefplein serve` itself looks, in
the process that holds web server and worker together, every half minute, and mails straight to the mail server: once when
something stands still, and once when it goes again. Of all machines of a region one does so (`Database.alone`), and
that somebody was told stands in the database, so a restart tells nobody twice. Only when the database itself is
away each machine speaks for itself. What is mailed names no person, no request and no address of either.
"""

import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Final

import sqlalchemy as sa
import structlog
from sqlmodel import col, func, select

from app import clock
from app.conversation.models import Escalation
from app.db import Database, DatabaseGone
from app.mailing.delivering import NotDelivered, Refused, deliver
from app.outbox.models import OutboxMessage, WorkerBeat
from app.settings import Settings

EVERY_SECONDS: Final = 30.0
FIRST_AFTER_SECONDS: Final = 20.0
"""A worker that starts together with us is given the time to say so."""
SILENT_AFTER: Final = timedelta(minutes=3)
STUCK_AFTER: Final = timedelta(minutes=15)
"""A message that could have left so long ago, while nobody holds it: workers beat and do nothing."""
STEP: Final = "alarm"
DATABASE: Final = "database"
WORDS: Final = {
    "worker": (
        "er is geen werker",
        (
            "Geen enkele werker geeft een teken van leven. Berichten blijven liggen; de site zelf kan gewoon werken.\n"
            "Kijk op de machine waar leefplein serve of leefplein worker draait: systemctl status, en het logboek."
        ),
    ),
    "outbox": (
        "berichten staan stil",
        (
            "Er liggen berichten die allang weg hadden kunnen zijn, en niemand is ermee bezig. De werker leeft misschien wel,\n"
            "maar doet niets. Kijk in het logboek en zet de werker opnieuw aan."
        ),
    ),
    DATABASE: (
        "de database is weg",
        (
            "De site kan niet bij de database. Bezoekers krijgen een bladzijde met de telefoonnummers.\n"
            "Kijk of de database draait en of de schijf vol is: leefplein doctor."
        ),
    ),
}
log = structlog.get_logger()


@dataclass(slots=True)
class Watch:
    """Looks, and tells. One for each `leefplein serve`."""

    settings: Settings
    database: Database
    send: Callable[[Settings, EmailMessage, str], None] = field(default=deliver)
    _told_of_database: bool = False

    def look(self) -> None:
        """Once: tell what is new, and what is over."""
        try:
            with self.database.alone("watching") as mine:
                if mine:
                    self._compare()
            if self._told_of_database and self._tell(DATABASE, over=True):
                self._told_of_database = False
        except DatabaseGone:
            if not self._told_of_database:
                self._told_of_database = self._tell(DATABASE, over=False)

    def _compare(self) -> None:
        now = self._troubles()
        with self.database.reading() as session:
            told = {
                each.subject.removeprefix(f"{STEP}:")
                for each in session.exec(select(Escalation).where(Escalation.step == STEP)).all()
            }
        for name in now - told:
            if self._tell(name, over=False):
                with self.database.writing() as session:
                    session.add(Escalation(subject=f"{STEP}:{name}", step=STEP))
        for name in told - now:
            if self._tell(name, over=True):
                with self.database.writing() as session:
                    session.execute(
                        sa.delete(Escalation).where(
                            col(Escalation.subject) == f"{STEP}:{name}", col(Escalation.step) == STEP
                        )
                    )

    def _troubles(self) -> frozenset[str]:
        moment = clock.now()
        with self.database.reading() as session:
            beat = session.exec(select(func.max(WorkerBeat.at))).one()
            stuck = session.exec(
                select(func.count(col(OutboxMessage.id))).where(
                    col(OutboxMessage.done_at).is_(None),
                    col(OutboxMessage.next_at) < moment - STUCK_AFTER,
                    sa.or_(
                        col(OutboxMessage.lease_until).is_(None), col(OutboxMessage.lease_until) < moment - STUCK_AFTER
                    ),
                )
            ).one()
        silent = beat is None or moment - beat > SILENT_AFTER
        return frozenset(name for name, so in (("worker", silent), ("outbox", bool(stuck) and not silent)) if so)

    def _tell(self, name: str, *, over: bool) -> bool:
        """Whether everybody was told, or nobody is to be told."""
        log.log(_level(over=over), "watch", trouble=name, over=over)
        if not self.settings.alert_addresses:
            return True
        try:
            self.send(self.settings, _letter(self.settings, name, over=over), _key(name, over=over))
        except NotDelivered as problem:
            log.error("watch could not mail, tries again", trouble=name, problem=str(problem))
            return False
        except Refused as problem:
            log.error("watch may not mail to this address", trouble=name, problem=str(problem))
        return True

    def run(self, stop: threading.Event) -> None:
        """Until told to stop. Whatever goes wrong here must not end it."""
        pause = FIRST_AFTER_SECONDS
        while not stop.wait(pause):
            pause = EVERY_SECONDS
            try:
                self.look()
            except Exception as problem:  # noqa: BLE001  (who watches over others goes on)
                log.error("watch failed", problem=type(problem).__name__)


def watching(settings: Settings) -> threading.Event:
    """Begin to watch, beside what this process does. Setting the event ends it."""
    stop = threading.Event()
    watch = Watch(settings, Database(settings.store))
    threading.Thread(target=watch.run, args=(stop,), daemon=True, name="watch").start()
    return stop


def _level(*, over: bool) -> int:
    return 20 if over else 40  # information, error


def _key(name: str, *, over: bool) -> str:
    return f"alarm-{name}-{'over' if over else 'begin'}-{clock.now():%Y%m%dT%H%M%S}"


def _letter(settings: Settings, name: str, *, over: bool) -> EmailMessage:
    title, words = WORDS[name]
    moment: datetime = clock.now()
    letter = EmailMessage()
    letter["From"] = settings.mail_from
    letter["To"] = ", ".join(settings.alert_addresses)
    letter["Subject"] = f"Leefplein: {'voorbij: ' if over else ''}{title}"
    letter["Date"] = format_datetime(moment)
    letter["Message-ID"] = make_msgid("alarm", domain=settings.mail_from.rpartition("@")[2])
    letter["Auto-Submitted"] = "auto-generated"
    said = "Dit is voorbij. U hoeft niets te doen." if over else words
    letter.set_content(
        f"{said}\n\nGezien om {moment.astimezone(clock.AMSTERDAM):%H:%M} op {socket.gethostname()}. "
        "U krijgt over deze storing één bericht, en één als hij voorbij is.\n"
    )
    return letter
