"""How long does a booklet of 300 entries take? Run by hand: `python -m benchmarks.paper`.

The offers of the example region again and again under other names, until Putten has 300 and some, in a map of its own.
Printed is the middle of five, in seconds of all processors together (on a quiet machine the clock shows less, for Typst
works on several at once; on a busy one more), and as a multiple of a document of one sentence that is made in turn with
it. The target is 3 seconds (issue 6).
"""

from __future__ import annotations

import csv
import os
import secrets
import statistics
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app import clock
from app.db import Database
from app.migrations.running import upgrade
from app.paper.booklet import pdf_of
from app.paper.choosing import PaperChoice, entries
from app.paper.typesetting import typeset_file
from app.search.indexing import rebuild
from app.services import build_services
from app.settings import Settings
from importers.running import import_file

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[1]
ENTRIES = 300
TIMES = 5
TARGET = 3.0
SITE = "https://putten.example"


def main() -> None:
    """Prints a line per size of letters."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings(
            data_dir=folder,
            search_dir=folder / "search_index",
            content_dir=ROOT / "content",
            secret_key=secrets.token_hex(20),
            local_http=True,
        )
        database = Database(settings.store)
        upgrade(database)
        database.close()
        services = build_services(settings)
        import_file(services, "spreadsheet", many(folder), publish=True, source_name="voorbeeld")
        rebuild(services.database, services.content.now(), services.finder.engines.primary)
        bare = folder / "bare.typ"
        bare.write_text("#set document(title: json(bytes(sys.inputs.house)).title)\nEen zin.\n", encoding="utf-8")
        slow = False
        for large in (False, True):
            choice = PaperChoice("putten", large=large)
            booklet = entries(services, choice, site=SITE)
            asking, making, nothing = [], [], []
            for turn in range(TIMES):
                asking.append(seconds(partial(entries, services, choice, site=SITE)))
                another = replace(
                    booklet, title=f"{booklet.title} {turn}"
                )  # Typst remembers a document that it made before
                making.append(seconds(partial(pdf_of, another)))
                nothing.append(seconds(partial(typeset_file, bare, {}, lang="nl", title=f"{turn}", moment=clock.now())))
            whole = statistics.median(asking) + statistics.median(making)
            slow = slow or whole > TARGET
            print(
                f"{'large print' if large else 'normal':12} {len(booklet.entries)} entries: asking {statistics.median(asking):.2f} s, "
                f"typesetting {statistics.median(making):.2f} s, together {whole:.2f} s (target {TARGET:.0f}); "
                f"{statistics.median(making) / statistics.median(nothing):.0f} times a document of one sentence"
            )
        services.database.close()
        sys.exit(1 if slow else 0)


def many(folder: Path) -> Path:
    """A spreadsheet with the offers of Putten under other names, until there are enough."""
    with (ROOT / "content" / "examples" / "putten.csv").open(encoding="utf-8", newline="") as read:
        rows = [row for row in csv.DictReader(read) if row["status"] in {"", "gepubliceerd"}]
    file = folder / "many.csv"
    with file.open("w", encoding="utf-8", newline="") as write:
        writer = csv.DictWriter(write, rows[0].keys())
        writer.writeheader()
        for number in range(ENTRIES + len(rows)):
            row = rows[number % len(rows)]
            turn = number // len(rows) + 1
            writer.writerow(row | {"id": f"{row['id']}-{turn}", "naam": f"{row['naam']} {turn}", "opvolger": ""})
    return file


def seconds(do: Callable[[], object]) -> float:
    """How long all processors together work on it once."""
    start = sum(os.times()[:4])  # our own and that of the process in which Typst runs
    do()
    return sum(os.times()[:4]) - start


if __name__ == "__main__":
    main()
