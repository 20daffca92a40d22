"""Promise 46 for who else writes in our log: libraries, warnings, and mistakes nobody foresaw."""

import json
import logging
import os
import subprocess
import sys

import pytest

from app.logs import WithoutWords, place_of
from tests.installing import ROOT

CANARY = "kanarie"


def said_by(*words, code):
    """What a process writes that logs as we do and then does this."""
    done = subprocess.run(
        [sys.executable, "-c", "from app import logs\nlogs.configure()\n" + code, *words],
        cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return done.returncode, [json.loads(line) for line in done.stderr.splitlines()]


def test_a_mistake_nobody_foresaw_is_a_line_with_its_kind_and_place():
    code, lines = said_by(code=f"raise RuntimeError('{CANARY}')")
    assert code == 1
    (line,) = lines
    assert (line["level"], line["kind"], line["place"]) == ("critical", "RuntimeError", "<string>:3")
    assert CANARY not in json.dumps(lines)


def test_so_is_one_in_a_thread():
    _, lines = said_by(
        code=f"import threading\nt = threading.Thread(target=lambda: int('{CANARY}'), name='x')\nt.start()\nt.join()"
    )
    assert [(line["kind"], line["thread"]) for line in lines] == [("ValueError", "x")]
    assert CANARY not in json.dumps(lines)


def test_a_library_and_a_warning_say_what_they_are_about_and_not_for_whom():
    _, lines = said_by(
        code=f"import logging, warnings\nlogging.getLogger('alembic').error('table %s is odd', '{CANARY}')\nwarnings.warn('{CANARY}', UserWarning)"
    )
    assert [(line["logger"], line["event"]) for line in lines] == [
        ("alembic", "table %s is odd"),
        ("py.warnings", "warning"),
    ]
    assert lines[1]["kind"] == "UserWarning"
    assert CANARY not in json.dumps(lines)


def test_what_a_library_adds_about_a_mistake_is_left_out():
    try:
        int(CANARY)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "it failed", (), sys.exc_info())
    line = WithoutWords().format(record)
    assert json.loads(line)["kind"] == "ValueError"
    assert CANARY not in line


def test_the_place_is_in_our_own_code_when_the_way_went_there():
    with pytest.raises(AttributeError) as found:
        WithoutWords().format(None)
    assert place_of(found.value.__traceback__).startswith("app/logs.py:")
    assert place_of(None) == "?"
