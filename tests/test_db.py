import fcntl
import sqlite3
import subprocess
import sys
import textwrap
import threading
from contextlib import closing
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from psycopg import sql
from sqlmodel import Session, select

from app.counting.models import Tally
from app.db import Database, DatabaseGone
from app.insight.models import SearchNote
from app.social_map.draft import Accessibility, Cost
from app.social_map.models import Offer
from app.social_map.vocabulary import Answer, CostKind
from app.sqlite_file import PRAGMAS
from tests.databases import address, database, sqlite_url  # noqa: F401
from tests.postgres import drop, new_database
from tests.social_map.drafts import draft, shelve

MONTH = date(2026, 11, 1)
THREADS, TURNS = 4, 80


@pytest.fixture
def sqlite(tmp_path):
    found = Database(sqlite_url(tmp_path), patience=0.3)
    yield found
    found.close()


def a_counter(database):
    with database.writing() as session:
        session.add(Tally(month=MONTH, municipality="hattem", measure="unmet"))


def the_count(database):
    with database.reading() as session:
        return session.exec(select(Tally.count)).one()


def add_one(session: Session) -> None:
    row = session.exec(select(Tally).with_for_update()).one()
    row.count += 1
    session.add(row)


def all_at_once(work):
    """Let four threads do their turns; returns how many turns said that they were kept."""
    kept = []

    def turns():
        for _ in range(TURNS):
            try:
                work()
            except sa.exc.OperationalError:
                continue
            kept.append(1)

    threads = [threading.Thread(target=turns) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(kept)


def test_every_connection_of_the_pool_has_the_safe_pragmas(sqlite):
    with sqlite.engine.connect() as one, sqlite.engine.connect() as two, sqlite.engine.connect() as three:
        for connection in (one, two, three):
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in PRAGMAS}
            assert found == PRAGMAS
    assert PRAGMAS["synchronous"] == 2  # FULL: what was promised survives a power cut
    assert PRAGMAS["foreign_keys"] == 1


def bytes_of(database):
    place = Path(database.url.removeprefix("sqlite:///"))
    return b"".join(each.read_bytes() for each in place.parent.glob(place.name + "*"))


def write_and_remove_canaries(database):
    with database.writing() as session:
        session.add_all(SearchNote(municipality="hattem", words=f"kanarie-{number:04}") for number in range(400))
    with database.writing() as session:
        session.execute(sa.delete(SearchNote))


def test_what_was_removed_is_nowhere_in_the_raw_bytes(sqlite):
    write_and_remove_canaries(sqlite)
    assert b"kanarie-" in bytes_of(sqlite)  # in the log still
    assert sqlite.forget_removed()
    assert b"kanarie-" not in bytes_of(sqlite)


def test_without_secure_delete_it_would_still_be_there(sqlite, monkeypatch):
    monkeypatch.setitem(PRAGMAS, "secure_delete", 0)
    write_and_remove_canaries(sqlite)
    assert sqlite.forget_removed()
    assert b"kanarie-" in bytes_of(sqlite)


def test_forgetting_what_was_removed_works_on_every_server(database):
    write_and_remove_canaries(database)
    assert database.forget_removed("search_note")


def test_four_threads_that_read_and_write_lose_nothing(database):
    a_counter(database)

    def work():
        with database.writing() as session:
            add_one(session)

    assert all_at_once(work) == THREADS * TURNS
    assert the_count(database) == THREADS * TURNS


def test_the_same_with_a_plain_begin_does_not_keep_all_320(tmp_path):
    """The twin that shows why writing() says BEGIN IMMEDIATE: without it updates fail or are lost."""
    database = Database(sqlite_url(tmp_path))
    a_counter(database)

    def work():
        with Session(database.engine) as session:
            add_one(session)
            session.commit()

    all_at_once(work)
    assert the_count(database) < THREADS * TURNS
    database.close()


def test_processes_wait_for_each_other(tmp_path):
    url = sqlite_url(tmp_path)
    database = Database(url)
    a_counter(database)
    program = textwrap.dedent(f"""
        from sqlmodel import select
        from app.counting.models import Tally
        from app.db import Database
        database = Database({url!r})
        for _ in range(40):
            with database.writing() as session:
                row = session.exec(select(Tally)).one()
                row.count += 1
                session.add(row)
    """)
    running = [subprocess.Popen([sys.executable, "-c", program]) for _ in range(3)]
    assert [process.wait(60) for process in running] == [0, 0, 0]
    assert the_count(database) == 120
    database.close()


def test_nothing_is_kept_of_a_block_that_fails(database):
    with pytest.raises(ZeroDivisionError), database.writing() as session:
        session.add(SearchNote(municipality="hattem", words="even weg"))
        session.flush()
        raise ZeroDivisionError
    with database.reading() as session:
        assert session.exec(select(SearchNote)).all() == []


def test_reading_keeps_nothing(database):
    with database.reading() as session:
        session.add(SearchNote(municipality="hattem", words="even weg"))
        session.flush()
    with database.reading() as session:
        assert session.exec(select(SearchNote)).all() == []


def test_rows_stay_readable_after_reading_and_after_writing(database):
    with database.writing() as session:
        written = SearchNote(municipality="hattem", words="even weg")
        session.add(written)
    with database.reading() as session:
        read = session.exec(select(SearchNote)).one()
    assert (written.id, written.words) == (read.id, "even weg")


def test_two_rows_with_the_same_values_are_not_the_same_row():
    one, two = SearchNote(municipality="hattem", words="x"), SearchNote(municipality="hattem", words="x")
    assert one != two
    assert len({one, two}) == 2


def test_a_reader_sees_one_moment_while_somebody_writes(database):
    a_counter(database)
    if database.is_sqlite:
        with database.reading() as session:
            before = session.exec(select(Tally.count)).one()
            with database.writing() as writing:
                add_one(writing)
            assert session.exec(select(Tally.count)).one() == before
    assert the_count(database) in {0, 1}


def test_a_moment_without_a_time_zone_is_refused(database):
    with pytest.raises(sa.exc.StatementError, match="without a time zone"), database.writing() as session:
        session.add(SearchNote(municipality="hattem", words="x", at=datetime(2026, 11, 22, 9, 0)))  # noqa: DTZ001


@pytest.mark.parametrize("hours", [-5, 0, 1, 13])
def test_a_moment_comes_back_as_the_same_moment_in_utc(database, hours):
    moment = datetime(2026, 3, 29, 1, 30, tzinfo=timezone(timedelta(hours=hours)))
    with database.writing() as session:
        session.add(SearchNote(municipality="hattem", words="x", at=moment))
    with database.reading() as session:
        found = session.exec(select(SearchNote)).one().at
    assert found == moment
    assert found.tzinfo is UTC


def test_a_frozen_value_comes_back_as_it_was(database):
    costs = (Cost(kind=CostKind.PRICE, amount="2.50", unit="keer", as_typed="2,50 per keer"), Cost(as_typed="?"))
    access = Accessibility(wheelchair=Answer.YES, toilet=Answer.NO)
    shelve(database, draft(costs=costs, accessibility=access, domains=("inkomen", "huisvesting")))
    with database.reading() as session:
        found = session.exec(select(Offer)).one()
    assert found.costs == costs
    assert found.accessibility == access
    assert found.domains == ("inkomen", "huisvesting")


def test_a_frozen_value_cannot_be_edited_unseen(database):
    shelve(database, draft())
    with database.reading() as session:
        found = session.exec(select(Offer)).one()
    with pytest.raises(ValueError, match="frozen"):
        found.accessibility.wheelchair = Answer.YES


def test_foreign_keys_are_held(database):
    offer = {"offer_id": 999, "action": "x", "before": "", "after": "", "actor": "", "reason": "", "at": "2026-11-22"}
    with pytest.raises(sa.exc.IntegrityError), database.writing() as session:
        session.execute(sa.text(f"INSERT INTO offer_event ({', '.join(offer)}) VALUES (:{', :'.join(offer)})"), offer)


def test_a_status_outside_the_list_is_refused_by_the_database(database):
    shelve(database, draft())
    with pytest.raises(sa.exc.IntegrityError), database.writing() as session:
        session.execute(sa.text("UPDATE offer SET status = 'half'"))


def test_a_writer_that_cannot_get_its_turn_hears_so(sqlite, tmp_path):
    with (tmp_path / "leefplein.sqlite.lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(DatabaseGone), sqlite.writing():
            pass
    a_counter(sqlite)
    assert the_count(sqlite) == 0


def test_a_turn_within_a_turn_is_refused_instead_of_waiting_for_ever(sqlite):
    with sqlite.writing(), pytest.raises(DatabaseGone), sqlite.writing():
        pass


def test_a_database_locked_by_another_program_is_gone_for_writing_and_still_readable(tmp_path):
    url = sqlite_url(tmp_path)
    database = Database(url)
    with closing(sqlite3.connect(tmp_path / "leefplein.sqlite")) as other:
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")
        with database.engine.connect() as connection:  # do not wait ten seconds for it in a test
            connection.exec_driver_sql("PRAGMA busy_timeout=50")
        with pytest.raises(DatabaseGone), database.writing() as session:
            session.add(SearchNote(municipality="hattem", words="x"))
            session.flush()
        with database.reading() as session:
            assert session.exec(select(SearchNote)).all() == []
        other.execute("ROLLBACK")
    a_counter(database)
    database.close()


def test_a_full_database_is_gone_and_comes_back_when_there_is_room(sqlite):
    a_counter(sqlite)
    with sqlite.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(DatabaseGone, match="full"), sqlite.writing() as session:
        session.add_all([SearchNote(municipality="hattem", words="x" * 400) for _ in range(200)])
    assert the_count(sqlite) == 0
    sqlite.close()  # new connections have no such limit: somebody made room
    with sqlite.writing() as session:
        add_one(session)
    assert the_count(sqlite) == 1


def test_a_read_only_database_is_gone_for_writing(tmp_path):
    database = Database(sqlite_url(tmp_path))
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=ON")
    with pytest.raises(DatabaseGone), database.writing() as session:
        session.add(SearchNote(municipality="hattem", words="x"))
    database.close()


def test_a_file_that_is_no_database_is_gone_for_reading_too(tmp_path):
    (tmp_path / "leefplein.sqlite").write_bytes(b"this is not a database" * 400)
    database = Database(f"sqlite:///{tmp_path / 'leefplein.sqlite'}")
    with pytest.raises(DatabaseGone), database.reading() as session:
        session.exec(select(SearchNote)).all()
    database.close()


@pytest.mark.postgres
def test_a_postgres_that_is_away_is_gone():
    database = Database("postgresql+psycopg://nobody@127.0.0.1:9/none")
    with pytest.raises(DatabaseGone), database.reading() as session:
        session.exec(select(SearchNote)).all()
    with pytest.raises(DatabaseGone), database.writing() as session:
        session.exec(select(SearchNote)).all()
    database.close()


@pytest.mark.postgres
def test_a_postgres_that_takes_no_writes_is_gone_for_writing():
    address = new_database()
    with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as control:
        control.execute(
            sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(
                sql.Identifier(control.info.dbname)
            )
        )
    database = Database(address)
    with pytest.raises(DatabaseGone), database.writing() as session:
        session.add(SearchNote(municipality="hattem", words="x"))
    with database.reading() as session:  # and who reads goes on
        assert session.exec(select(SearchNote)).all() == []
    database.close()
    drop(address)


@pytest.mark.postgres
def test_a_postgres_without_tables_is_gone_for_reading():
    address = new_database(upgraded=False)
    database = Database(address)
    with pytest.raises(DatabaseGone), database.reading() as session:
        session.exec(select(SearchNote)).all()
    database.close()
    drop(address)
