"""When the files of the map are made anew: every night by the worker, and by a web machine that has none of today.

Several web machines need not share a disk: each serves the files of its own data folder. Where a worker runs, the night's chore
makes them. A machine without one, or one that was just set up, starts making them when somebody asks and what stands there is
older than a day (or nothing stands there). It does so in a process of its own, because rendering a region takes seconds of reckoning that would
hold up every page of that web worker; a lock in the folder keeps it to one at a time, and it dies with its process.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog
from sqlmodel import col, select

from app import clock
from app.db import Database
from app.open_data.dumps import read_index
from app.social_map.models import Offer, OfferEvent, Place
from app.social_map.vocabulary import Status

FIRST_HOUR: Final = 2
LAST_HOUR: Final = 5
"""Between these hours, on the clock in the Netherlands, the night's files are made."""
TOO_OLD: Final = timedelta(hours=28)
_LOCK: Final = ".making"
_BEGUN: Final = ".begun"
AGAIN_AFTER: Final = timedelta(minutes=10)
_ABANDONED: Final = timedelta(hours=2)
log = structlog.get_logger()


def made_at(folder: Path) -> datetime | None:
    """When the files that stand there were made (aware, in UTC); None when there are none."""
    try:
        return datetime.fromisoformat(str((read_index(folder) or {})["made_at"]))
    except (KeyError, ValueError):
        return None


def due_tonight(folder: Path, now: datetime) -> bool:
    """Whether it is night and the files are not of this night yet."""
    here = now.astimezone(clock.AMSTERDAM)
    if not FIRST_HOUR <= here.hour < LAST_HOUR:
        return False
    begun = here.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    last = made_at(folder)
    return last is None or last < begun


def too_old(folder: Path, now: datetime) -> bool:
    """Whether a web machine should see to its own files: there are none, or the night was missed."""
    last = made_at(folder)
    return last is None or now - last > TOO_OLD


@contextmanager
def making(folder: Path) -> Iterator[bool]:
    """Whether nobody else on this machine is making these files; held until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            _forget_abandoned(folder)
            yield True
    finally:
        os.close(handle)


def _begun_just_now(folder: Path) -> bool:
    """Whether somebody began making them a moment ago: a program that starts does not hold the lock yet."""
    try:
        return abs(clock.now().timestamp() - (folder / _BEGUN).stat().st_mtime) < AGAIN_AFTER.total_seconds()
    except FileNotFoundError:
        return False


def _forget_abandoned(folder: Path) -> None:
    """Remove what a process that was stopped halfway left aside."""
    long_ago = clock.now().timestamp() - _ABANDONED.total_seconds()
    for left in folder.glob(".coming-*"):
        if left.stat().st_mtime < long_ago:
            for path in sorted(left.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
            left.rmdir()


def holds_what_left(database: Database, folder: Path) -> bool:
    """Whether something left the map, or its address became secret, since the files were made: they are of no use then, and
    may do harm (an address that somebody is hiding at). What only changed can wait for the night.
    """
    last = made_at(folder)
    if last is None:
        return False
    left = col(Offer.status).not_in([Status.PUBLISHED]) & (
        select(OfferEvent.id)
        .where(OfferEvent.offer_id == Offer.id, OfferEvent.after == Status.PUBLISHED.value)
        .exists()
    )
    question = (
        select(Offer.id)
        .join(Place, col(Place.id) == Offer.place_id)
        .where(col(Offer.updated_at) >= last, left | col(Place.confidential).is_(True))
        .limit(1)
    )
    with database.reading() as session:  # never a copy that is behind: it is about what must go
        return session.exec(question).first() is not None


def see_to_it(folder: Path, database: Database | None = None) -> bool:
    """Begin making the files in a process of its own, when they are too old and nobody is at it; says whether it began.

    Comes back at once. The process has this one's settings from the environment. However many people ask, and however it goes wrong,
    it begins once in ten minutes.

    :param database: to look whether something left the map since; without it only the age counts.
    """
    if not too_old(folder, clock.now()) and not (database is not None and holds_what_left(database, folder)):
        return False
    with making(folder) as alone:
        if not alone or _begun_just_now(folder):
            return False
        (folder / _BEGUN).touch(0o600)
    try:
        subprocess.Popen(
            [sys.executable, "-m", "app.cli", "open-data", "write", "--if-old"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as problem:
        log.warning("open data not begun", problem=type(problem).__name__)
        return False
    return True
