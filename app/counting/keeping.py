"""Counting: in the transaction of what happened (`count`), or held for a few seconds where nobody may wait for a disk (`hold`).

What a process that is killed still held is lost: searches are trends, not bookings. What goes through `count` is as safe
as what it counts. Nothing is added to a quarter that is closed: its figures stay as they were published.
"""

import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import structlog
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlmodel import Session

from app import clock
from app.counting.models import Measure, Tally
from app.db import Database, DatabaseGone

HOLD_SECONDS = 5.0
CLOSED_AFTER_DAYS = 7
_tally = Tally.__table__  # type: ignore[attr-defined]  # SQLModel's table
_KEY = ("municipality", "measure", "month", "kern", "domain", "way", "detail")
log = structlog.get_logger()


class Happened(NamedTuple):
    """One thing to count. `kern` and `domain` are slugs, or empty."""

    measure: Measure
    municipality: str
    kern: str = ""
    domain: str = ""
    way: str = ""
    detail: str = ""


class _Cell(NamedTuple):
    month: date
    what: Happened


@dataclass(slots=True)
class _Held:
    """What one process counted and did not write yet."""

    counts: Counter[_Cell] = field(default_factory=Counter)
    written: float = float("-inf")
    lock: threading.Lock = field(default_factory=threading.Lock)


_HELD: WeakKeyDictionary[Database, _Held] = WeakKeyDictionary()


def is_closed(month: date, today: date) -> bool:
    """Whether the calendar quarter of this month is closed: nothing is added to it, so figures of it never change.

    That is a week after its last day: what a process held when the database was away still finds its place.
    """
    closing = (month.month + 2) // 3 * 3
    first_after = date(month.year + closing // 12, closing % 12 + 1, 1)
    return today >= first_after + timedelta(days=CLOSED_AFTER_DAYS)


def count(
    session: Session, what: Happened, number: int = 1, month: date | None = None, *, even_closed: bool = False
) -> None:
    """Count this in a writing session, in this month (or the month of a day given).

    :param even_closed: for examples only: a report of that period that somebody saw changes.
    :raises ValueError: the quarter of that month is closed: two reports of it would tell one person apart.
    """
    of = (month or clock.today()).replace(day=1)
    if not even_closed and is_closed(of, clock.today()):
        message = f"the quarter of {of.isoformat()} is closed"
        raise ValueError(message)
    _write(session, _Cell(of, what), number)


def hold(database: Database, *happened: Happened) -> None:
    """Count these soon, without making anybody wait: when the database cannot write, they stay held."""
    held = _HELD.setdefault(database, _Held())
    month = clock.today().replace(day=1)
    with held.lock:
        held.counts.update(_Cell(month, each) for each in happened)
    write_held(database)


def write_held(database: Database, *, older_than: float = HOLD_SECONDS) -> None:
    """Write what is held, when the last time was so many seconds ago. Costs nothing when there is nothing to write."""
    held = _HELD.get(database)
    if held is None or not held.counts or time.monotonic() - held.written < older_than:
        return
    with held.lock:
        if time.monotonic() - held.written < older_than:
            return
        today = clock.today()
        counts = Counter({cell: number for cell, number in held.counts.items() if not is_closed(cell.month, today)})
        if len(counts) < len(held.counts):
            log.warning("counts of a closed quarter are lost")
        held.counts = Counter()
        held.written = time.monotonic()
    try:
        with database.writing() as session:
            for cell in sorted(counts):  # one order for all, so that two processes never wait for each other
                _write(session, cell, counts[cell])
    except DatabaseGone:
        log.warning("counts are not written yet")
        with held.lock:
            held.counts.update(counts)


def count_all(session: Session, counts: Mapping[tuple[date, Happened], int]) -> None:
    """Put invented counts of earlier months in a writing session, closed quarters too: for examples and benchmarks only."""
    cells = [_values(_Cell(month.replace(day=1), what), number) for (month, what), number in counts.items()]
    if cells:
        session.execute(_upsert(session), cells)


def _write(session: Session, cell: _Cell, number: int) -> None:
    session.execute(_upsert(session), _values(cell, number))


def _values(cell: _Cell, number: int) -> dict[str, Any]:
    what = cell.what
    return {
        "month": cell.month, "municipality": what.municipality[:64], "measure": what.measure.value, "kern": what.kern[:64],
        "domain": what.domain[:64], "way": what.way[:40], "detail": what.detail[:40], "count": number,
    }  # fmt: skip


def _upsert(session: Session) -> Any:
    insert = insert_postgresql if session.get_bind().dialect.name == "postgresql" else insert_sqlite
    row = insert(_tally)
    return row.on_conflict_do_update(index_elements=list(_KEY), set_={"count": _tally.c.count + row.excluded.count})
