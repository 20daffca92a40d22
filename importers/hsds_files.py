"""A folder, an archive or one file with HSDS in it, opened with a ceiling on everything that can be large.

Runs in the child process of `hsds_to_documents`.
"""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from importers.file_to_rows import Refused, csv_rows, decoded
from importers.hsds_tables import table_name

MEGABYTE = 1024 * 1024
LARGEST = 200 * MEGABYTE
LARGEST_JSON = 64 * MEGABYTE
MOST_PARTS = 2_000
MOST_ROWS = 500_000
DESCRIPTOR = "datapackage.json"
_ENOUGH = 4_000


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its name for people and where its bytes are."""

    name: str
    size: int
    path: Path | None = None
    packed: zipfile.ZipFile | None = None

    def read(self, most: int = LARGEST) -> bytes:
        """Its bytes.

        :raises Refused: when it is larger than it said, or than `most`.
        """
        if self.size > most:
            raise Refused(f"'{self.name}' is groter dan {most // MEGABYTE} MB. Verdeel het over meer bestanden.")
        if self.path is not None:
            return self.path.read_bytes()
        if self.packed is None:
            return b""
        with self.packed.open(self.name) as source:
            found = source.read(most + 1)
        if len(found) > most:
            raise Refused(f"'{self.name}' is groter dan {most // MEGABYTE} MB. Verdeel het over meer bestanden.")
        return found


def parts_of(path: Path) -> list[Part]:
    """Every file in a folder or an archive, or the one file.

    :raises Refused: when there is nothing, or too much.
    """
    if path.is_dir():
        found = [Part(each.relative_to(path).as_posix(), each.stat().st_size, each) for each in _files(path)]
    elif path.name == DESCRIPTOR:
        return parts_of(path.parent)
    elif zipfile.is_zipfile(path):
        found = _unpacked(path)
    else:
        found = [Part(path.name, path.stat().st_size, path)]
    if not found:
        raise Refused("Hier staat geen enkel bestand in dat we kennen: geen JSON en geen CSV.")
    if sum(part.size for part in found) > LARGEST:
        raise Refused(f"Bij elkaar is dit meer dan {LARGEST // MEGABYTE} MB. Verdeel het over meer bestanden.")
    return found


def _files(folder: Path) -> Iterator[Path]:
    for number, each in enumerate(sorted(folder.rglob("*"))):
        if number > MOST_PARTS:
            raise Refused(f"In deze map staan meer dan {MOST_PARTS} bestanden. Is dit de goede map?")
        if each.suffix.lower() in {".csv", ".json", ".ndjson", ".jsonl"} and each.is_file() and not each.is_symlink():
            yield each


def _unpacked(path: Path) -> list[Part]:
    packed = zipfile.ZipFile(path)
    inside = packed.infolist()
    if len(inside) > MOST_PARTS:
        raise Refused(f"In dit archief zitten meer dan {MOST_PARTS} bestanden.")
    if any(each.flag_bits & 1 for each in inside):
        raise Refused("Op dit bestand zit een wachtwoord. Sla het op zonder wachtwoord.")
    if any(each.filename.startswith("xl/") for each in inside):
        raise Refused("Dit is een Excel-werkmap. Lees die in met: leefplein import spreadsheet BESTAND.")
    if sum(each.file_size for each in inside) > LARGEST:
        raise Refused(f"Uitgepakt is dit bestand groter dan {LARGEST // MEGABYTE} MB. Verdeel het over meer bestanden.")
    wanted = (".csv", ".json", ".ndjson", ".jsonl")
    return [
        Part(each.filename, each.file_size, packed=packed)
        for each in inside
        if not each.is_dir() and each.filename.lower().endswith(wanted) and "__macosx" not in each.filename.lower()
    ]


def tables_in(parts: list[Part], notes: list[str]) -> list[tuple[str, Part]]:
    """Which file holds which table: as `datapackage.json` says, and else by their names."""
    descriptor = next((part for part in parts if PurePosixPath(part.name).name == DESCRIPTOR), None)
    there = {part.name: part for part in parts}
    found: dict[str, tuple[str, Part]] = {}
    for name, path in _resources(descriptor, notes):
        base = PurePosixPath(descriptor.name).parent if descriptor else PurePosixPath()
        part = there.get((base / path).as_posix())
        table = table_name(name) or table_name(path)
        if part is not None and table:
            found[part.name] = (table, part)
        elif part is None:
            notes.append(f"{DESCRIPTOR} noemt '{path[:120]}', maar dat bestand is er niet.")
    for part in parts:
        if part.name not in found and part.name.lower().endswith(".csv"):
            if table := table_name(part.name):
                found[part.name] = (table, part)
            elif len(parts) > 1:
                notes.append(f"'{part.name[-120:]}' is geen tabel van HSDS en is overgeslagen.")
    return list(found.values())


def _resources(descriptor: Part | None, notes: list[str]) -> Iterator[tuple[str, str]]:
    if descriptor is None:
        return
    try:
        said = json.loads(decoded(descriptor.read(LARGEST_JSON), []))
        resources = said.get("resources") if isinstance(said, dict) else None
    except (ValueError, RecursionError):
        resources = None
    if not isinstance(resources, list):
        notes.append(f"{DESCRIPTOR} is niet te lezen; de tabellen zijn op hun bestandsnaam gevonden.")
        return
    for each in resources:
        name, path = (each.get("name"), each.get("path")) if isinstance(each, dict) else (None, None)
        path = path[0] if isinstance(path, list) and path else path
        if isinstance(path, str):
            yield name if isinstance(name, str) else "", path


def rows_in(part: Part, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file, heads included.

    :raises Refused: when it is no table, or has too many rows.
    """
    data = part.read()
    start = data[:_ENOUGH]
    if start.count(0) * 20 < len(start):  # a few loose ones: dirt, not UTF-16
        data = data.replace(b"\0", b"")
    told: list[str] = []
    count = 0
    try:
        for line, cells in csv_rows(data, told):
            count += 1
            if count > MOST_ROWS:
                break
            yield line, cells
    except Refused as reason:
        raise Refused(f"{part.name}: {reason}") from None
    if count > MOST_ROWS:
        raise Refused(f"{part.name} heeft meer dan {MOST_ROWS} regels.")
    notes += [f"{part.name}: {note}" for note in told]


def text_of(part: Part) -> str:
    """A JSON file as text."""
    return decoded(part.read(), [])


def parsed(text: str) -> Any:
    """JSON without the numbers that are none.

    :raises ValueError: when it is no JSON, or nested too deep.
    """
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except RecursionError:
        raise ValueError from None
