"""HSDS from strangers, of any version and in any wrapping, read by a child process with little to spend.

Run as `python -I -m importers.hsds_to_documents PATH SOURCE`. Each service is one line of JSON on standard output:
`{"line": n, "id": "...", "doc": {...}, "said": [...]}`, or with `"refused"` instead of a document. The last line is
`{"rows": n, "notes": [...], "unknown": [...]}` or `{"refused": "why, in Dutch"}`.
"""

import json
import sys
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from importers.file_to_rows import Refused, limit_this_process
from importers.hsds_files import LARGEST_JSON, MEGABYTE, Part, parts_of, rows_in, tables_in, text_of
from importers.hsds_json import check_ids, documents_in
from importers.hsds_shape import Document, Fitting
from importers.hsds_tables import Package, lines_of

MEMORY = 1536 * MEGABYTE
SECONDS = 240
OUTPUT = 1024 * MEGABYTE
MOST_SERVICES = 250_000
LARGEST_DOCUMENT = 512 * 1024
_MOST_UNKNOWN = 40
_NOT_READABLE = "Dit is niet te lezen als gegevens van Open Referral (HSDS). Nodig: een datapakket (map, zip of datapackage.json), losse CSV-tabellen, of JSON."


def documents(path: Path, notes: list[str]) -> Iterator[tuple[int, Document | str]]:
    """Every service as its source has it, in the names of 3.1.

    :raises Refused: when the whole cannot be taken in.
    """
    if not path.exists():
        raise Refused(f"'{path.name}' is er niet.")
    parts = parts_of(path)
    tables = tables_in(parts, notes)
    if any(table == "service" for table, _ in tables):
        return _from_tables(tables, notes)
    if tables:
        raise Refused(
            "In dit pakket staat geen tabel 'services' met de diensten. Controleer of alle bestanden erbij zijn."
        )
    return _from_json(parts, notes)


def _from_tables(tables: list[tuple[str, Part]], notes: list[str]) -> Iterator[tuple[int, Document | str]]:
    package = Package(notes=notes)
    for table, part in tables:
        package.tables[table] += lines_of(table, rows_in(part, notes))
    check_ids([line.cells.get("id", "") for line in package.tables["service"]])
    return package.services()


def _from_json(parts: list[Part], notes: list[str]) -> Iterator[tuple[int, Document | str]]:
    chosen = [part for part in parts if not part.name.lower().endswith(".csv")]
    if len(chosen) > 1:
        chosen = [part for part in chosen if "service" in part.name.lower()] or chosen
    if len(chosen) != 1:
        names = ", ".join(part.name[-60:] for part in chosen[:5])
        raise Refused(f"Hier staan meer bestanden ({names}). Wijs er één aan." if chosen else _NOT_READABLE)
    return documents_in(_text(chosen[0]), notes)


def _text(part: Part) -> str:
    if part.size > LARGEST_JSON and not part.name.lower().endswith((".ndjson", ".jsonl")):
        raise Refused(
            f"Dit bestand is groter dan {LARGEST_JSON // MEGABYTE} MB. Vraag het op met één dienst op elke regel (NDJSON), of als datapakket."
        )
    return text_of(part)


def _said(number: int, given: Document | str, source: str, unknown: set[str]) -> dict[str, Any]:
    """One line for the parent."""
    if isinstance(given, str):
        return {"line": number, "refused": given}
    fitting = Fitting(source)
    raw = given.get("id")
    key = raw.strip() if isinstance(raw, str) else str(raw) if isinstance(raw, int) else ""
    name = given.get("name")
    doc = fitting.fitted(given, "service", f"{key or number}")
    unknown |= fitting.unknown
    if doc is None or not isinstance(name, str | int | float) or not doc["name"].strip():
        whose = f" (id {key[:60]})" if key else ""
        return {"line": number, "refused": f"name: deze dienst heeft geen naam{whose} en kan niet op de kaart."}
    if len(json.dumps(doc)) > LARGEST_DOCUMENT:
        for large in ("metadata", "organization", "service_areas", "attributes"):
            doc.pop(large, None)
            fitting.say(f"{large}: te groot om te bewaren en weggelaten.")
        if len(json.dumps(doc)) > LARGEST_DOCUMENT:
            return {
                "line": number,
                "refused": f"Deze dienst{f' (id {key[:60]})' if key else ''} is groter dan {LARGEST_DOCUMENT // 1024} kB en niet overgenomen.",
            }
    return {"line": number, "id": key[:300], "doc": doc, "said": fitting.said}


def main(path: Path, source: str) -> dict[str, Any]:
    """Write every service to standard output. Returns the closing line."""
    notes: list[str] = []
    unknown: set[str] = set()
    reason = ""
    try:
        limit_this_process(MEMORY, SECONDS, OUTPUT)
        return {
            "rows": _written(path, source, notes, unknown),
            "notes": notes,
            "unknown": sorted(unknown)[:_MOST_UNKNOWN],
        }
    except Refused as refused:
        reason = str(refused)
    except MemoryError:
        reason = "Dit vraagt te veel geheugen om veilig te lezen. Verdeel het over meer bestanden."
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,
    ):  # the last: locked, or packed in a way nobody reads
        reason = "Dit zip-bestand is beschadigd. Haal het opnieuw op."
    except OSError as problem:
        reason = f"Dit bestand is niet te openen ({problem.strerror or type(problem).__name__})."
    except Exception:  # noqa: BLE001  (whatever a broken file does to a parser, somebody gets an answer)
        reason = _NOT_READABLE
    return {"refused": reason}


def _written(path: Path, source: str, notes: list[str], unknown: set[str]) -> int:
    """How many services there were."""
    count = 0
    for number, given in documents(path, notes):
        count += 1
        if count > MOST_SERVICES:
            raise Refused(f"Dit zijn meer dan {MOST_SERVICES} diensten. Verdeel ze over meer bestanden.")
        sys.stdout.write(json.dumps(_said(number, given, source, unknown), ensure_ascii=False) + "\n")
    return count


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    closing = main(Path(sys.argv[1]), sys.argv[2])
    sys.stdout.write(json.dumps(closing) + "\n")
    sys.stdout.flush()
