"""Promise 56: what we build on is pinned by hash, nothing of others is kept here, and bandit finds nothing."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-test.lock"]
NAME = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^]]*\])?==(\S+)")


def locked(text):
    """Name -> whether it has a hash."""
    blocks = re.split(r"\n(?=\S)", re.sub(r"^#.*\n?", "", text, flags=re.MULTILINE).strip())
    found = {}
    for block in blocks:
        name = NAME.match(block)
        assert name, f"not pinned: {block.splitlines()[0]}"
        found[normal(name[1])] = "--hash=sha256:" in block
    return found


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def wanted(extra):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = [*project["dependencies"], *(project["optional-dependencies"]["test"] if extra else ())]
    return {normal(re.match(r"[\w.-]+", line)[0]) for line in lines} - {"leefplein"}


@pytest.mark.parametrize("name", LOCKS)
def test_everything_is_pinned_with_a_hash(name):
    found = locked((ROOT / name).read_text(encoding="utf-8"))
    assert len(found) > 30
    assert [each for each, hashed in found.items() if not hashed] == []
    assert wanted("test" in name) - set(found) == set()


@pytest.mark.parametrize("line", ["flask>=3", "git+https://example.org/flask", "./wheels/flask.whl"])
def test_what_is_not_pinned_is_noticed(line):
    with pytest.raises(AssertionError):
        locked(f"a==1 \\\n    --hash=sha256:00\n{line}\n")
    assert locked("a==1\nb==2 \\\n    --hash=sha256:00") == {"a": False, "b": True}


def test_what_comes_from_npm_is_pinned_with_a_hash_too():
    lock = json.loads((ROOT / "app" / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: facts for name, facts in lock["packages"].items() if name}
    assert packages
    assert [name for name, facts in packages.items() if not facts.get("integrity", "").startswith("sha512-")] == []


@pytest.fixture(scope="module")
def bill(tmp_path_factory):
    """The SBOM as `make sbom` writes it."""
    target = tmp_path_factory.mktemp("sbom") / "leefplein.cdx.json"
    subprocess.run([sys.executable, ROOT / ".ci" / "sbom", target], check=True, capture_output=True, timeout=120)
    return json.loads(target.read_text(encoding="utf-8"))


def test_the_bill_of_materials_names_everything_that_is_locked_and_nothing_else(bill):
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    named = {
        each["purl"].partition("@")[0] if each["purl"].startswith("pkg:pypi") else each["purl"]
        for each in bill["components"]
    }
    python = {f"pkg:pypi/{name}" for name in locked((ROOT / "requirements.lock").read_text(encoding="utf-8"))}
    lock = json.loads((ROOT / "app" / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    npm = {
        f"pkg:npm/{name.rpartition('node_modules/')[2].replace('@', '%40')}@{facts['version']}"
        for name, facts in lock["packages"].items()
        if name
    }
    assert named == python | npm
    assert all(each["version"] for each in bill["components"])


def test_the_bill_of_materials_tells_nothing_of_the_machine_it_was_made_on(bill):
    said = json.dumps(bill)
    assert str(ROOT) not in said
    assert "externalReferences" not in json.dumps(bill["components"])
    assert len({each["bom-ref"] for each in bill["components"]}) == len(bill["components"])


def bandit(*folders):
    """What bandit finds of middle or high weight."""
    said = subprocess.run(
        [sys.executable, "-m", "bandit", "-q", "-r", "-ll", "-f", "json", *map(str, folders)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    results = json.loads(said.stdout)["results"]
    return sorted((each["filename"].removeprefix(f"{ROOT}/"), each["test_id"]) for each in results)


LOOKED_AT = {
    ("app/copies/files.py", "B608"),  # names of tables from the list of the file itself, in quotes
    ("app/copies/portable.py", "B608"),  # names of our own tables, as the server and our migrations say them
    ("app/social_map/near.py", "B608"),  # names of our own columns; what is asked goes in as values
    ("app/accounts/second_factor.py", "B303"),  # SHA-1 inside an HMAC, as RFC 6238 and every app with codes has it
    (
        "app/web/editor/texts.py",
        "B704",
    ),  # cleaned by nh3, facts escaped where they are filled in (app/content/pages.py)
    ("app/web/resident/pages.py", "B704"),  # the same
    ("app/web/front_desk/letters.py", "B704"),  # a template of our own, which escapes what it fills in
    ("app/web/mediator/letters.py", "B704"),  # the same
    ("app/web/complaints/letters.py", "B704"),  # the same
    ("app/web/front_desk/follow_up.py", "B704"),  # the same
    (
        "app/web/front_desk/words.py",
        "B704",
    ),  # texts of the desk: cleaned by to_html, facts escaped where they are filled in
    ("app/web/staff/inviting.py", "B704"),  # segno draws the square from an address we made; its title is escaped by it
    ("app/web/translating.py", "B704"),  # our own catalogue, as Jinja's translations do
}


@pytest.mark.slow
def test_bandit_finds_nothing_that_was_not_looked_at():
    assert set(bandit(ROOT / "app", ROOT / "importers")) == LOOKED_AT


def test_and_bandit_bites(tmp_path):
    (tmp_path / "wrong.py").write_text(
        "import subprocess, pickle\nsubprocess.call(input(), shell=True)\npickle.loads(b'')\n"
    )
    assert len(bandit(tmp_path)) == 2
