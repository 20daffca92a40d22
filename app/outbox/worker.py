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

S = TypeVar("S")
IDLE_SECONDS = 0.5
BEAT_EVERY_SECONDS = 10.0
CHORES_EVERY_SECONDS = 5.0
KEEP_DONE = timedelta(days=2)
log = structlog.get_logger()


@dataclass(slots=True)
class Worker(Generic[S]):
    """Works for one installation. `chores` are done every few seconds whether or not a message asks for them."""

    database: Database
    services: S
    hands: Mapping[str, Callable[[S, Sequence[Claim]], None]]
    chores: Sequence[Callable[[S], None]] = ()
    stop: Event = field(default_factory=Event)
    name: str = field(default_factory=lambda: f"{socket.gethostname()}-{os.getpid()}"[:80])

    def run(self) -> None:
        """Until told to stop. A database that is away for a while is waited for."""
        next_beat = next_chores = 0.0
        while not self.stop.is_set():
            moment = time.monotonic()
            try:
                if moment >= next_beat:
                    self._beat()
                    next_beat = moment + BEAT_EVERY_SECONDS
                if moment >= next_chores:
                    self._do_chores()
                    next_chores = moment + CHORES_EVERY_SECONDS
                worked = self._turn()
            except DatabaseGone as problem:
                log.error("worker waits for the database", kind=type(problem).__name__)
                worked = 0
            if not worked:
                self.stop.wait(IDLE_SECONDS)

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

    def _do_chores(self) -> None:
        for chore in self.chores:
            try:
                chore(self.services)
            except Exception as problem:  # noqa: BLE001  (one chore must not keep the others from being done)
                log.error("chore failed", chore=chore.__name__, problem=type(problem).__name__)

    def _beat(self) -> None:
        with self.database.writing() as session:
            session.merge(WorkerBeat(name=self.name, at=clock.now()))
            session.execute(sa.delete(WorkerBeat).where(col(WorkerBeat.at) < clock.now() - KEEP_DONE))
        forget_done(self.database, clock.now() - KEEP_DONE)
