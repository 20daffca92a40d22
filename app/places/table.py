"""A table of places in a CSV file, read line by line: the one reader for content/places.csv and for imports.

Heads: `pc4`, `pc6` or `postcode`; `plaats`; `gemeente`; `lat`; `lon`; optional `bron`. Between them `,` or `;`.
Lines that start with `#` are remarks (source and licence). A bad line never stops the rest.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.places.located import in_the_netherlands
from app.places.postcodes import read_postcode

LARGEST = 100_000_000
"""Bytes: all 460,000 Dutch six-character postcodes fit in half of it."""
LONGEST_NAME = 120
_CODE_HEADS = ("postcode", "pc6", "pc4")
_HEADS = {
    "plaats": ("plaats", "woonplaats", "kern"),
    "gemeente": ("gemeente", "gemeentenaam"),
    "lat": ("lat", "latitude", "breedtegraad"),
    "lon": ("lon", "lng", "longitude", "lengtegraad"),
    "bron": ("bron", "source"),
}
_NEEDED = ("plaats", "lat", "lon")


class TableRefused(Exception):
    """The file as a whole cannot be read as a table of places; the message says why and how to mend it (Dutch)."""


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """One line: `code` is `8051`, `8051AB` or empty; degrees are WGS84; `size` orders places of one name."""

    code: str
    name: str
    municipality: str
    lat: float
    lon: float
    source: str = ""
    size: int = 1


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that could not be used: its number in the file, and why (Dutch)."""

    line: int
    reason: str


def read_places(path: Path) -> Iterator[tuple[int, PlaceFact] | BadLine]:
    """Each line of the file: its number with the fact, or what is wrong with it.

    :raises TableRefused: when it is not such a table at all.
    """
    text = _text_of(path)
    rows = csv.reader(_without_remarks(text), delimiter=_delimiter(text))
    columns: dict[str, int] | None = None
    while True:
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as problem:
            yield BadLine(rows.line_num, f"regel is niet te lezen ({problem})")
            continue
        if not any(cell.strip() for cell in row):
            continue
        if columns is None:
            columns = _columns(row)
            continue
        yield _fact(row, columns, rows.line_num)
    if columns is None:
        message = "het bestand is leeg; de eerste regel hoort de kolomkoppen te bevatten: pc4,plaats,gemeente,lat,lon"
        raise TableRefused(message)


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            message = f"het bestand is groter dan {LARGEST // 1_000_000} MB; deel het op"
            raise TableRefused(message)
        raw = path.read_bytes()
    except OSError as problem:
        message = f"het bestand is niet te openen ({problem.strerror or problem})"
        raise TableRefused(message) from problem
    if b"\0" in raw[:4096]:
        message = "dit is geen CSV-bestand; bewaar de tabel als CSV (UTF-8)"
        raise TableRefused(message)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _without_remarks(text: str) -> Iterator[str]:
    """Remarks become empty lines, so that line numbers stay those of the file."""
    for line in io.StringIO(text, newline=None):
        yield "\n" if line.startswith("#") else line


def _delimiter(text: str) -> str:
    head = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    return max(",;\t", key=head.count)


def _columns(row: list[str]) -> dict[str, int]:
    heads = [cell.strip().lower() for cell in row]
    columns = {
        name: heads.index(spelling)
        for name, spellings in _HEADS.items()
        for spelling in spellings[::-1]
        if spelling in heads
    }
    code = next((head for head in _CODE_HEADS if head in heads), None)
    if code:
        columns["code"] = heads.index(code)
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        message = (
            f"kolom {' en '.join(missing)} ontbreekt. Nodig zijn: plaats, lat en lon; "
            "daarnaast pc4, pc6 of postcode, en gemeente"
        )
        raise TableRefused(message)
    return columns


def _fact(row: list[str], columns: dict[str, int], line: int) -> tuple[int, PlaceFact] | BadLine:
    cells = {name: " ".join(row[at].split()) if at < len(row) else "" for name, at in columns.items()}
    code, name, municipality = cells.get("code", ""), cells["plaats"], cells.get("gemeente", "")
    postcode = read_postcode(code)
    lat, lon = _degrees(cells["lat"]), _degrees(cells["lon"])
    reason = ""
    if code and postcode is None:
        reason = f"postcode: “{code[:20]}” is geen postcode (4 cijfers, eventueel 2 letters)"
    elif not name:
        reason = "plaats: is leeg"
    elif max(len(name), len(municipality)) > LONGEST_NAME or not (name + municipality).isprintable():
        reason = f"plaats of gemeente: langer dan {LONGEST_NAME} tekens of met onzichtbare tekens"
    elif lat is None or lon is None:
        reason = "lat en lon: vul graden in, bijvoorbeeld 52.4726 en 6.0607"
    elif in_the_netherlands(lon, lat):
        reason = "lat en lon: zijn omgewisseld"
    elif not in_the_netherlands(lat, lon):
        reason = f"lat en lon: {lat}, {lon} ligt niet in Nederland"
    if reason or lat is None or lon is None:
        return BadLine(line, reason)
    source = "".join(character for character in cells.get("bron", "") if character.isprintable())[:200]
    return line, PlaceFact(postcode.code if postcode else "", name, municipality, lat, lon, source)


def _degrees(text: str) -> float | None:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
