"""A dirty data package of Open Referral, and how fast it comes in. Run by hand: `python -m benchmarks.hsds_package`.

The dirt is what real packages hold: web addresses without a scheme, empty cells, hours in words, ids that are used twice or are
no uuid, orphans, HTML, Windows-1252, empty lines, wrong types. The target is 300 services a second, the index included.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import tempfile
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from app.services import build_services
from benchmarks.importing import TARGET
from benchmarks.installation import leefplein, prepare
from importers.running import context_of, sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORDS = ["samen", "koffie", "eten", "wandelen", "helpen", "thuis", "oppas", "mantelzorg", "dementie", "maatje", "vervoer", "bezoek", "praten", "tuin", "geld", "taal", "sport", "buurt", "zorg", "rust"]  # fmt: skip
_HOURS = (
    "ma-vr 9-17",
    "Open most weekdays, call first",
    "wo 10:00-12:00",
    "24/7",
    "",
    "op afspraak",
    "Mon–Fri 9am–5pm (closed noon)",
)
_SITES = ("www.voorbeeld-{n}.example", "https://voorbeeld-{n}.example/hulp", "voorbeeld-{n}.example/a b", "n.v.t.", "")


def main() -> None:
    """Makes the package, imports it twice, and prints services a second."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--services", type=int, default=4_000)
    arguments.add_argument("--only-write", type=Path, help="write the package in this folder and stop")
    given = arguments.parse_args()
    if given.only_write:
        write_package(given.only_write, given.services)
        return
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "package"
        write_package(package, given.services)
        measure(Path(folder), package, given.services)


def measure(folder: Path, package: Path, services: int) -> None:
    """Reading alone, import, index, and the same once more."""
    size = sum(each.stat().st_size for each in package.iterdir())
    print(f"\n{services:,} services, {size / 1e6:.1f} MB")
    installation = prepare(folder, 1)
    open_services = build_services(installation.settings)
    content = open_services.content.now()
    begun = time.process_time()
    rows = [*sources()["open-referral"].read(package, context_of(content, "pakket"))]
    _say("drafts alone", time.process_time() - begun, services)
    open_services.database.close()
    print(f"  {sum(row.draft is not None for row in rows)} drafts, {sum(bool(row.refused) for row in rows)} refused")
    command = leefplein("import", "open-referral", str(package), "--publish", "--source-name", "pakket")
    both = 0.0
    for what, run in (("import --publish", command), ("index complete (worker --once)", leefplein("worker", "--once"))):
        spent = _run(installation.environment(), run)
        both += spent
        _say(what, spent, services)
    _say("import and index together", both, services)
    print(f"  target {TARGET:.0f} services/s: {'met' if services / both >= TARGET else 'MISSED'}")
    _say("the same package again (nothing new)", _run(installation.environment(), command), services)


def _run(environment: dict[str, str], command: list[str]) -> float:
    """Seconds of processor time: a machine that does other things too takes longer by the clock."""
    before = os.times()
    subprocess.run(command, env=os.environ | environment, check=True, capture_output=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _say(what: str, seconds: float, services: int) -> None:
    print(f"  {what:40}{seconds:8.1f} s {services / seconds:8.0f}/s")


def write_package(folder: Path, services: int, seed: int = 7) -> None:
    """Write the tables of a package; the same seed gives the same package."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    owners = [_uuid(chance) for _ in range(max(1, services // 20))]
    places = [_uuid(chance) for _ in range(max(1, services // 2))]
    ids = [_service_id(chance, number) for number in range(services)]
    for number in range(20, services, 400):
        ids[number] = ids[number - 1]
    _table(folder, "organizations", ("id", "name", "description", "url", "email"), (
        (key, f"Stichting Voorbeeld {number}", _text(chance, 20), _site(chance, number), f"info@voorbeeld-{number}.example")
        for number, key in enumerate(owners)
    ))  # fmt: skip
    _table(folder, "services", ("id", "organization_id", "", "name", "description", "url", "email", "status", "fees", "wait_time", "eligibility_description", "minimum_age", "assured_date"), (
        (
            key,
            chance.choice([*owners, "bestaat-niet"]),
            "",
            "" if number % 500 == 7 else f"{_text(chance, 2)} {number}",
            f"<p>{_text(chance, 40)}</p><ul><li>{_text(chance, 5)}</ul>" if number % 3 else _text(chance, 60),
            _site(chance, number),
            chance.choice((f"hulp@voorbeeld-{number}.example", "geen", "")),
            chance.choice(("active", "Active", "inactive", "", "onbekend")),
            chance.choice(("gratis", "€ 2,50 per keer", "vraag ernaar", "")),
            chance.choice(("2 weken", "")),
            _text(chance, 8),
            chance.choice(("18", "achttien", "", "0")),
            chance.choice(("2026-03-01", "01/03/2026", "ooit", "")),
        )
        for number, key in enumerate(ids)
    ))  # fmt: skip
    _table(folder, "locations", ("id", "name", "latitude", "longitude", "transportation"), (
        (key, f"Buurthuis {number}", chance.choice(("52.26", "5.6", "", "nul")), chance.choice(("5.6", "52.2", "")), "")
        for number, key in enumerate(places)
    ))  # fmt: skip
    _table(folder, "services_at_location", ("id", "service_id", "location_id"), (
        (_uuid(chance), key, chance.choice(places)) for key in ids for _ in range(chance.choice((0, 1, 1, 2)))
    ))  # fmt: skip
    _table(folder, "physical_addresses", ("id", "location_id", "address_1", "city", "postal_code", "country"), (
        (_uuid(chance), key, f"Dorpsstraat {number}", chance.choice(("Putten", "Hattem", "Café aan Zee")), chance.choice(("3881 ab", "3881", "ABC 12")), "NL")
        for number, key in enumerate(places)
    ))  # fmt: skip
    _table(folder, "phones", ("id", "service_id", "number", "type"), (
        (_uuid(chance), chance.choice([*ids, "wees"]), chance.choice(("038 123 45 67", "+31 6 12345678", "bel ons", "\x00")), "voice")
        for _ in ids
    ))  # fmt: skip
    _table(folder, "regular_schedules", ("id", "service_id", "weekday", "opens_at", "closes_at"), (
        (_uuid(chance), key, chance.choice(("1", "2", "woensdag", "9", "")), chance.choice(("09:00", "9.00", "ochtend")), "17:00:00")
        for key in ids
    ))  # fmt: skip
    _table(folder, "holiday_schedules", ("id", "service_id", "description"), (
        (_uuid(chance), key, chance.choice(_HOURS)) for key in ids[::3]
    ))  # fmt: skip
    _table(folder, "taxonomy", ("id", "name", "parent_id", "vocabulary"), (
        (f"T{number}", word, "", "eigen") for number, word in enumerate(_WORDS)
    ))  # fmt: skip
    _table(folder, "services_taxonomy", ("id", "service_id", "taxonomy_id"), (
        (_uuid(chance), key, f"T{chance.randrange(len(_WORDS) + 2)}") for key in ids
    ))  # fmt: skip


def _table(folder: Path, name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="cp1252", errors="replace", newline="") as out:
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(heads)
        for number, row in enumerate(rows):
            if number % 300 == 5:
                writer.writerow([])
            writer.writerow(row)


def _uuid(chance: random.Random) -> str:
    return str(uuid.UUID(int=chance.getrandbits(128), version=4))


def _service_id(chance: random.Random, number: int) -> str:
    return f"dienst-{number}" if number % 10 == 3 else _uuid(chance)


def _text(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(_WORDS, k=words)).capitalize()


def _site(chance: random.Random, number: int) -> str:
    return chance.choice(_SITES).format(n=number)


if __name__ == "__main__":
    main()
