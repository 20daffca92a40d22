from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import SQLModel

from app.cli.places import group
from app.db import Database
from app.places.models import PlacePoint


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'leefplein.sqlite'}"
    monkeypatch.setenv("LEEFPLEIN_DATABASE_URL", url)
    return url


@pytest.fixture
def ready(store: str) -> None:
    database = Database(store)
    SQLModel.metadata.create_all(database.engine, tables=[SQLModel.metadata.tables[PlacePoint.__tablename__]])
    database.close()


def run(path: Path):
    return CliRunner().invoke(group, ["import", str(path)])


@pytest.mark.usefixtures("ready")
def test_an_import_counts_and_exits_0_with_refused_lines_on_stderr(tmp_path):
    path = tmp_path / "plaatsen.csv"
    path.write_text("postcode;plaats;gemeente;lat;lon\n8051;Hattem;Hattem;52,47;6,06\nabc;X;Y;52;6\n")
    result = run(path)
    assert result.exit_code == 0
    assert "Gelezen: 2. Nieuw: 1." in result.stdout
    assert "regel 3: postcode" in result.stderr
    assert "Ongewijzigd: 1." in run(path).stdout


@pytest.mark.usefixtures("ready")
def test_a_refused_file_exits_1_and_says_why(tmp_path):
    for path in (tmp_path / "weg.csv", tmp_path):
        result = run(path)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "niet te openen" in result.stderr


@pytest.mark.usefixtures("store")
def test_a_database_that_was_never_made_exits_1_with_the_mend(tmp_path):
    path = tmp_path / "plaatsen.csv"
    path.write_text("pc4,plaats,lat,lon\n8051,Hattem,52.47,6.06\n")
    result = run(path)
    assert result.exit_code == 1
    assert "leefplein database upgrade" in result.stderr


def test_bad_settings_exit_1(tmp_path, monkeypatch):
    monkeypatch.setenv("LEEFPLEIN_DATABASE_URL", "mysql://x")
    assert run(tmp_path / "x.csv").exit_code == 1


def test_without_a_file_it_is_wrong_usage():
    assert CliRunner().invoke(group, ["import"]).exit_code == 2
