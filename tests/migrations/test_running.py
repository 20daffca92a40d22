import subprocess
import sys
import textwrap

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel, select

from app.db import Database, LooseEnds
from app.migrations import running, tables
from app.migrations.running import SchemaMismatch, current, downgrade, head, refuse_newer, refuse_unready, upgrade
from app.social_map.models import Offer
from tests.databases import sqlite_url
from tests.migrations.next_version import config_for, scripts
from tests.social_map.drafts import draft, shelve


@pytest.fixture
def empty(bare_address):
    found = Database(bare_address)
    yield found
    found.close()


def shape(database):
    """Every table with its columns, indexes and constraints, as the database itself tells it."""
    look = sa.inspect(database.engine)
    return {
        table: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in look.get_columns(table)),
            sorted((i["name"], tuple(i["column_names"]), i["unique"]) for i in look.get_indexes(table)),
            sorted(
                (f["name"], tuple(f["constrained_columns"]), f["referred_table"]) for f in look.get_foreign_keys(table)
            ),
            sorted((u["name"], tuple(u["column_names"])) for u in look.get_unique_constraints(table)),
            sorted(c["name"] for c in look.get_check_constraints(table)),
        )
        for table in look.get_table_names()
    }


def contents(database):
    with database.engine.connect() as connection:
        return {
            table: connection.execute(sa.text(f'SELECT * FROM "{table}" ORDER BY 1')).fetchall()
            for table in sa.inspect(connection).get_table_names()
        }


def steps():
    return [each.revision for each in reversed(list(ScriptDirectory.from_config(running._config()).walk_revisions()))]


def fill(database, number=12):
    shelve(database, *(draft(f"Voorbeeld {each}", source_id=str(each), domains=("inkomen",)) for each in range(number)))


def test_the_newest_shape_is_what_the_models_say(empty):
    upgrade(empty)
    assert tables.ALL
    with empty.engine.connect() as connection:
        differences = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": False, "include_object": tables.compared}),
            SQLModel.metadata,
        )
    assert differences == []


def test_the_newest_shape_has_the_same_columns_and_constraints_as_the_models(empty, tmp_path):
    upgrade(empty)
    migrated = shape(empty)
    migrated.pop("alembic_version")
    with empty.reshaping() as connection:
        SQLModel.metadata.drop_all(connection)
        SQLModel.metadata.create_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
    assert shape(empty) == migrated


def test_every_step_up_down_to_nothing_and_up_again(empty):
    shapes = {}
    for step in steps():
        upgrade(empty, step)
        shapes[step] = shape(empty)
    for step in reversed(steps()):
        assert shape(empty) == shapes[step]
        downgrade(empty, "-1")
    assert set(shape(empty)) <= {"alembic_version"}
    upgrade(empty)
    assert shape(empty) == shapes[head()]


def test_every_step_keeps_the_data(database):
    fill(database)
    before = contents(database)
    upgrade(database)
    assert contents(database) == before


def test_a_step_that_changes_a_table_others_point_to_keeps_all_data(database, tmp_path, monkeypatch):
    fill(database)
    before = contents(database)
    monkeypatch.setattr(running, "_config", config_for(scripts(tmp_path)))
    upgrade(database)
    assert current(database) == "next"
    after = contents(database)
    assert after["offer"] == before["offer"]
    assert len(after["organisation"]) == len(before["organisation"])
    if database.is_sqlite:
        with database.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
    downgrade(database, "-1")
    back = contents(database)
    assert back["offer"] == before["offer"]
    assert back["organisation"] == before["organisation"]
    with pytest.raises(sa.exc.IntegrityError), database.writing() as session:
        session.execute(sa.text("UPDATE offer SET organisation_id = 999"))


def test_a_step_that_fails_half_way_leaves_everything_as_it_was(database, tmp_path, monkeypatch):
    fill(database)
    before = shape(database), contents(database)
    monkeypatch.setattr(running, "_config", config_for(scripts(tmp_path, "raise RuntimeError('half way')")))
    with pytest.raises(RuntimeError, match="half way"):
        upgrade(database)
    assert (shape(database), contents(database)) == before
    monkeypatch.undo()
    assert current(database) == head()


def test_a_step_that_is_killed_half_way_leaves_everything_as_it_was_and_can_be_done_again(
    address, tmp_path, monkeypatch
):
    database = Database(address)
    fill(database)
    before = shape(database), contents(database)
    database.close()
    deadly = scripts(tmp_path / "deadly", "os.kill(os.getpid(), signal.SIGKILL)")
    program = textwrap.dedent(f"""
        from pathlib import Path
        from app.db import Database
        from app.migrations import running
        from tests.migrations.next_version import config_for
        running._config = config_for(Path({str(deadly)!r}))
        running.upgrade(Database({address!r}))
    """)
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=60).returncode == -9
    assert (shape(database), contents(database)) == before
    monkeypatch.setattr(running, "_config", config_for(scripts(tmp_path / "whole")))
    upgrade(database)
    assert current(database) == "next"
    database.close()


def test_a_database_of_a_newer_version_is_refused(database):
    with database.reshaping() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for refuse in (refuse_newer, refuse_unready, upgrade):
        with pytest.raises(SchemaMismatch, match="nieuwere versie"):
            refuse(database)


def test_a_database_that_is_not_upgraded_is_refused_with_the_command_that_mends_it(empty):
    with pytest.raises(SchemaMismatch, match="leefplein database upgrade"):
        refuse_unready(empty)


def test_a_copy_is_made_before_an_upgrade(tmp_path, monkeypatch):
    database = Database(sqlite_url(tmp_path))
    fill(database, 3)
    monkeypatch.setattr(running, "_config", config_for(scripts(tmp_path)))
    was = upgrade(database)
    database.close()
    (copy,) = (tmp_path / "before-upgrade").glob("*.sqlite")
    assert copy.stat().st_mode & 0o077 == 0 or copy.parent.stat().st_mode & 0o077 == 0
    kept = Database(f"sqlite:///{copy}")
    assert current(kept) == was
    with kept.reading() as session:
        assert len(session.exec(select(Offer.id)).all()) == 3
    kept.close()


def test_no_copy_is_made_when_there_is_nothing_to_upgrade(tmp_path):
    database = Database(sqlite_url(tmp_path))
    upgrade(database)
    assert not (tmp_path / "before-upgrade").exists()
    database.close()


def test_a_step_that_leaves_loose_ends_is_not_made(tmp_path, monkeypatch):
    database = Database(sqlite_url(tmp_path))
    fill(database, 3)
    before = contents(database)
    monkeypatch.setattr(running, "_config", config_for(scripts(tmp_path, 'op.execute("DELETE FROM organisation")')))
    with pytest.raises(LooseEnds):
        upgrade(database)
    assert contents(database) == before
    with pytest.raises(sa.exc.IntegrityError), database.writing() as session:
        session.execute(sa.text("DELETE FROM organisation"))  # and the checks are on again
    database.close()
