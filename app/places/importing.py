"""`leefplein places import`: postcodes and places from a file into the database, as often as you like.

The same file twice changes nothing; a bad line is reported with its number and reason, and the rest goes on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlmodel import Session, col, insert, select

from app import clock
from app.db import Database
from app.places import bag
from app.places.bag import MunicipalityOf
from app.places.distance import kilometres_over_a_sphere
from app.places.gazetteer import KERN_WITHIN_KM, Gazetteer
from app.places.layers import PC4_LENGTH
from app.places.models import PlacePoint
from app.places.names import fold
from app.places.table import BadLine, PlaceFact, read_places

BATCH = 2_000
"""Lines in one transaction: others can write in between, and SQLite takes this many codes in one question."""

_Key = tuple[str, str, str]


@dataclass(slots=True)
class PlacesReport:
    """What one import did. `read` counts every line with content; `refused` are the lines left out, with the reason.

    :ivar more_refused: lines left out beyond those in `refused`, of a file so bad that nobody reads them all.
    :ivar notes: what else somebody should know (Dutch).
    """

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[BadLine] = field(default_factory=list)
    more_refused: int = 0
    notes: list[str] = field(default_factory=list)


def import_places(
    database: Database, path: Path, source: str = "", municipality_of: MunicipalityOf | None = None
) -> PlacesReport:
    """Bring a table of places, or of addresses as the BAG gives them, into the database.

    :param source: where the facts come from, for lines that do not say so themselves; the file's name when empty.
    :param municipality_of: in which municipality a postcode and place lie, for addresses, that do not say so.
    :raises TableRefused: the file itself cannot be read; nothing was written.
    :raises app.db.DatabaseGone: the database cannot be written; batches before that stay, and a second run goes on.
    """
    report = PlacesReport()
    if not bag.is_bag(path):
        _store(database, _usable(read_places(path), report), source or path.name[:200], report)
        return report
    told = bag.Addresses()
    facts = bag.read_addresses(path, municipality_of or (lambda *_: ""), told)
    _store(database, facts, source or bag.SOURCE, report)
    report.read, report.refused, report.more_refused = told.read, told.refused, told.more_refused
    codes = report.new + report.changed + report.unchanged
    report.notes = [f"Dit zijn adressen: van {told.read} adressen zijn {codes} postcodes gemaakt.", *told.notes]
    return report


def municipality_from(gazetteer: Gazetteer) -> MunicipalityOf:
    """In which municipality the gazetteer knows a postcode and place to lie; empty when it is in doubt."""

    def municipality_of(code: str, name: str, lat: float, lon: float) -> str:
        found = gazetteer.find(code)
        if found and fold(found.kern) == fold(name) and found.municipality:
            return found.municipality
        found = gazetteer.find(name)
        if found is None or found.did_you_mean or found.also or fold(found.kern) != fold(name):
            return ""
        near = kilometres_over_a_sphere((lat, lon), (found.lat, found.lon)) <= KERN_WITHIN_KM
        return found.municipality if near else ""  # else it is another place of this name

    return municipality_of


def _store(database: Database, facts: Iterable[PlaceFact], source: str, report: PlacesReport) -> None:
    lines = iter(facts)
    while batch := list(islice(lines, BATCH)):
        with database.writing() as session:
            _write(session, batch, source, report)


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
        row = known.get(_key(fact)) or _unplaced(known, fact)
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
        elif (row.lat, row.lon, row.source, row.municipality) == (fact.lat, fact.lon, said, fact.municipality):
            report.unchanged += 1
        else:
            row.municipality = fact.municipality
            row.lat, row.lon, row.source, row.updated_at = fact.lat, fact.lon, said, moment
            session.add(row)
            report.changed += 1
    if fresh:
        session.execute(insert(PlacePoint), fresh)
        report.new += len(fresh)


def _unplaced(known: dict[_Key, PlacePoint], fact: PlaceFact) -> PlacePoint | None:
    """The row of this very postcode from when its municipality was not known yet: it is filled in, not doubled."""
    return known.get((fact.code, fact.name, "")) if len(fact.code) > PC4_LENGTH else None


def _key(fact: PlaceFact) -> _Key:
    return fact.code, fact.name, fact.municipality
