"""How fast does a spreadsheet come in, up to the last offer that can be found? Run by hand: `python -m benchmarks.importing`.

The commands an operator gives, on an installation of their own: `leefplein import spreadsheet FILE --publish`, then the
worker once (`leefplein worker --once`), which brings the index up to date. The target is 300 offers a second for both.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from app.services import build_services
from benchmarks.installation import Installation, leefplein, prepare
from importers.running import context_of, sources

if TYPE_CHECKING:
    from collections.abc import Callable

TARGET = 300.0
"""Offers a second, import and index together."""


def main() -> None:
    """Prints seconds and offers a second for each step."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="2,000 rows")
    arguments.add_argument("--rows", type=int, default=20_000)
    given = arguments.parse_args()
    rows = 2_000 if given.quick else given.rows
    with tempfile.TemporaryDirectory() as folder:
        measure(prepare(Path(folder), rows), rows)


def measure(installation: Installation, rows: int) -> None:
    """One import, and the same file again."""
    print(f"\n{rows:,} rows, {installation.spreadsheet.stat().st_size / 1e6:.1f} MB")
    print(f"  {'':36}{'seconds':>9}{'offers/s':>10}{'processor s':>13}{'offers/s':>10}")
    _say("reading alone", _spent(lambda: _read(installation)), rows)
    command = leefplein(
        "import", "spreadsheet", str(installation.spreadsheet), "--publish", "--source-name", "voorbeeld"
    )
    imported = _run(installation, command)
    _say("import --publish", imported, rows)
    indexed = _run(installation, leefplein("worker", "--once"))
    _say("index complete (worker --once)", indexed, rows)
    both = imported[0] + indexed[0], imported[1] + indexed[1]
    _say("import and index together", both, rows)
    for what, seconds in zip(
        ("by the clock", "by processor time, as on a machine that does nothing else"), both, strict=True
    ):
        print(f"  target {TARGET:.0f} offers/s {what}: {'met' if rows / seconds >= TARGET else 'MISSED'}")
    _say("the same file again (nothing new)", _run(installation, command), rows)
    _say("whole index anew (search rebuild)", _run(installation, leefplein("search", "rebuild")), rows)
    _check(installation, rows)


def _read(installation: Installation) -> int:
    """The file as drafts, without a database: what parsing and checking cost."""
    services = build_services(installation.settings)
    reading = sources()["spreadsheet"].read(installation.spreadsheet, context_of(services.content.now(), "voorbeeld"))
    services.database.close()
    return sum(row.draft is not None for row in reading)


def _run(installation: Installation, command: list[str]) -> tuple[float, float]:
    return _spent(lambda: subprocess.run(command, env=installation.environment(), check=True, capture_output=True))


def _check(installation: Installation, rows: int) -> None:
    """What was measured must have happened: every row public, and findable.

    :raises RuntimeError: when it did not.
    """
    with contextlib.closing(sqlite3.connect(installation.database)) as there:
        public = there.execute("SELECT count(*) FROM offer WHERE status = 'published'").fetchone()[0]
    services = build_services(installation.settings)
    indexed = len(services.finder.engines.primary.keys())
    services.database.close()
    if (public, indexed) != (rows, rows):
        raise RuntimeError(f"{public} offers public and {indexed} indexed, of {rows}")


def _spent(task: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processor time in this process and those it started."""
    begun, before = time.perf_counter(), _processor()
    task()
    return time.perf_counter() - begun, _processor() - before


def _processor() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _say(what: str, spent: tuple[float, float], rows: int) -> None:
    clock, processor = spent
    print(f"  {what:36}{clock:9.1f}{rows / clock:10.0f}{processor:13.1f}{rows / processor:10.0f}")


if __name__ == "__main__":
    main()
