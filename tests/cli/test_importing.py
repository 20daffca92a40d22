"""`leefplein import`: what it prints, what it writes, and how it ends (contract.md section 2)."""

import json

import pytest
from click.testing import CliRunner

from app.cli import importing
from app.services import build_services
from app.settings import Settings
from tests.databases import fresh_url
from tests.importers.conftest import FIXTURES, ROOT

OFFERS = str(FIXTURES / "offers.csv")


@pytest.fixture
def leefplein(tmp_path, monkeypatch):
    settings = Settings(
        database_url=fresh_url(tmp_path),
        data_dir=tmp_path,
        search_dir=tmp_path / "index",
        content_dir=ROOT / "content",
    )
    monkeypatch.setattr(importing, "open_services", lambda: build_services(settings))

    def leefplein(*words):
        done = CliRunner().invoke(importing.command, list(words))
        assert done.exception is None or isinstance(done.exception, SystemExit)
        assert "Traceback" not in done.output
        return done

    return leefplein


def test_what_came_of_it_is_counted(leefplein):
    done = leefplein("spreadsheet", OFFERS)
    assert done.exit_code == 0
    assert "Gelezen: 11. Nieuw: 8. Gewijzigd: 0. Ongewijzigd: 0." in done.stdout
    assert "Geweigerd: 3." in done.stdout
    assert "Rare kop" in done.stderr
    assert "regel 9 (Raar niveau): niveau 'hoog' is onbekend" in done.stderr


def test_the_report_as_json(leefplein, tmp_path):
    report = tmp_path / "verslag.json"
    assert leefplein("spreadsheet", OFFERS, "--publish", "--report", str(report)).exit_code == 0
    written = json.loads(report.read_text())
    assert (written["read"], written["new"], len(written["refused"]), written["unknown_heads"]) == (
        11,
        8,
        3,
        ["Rare kop"],
    )


def test_a_dry_run_says_so_and_keeps_nothing(leefplein):
    assert "niets bewaard" in leefplein("spreadsheet", OFFERS, "--dry-run").stdout
    assert "Nieuw: 8." in leefplein("spreadsheet", OFFERS).stdout


def test_a_run_taken_back_by_the_name_in_its_report(leefplein, tmp_path):
    report = tmp_path / "verslag.json"
    leefplein("spreadsheet", OFFERS, "--report", str(report))
    run = json.loads(report.read_text())["run"]
    done = leefplein("undo", run)
    assert (done.exit_code, "Verwijderd: 8." in done.stdout) == (0, True)
    done = leefplein("undo", run)
    assert (done.exit_code, "al teruggedraaid" in done.stderr) == (1, True)


def test_options_of_the_contract(leefplein):
    assert leefplein("spreadsheet", OFFERS, "--municipality", "putten", "--source-name", "gids").exit_code == 0
    assert (
        "Ongewijzigd: 8."
        in leefplein("spreadsheet", OFFERS, "--municipality", "putten", "--source-name", "gids").stdout
    )


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("spreadsheet", "weg.csv"), 1, "weg.csv"),
        (("spreadsheet", OFFERS, "--municipality", "nergens"), 1, "nergens"),
        (("spreadsheet", OFFERS, "--report", "/bestaat/niet/x.json"), 1, "verslag"),
        (("undo", "nooit"), 1, "is er niet"),
        (("brief", OFFERS), 2, "De bron 'brief' is niet bekend"),
        (("spreadsheet",), 2, "FILE"),
        (("spreadsheet", OFFERS, "--hard"), 2, "--hard"),
    ],
)
def test_what_goes_wrong_is_said_on_stderr(leefplein, words, code, said):
    done = leefplein(*words)
    assert done.exit_code == code
    assert said in done.stderr


def test_help_names_every_source(leefplein):
    said = leefplein("--help").stdout
    assert all(name in said for name in ("spreadsheet", "providers", "undo"))
