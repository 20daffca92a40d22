"""What the program imports is what an installation gets: a package of the test extra would be missing in production."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.guards import ROOT

OURS = {"app", "importers"}
NOT_AT_RUN_TIME = {"hatchling", "setuptools"}
"""What the building of a wheel uses."""


def imported(folder: Path) -> set[str]:
    """The top-level names that the modules under a folder import."""
    names: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {each.name.partition(".")[0] for each in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names


def missing(names: set[str], lock: str) -> set[str]:
    """Names of which no distribution stands in the lock. What is not installed here is of another Python or of the build."""
    locked = {re.sub(r"[-_.]+", "-", line.partition("==")[0]).lower() for line in lock.splitlines() if "==" in line}
    known = packages_distributions()
    return {
        name
        for name in names - OURS - NOT_AT_RUN_TIME
        if name in known and not {re.sub(r"[-_.]+", "-", each).lower() for each in known[name]} & locked
    }


@pytest.mark.parametrize("folder", sorted(OURS))
def test_what_the_program_imports_stands_in_the_lock_of_production(folder):
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert missing(imported(ROOT / folder), lock) == set()


def test_the_driver_of_postgresql_is_no_extra():
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert any(each.startswith("psycopg") for each in told["dependencies"])


def test_a_package_that_is_not_locked_is_noticed():
    assert missing({"psycopg", "flask"}, "flask==3.1.3 \\") == {"psycopg"}
