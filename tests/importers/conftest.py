"""A small installation for importers: an empty database, the shipped content, and a context with few kinds."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.content.live import LiveContent
from app.db import Database
from app.services import Services, build_services
from app.settings import Settings
from importers import Context
from tests.databases import fresh_url

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
FIXTURES = ROOT / "tests" / "fixtures"


@pytest.fixture
def context() -> Context:
    return Context(
        kinds={
            "oppas": True,
            "dagbesteding": False,
            "logeren": False,
            "begeleiding": True,
            "ontmoeting": False,
            "overig": False,
        },
        kind_labels={"oppas": "Oppas voor een volwassene"},
        domains={"dagbesteding": "Dagbesteding", "sociaal-netwerk": "Mensen om u heen"},
        source_name="spreadsheet",
        today=date(2026, 11, 3),
    )


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """The shipped content, read once for all tests."""
    folder = tmp_path_factory.mktemp("installation")
    settings = Settings(
        database_url=fresh_url(folder), data_dir=folder, search_dir=folder / "index", content_dir=ROOT / "content"
    )
    made = build_services(settings)
    yield made
    made.database.close()


@pytest.fixture
def services(installation: Services, tmp_path: Path) -> Iterator[Services]:
    """The same installation over an empty database of its own."""
    database = Database(fresh_url(tmp_path))
    yield replace(installation, database=database, content=LiveContent(installation.content.shipped, database))
    database.close()


@pytest.fixture
def sample() -> Path:
    path = SAMPLES / "import" / "putten_aanbieders_2013.csv"
    if not path.is_file():
        pytest.skip(f"the real table of Putten is not beside this checkout ({path}); the invented one was tested")
    return path


@pytest.fixture
def tables(tmp_path):
    """A folder with these tables: name -> rows as dicts."""

    def tables(**named):
        folder = tmp_path / "pakket"
        folder.mkdir(exist_ok=True)
        for name, rows in named.items():
            heads = list(dict.fromkeys(key for row in rows for key in row))
            with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8-sig") as out:
                writer = csv.DictWriter(out, heads, lineterminator="\r\n")
                writer.writeheader()
                writer.writerows(rows)
        return folder

    return tables
