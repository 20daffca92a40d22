"""A small installation for importers: an empty database, the shipped content, and a context with few kinds."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import SQLModel

import app.migrations.tables  # noqa: F401  (so that every table is known)
from app.services import Services, build_services
from app.settings import Settings
from importers import Context

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
FIXTURES = ROOT / "tests" / "fixtures"


@pytest.fixture
def context() -> Context:
    return Context(
        kinds={"oppas": True, "dagbesteding": False, "logeren": False, "begeleiding": True, "ontmoeting": False, "overig": False},
        kind_labels={"oppas": "Oppas voor een volwassene"},
        domains={"dagbesteding": "Dagbesteding", "sociaal-netwerk": "Mensen om u heen"},
        source_name="spreadsheet",
        today=date(2026, 11, 3),
    )


@pytest.fixture
def services(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setattr("app.places.imported.log", _Silent(), raising=False)
    made = build_services(Settings(data_dir=tmp_path / "data", search_dir=tmp_path / "index", content_dir=ROOT / "content"))
    SQLModel.metadata.create_all(made.database.engine)
    yield made
    made.database.close()


class _Silent:
    def __getattr__(self, name: str) -> object:
        return lambda *args, **kwargs: None


@pytest.fixture
def sample() -> Path:
    path = SAMPLES / "import" / "putten_aanbieders_2013.csv"
    if not path.is_file():
        pytest.skip(f"the real table of Putten is not beside this checkout ({path}); the invented one was tested")
    return path
