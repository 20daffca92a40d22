import sqlite3
import threading
from contextlib import closing

import pytest
from sqlmodel import select

from app.copies import CopyRefused, back_up, restore
from app.db import Database
from app.insight.models import SearchNote
from app.migrations.running import current, head
from tests.databases import sqlite_url


@pytest.fixture
def database(tmp_path):
    (tmp_path / "data").mkdir()
    found = Database(sqlite_url(tmp_path / "data"))
    yield found
    found.close()


def note(database, words):
    with database.writing() as session:
        session.add(SearchNote(municipality="hattem", words=words))


def notes(database):
    with database.reading() as session:
        return [each.words for each in session.exec(select(SearchNote).order_by(SearchNote.id))]


def test_a_copy_holds_everything_that_was_kept_before_it_and_goes_back_whole(database, tmp_path):
    note(database, "een")
    size = back_up(database, tmp_path / "copy.sqlite")
    assert size == (tmp_path / "copy.sqlite").stat().st_size
    note(database, "twee")
    aside = restore(database, tmp_path / "copy.sqlite")
    assert notes(database) == ["een"]
    kept = Database(f"sqlite:///{aside}")
    assert notes(kept) == ["een", "twee"]
    kept.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy.sqlite", "data"], "nothing is left lying about"


def test_a_copy_made_while_people_write_misses_nothing_that_was_kept_before_it_began(database, tmp_path):
    stop, kept = threading.Event(), []

    def write():
        while not stop.is_set():
            note(database, str(len(kept)))
            kept.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for turn in range(5):
            before = len(kept)
            back_up(database, tmp_path / f"{turn}.sqlite")
            copy = Database(f"sqlite:///{tmp_path / f'{turn}.sqlite'}")
            found = [int(each) for each in notes(copy)]
            assert len(found) >= before
            assert found == list(range(len(found)))
            assert current(copy) == head()
            copy.close()
    finally:
        stop.set()
        writer.join()


def test_a_copy_is_for_nobody_elses_eyes(database, tmp_path):
    back_up(database, tmp_path / "deep" / "copy.sqlite")
    assert (tmp_path / "deep" / "copy.sqlite").stat().st_mode & 0o777 == 0o600


def test_a_copy_is_never_written_over(database, tmp_path):
    (tmp_path / "copy.sqlite").write_text("kostbaar")
    with pytest.raises(CopyRefused, match="bestaat al"):
        back_up(database, tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").read_text() == "kostbaar"


@pytest.mark.parametrize("wrong", ["missing", "not a database", "cut off", "another program", "newer"])
def test_what_is_no_whole_copy_of_ours_is_refused_and_changes_nothing(database, tmp_path, wrong):
    note(database, "een")
    copy = tmp_path / "copy.sqlite"
    if wrong == "not a database":
        copy.write_bytes(b"zomaar een bestand" * 100)
    elif wrong == "cut off":
        back_up(database, copy)
        copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
    elif wrong == "another program":
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("CREATE TABLE recipe (id INTEGER)")
    elif wrong == "newer":
        back_up(database, copy)
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()
    with pytest.raises(CopyRefused):
        restore(database, copy)
    assert notes(database) == ["een"]
    assert not list(tmp_path.glob(".copy*"))


def test_a_copy_goes_back_where_there_was_nothing(database, tmp_path):
    note(database, "een")
    back_up(database, tmp_path / "copy.sqlite")
    fresh = Database(f"sqlite:///{tmp_path / 'elsewhere' / 'leefplein.sqlite'}")
    assert restore(fresh, tmp_path / "copy.sqlite") is None
    assert notes(fresh) == ["een"]
    fresh.close()


def test_of_another_kind_of_database_the_proper_tool_is_named(tmp_path):
    database = Database("postgresql+psycopg://nobody@127.0.0.1:9/none")
    with pytest.raises(CopyRefused, match="pg_dump"):
        back_up(database, tmp_path / "x")
    with pytest.raises(CopyRefused, match="pg_restore"):
        restore(database, tmp_path / "x")
    database.close()
