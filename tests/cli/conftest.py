import os

import pytest
from click.testing import CliRunner

from app.cli import leefplein
from app.content.problems import ContentProblems
from app.data_keys import KeysLost
from app.db import DatabaseGone
from app.migrations.running import SchemaMismatch
from app.settings import SettingsRefused
from tests.databases import fresh_url, in_environment, store_of
from tests.installing import ROOT, SECRET, make_database, settings_in


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder for an installation that the environment points to; there is nothing in it yet."""
    for name in list(os.environ):
        if name.startswith("LEEFPLEIN_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LEEFPLEIN_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("LEEFPLEIN_SEARCH_DIR", str(tmp_path / "data" / "search_index"))
    monkeypatch.setenv("LEEFPLEIN_CONTENT_DIR", str(ROOT / "content"))
    monkeypatch.setenv("LEEFPLEIN_SECRET_KEY", SECRET)
    for name, value in in_environment(store_of(tmp_path / "data")).items():
        monkeypatch.setenv(name, value)
    return tmp_path / "data"


@pytest.fixture
def bare(place):
    """The same, with a database without any table where it is on a server."""
    fresh_url(place, upgraded=False)
    return place


@pytest.fixture
def installed(place):
    """The same, with an upgraded database."""
    make_database(settings_in(place))
    return place


@pytest.fixture
def run():
    """Run a command as the program does: (exit code, stdout, stderr)."""

    def running(*words):
        outcome = CliRunner().invoke(leefplein, [str(word) for word in words], prog_name="leefplein")
        said = outcome.stderr
        if isinstance(outcome.exception, SettingsRefused | ContentProblems | SchemaMismatch | DatabaseGone | KeysLost):
            said += str(outcome.exception)  # what main() says of these, with exit code 1
        elif outcome.exception is not None and not isinstance(outcome.exception, SystemExit):
            raise outcome.exception
        return outcome.exit_code, outcome.stdout, said

    return running
