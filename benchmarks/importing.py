"""How fast does a spreadsheet come in, up to the last offer that can be found? Run by hand: `python -m benchmarks.importing`.

The commands an operator gives, on an installation of their own: `leefplein import spreadsheet FILE --publish`, then the
worker once (`leefplein worker --once`), which brings the index up to date. The target is 300 offers a second for both.
"""

from __future__ import annotations

import argparse
import contextlib
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
    _say("reading alone", _timed(lambda: _read(installation)), rows)
    command = leefplein("import", "spreadsheet", str(installation.spreadsheet), "--publish", "--source-name", "voorbeeld")
    imported = _run(installation, command)
    _say("import --publish", imported, rows)
    indexed = _run(installation, leefplein("worker", "--once"))
    _say("index complete (worker --once)", indexed, rows)
    rate = rows / (imported + indexed)
    print(f"  {'import and index together':36}{imported + indexed:8.1f} s{rate:9.0f} offers/s  target {TARGET:.0f}: {'met' if rate >= TARGET else 'MISSED'}")
    _say("the same file again (nothing new)", _run(installation, command), rows)
    _say("whole index anew (search rebuild)", _run(installation, leefplein("search", "rebuild")), rows)
    _check(installation, rows)


def _read(installation: Installation) -> int:
    """The file as drafts, without a database: what parsing and checking cost."""
    services = build_services(installation.settings)
    reading = sources()["spreadsheet"].read(installation.spreadsheet, context_of(services.content.now(), "voorbeeld"))
    services.database.close()
    return sum(row.draft is not None for row in reading)


def _run(installation: Installation, command: list[str]) -> float:
    return _timed(lambda: subprocess.run(command, env=installation.environment(), check=True, capture_output=True))


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


def _timed(task: Callable[[], object]) -> float:
    begun = time.perf_counter()
    task()
    return time.perf_counter() - begun


def _say(what: str, seconds: float, rows: int) -> None:
    print(f"  {what:36}{seconds:8.1f} s{rows / seconds:9.0f} offers/s")


if __name__ == "__main__":
    main()
