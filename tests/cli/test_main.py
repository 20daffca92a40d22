"""The program as somebody starts it: exit codes, and never a traceback."""

import os
import subprocess
import sys

import pytest
import structlog

from app.cli import main
from tests.installing import ROOT, SECRET


@pytest.fixture
def leefplein(monkeypatch, capsys):
    """The whole program in this process: (exit code, stdout, stderr)."""

    def running(*words, **environment):
        for name in list(os.environ):
            if name.startswith("LEEFPLEIN_"):
                monkeypatch.delenv(name)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(ROOT)
        monkeypatch.setattr(sys, "argv", ["leefplein", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return left.value.code or 0, said.out, said.err

    yield running
    structlog.reset_defaults()  # the program sets up its log for itself


def in_its_own_process(*words, **environment):
    plain = {name: value for name, value in os.environ.items() if not name.startswith("LEEFPLEIN_")}
    said = subprocess.run(
        [sys.executable, "-m", "app.cli", *map(str, words)],
        cwd=ROOT,
        env=plain | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in said.stderr + said.stdout, said.stderr
    return said.returncode, said.stdout, said.stderr


@pytest.mark.parametrize(
    "words",
    [("nonsense",), ("serve", "--port", "99999"), ("database",), ("import", "spreadsheet"), ("doctor", "--no-such")],
)
def test_wrong_usage_is_2(leefplein, words):
    assert leefplein(*words)[0] == 2


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("database", "--help"), ("import", "--help")])
def test_help_is_0(leefplein, words):
    code, said, _ = leefplein(*words)
    assert (code, bool(said)) == (0, True)


@pytest.mark.parametrize(
    ("words", "environment", "says"),
    [
        (("doctor",), {"LEEFPLEIN_DATABASE_URL": "mysql://x"}, "LEEFPLEIN_DATABASE_URL"),
        (("serve",), {"LEEFPLEIN_SECRET_KEY": "kort"}, "te kort"),
        (("serve",), {}, "LEEFPLEIN_SECRET_KEY"),
        (
            ("serve",),
            {"LEEFPLEIN_SECRET_KEY": SECRET, "LEEFPLEIN_LOCAL_HTTP": "1", "BIND": "192.0.2.1"},
            "LEEFPLEIN_LOCAL_HTTP",
        ),
        (("serve",), {"LEEFPLEIN_SECRET_KEY": SECRET, "LEEFPLEIN_CONTENT_DIR": "/nowhere"}, "/nowhere"),
        (("serve",), {"LEEFPLEIN_SECRET_KEY": SECRET}, "leefplein database upgrade"),
        (("worker", "--once"), {}, "leefplein database upgrade"),
        (("search", "rebuild"), {}, "leefplein database upgrade"),
        (("database", "check"), {}, "leefplein database upgrade"),
        (("demo", "--data", "app"), {}, "geen map van de demo"),
        (("demo",), {"LEEFPLEIN_SECRET_KEY": SECRET}, "LEEFPLEIN_SECRET_KEY"),
        (("database", "restore", "/nowhere"), {}, "/nowhere"),
        (
            ("database", "check"),
            {"LEEFPLEIN_DATABASE_URL": "postgresql+psycopg://nobody@127.0.0.1:9/none"},
            "127.0.0.1",
        ),
        (("database", "upgrade"), {"LEEFPLEIN_DATABASE_URL": "sqlite:////proc/nowhere/x.sqlite"}, "/proc/nowhere"),
    ],
)
def test_what_cannot_be_done_is_said_in_plain_words_with_1(leefplein, tmp_path, words, environment, says):
    bind = environment.pop("BIND", None)
    code, _, said = leefplein(
        *words, *(("--bind", bind) if bind else ()), **({"LEEFPLEIN_DATA_DIR": str(tmp_path / "data")} | environment)
    )
    assert code == 1
    assert says in said


@pytest.mark.parametrize(
    "words",
    [
        ("database", "check"),
        ("database", "upgrade"),
        ("doctor",),
        ("database", "backup", "copy"),
        ("search", "status"),
        ("worker", "--once"),
    ],
)
def test_a_database_that_is_none_is_said_in_plain_words_too(leefplein, tmp_path, words):
    (tmp_path / "leefplein.sqlite").write_bytes(b"geen database" * 500)
    words = tuple(str(tmp_path / word) if word == "copy" else word for word in words)
    code, out, said = leefplein(*words, LEEFPLEIN_DATA_DIR=str(tmp_path), LEEFPLEIN_SECRET_KEY=SECRET)
    assert code == 1
    assert out + said


@pytest.mark.parametrize(("words", "code"), [(("nonsense",), 2), (("database", "check"), 1), (("--help",), 0)])
def test_as_somebody_starts_it(tmp_path, words, code):
    assert in_its_own_process(*words, LEEFPLEIN_DATA_DIR=str(tmp_path))[0] == code
