"""Is a report of five years there at once? Run by hand: `python -m benchmarks.figures`.

One municipality of 50,000 with 20 kernen and the 11 life domains, everything that is counted, as often as
`app.insight.examples` invents it: a year has about 1,000 searches without result, 200 routes that ended, 2,000 answers at the
desk, 3,000 referrals, 600 requests, 800 answers to questions afterwards, 30 complaints and 150 calls back. Two
neighbours of the same size stand in the same table. A full report is every measure of five years and their quarters, in
every table of one or two dimensions; and the same for the region. The target is judged by processor time, because a busy
machine stretches the other.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

import sqlalchemy as sa

from app import clock
from app.content.loading import load_content
from app.counting.keeping import count_all
from app.counting.models import Measure
from app.db import Database
from app.insight.blocks import DIMENSIONS
from app.insight.examples import invented
from app.insight.figures import figures
from app.insight.periods import finished
from app.migrations.running import upgrade

INHABITANTS = 50_000
KERNEN = [f"kern-{number}" for number in range(1, 21)]
TOWNS = ("a", "b", "c")
TARGET = 1.0
TABLES = [chosen for size in (0, 1, 2) for chosen in itertools.combinations(("period", *DIMENSIONS), size)]
ROUNDS = 5


def main() -> None:
    """Prints the rows counted, and seconds per report."""
    domains = [domain.slug for domain in load_content(Path(__file__).resolve().parents[1] / "content").domains]
    years = [period for period in finished(clock.today()) if not period.quarter]
    quarters = [period for period in finished(clock.today()) if period.quarter]
    months = [date(year.year, month, 1) for year in years for month in range(1, 13)]
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/figures.sqlite")
        upgrade(database)
        for town in TOWNS:
            with database.writing() as session:
                count_all(session, invented(town, INHABITANTS, KERNEN, domains, months))
        with database.looking() as connection:
            rows = connection.execute(sa.text("SELECT count(*), sum(count) FROM tally WHERE municipality = 'a'")).one()
        print(f"one municipality of {INHABITANTS:,}, {len(years)} years: {rows[0]:,} rows, {rows[1]:,} things counted")
        for name, municipality in (("municipality", "a"), ("region of three", "")):
            taken, busy, tables, lines = [], [], 0, 0
            for _ in range(ROUNDS):
                began, worked, tables, lines = time.perf_counter(), time.process_time(), 0, 0
                with database.reading() as session:
                    for measure, periods in itertools.product(Measure, (years, quarters)):
                        read = figures(session, measure, municipality, periods)
                        for chosen in TABLES:
                            tables += 1
                            lines += len(read.by(*chosen).rows)
                taken.append(time.perf_counter() - began)
                busy.append(time.process_time() - worked)
            verdict = "" if municipality == "" or statistics.median(busy) <= TARGET else "  (missed)"
            print(
                f"{name}: {tables} tables, {lines:,} lines: median {statistics.median(taken):.2f} s, worst {max(taken):.2f} s, "
                f"of the processor {statistics.median(busy):.2f} s{verdict}"
            )
        database.close()


if __name__ == "__main__":
    main()
