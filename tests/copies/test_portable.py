"""From PostgreSQL to PostgreSQL, and over to the other kind: what comes out is what went in, value for value."""

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from app import clock
from app.copies import CopyRefused, back_up, restore
from app.copies.portable import MADE_ANEW
from app.db import Database
from app.migrations import tables
from app.migrations.running import current, downgrade, head, upgrade
from app.outbox.models import WorkerBeat
from app.services import build_services
from tests import postgres
from tests.copies.looking import INSTALLED, note, notes
from tests.databases import sqlite_url
from tests.installing import SECRET, settings_in
from tests.search.small_map import small_map

pytestmark = pytest.mark.postgres


@pytest.fixture
def server():
    """A PostgreSQL database with tables."""
    url = postgres.new_database()
    found = Database(url)
    yield found
    found.close()
    postgres.drop(url)


@pytest.fixture
def bare():
    """A PostgreSQL database with nothing in it."""
    url = postgres.new_database(upgraded=False)
    found = Database(url)
    yield found
    found.close()
    postgres.drop(url)


@pytest.fixture
def here(tmp_path):
    """A folder for an installation."""
    (tmp_path / "here").mkdir()
    return tmp_path / "here"


def everything(database):
    """Every row of every table through our own models: table -> rows."""
    found = {}
    with database.looking() as connection:
        for table in SQLModel.metadata.sorted_tables:
            if table.name not in MADE_ANEW:
                rows = connection.execute(sa.select(table)).all()
                found[table.name] = sorted(map(repr, rows))
    return found


def test_the_tables_of_the_search_are_named():
    searching = {name for name, table in SQLModel.metadata.tables.items() if table.name.startswith("search_")}
    assert searching - {"search_note"} == MADE_ANEW
    assert tables.ALL


def test_a_whole_map_goes_to_postgresql_and_back_value_for_value(bare, here, tmp_path):
    small = small_map(here)
    back_up(small.database, tmp_path / "one", INSTALLED)
    upgrade(bare)
    restored = restore(bare, tmp_path / "one", INSTALLED, tmp_path)
    assert restored.rows["offer"] > 0
    with bare.writing() as session:  # a line of the backup itself came after its moment
        session.execute(sa.text("DELETE FROM audit_line WHERE action = 'database.backup'"))
    with small.database.writing() as session:
        session.execute(sa.text("DELETE FROM audit_line WHERE action = 'database.backup'"))
    assert everything(bare) == everything(small.database)

    back_up(bare, tmp_path / "two", INSTALLED)
    again = Database(f"sqlite:///{tmp_path / 'again' / 'leefplein.sqlite'}")
    restore(again, tmp_path / "two", INSTALLED, tmp_path)
    assert everything(again) == everything(small.database)
    again.close()
    small.database.close()


def test_numbers_go_on_where_they_were_also_those_whose_row_is_gone(server, bare, keys, tmp_path):
    for words in "abc":
        note(server, words)
    with server.writing() as session:
        session.execute(sa.text("DELETE FROM search_note WHERE words = 'c'"))
        highest = session.execute(sa.text("SELECT max(id) FROM search_note")).scalar()
    back_up(server, tmp_path / "copy", keys)
    restore(bare, tmp_path / "copy", keys, tmp_path)
    note(bare, "d")
    with bare.reading() as session:
        assert session.execute(sa.text("SELECT max(id) FROM search_note")).scalar() > highest
    assert notes(bare) == ["a", "b", "d"]


def test_what_was_there_is_kept_aside_and_references_hold_again(server, keys, tmp_path):
    note(server, "een")
    back_up(server, tmp_path / "copy", keys)
    note(server, "twee")
    back = restore(server, tmp_path / "copy", keys, tmp_path)
    assert notes(server) == ["een"]
    with server.looking() as connection:
        kept = connection.exec_driver_sql(f'SELECT words FROM "{back.aside}".search_note ORDER BY id').scalars().all()
    assert kept == ["een", "twee"]
    with pytest.raises(sa.exc.IntegrityError), server.writing() as session:
        session.execute(
            sa.text(
                "INSERT INTO offer_event (offer_id, action, before, after, actor, reason, at) VALUES (99, 'x', '', '', '', '', now())"
            )
        )


def test_a_database_somebody_works_in_is_left_alone(server, keys, tmp_path):
    note(server, "een")
    back_up(server, tmp_path / "copy", keys)
    with server.writing() as session:
        session.add(WorkerBeat(name="x", at=clock.now()))
    with pytest.raises(CopyRefused, match="Er werkt nog iemand"):
        restore(server, tmp_path / "copy", keys, tmp_path)
    assert notes(server) == ["een"]


def test_what_does_not_fit_changes_nothing_and_is_not_quoted(bare, keys, tmp_path):
    (tmp_path / "here").mkdir()
    here = Database(sqlite_url(tmp_path / "here"))
    note(here, "kanarie" * 2000)  # SQLite keeps more than a column says
    with here.writing() as session:
        session.execute(sa.text("UPDATE search_note SET municipality = :long"), {"long": "kanarie" * 100})
    back_up(here, tmp_path / "copy", keys)
    upgrade(bare)
    note(bare, "was er al")
    with pytest.raises(CopyRefused, match="search_note") as refused:
        restore(bare, tmp_path / "copy", keys, tmp_path)
    assert "kanarie" not in str(refused.value)
    assert notes(bare) == ["was er al"]
    here.close()


def test_a_copy_of_an_earlier_shape_comes_back_in_that_shape(server, bare, keys, tmp_path):
    note(server, "een")
    downgrade(server, "0005")
    back_up(server, tmp_path / "copy", keys)
    assert restore(bare, tmp_path / "copy", keys, tmp_path).schema == "0005"
    assert current(bare) == "0005"
    upgrade(bare)
    assert (current(bare), notes(bare)) == (head(), ["een"])


def test_an_empty_database_has_no_copy(bare, keys, tmp_path):
    with pytest.raises(CopyRefused, match="leeg"):
        back_up(bare, tmp_path / "copy", keys)


def test_the_services_go_on_over_what_came_over(bare, here, tmp_path):
    """A municipality that grows into a region: the backup of its SQLite file, restored on PostgreSQL, is the site."""
    small = small_map(here)
    back_up(small.database, tmp_path / "one", INSTALLED)
    small.database.close()
    restore(bare, tmp_path / "one", INSTALLED, tmp_path)
    services = build_services(settings_in(tmp_path / "region", database_url=bare.url, secret_key=SECRET))
    assert services.finder is not None
    services.database.close()


def test_an_account_that_may_not_is_told_so_and_changes_nothing(server, keys, tmp_path):
    note(server, "een")
    back_up(server, tmp_path / "copy", keys)
    url = sa.make_url(server.url)
    with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("DROP ROLE IF EXISTS leefplein_reader")
        connection.exec_driver_sql("CREATE ROLE leefplein_reader LOGIN PASSWORD 'x'")
        connection.exec_driver_sql("GRANT USAGE ON SCHEMA public TO leefplein_reader")
        connection.exec_driver_sql("GRANT SELECT ON ALL TABLES IN SCHEMA public TO leefplein_reader")
    reader = Database(url.set(username="leefplein_reader", password="x").render_as_string(hide_password=False))
    try:
        with pytest.raises(CopyRefused, match="eigenaar"):
            restore(reader, tmp_path / "copy", keys, tmp_path)
        assert notes(server) == ["een"]
    finally:
        reader.close()
        with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("DROP OWNED BY leefplein_reader")
            connection.exec_driver_sql("DROP ROLE leefplein_reader")
