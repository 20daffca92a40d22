"""A whole installation on a made-up map, in a folder of its own: what the benchmarks of pages and import run on.

The offers of benchmarks/synthetic.py become a spreadsheet as an operator would send it (contract.md section 4), with
the synthetic villages laid on real places of the example region, so that a postcode finds something near it.
"""

from __future__ import annotations

import contextlib
import csv
import os
import random
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from app.db import Database
from app.migrations.running import upgrade
from app.places.table import PlaceFact, read_places
from app.search.indexing import rebuild
from app.services import Services, build_services
from app.settings import Settings
from benchmarks.synthetic import GROUPS, Map, synthetic_map
from importers.running import Report, import_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from app.search.document import SearchDocument

CONTENT = Path("content")
HEADS = (
    "id", "naam", "organisatie", "soort", "niveau", "leefgebieden", "samenvatting", "beschrijving", "makkelijk", "eerste_stap", "verwachting",
    "kern", "gemeente", "werkgebied", "straat", "postcode", "plaats", "lat", "lon", "telefoon", "beltijden", "email", "website", "tijden",
    "kosten", "kosten_geldig_tot", "kosten_bron", "beslissing_gemeente", "vog", "toegankelijkheid", "doelgroep", "talen", "interesse",
    "trefwoorden", "vervoer", "wachttijd", "status", "gecontroleerd_op", "voorbeeld",
)  # fmt: skip
LEVELS = {
    "own_strength": "eigen_kracht",
    "general": "algemeen",
    "collective": "collectief",
    "individual": "individueel",
}
ANSWERS = {"yes": "ja", "no": "nee"}
ACCESS = {
    "wheelchair": "rolstoel",
    "toilet": "invalidentoilet",
    "hearing_loop": "ringleiding",
    "parking": "parkeren",
    "low_stimulus": "prikkelarm",
}
GROUP_SLUGS = dict(
    zip(GROUPS, ("ouderen", "jongeren", "mantelzorgers", "dementie", "nieuwkomers", "ouders"), strict=True)
)
TIMES = (
    "di+do 18:30-22:30",
    "ma-vr 09:00-17:00",
    "wo 10:00-12:00",
    "op afspraak",
    "dagelijks 09:00-20:00",
    "za+zo 13:00-16:30",
)
COSTS = ("gratis", "3,50 per keer", "eigen bijdrage", "12,00 per maand", "gratis", "")
SECRET = "a-secret-for-benchmarks-only-0123456789-abcdefghij"  # noqa: S105  (opens nothing but a temporary folder)
PHONE_HOURS = ("ma-vr 09:00-12:00", "ma+wo 13:00-16:00", "")
OFFERS_PER_ORGANISATION = 6


def real_places(content: Path = CONTENT) -> list[PlaceFact]:
    """The villages of the content's places.csv, each once."""
    found: dict[tuple[str, str], PlaceFact] = {}
    for line in read_places(content / "places.csv"):
        if isinstance(line, tuple) and line[1].municipality:
            found.setdefault((line[1].name, line[1].municipality), line[1])
    return list(found.values())


def write_spreadsheet(of: Map, file: Path, content: Path = CONTENT) -> None:
    """The map as a CSV file that `leefplein import spreadsheet` reads."""
    dice = random.Random(3)
    places = real_places(content)
    at = {place.kern: places[number % len(places)] for number, place in enumerate(of.places)}
    organisations = [offer.organisation for offer in of.offers[::OFFERS_PER_ORGANISATION]]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADS)
        for offer in of.offers:
            writer.writerow(_row(offer, at[offer.kern], dice, dice.choice(organisations)))


def _row(offer: SearchDocument, place: PlaceFact, dice: random.Random, organisation: str) -> list[str]:
    first, second = " ".join(offer.body.split()[:14]), " ".join(offer.body.split()[14:26])
    here = offer.lat is not None
    values = {
        "id": f"S{offer.key:05d}",
        "naam": offer.title,
        "organisatie": f"{organisation} voorbeeld",
        "soort": offer.kind,
        "niveau": LEVELS[offer.level],
        "leefgebieden": "|".join(offer.domains),
        "samenvatting": offer.summary,
        "beschrijving": offer.body,
        "eerste_stap": first,
        "verwachting": second,
        "kern": place.name,
        "gemeente": place.municipality,
        "werkgebied": dice.choice(("", place.name, place.municipality, "regio")),
        "straat": f"Voorbeeldstraat {dice.randrange(1, 200)}",
        "postcode": f"{place.code[:4]} ZZ" if place.code else "",
        "plaats": place.name,
        "lat": f"{place.lat + dice.gauss(0, 0.012):.5f}" if here else "",
        "lon": f"{place.lon + dice.gauss(0, 0.016):.5f}" if here else "",
        "telefoon": f"038 00{dice.randrange(10)} {dice.randrange(100):02d} {dice.randrange(100):02d}",
        "beltijden": dice.choice(PHONE_HOURS),
        "email": f"info@voorbeeld-{offer.key}.example",
        "website": f"https://www.voorbeeld-{offer.key}.example",
        "tijden": dice.choice(TIMES),
        "kosten": dice.choice(COSTS),
        "beslissing_gemeente": "ja" if offer.level in {"collective", "individual"} else "nee",
        "vog": "ja",
        "toegankelijkheid": "|".join(
            f"{word}={ANSWERS[answer]}"
            for feature, word in ACCESS.items()
            if (answer := offer.access.of(feature)) in ANSWERS
        ),
        "doelgroep": "|".join(GROUP_SLUGS[group] for group in offer.target_groups),
        "talen": "Nederlands",
        "interesse": "|".join(offer.interests),
        "trefwoorden": "|".join(offer.keywords),
        "vervoer": "ja" if offer.transport else "nee",
        "status": "gepubliceerd",
        "gecontroleerd_op": "2026-09-01",
        "voorbeeld": "ja",
    }
    return [values.get(head, "") for head in HEADS]


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder with a database and an index, and the settings in the environment that point at it."""

    folder: Path
    of: Map
    content: Path = CONTENT
    database_url: str = ""

    @property
    def settings(self) -> Settings:
        """Settings for use in this process."""
        return Settings(
            data_dir=self.folder,
            search_dir=self.folder / "search_index",
            secret_key=SECRET,
            local_http=True,
            content_dir=self.content,
            database_url=self.database_url,
        )

    @property
    def spreadsheet(self) -> Path:
        """The file that was imported."""
        return self.folder / "aanbod.csv"

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "leefplein.sqlite"

    def environment(self) -> dict[str, str]:
        """The environment for a process that works on this installation, and on nothing else."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("LEEFPLEIN_")}
        own.pop("PYTHONDONTWRITEBYTECODE", None)  # an installation is compiled when it is installed, so it is here too
        return own | {
            "PYTHONPYCACHEPREFIX": str(self.folder / "compiled"),
            "LEEFPLEIN_DATA_DIR": str(self.folder),
            "LEEFPLEIN_SEARCH_DIR": str(self.folder / "search_index"),
            "LEEFPLEIN_SECRET_KEY": SECRET,
            "LEEFPLEIN_LOCAL_HTTP": "1",
            "LEEFPLEIN_CONTENT_DIR": str(self.content),
            "LEEFPLEIN_DATABASE_URL": self.database_url,
        }


def prepare(folder: Path, offers: int, content: Path = CONTENT, database_url: str = "") -> Installation:
    """A spreadsheet and an empty, upgraded database.

    :param database_url: an empty PostgreSQL database; else SQLite in the folder.
    """
    installation = Installation(folder, synthetic_map(offers), content, database_url)
    folder.mkdir(parents=True, exist_ok=True)
    write_spreadsheet(installation.of, installation.spreadsheet, content)
    database = Database(installation.settings.store)
    upgrade(database)
    database.close()
    start = leefplein("--help")  # compiles the code, as installing does
    subprocess.run(start, env=installation.environment(), check=True, capture_output=True)
    return installation


def fill(installation: Installation) -> tuple[Report, float, float]:
    """Import and index. The report, and the seconds that each took."""
    services: Services = build_services(installation.settings)
    begun = time.perf_counter()
    report = import_file(services, "spreadsheet", installation.spreadsheet, publish=True, source_name="voorbeeld")
    imported = time.perf_counter()
    rebuild(services.database, services.content.now(), services.finder.engines.primary)
    done = time.perf_counter()
    services.database.close()
    return report, imported - begun, done - imported


def free_port() -> int:
    """A port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(command: Sequence[str], environment: Mapping[str, str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process of our own, ended when the block ends."""
    with log.open("ab") as out:
        process = subprocess.Popen(list(command), env=dict(environment), stdout=out, stderr=out)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(
    port: int, process: subprocess.Popen[bytes], log: Path, answers: Callable[[int], bool], seconds: float = 90
) -> float:
    """Until it answers. The seconds that took.

    :raises RuntimeError: with the end of its log, when it stops or never answers.
    """
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds:
        if process.poll() is not None:
            break
        try:
            if answers(port):
                return time.perf_counter() - begun
        except OSError:
            pass
        time.sleep(0.02)
    message = f"{process.args} does not answer:\n{log.read_text(encoding='utf-8', errors='replace')[-3000:]}"
    raise RuntimeError(message)


def leefplein(*arguments: str) -> list[str]:
    """A command of the product."""
    return [sys.executable, "-m", "app.cli", *arguments]
