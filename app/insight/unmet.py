"""Counting what was not found: per month, municipality, kern and life domain. Never the words, never who (I-04).

A search must not wait for a disk, so each process holds its counts for a few seconds and writes them together, in the
first search after that. What a process that is killed still held is lost: these are trends, not bookings.
"""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from weakref import WeakKeyDictionary

import structlog
from sqlmodel import select

from app import clock
from app.db import Database, DatabaseGone
from app.insight.models import UnmetNeed
from app.search.asking import Answer

HOLD_SECONDS = 5.0
MOST_DOMAINS = 3
log = structlog.get_logger()


class _Need(NamedTuple):
    month: date
    municipality: str
    kern: str
    domain: str
    reason: str


@dataclass(slots=True)
class _Held:
    """What one process counted and did not write yet."""

    counts: Counter[_Need] = field(default_factory=Counter)
    written: float = float("-inf")
    lock: threading.Lock = field(default_factory=threading.Lock)


_HELD: WeakKeyDictionary[Database, _Held] = WeakKeyDictionary()


def count_unmet(database: Database, answer: Answer, municipality: str) -> None:
    """Count one search that found nothing (`none`), or nothing that fits in the own municipality (`far`).

    Counting must never stand in the way of an answer: when the database cannot write, it waits.
    """
    kern = answer.located.kern if answer.located else ""
    domains = answer.near_domains or ("",)
    reason = "none" if answer.total == 0 else "far"
    month = clock.today().replace(day=1)
    held = _HELD.setdefault(database, _Held())
    with held.lock:
        held.counts.update(_Need(month, municipality, kern[:64], domain, reason) for domain in domains[:MOST_DOMAINS])
    write_counts(database)


def write_counts(database: Database, *, older_than: float = HOLD_SECONDS) -> None:
    """Write what is held, when the last time was so many seconds ago. Costs nothing when there is nothing to write."""
    held = _HELD.get(database)
    if held is None or not held.counts or time.monotonic() - held.written < older_than:
        return
    with held.lock:
        if time.monotonic() - held.written < older_than:
            return
        counts, held.counts = held.counts, Counter()
        held.written = time.monotonic()
    try:
        with database.writing() as session:
            for need, number in counts.items():
                row = session.exec(select(UnmetNeed).filter_by(**need._asdict())).first() or UnmetNeed(**need._asdict())
                row.count += number
                session.add(row)
    except DatabaseGone:
        log.warning("unmet need not counted yet")
        with held.lock:
            held.counts.update(counts)
