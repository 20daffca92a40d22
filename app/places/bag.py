"""Addresses of the national register (BAG) made into points of postcodes: the middle of the addresses of each.

The form is one address on a line with its place in metres of the national grid (RD, EPSG:28992). Of a million addresses only
their metres stay in memory; the house numbers are read over and kept nowhere.
"""

import csv
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from pyproj import Transformer

from app.places.located import in_the_netherlands
from app.places.postcodes import read_postcode
from app.places.table import LONGEST_NAME, BadLine, PlaceFact, TableRefused

HEADS = ("woonplaats", "postcode", "rd_x", "rd_y")
"""Heads that a table of addresses has and a table of places has not; beside them stand `straat`, `huisnummer` and so on."""
SOURCE = "BAG (Kadaster), CC0"
LARGEST = 3_000_000_000
"""Bytes: the ten million addresses of the whole country fit in half of it."""
MOST_BAD_LINES = 1_000
"""Bad lines that are kept with their reason; more are counted."""
_LONGEST_LINE = 4_000
_EAST, _NORTH = (0.0, 300_000.0), (300_000.0, 625_000.0)
_UNKNOWN_SHOWN = 10

MunicipalityOf = Callable[[str, str, float, float], str]
"""Four digits of a postcode, a place and its point (WGS84 degrees) in, the name of the municipality out; empty when not known."""


@dataclass(slots=True)
class Addresses:
    """What was read of a file of addresses.

    :ivar read: lines with an address; :ivar refused: the first of those left out, with the reason; :ivar more_refused: how
        many more there were.
    :ivar notes: what else somebody should know (Dutch).
    """

    read: int = 0
    refused: list[BadLine] = field(default_factory=list)
    more_refused: int = 0
    notes: list[str] = field(default_factory=list)

    def refuse(self, line: int, reason: str) -> None:
        """Remember a line that is left out."""
        if len(self.refused) < MOST_BAD_LINES:
            self.refused.append(BadLine(line, reason))
        else:
            self.more_refused += 1


def is_bag(path: Path) -> bool:
    """Whether this is a table of addresses, by its heads. A file that cannot be opened is none: who reads it says why."""
    try:
        with path.open("rb") as file:
            first = file.readline(_LONGEST_LINE)
    except OSError:
        return False
    return _columns(first) is not None


def read_addresses(path: Path, municipality_of: MunicipalityOf, told: Addresses) -> Iterator[PlaceFact]:
    """The point of every six-character postcode in the file: the median of its addresses, in WGS84 degrees.

    :param told: filled while reading; whole once the iterator is at its end.
    :raises TableRefused: when the file is too large or cannot be opened.
    """
    points, places = _gathered(path, told)
    to_degrees = Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)
    several = outside = 0
    municipalities: dict[tuple[str, str], str] = {}
    unknown: Counter[str] = Counter()
    for code in sorted(points):
        metres = points[code]
        names = places[code]
        several += len(names) > 1
        name = max(sorted(names), key=lambda each, names=names: names[each])  # type: ignore[misc]
        lon, lat = to_degrees.transform(median(metres[0::2]), median(metres[1::2]))
        key = (code[:4], name)
        if key not in municipalities:
            municipalities[key] = municipality_of(*key, lat, lon)
        if not municipalities[key]:
            unknown[name] += 1
        if in_the_netherlands(lat, lon):
            yield PlaceFact(code, name, municipalities[key], round(lat, 6), round(lon, 6))
        else:
            outside += 1
    told.notes += _notes(several, outside, unknown)


def _notes(several: int, outside: int, unknown: Counter[str]) -> Iterator[str]:
    if outside:
        yield f"{outside} postcodes liggen buiten Nederland en zijn niet opgenomen. Zijn rd_x en rd_y wel meters in het RD-stelsel?"
    if several:
        yield f"{several} postcodes liggen in meer dan één woonplaats; genomen is de woonplaats met de meeste adressen."
    if unknown:
        named = ", ".join(name for name, _ in unknown.most_common(_UNKNOWN_SHOWN))
        more = len(unknown) - _UNKNOWN_SHOWN
        yield (
            f"Van deze woonplaatsen is de gemeente niet bekend, of zijn er meer van die naam: {named}{f' en nog {more}' if more > 0 else ''}. "
            "De postcodes zijn wel opgenomen, zonder gemeente. Lees eerst een tabel met plaats en gemeente in."
        )


def _gathered(path: Path, told: Addresses) -> tuple[dict[str, "array[float]"], dict[str, Counter[str]]]:
    """For every postcode the metres of its addresses (x, y, x, y …), and how often it is in which place."""
    points: dict[str, array[float]] = defaultdict(
        lambda: array("f")
    )  # 4 bytes each: right to 3 centimetres, in half the memory
    places: dict[str, Counter[str]] = defaultdict(Counter)
    columns: _Columns | None = None
    for number, raw in _lines(path):
        if columns is None:
            columns = _columns(raw)
            if columns is None:
                message = f"kolom ontbreekt. Nodig zijn: {', '.join(HEADS)}"
                raise TableRefused(message)
            continue
        if not raw.strip():
            continue
        told.read += 1
        address = _address(raw, columns)
        if isinstance(address, str):
            told.refuse(number, address)
            continue
        code, name, x, y = address
        points[code].extend((x, y))
        places[code][name] += 1
    return points, places


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines one by one; of one without an end only the beginning is looked at, so that no file can fill the memory."""
    try:
        if path.stat().st_size > LARGEST:
            message = f"het bestand is groter dan {LARGEST // 1_000_000} MB; deel het op"
            raise TableRefused(message)
        with path.open("rb") as file:
            number = 0
            while raw := file.readline(_LONGEST_LINE):
                number += 1
                whole = raw.endswith(b"\n") or len(raw) < _LONGEST_LINE
                while not whole:
                    rest = file.readline(_LONGEST_LINE)
                    whole = not rest or rest.endswith(b"\n")
                yield number, raw
    except OSError as problem:
        message = f"het bestand is niet te openen ({problem.strerror or problem})"
        raise TableRefused(message) from problem


@dataclass(frozen=True, slots=True)
class _Columns:
    separator: str
    count: int
    place: int
    postcode: int
    x: int
    y: int


def _columns(raw: bytes) -> _Columns | None:
    text = raw.decode("utf-8-sig", errors="replace")
    separator = max(",;\t", key=text.count)
    heads = [cell.strip().lower() for cell in _cells(text, separator)]
    if not set(HEADS) <= set(heads):
        return None
    return _Columns(separator, len(heads), *(heads.index(head) for head in HEADS))


def _cells(text: str, separator: str) -> list[str]:
    try:
        return next(csv.reader((text,), delimiter=separator), [])
    except csv.Error:
        return []


def _address(raw: bytes, columns: _Columns) -> tuple[str, str, float, float] | str:  # noqa: PLR0911  (one reason each)
    """Postcode, place and metres east and north; or what is wrong with the line (Dutch)."""
    if len(raw) >= _LONGEST_LINE:
        return f"is langer dan {_LONGEST_LINE} tekens"
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    cells = _cells(text.rstrip("\r\n"), columns.separator)
    if len(cells) != columns.count:
        return f"heeft {len(cells)} vakjes; dat moeten er {columns.count} zijn"
    typed, name = cells[columns.postcode].strip(), " ".join(cells[columns.place].split())
    postcode = read_postcode(typed)
    if postcode is None or not postcode.letters:
        return f"postcode: “{typed[:20]}” is geen hele postcode (4 cijfers en 2 letters)"
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return f"woonplaats: is leeg, langer dan {LONGEST_NAME} tekens of met onzichtbare tekens"
    x, y = _metres(cells[columns.x]), _metres(cells[columns.y])
    if x is None or y is None:
        return "rd_x en rd_y: vul meters in, bijvoorbeeld 155000 en 463000"
    if _inside(x, _EAST) and _inside(y, _NORTH):
        return postcode.code, name, x, y
    if _inside(y, _EAST) and _inside(x, _NORTH):
        return "rd_x en rd_y: zijn omgewisseld"
    return f"rd_x en rd_y: {x:g}, {y:g} ligt niet in Nederland"


def _inside(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value < bounds[1]


def _metres(text: str) -> float | None:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None
