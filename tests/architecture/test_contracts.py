"""Who may import whom: the contracts of pyproject.toml hold, and each of them bites."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
BREACHES = {
    "direction": ("app/places/wrong.py", "from app.social_map import names"),
    "flask": ("app/audit/wrong.py", "import flask"),
    "importers-unknown": ("app/web/wrong.py", "import importers"),
    "importers-reach": ("importers/wrong.py", "import app.web"),
    "handlers": ("app/cli/wrong.py", "import app.handlers"),
    "working": ("app/web/wrong_too.py", "import app.working"),
    "audiences": ("app/web/resident/wrong.py", "from app.web.api import machines"),
    "editors": ("app/web/staff/wrong.py", "import app.web.editor"),
    "editors-reach": ("app/web/editor/wrong.py", "import app.web.resident"),
}


def lint(folder: Path, *which: str) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).parent / "lint-imports"),
        "--no-cache",
        *(f"--contract={each}" for each in which),
    ]
    return subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def broken_house(tmp_path_factory):
    """A copy of the house in which every contract is broken once."""
    folder = tmp_path_factory.mktemp("house")
    for name in ("app", "importers"):
        shutil.copytree(
            ROOT / name,
            folder / name,
            ignore=lambda where, names: [
                each for each in names if not (Path(where) / each).is_dir() and not each.endswith(".py")
            ],
        )
    shutil.copyfile(ROOT / "pyproject.toml", folder / "pyproject.toml")
    for path, line in BREACHES.values():
        assert (folder / path).parent.is_dir()
        (folder / path).write_text(f'"""A breach."""\n\n{line}\n', encoding="utf-8")
    return folder


def test_the_contracts_hold():
    said = lint(ROOT)
    assert said.returncode == 0, said.stdout


def test_every_contract_is_a_sentence_and_has_a_twin():
    assert {each["id"] for each in CONTRACTS} == set(BREACHES)
    assert all(" " in each["name"] for each in CONTRACTS)


def test_each_contract_bites(broken_house):
    said = lint(broken_house)
    assert said.returncode == 1
    kept = "".join(said.stdout.split()).partition("Brokencontracts")[0]
    for contract in CONTRACTS:
        assert "".join(contract["name"].split()) + "BROKEN" in kept, contract["name"]


def test_whoever_may_not_know_flask_is_everybody_but_pages_and_commands():
    (contract,) = (each for each in CONTRACTS if each["id"] == "flask")
    rooms = {
        f"app.{each.stem}"
        for each in (ROOT / "app").iterdir()
        if (each / "__init__.py").is_file() or each.suffix == ".py"
    }
    assert set(contract["source_modules"]) == rooms - {"app.web", "app.cli", "app.__init__"} | {"importers"}
