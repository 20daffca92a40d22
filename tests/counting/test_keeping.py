import threading
from datetime import UTC, date, datetime

import pytest
import time_machine
from sqlmodel import select

from app.counting.keeping import Happened, count, count_all, hold, is_closed, write_held
from app.counting.models import Measure, Tally
from app.db import Database, DatabaseGone
from tests.databases import fresh_url

FOUND = Happened(Measure.REFERRAL, "hattem", "hattem", "inkomen", way="print", detail="own")
TODAY = datetime(2026, 11, 30, 23, 30, tzinfo=UTC)
"""Half past twelve at night of 1 December on the wall."""


@pytest.fixture
def file(tmp_path):
    """One database, where which kind does not matter."""
    return Database(fresh_url(tmp_path))


def rows(database):
    with database.reading() as session:
        return session.exec(select(Tally).order_by(Tally.id)).all()


def numbers(database):
    write_held(database, older_than=0)
    return [row.count for row in rows(database)]


@pytest.fixture
def no_turn(monkeypatch):
    """The database is away, until the block ends."""

    def away(database):
        def gone():
            raise DatabaseGone("even weg")

        return monkeypatch.setattr(database, "writing", gone)

    return away


@time_machine.travel(TODAY, tick=False)
def test_the_same_thing_is_one_row_that_grows_in_the_month_of_the_wall_clock(database):
    for number in (1, 3):
        with database.writing() as session:
            count(session, FOUND, number)
    with database.writing() as session:
        count(session, FOUND._replace(kern=""))
    first, second = rows(database)
    assert (first.month, first.municipality, first.measure) == (date(2026, 12, 1), "hattem", "referral")
    assert (first.kern, first.domain, first.way, first.detail) == ("hattem", "inkomen", "print", "own")
    assert (first.count, second.count) == (4, 1)


def test_many_at_once_lose_nothing(database):
    start, trouble = threading.Barrier(4), []

    def work():
        start.wait()
        try:
            for _ in range(10):
                with database.writing() as session:
                    count(session, FOUND)
        except BaseException as problem:
            trouble.append(problem)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert trouble == []
    assert numbers(database) == [40]


def test_what_is_undone_is_not_counted(file):
    def broken():
        with file.writing() as session:
            count(session, FOUND)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert numbers(file) == []


def test_a_busy_minute_is_written_together_and_nothing_is_lost(file, monkeypatch):
    written = []
    writing = file.writing
    monkeypatch.setattr(file, "writing", lambda: written.append(1) or writing())
    for _ in range(50):
        hold(file, FOUND)
    assert len(written) == 1
    assert numbers(file) == [50]


def test_counting_never_stands_in_the_way_and_what_could_not_be_written_waits(file, no_turn, monkeypatch):
    with monkeypatch.context():
        no_turn(file)
        hold(file, FOUND, FOUND._replace(way="mail"))
    monkeypatch.undo()
    assert numbers(file) == [1, 1]


def test_what_was_held_counts_in_the_month_it_happened(file, no_turn, monkeypatch):
    with time_machine.travel(datetime(2026, 9, 30, 12, tzinfo=UTC), tick=False):
        no_turn(file)
        hold(file, FOUND)
    monkeypatch.undo()
    with time_machine.travel(datetime(2026, 10, 2, 12, tzinfo=UTC), tick=False):
        write_held(file, older_than=0)
    assert [row.month for row in rows(file)] == [date(2026, 9, 1)]


def test_nothing_reaches_a_closed_quarter(file, no_turn, monkeypatch):
    with time_machine.travel(datetime(2026, 9, 30, 12, tzinfo=UTC), tick=False):
        no_turn(file)
        hold(file, FOUND)
    monkeypatch.undo()
    with time_machine.travel(datetime(2026, 10, 9, 12, tzinfo=UTC), tick=False):
        assert numbers(file) == []
        with file.writing() as session, pytest.raises(ValueError, match="closed"):
            count(session, FOUND, month=date(2026, 9, 30))
        with file.writing() as session:
            count(session, FOUND, month=date(2026, 9, 30), even_closed=True)
        assert numbers(file) == [1]


def test_invented_counts_are_put_in_together_and_added_to_what_is_there(database):
    for _ in range(2):
        with database.writing() as session:
            count_all(session, {(date(2020, 5, 7), FOUND): 3, (date(2020, 6, 1), FOUND): 2})
            count_all(session, {})
    assert [(row.month, row.count) for row in rows(database)] == [(date(2020, 5, 1), 6), (date(2020, 6, 1), 4)]


@pytest.mark.parametrize(
    ("month", "day", "closed"),
    [
        (date(2026, 7, 1), date(2026, 10, 7), False),
        (date(2026, 7, 1), date(2026, 10, 8), True),
        (date(2026, 12, 1), date(2027, 1, 7), False),
        (date(2026, 10, 1), date(2027, 1, 8), True),
    ],
)
def test_a_quarter_closes_a_week_after_its_last_day(month, day, closed):
    assert is_closed(month, day) is closed


def test_no_column_can_hold_who_or_what_was_asked():
    assert set(Tally.__table__.columns.keys()) == {
        *("id", "month", "municipality", "measure", "kern", "domain", "way", "detail", "count")
    }  # fmt: skip
