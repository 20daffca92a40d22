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

from app import clock
from app.open_data.dumps import read_index

FIRST_HOUR: Final = 2
LAST_HOUR: Final = 5
"""Between these hours, on the clock in the Netherlands, the night's files are made."""
TOO_OLD: Final = timedelta(hours=28)
_LOCK: Final = ".making"
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


def _forget_abandoned(folder: Path) -> None:
    """Remove what a process that was stopped halfway left aside."""
    long_ago = clock.now().timestamp() - _ABANDONED.total_seconds()
    for left in folder.glob(".coming-*"):
        if left.stat().st_mtime < long_ago:
            for path in sorted(left.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
            left.rmdir()


def see_to_it(folder: Path) -> bool:
    """Begin making the files in a process of its own, when they are too old and nobody is at it; says whether it began.

    Comes back at once. The process has this one's settings from the environment.
    """
    if not too_old(folder, clock.now()):
        return False
    with making(folder) as alone:
        if not alone:
            return False
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
