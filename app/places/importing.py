"""`leefplein places import`: postcodes and places from a file into the database, as often as you like.

The same file twice changes nothing; a bad line is reported with its number and reason, and the rest goes on.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlmodel import Session, col, insert, select

from app import clock
from app.db import Database
from app.places.models import PlacePoint
from app.places.table import BadLine, PlaceFact, read_places

BATCH = 2_000
"""Lines in one transaction: others can write in between, and SQLite takes this many codes in one question."""

_Key = tuple[str, str, str]


@dataclass(slots=True)
class PlacesReport:
    """What one import did. `read` counts every line with content; `refused` are the lines left out, with the reason."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[BadLine] = field(default_factory=list)


def import_places(database: Database, path: Path, source: str = "") -> PlacesReport:
    """Bring a table of places into the database.

    :param source: where the facts come from, for lines that do not say so themselves; the file's name when empty.
    :raises TableRefused: the file itself cannot be read; nothing was written.
    :raises app.db.DatabaseGone: the database cannot be written; batches before that stay, and a second run goes on.
    """
    report = PlacesReport()
    lines = _usable(read_places(path), report)
    while batch := list(islice(lines, BATCH)):
        with database.writing() as session:
            _write(session, batch, source or path.name[:200], report)
    return report


def _usable(lines: Iterator[tuple[int, PlaceFact] | BadLine], report: PlacesReport) -> Iterator[PlaceFact]:
    """The facts, each place once; what cannot be used goes into the report."""
    seen: dict[_Key, tuple[int, float, float]] = {}
    for item in lines:
        report.read += 1
        if isinstance(item, BadLine):
            report.refused.append(item)
            continue
        line, fact = item
        first, lat, lon = seen.setdefault(_key(fact), (line, fact.lat, fact.lon))
        if first == line:
            yield fact
        elif (lat, lon) == (fact.lat, fact.lon):
            report.unchanged += 1
        else:
            report.refused.append(BadLine(line, f"staat al op regel {first}, met een ander punt"))


def _write(session: Session, batch: list[PlaceFact], source: str, report: PlacesReport) -> None:
    known = {
        (row.code, row.name, row.municipality): row
        for row in session.exec(
            select(PlacePoint).where(
                col(PlacePoint.code).in_({fact.code for fact in batch}),
                col(PlacePoint.name).in_({fact.name for fact in batch}),
            )
        )
    }
    moment = clock.now()
    fresh = []
    for fact in batch:
        row = known.get(_key(fact))
        said = fact.source or source
        if row is None:
            fresh.append(
                {
                    "code": fact.code,
                    "name": fact.name,
                    "municipality": fact.municipality,
                    "lat": fact.lat,
                    "lon": fact.lon,
                    "source": said,
                    "updated_at": moment,
                }
            )
        elif (row.lat, row.lon, row.source) == (fact.lat, fact.lon, said):
            report.unchanged += 1
        else:
            row.lat, row.lon, row.source, row.updated_at = fact.lat, fact.lon, said, moment
            session.add(row)
            report.changed += 1
    if fresh:
        session.execute(insert(PlacePoint), fresh)
        report.new += len(fresh)


def _key(fact: PlaceFact) -> _Key:
    return fact.code, fact.name, fact.municipality
