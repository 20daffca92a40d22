"""One worker of all has the turn; who lost it without knowing hears so."""

import threading

import pytest
import sqlalchemy as sa

from app.db import Database, DatabaseGone
from app.outbox.turns import Turn
from tests import postgres


@pytest.fixture
def two(address):
    """The same database as two processes have it."""
    found = Database(address), Database(address)
    yield found
    for each in found:
        each.close()


@pytest.fixture
def two_of_postgres(postgres_address):
    """On PostgreSQL the lock is a connection's; on SQLite a file's, which is held until its holder lets go or dies."""
    found = Database(postgres_address), Database(postgres_address)
    yield found
    for each in found:
        each.close()


def test_one_has_it_until_it_lets_go(two):
    first, second = (Turn(each, "chores") for each in two)
    assert [first.mine(), second.mine(), first.mine(), second.mine()] == [True, False, True, False]
    first.let_go()
    assert [second.mine(), first.mine()] == [True, False]
    second.let_go()


def test_turns_of_another_name_are_other_turns(two):
    turns = [Turn(two[0], "chores"), Turn(two[1], "something else")]
    assert [each.mine() for each in turns] == [True, True]
    for each in turns:
        each.let_go()


def test_of_many_at_once_one_has_it(address):
    databases = [Database(address) for _ in range(8)]
    turns = [Turn(each, "chores") for each in databases]
    ready, had = threading.Barrier(len(turns)), []

    def ask(turn):
        ready.wait(10)
        had.append(turn.mine())

    threads = [threading.Thread(target=ask, args=(each,)) for each in turns]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert sorted(had) == [False] * 7 + [True]
    for turn, database in zip(turns, databases, strict=True):
        turn.let_go()
        database.close()


def _end_the_connection_with_the_lock(database):
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        ended = connection.scalars(
            sa.text(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        ).all()
    assert ended == [True]


@pytest.mark.postgres
def test_who_lost_the_connection_with_the_lock_hears_that_the_turn_is_not_theirs(two_of_postgres):
    first, second = (Turn(each, "chores") for each in two_of_postgres)
    assert first.mine()
    _end_the_connection_with_the_lock(two_of_postgres[1])
    assert [second.mine(), first.mine(), second.mine()] == [True, False, True]
    second.let_go()
    assert first.mine()
    _end_the_connection_with_the_lock(two_of_postgres[1])
    assert first.mine(), "when nobody took it meanwhile, we take it again"
    first.let_go()


@pytest.mark.postgres
def test_a_database_that_is_away_takes_the_turn_with_it(two_of_postgres):
    first, second = (Turn(each, "chores") for each in two_of_postgres)
    assert first.mine()
    with postgres.away(two_of_postgres[0].url):
        for _ in range(2):
            with pytest.raises(DatabaseGone):
                first.mine()
    assert [second.mine(), first.mine()] == [True, False], "it was let go of, not kept by somebody who cannot know"
    second.let_go()
