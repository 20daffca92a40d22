"""The worker: delivers what waits, keeps the index whole, and gives a sign of life.

It knows no subject: the table of hands is given to it, so that the outbox stays below everything that posts in it.

Of many workers all open messages, and one does the chores, wherever it runs (app/outbox/turns.py). Chores have a thread of
their own: one that takes long, such as rebuilding the index, keeps no mail waiting and does not make this worker look dead.
"""

import itertools
import os
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Thread
from typing import Generic, TypeVar

import sqlalchemy as sa
import structlog
from sqlmodel import col

from app import clock
from app.db import Database, DatabaseGone
from app.outbox.models import WorkerBeat
from app.outbox.posting import Claim, claim, done, failed, forget_done
from app.outbox.turns import Turn

S = TypeVar("S")
IDLE_SECONDS = 0.5
BEAT_EVERY_SECONDS = 10.0
CHORES_EVERY_SECONDS = 5.0
TURN_CHECKED_SECONDS = 2.0
LONGEST_CHORE_SECONDS = 3600.0
"""Who is longer about one chore hangs: it gives no sign of life any more, so that somebody comes and looks."""
FINISH_SECONDS = 20.0
"""So long we wait, when told to stop, for the chore that is being done; less than supervisors wait for us."""
CHORES = "chores"
KEEP_DONE = timedelta(days=2)
log = structlog.get_logger()


@dataclass(slots=True)
class Worker(Generic[S]):
    """Works for one installation.

    :ivar chores: done every few seconds whether or not a message asks for them, by one worker of all.
    :ivar own_chores: the same, by every worker: what belongs to the machine it runs on.
    """

    database: Database
    services: S
    hands: Mapping[str, Callable[[S, Sequence[Claim]], None]]
    chores: Sequence[Callable[[S], None]] = ()
    own_chores: Sequence[Callable[[S], None]] = ()
    stop: Event = field(default_factory=Event)
    name: str = field(default_factory=lambda: f"{socket.gethostname()}-{os.getpid()}"[:80])
    _busy_since: float | None = None

    def run(self) -> None:
        """Until told to stop. A database that is away for a while is waited for."""
        next_beat = 0.0
        house: Thread | None = None
        while not self.stop.is_set():
            if (self.chores or self.own_chores) and (house is None or not house.is_alive()):
                house = Thread(target=self._keep_house, daemon=True, name=CHORES)
                house.start()
            moment = time.monotonic()
            try:
                if moment >= next_beat:
                    next_beat = moment + BEAT_EVERY_SECONDS
                    self._give_a_sign()
                worked = self._turn()
            except DatabaseGone as problem:
                log.error("worker waits for the database", kind=type(problem).__name__)
                worked = 0
            if not worked:
                self.stop.wait(IDLE_SECONDS)
        if house is not None:
            house.join(FINISH_SECONDS)

    def once(self) -> int:
        """Everything that is due now, once. Returns how many messages were opened."""
        opened = 0
        while turn := self._turn():
            opened += turn
        return opened

    def _turn(self) -> int:
        """One batch; between two of them `run` gives its sign of life and hears that it should stop."""
        claims = claim(self.database, kinds=tuple(self.hands))
        for kind, group in itertools.groupby(sorted(claims, key=lambda each: each.kind), key=lambda each: each.kind):
            self._open(kind, list(group))
        return len(claims)

    def _open(self, kind: str, claims: list[Claim]) -> None:
        try:
            self.hands[kind](self.services, claims)
        except Exception as problem:  # noqa: BLE001  (whatever went wrong, the message comes back)
            log.error("message failed", kind=kind, problem=type(problem).__name__, messages=len(claims))
            for each in claims:
                failed(self.database, each, type(problem).__name__)
        else:
            done(self.database, claims)

    def _keep_house(self) -> None:
        """Until told to stop: our own chores, and those of one worker of all for as long as that is us."""
        turn = Turn(self.database, CHORES)
        try:
            while not self.stop.is_set():
                self._do(self.own_chores)
                try:
                    if turn.mine():
                        self._do(self.chores, turn)
                except DatabaseGone as problem:
                    log.error("chores wait for the database", kind=type(problem).__name__)
                self.stop.wait(CHORES_EVERY_SECONDS)
        finally:
            turn.let_go()

    def _do(self, chores: Sequence[Callable[[S], None]], turn: Turn | None = None) -> None:
        """Each of these once, for as long as we are not told to stop and the turn is ours."""
        checked = time.monotonic()
        for chore in chores:
            if turn is not None and time.monotonic() - checked > TURN_CHECKED_SECONDS:
                if not turn.mine():
                    return
                checked = time.monotonic()
            if self.stop.is_set():
                return
            self._busy_since = time.monotonic()
            try:
                chore(self.services)
            except Exception as problem:  # noqa: BLE001  (one chore must not keep the others from being done)
                log.error("chore failed", chore=chore.__name__, problem=type(problem).__name__)
            finally:
                self._busy_since = None

    def _give_a_sign(self) -> None:
        """A sign of life, unless a chore hangs: what nobody sees, nobody mends."""
        since = self._busy_since
        if since is not None and time.monotonic() - since > LONGEST_CHORE_SECONDS:
            log.error("a chore hangs")
            return
        self._beat()

    def _beat(self) -> None:
        with self.database.writing() as session:
            session.merge(WorkerBeat(name=self.name, at=clock.now()))
            session.execute(sa.delete(WorkerBeat).where(col(WorkerBeat.at) < clock.now() - KEEP_DONE))
        forget_done(self.database, clock.now() - KEEP_DONE)
