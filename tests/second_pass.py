"""The suite once more on PostgreSQL: LEEFPLEIN_TEST_DATABASE=postgres, or `make test-postgres`.

Every installation that a test makes is then on PostgreSQL. What would only be done twice is left out of that pass: a test
that reaches no database at all, and a test that is about SQLite itself. Which reach one is read from the code, by following every
call from the test and its fixtures (their closures) to what makes a database. `LEEFPLEIN_TEST_DATABASE=sqlite` is the other
half: without the tests marked `postgres`. A test that makes a database there without being seen to reach one is an error.
"""

import inspect
from collections.abc import Iterator
from functools import cache
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from tests import databases, installing, postgres

MAKERS = frozenset(
    {
        databases.fresh_url,
        installing.make_database,
        installing.make_template,
        installing.copy_folder,
        postgres.new_database,
    }
)
SAID = tuple(f"{maker.__name__}(" for maker in MAKERS)
"""How a program that a test starts as a text of its own names them."""
ABOUT_SQLITE = {
    "tests/cli/test_database.py": "only SQLite can have references that lead nowhere: it checks them when it is told to",
    "tests/reliability/test_matching_privacy.py": "the bytes of the database's own file and of the index beside it",
    "tests/reliability/test_ready.py": "its own half on SQLite; the other half is done in the second pass",
    "tests/reliability/test_restore_drill.py": "its own half on SQLite; the other half is done in the second pass",
    "tests/reliability/test_security_files.py": "who may read the copy of a file while it is made",
    "tests/test_health.py": "a database file that is damaged",
    "tests/reliability/test_privacy.py": "the bytes of the database's own file, after erasure: a server's files are the operator's",
}
"""Modules with tests marked `sqlite`, and why they are about SQLite."""


def _inside(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _inside(constant)


def _ours(thing: Any) -> bool:
    name = getattr(thing, "__module__", None) or getattr(thing, "__name__", "")
    return isinstance(name, str) and (name == "tests" or name.startswith(("tests.", "test_", "conftest")))


def _called(function: FunctionType) -> Iterator[Any]:
    """What of our own tests this function names."""
    names = {name for code in _inside(function.__code__) for name in code.co_names}
    for name in names:
        found = function.__globals__.get(name)
        if isinstance(found, ModuleType) and _ours(found):
            yield from (vars(found)[each] for each in names if each in vars(found))
        elif found is not None:
            yield found
    for cell in function.__closure__ or ():
        yield cell.cell_contents


def _functions(thing: Any) -> Iterator[FunctionType]:
    thing = getattr(getattr(thing, "hypothesis", None), "inner_test", thing)
    thing = inspect.unwrap(thing) if callable(thing) else thing
    if isinstance(thing, FunctionType):
        yield thing
    elif isinstance(thing, type):
        for base in thing.__mro__:
            if _ours(base):
                yield from (each for each in map(_plain, vars(base).values()) if isinstance(each, FunctionType))


def _plain(member: Any) -> Any:
    member = member.fget if isinstance(member, property) else member
    return getattr(member, "__func__", getattr(member, "function", member))


@cache
def reached(start: Any) -> bool:
    """Whether a function of the tests, or whatever it calls, makes a database of this pass."""
    seen: set[Any] = set()
    waiting = list(_functions(start))
    while waiting:
        function = waiting.pop()
        if function in MAKERS:
            return True
        if function in seen:
            continue
        seen.add(function)
        texts = [each for code in _inside(function.__code__) for each in code.co_consts if isinstance(each, str)]
        if any(said in text for text in texts for said in SAID):
            return True
        waiting += [each for called in _called(function) if _ours(called) for each in _functions(called)]
    return False


def touches_a_database(item: pytest.Item) -> bool:
    """Whether this test, or a fixture in its closure, makes a database of this pass."""
    fixtures = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009  (pytest names it so, and offers no other way)
    functions = {definition.func for each in fixtures.values() for definition in each}
    functions.add(getattr(item, "function", None) or getattr(item, "cls", None))
    if getattr(item, "cls", None) is not None:
        functions.add(item.cls)
    return any(reached(each) for each in functions)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what belongs to the other pass."""
    if databases.PASS:
        out = {each for each in items if not _belongs(each)}
        config.hook.pytest_deselected(items=list(out))
        items[:] = [each for each in items if each not in out]


def _belongs(item: pytest.Item) -> bool:
    """Whether this test is done in this pass: in the second one, only what the kind of database can make a difference to."""
    if item.get_closest_marker("postgres"):
        return databases.ON_POSTGRES
    return not databases.ON_POSTGRES or (not item.get_closest_marker("sqlite") and touches_a_database(item))


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef: Any, request: Any) -> Any:
    """What a fixture of one test makes goes when the test is over; what one of a module or of all tests makes is kept."""
    with postgres.made_in(fixturedef.scope):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Any:
    """What a test itself makes is its own too."""
    with postgres.made_in("function"):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Any:
    """The databases of this test go; one that it made unseen would have been left out of the second pass."""
    result = yield
    unseen = databases.made and databases.PASS == "sqlite" and not touches_a_database(item)
    databases.made.clear()
    postgres.throw_away()
    assert not unseen, "this test makes a database in a way that tests/second_pass.py does not see"
    return result
