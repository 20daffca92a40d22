"""The child that reads a stranger's file: CSV or XLSX in, rows of text out.

It runs as a program of its own (see tables.py), with a ceiling on memory, time and output, because a workbook of 4 kB
can ask for gigabytes (reliability.md 2.8). It therefore imports nothing of ours. Each row is one line of JSON on
standard output: [line, [cell, ...]]; the last line is {"rows": n, "notes": [...]} or {"refused": "why, in Dutch"}.
"""

import codecs
import csv
import io
import json
import os
import re
import resource
import sys
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

MEGABYTE = 1024 * 1024
MEMORY = 768 * MEGABYTE
SECONDS = 60
OUTPUT = 400 * MEGABYTE
LARGEST = 50 * MEGABYTE
MOST_ROWS = 20_000
MOST_COLUMNS = 100
LONGEST_CELL = 20_000
MOST_PARTS = 2_000
_WHOLE = 1e15  # up to here a float holds whole numbers
_OTHER_FILES = (
    (
        b"\xd0\xcf\x11\xe0",
        "Dit is een oud Excel-bestand (.xls) of een bestand met een wachtwoord. Sla het op als .xlsx zonder wachtwoord, of als CSV.",
    ),
    (b"%PDF", "Dit is een PDF. Kies een bestand dat als .xlsx of CSV is opgeslagen."),
    (b"\x89PNG", "Dit is een plaatje. Kies een bestand dat als .xlsx of CSV is opgeslagen."),
    (b"\xff\xd8\xff", "Dit is een plaatje. Kies een bestand dat als .xlsx of CSV is opgeslagen."),
    (b"GIF8", "Dit is een plaatje. Kies een bestand dat als .xlsx of CSV is opgeslagen."),
    (b"\x1f\x8b", "Dit is een ingepakt bestand. Pak het eerst uit."),
    (b"Rar!", "Dit is een ingepakt bestand. Pak het eerst uit."),
    (b"7z\xbc\xaf", "Dit is een ingepakt bestand. Pak het eerst uit."),
    (b"SQLite format 3", "Dit is een database. Kies een bestand dat als .xlsx of CSV is opgeslagen."),
)
_NOT_READABLE = "Dit bestand is niet te lezen als .xlsx of CSV. Open het in Excel of LibreOffice en sla het opnieuw op als .xlsx of CSV."
_GOOD = frozenset("éëïèöüóáàâäêîôûçñíúÉËÏÈÖÜÁÀÇåøæßŒœ’‘“”„‚–—…€²³°½¼·•´§«»©®ºª±×\xa0")
_INSIDE_WORD = re.compile(r"[a-z][‘“”•°º„‚…§©®«»½¼²³±×](?=[a-z])")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_ENOUGH = 4000
_WINDOWS_ONLY = set(range(0x80, 0xA0))
_EXCEL_ERROR = re.compile(r"#(?:REF|N/A|NAME|NAAM|VALUE|WAARDE|DIV/0|DEEL/0|NULL|LEEG|NUM|GETAL)[!?]?", re.IGNORECASE)


class Refused(Exception):
    """This file cannot be taken in; the message says why and what to do about it."""


def limit_this_process(memory: int = MEMORY, seconds: int = SECONDS, output: int = OUTPUT) -> None:
    """Put the ceilings in place, before the first byte of the file is read. `memory` and `output` in bytes."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        ceiling = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (ceiling, ceiling))


def rows_of(path: Path, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row that holds something, the heads included.

    :raises Refused: when the file is of the wrong kind or too large.
    """
    size = path.stat().st_size
    if size > LARGEST:
        raise Refused(f"Dit bestand is groter dan {LARGEST // MEGABYTE} MB. Verdeel het over meer bestanden.")
    with path.open("rb") as source:
        start = source.read(16)
    if not start:
        raise Refused("Dit bestand is leeg.")
    for magic, reason in _OTHER_FILES:
        if start.startswith(magic):
            raise Refused(reason)
    if start.startswith(b"PK"):
        return _workbook_rows(path, notes)
    return csv_rows(path.read_bytes(), notes)


# -- CSV ------------------------------------------------------------------------------------------------------------


def csv_rows(data: bytes, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells of every row of a CSV file, whatever its letters and separator; `notes` says how it was read.

    :raises Refused: when it is no text, or a quotation mark never closes.
    """
    text = decoded(data, notes)
    if "\x00" in text[:200]:
        raise Refused(_NOT_READABLE)
    first = text.split("\n", 1)[0].strip().strip('"').lower()
    skip = 0
    if first.startswith("sep=") and len(first) == len("sep=;"):
        separator, skip = first[-1], 1
    else:
        separator = _separator(text)
    csv.field_size_limit(2 * LARGEST)
    source = io.StringIO(text, newline="")
    if skip:
        source.readline()
    return _read_csv(source, text, separator, skip)


def _read_csv(source: io.StringIO, text: str, separator: str, skip: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(source, delimiter=separator)
    line = 1 + skip
    last = line
    for cells in reader:
        if any(cells):
            last = line
            yield line, [cell[:LONGEST_CELL] for cell in cells]
        line = reader.line_num + 1 + skip
    rest = io.StringIO(text, newline="").readlines()[last - 1 :]
    if sum(part.count('"') for part in rest) % 2:
        raise Refused(
            f'Regel {last}: een aanhalingsteken (") gaat open en niet meer dicht. De regels daarna zouden verdwijnen. Herstel het en probeer het opnieuw.'
        )


def decoded(data: bytes, notes: list[str]) -> str:
    """The text of a file: UTF-8, UTF-16 (marked or not), else Windows-1252, ISO-8859-15 or Mac Roman, by its own words."""
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            if name != "UTF-8":
                notes.append(f"Dit bestand is gelezen als {name}.")
            return data.decode(codec, errors="replace")
    if wide := _without_mark(data):
        notes.append("Dit bestand is gelezen als UTF-16.")
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _one_byte(data, notes)


def _without_mark(data: bytes) -> str:
    """UTF-16 has a nought beside nearly every letter of a western language."""
    start = data[:_ENOUGH]
    even, odd = start[::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if half and odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    return "utf-16-be" if half and even > 0.7 * half and odd < 0.1 * half else ""


def _one_byte(data: bytes, notes: list[str]) -> str:
    trial = data.decode("utf-8", errors="surrogateescape")
    good = sum(1 for sign in trial if "\x7f" < sign < "\ud800" or sign > "\udfff")
    bad = sum(1 for sign in trial if "\ud800" <= sign <= "\udfff")
    if good > bad:
        notes.append("Sommige tekens in dit bestand zijn kapot; ze staan er als \ufffd.")
        return data.decode("utf-8", errors="replace")
    readings = [("cp1252", "Windows-1252")]
    if not _WINDOWS_ONLY & set(data):  # what Windows has there, ISO leaves empty
        readings.append(("iso8859-15", "ISO-8859-15"))
    readings.append(("mac_roman", "Mac Roman"))
    texts = [(data.decode(codec, errors="replace"), name) for codec, name in readings]
    text, name = max(texts, key=lambda reading: _likely(reading[0]))  # the first of equals: Windows
    notes.append(f"Dit bestand is gelezen als {name}.")
    return text


def _likely(text: str) -> int:
    """How much this looks like Dutch: its own signs, against signs that do not occur or stand in the middle of a word."""
    strange = [sign for sign in text if sign > "\x7f"]
    good = sum(1 for sign in strange if sign in _GOOD)
    return good - 2 * (len(strange) - good) - 2 * len(_INSIDE_WORD.findall(text))


def _separator(text: str) -> str:
    """The sign between cells: the most frequent one, outside quotation marks, in the first line that looks like heads."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in text[:20_000].splitlines()[:10]]
    for enough in (2, 1):
        for line in lines:
            most, separator = max((line.count(sign), sign) for sign in "\t,;")
            if most >= enough:
                return separator
    return ","


# -- XLSX -----------------------------------------------------------------------------------------------------------


def _workbook_rows(path: Path, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    with zipfile.ZipFile(path) as packed:
        parts = packed.infolist()
        names = {part.filename for part in parts}
        if any("vbaproject" in name.lower() for name in names):
            raise Refused(
                "In dit bestand zitten macro's. Sla het op als gewone Excel-werkmap (.xlsx) en probeer het opnieuw."
            )
        if "xl/workbook.bin" in names:
            raise Refused("Dit is een binaire werkmap (.xlsb). Sla het op als .xlsx of CSV.")
        if "xl/workbook.xml" not in names:
            raise Refused("Dit is geen Excel-werkmap. " + _NOT_READABLE)
        if sum(part.file_size for part in parts) > LARGEST or len(parts) > MOST_PARTS:
            raise Refused(
                f"Uitgepakt is dit bestand groter dan {LARGEST // MEGABYTE} MB. Verdeel het over meer bestanden."
            )
        if any(part.flag_bits & 1 for part in parts):
            raise Refused("Op dit bestand zit een wachtwoord. Sla het op zonder wachtwoord.")
    return _read_workbook(path, notes)


def _read_workbook(path: Path, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl would load it for nothing, outside our ceiling
    os.environ["OPENPYXL_LXML"] = "False"
    import openpyxl  # noqa: PLC0415  (only a workbook pays for it)
    import openpyxl.xml  # noqa: PLC0415

    if not openpyxl.xml.DEFUSEDXML:
        raise Refused(
            "Werkmappen zijn hier niet veilig te lezen, want defusedxml ontbreekt. Sla het bestand op als CSV."
        )
    book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    chosen = None
    for sheet in sheets:
        sheet.reset_dimensions()  # what a file says about its own size may be a lie
        if chosen is None and next(_sheet_rows(sheet), None) is not None:
            chosen = sheet
    if chosen is None:
        raise Refused("In dit bestand staat geen enkele regel.")
    if len(sheets) > 1:
        notes.append(f"Dit bestand heeft {len(sheets)} bladen; alleen het blad '{chosen.title}' is gelezen.")
    if _has_merged_cells(path):
        notes.append(
            "In dit bestand zijn vakjes samengevoegd. Alleen het eerste vakje heeft dan een waarde; de rest is als leeg gelezen."
        )
    formulas = _formulas_without_outcome(path, chosen.title)
    for line, cells in _sheet_rows(chosen):
        for column, formula in formulas.get(line, ()):
            if column < len(cells) and not cells[column]:
                cells[column] = formula
        yield line, cells


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    for line, row in enumerate(sheet.iter_rows(values_only=True), 1):
        if any(value is not None for value in row):
            cells = [_as_text(value) for value in row]
            if any(cells):
                yield line, cells


def _has_merged_cells(path: Path) -> bool:
    with zipfile.ZipFile(path) as packed:
        sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(b"<mergeCell " in packed.read(name) for name in sheets)


def _formulas_without_outcome(path: Path, title: str) -> dict[int, list[tuple[int, str]]]:
    """Formulas that were never worked out: they would read as empty, so the formula itself is kept for the editor."""
    with zipfile.ZipFile(path) as packed:
        sheets = [name for name in packed.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        if not any(b"<f>" in packed.read(name) or b"<f " in packed.read(name) for name in sheets):
            return {}
    import openpyxl  # noqa: PLC0415

    sheet = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)[title]
    sheet.reset_dimensions()
    found: dict[int, list[tuple[int, str]]] = {}
    for line, row in enumerate(sheet.iter_rows(values_only=True), 1):
        for column, value in enumerate(row):
            if isinstance(value, str) and value.startswith("="):
                found.setdefault(line, []).append((column, value[:LONGEST_CELL]))
    return found


def _as_text(value: object) -> str:
    """A cell as text; `TRUE` is ja, a day without a time is a date, 3882.0 is 3882."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time(0) else value.isoformat(sep=" ", timespec="minutes")
    if isinstance(value, time):
        return value.isoformat(timespec="minutes")
    return "" if value is None else str(value)[:LONGEST_CELL].strip()


# -- out ------------------------------------------------------------------------------------------------------------


def _checked(rows: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The same rows without their empty ends, refusing a file with too many rows or columns."""
    count = 0
    for line, cells in rows:
        while cells and not cells[-1].strip():
            cells.pop()
        if not cells:
            continue
        if len(cells) > MOST_COLUMNS:
            raise Refused(
                f"Regel {line} heeft {len(cells)} kolommen; {MOST_COLUMNS} is het hoogste aantal. Staat er ver naar rechts nog iets in een vakje?"
            )
        count += 1
        if count > MOST_ROWS + 1:
            raise Refused(f"Dit bestand heeft meer dan {MOST_ROWS} regels. Verdeel het over meer bestanden.")
        yield (
            line,
            [
                _EXCEL_ERROR.sub("", cell) if cell.startswith("#") and _EXCEL_ERROR.fullmatch(cell) else cell
                for cell in cells
            ],
        )


def main(path: Path) -> dict[str, Any]:
    """Write every row to standard output. Returns the closing line."""
    notes: list[str] = []
    count = 0
    out = sys.stdout
    try:
        limit_this_process()
        for line, cells in _checked(rows_of(path, notes)):
            out.write(json.dumps([line, cells]) + "\n")
            count += 1
    except Refused as reason:
        return {"refused": str(reason)}
    except MemoryError:
        return {
            "refused": "Dit bestand vraagt te veel geheugen om veilig te lezen. Verdeel het over meer bestanden of sla het op als CSV."
        }
    except OSError as problem:
        return {"refused": f"Dit bestand is niet te openen ({problem.strerror or type(problem).__name__})."}
    except Exception:  # noqa: BLE001  (whatever a broken file does to a parser, somebody gets an answer)
        return {"refused": _NOT_READABLE}
    return {"rows": count, "notes": notes}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    closing = main(Path(sys.argv[1]))
    sys.stdout.write(json.dumps(closing) + "\n")
    sys.stdout.flush()
