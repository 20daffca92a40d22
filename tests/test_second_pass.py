"""What the second pass leaves out is what is written down, and what reaches a database is seen."""

import re
from pathlib import Path

import pytest

from tests import installing, postgres
from tests.databases import fresh_url, sqlite_url
from tests.second_pass import ABOUT_SQLITE, MAKERS, reached

TESTS = Path(__file__).resolve().parent
MARKED = re.compile(r"mark\." + "sqlite" + r"\b")


def test_the_modules_about_sqlite_are_the_ones_written_down():
    marked = {
        str(path.relative_to(TESTS.parent))
        for path in TESTS.rglob("test_*.py")
        if MARKED.search(path.read_text("utf-8"))
    }
    assert marked == set(ABOUT_SQLITE)
    assert all(len(reason) > 20 for reason in ABOUT_SQLITE.values())


def _through_a_helper(folder):
    return installing.copy_of(folder, folder)


class _House:
    def __init__(self, folder):
        self.url = fresh_url(folder)

    @staticmethod
    def of(folder):
        return _House(folder)


def _deep(folder):
    return [_House.of(each) for each in (folder,)]


def _a_program():
    return "services = make_database(folder)"


def _nothing(folder):
    return folder.exists()


def _only_sqlite(folder):
    return sqlite_url(folder)


@pytest.mark.parametrize("test", [_through_a_helper, _House, _deep, _a_program, postgres.new_database, *MAKERS])
def test_what_makes_a_database_is_seen(test):
    assert reached(test)


@pytest.mark.parametrize("test", [_nothing, _only_sqlite, installing.settings_in, installing.shipped_content])
def test_what_makes_none_that_this_pass_is_about_is_seen_too(test):
    assert not reached(test)
