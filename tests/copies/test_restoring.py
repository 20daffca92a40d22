import sqlite3
from contextlib import closing

import pytest

from app.copies import BackupKeys, CopyRefused, back_up, restore
from app.copies.files import rows_in
from app.db import Database
from tests.copies.looking import note, notes
from tests.databases import sqlite_url


@pytest.fixture
def here(tmp_path):
    (tmp_path / "data").mkdir()
    found = Database(sqlite_url(tmp_path / "data"))
    yield found
    found.close()


def test_a_copy_holds_everything_that_was_kept_before_it_and_goes_back_whole(here, keys, tmp_path):
    note(here, "een")
    back_up(here, tmp_path / "copy", keys)
    note(here, "twee")
    back = restore(here, tmp_path / "copy", keys, tmp_path / "data")
    assert notes(here) == ["een"]
    assert back.rows["search_note"] == 1
    kept = Database(f"sqlite:///{back.aside}")
    assert notes(kept) == ["een", "twee"]
    kept.close()
    assert sorted(each.name for each in tmp_path.iterdir()) == ["copy", "data"], "nothing is left lying about"
    assert not list((tmp_path / "data").glob("*coming*"))


def test_a_copy_of_an_earlier_version_that_was_not_sealed_still_goes_back(here, keys, tmp_path):
    note(here, "een")
    here.copy_to(tmp_path / "old.sqlite")
    note(here, "twee")
    restore(here, tmp_path / "old.sqlite", keys, tmp_path / "data")
    assert notes(here) == ["een"]


@pytest.mark.parametrize(
    "wrong",
    ["missing", "not a database", "cut off", "one byte", "another key", "another program", "newer", "loose ends"],
)
def test_what_is_no_whole_copy_of_ours_is_refused_and_changes_nothing(here, keys, tmp_path, wrong):
    note(here, "een")
    copy = tmp_path / "copy"
    if wrong == "not a database":
        copy.write_bytes(b"zomaar een bestand" * 100)
    elif wrong in {"cut off", "one byte"}:
        back_up(here, copy, keys)
        raw = bytearray(copy.read_bytes())
        if wrong == "cut off":
            del raw[len(raw) // 2 :]
        else:
            raw[-1] ^= 1
        copy.write_bytes(raw)
    elif wrong == "another key":
        back_up(here, copy, BackupKeys(["another-key-that-nobody-here-has-ever-used"]))
    elif wrong == "another program":
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("CREATE TABLE recipe (id INTEGER)")
    elif wrong in {"newer", "loose ends"}:
        here.copy_to(copy)
        with closing(sqlite3.connect(copy)) as connection:
            if wrong == "newer":
                connection.execute("UPDATE alembic_version SET version_num = '9999'")
            else:
                connection.execute(
                    "INSERT INTO offer_event (offer_id, action, before, after, actor, reason, at) VALUES (99, 'x', '', '', '', '', '2026-01-01')"
                )
            connection.commit()
        if wrong == "newer":  # sealed as well, as a newer version would have made it
            newer = Database(f"sqlite:///{copy}")
            with newer.engine.begin() as connection:
                assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "9999"
            newer.close()
    before = rows_in(tmp_path / "data" / "leefplein.sqlite")
    with pytest.raises(CopyRefused):
        restore(here, copy, keys, tmp_path / "data")
    assert notes(here) == ["een"]
    assert rows_in(tmp_path / "data" / "leefplein.sqlite").keys() == before.keys()
    assert not list((tmp_path / "data").glob("*coming*"))


def test_a_copy_goes_back_where_there_was_nothing(here, keys, tmp_path):
    note(here, "een")
    back_up(here, tmp_path / "copy", keys)
    fresh = Database(f"sqlite:///{tmp_path / 'elsewhere' / 'leefplein.sqlite'}")
    assert restore(fresh, tmp_path / "copy", keys, tmp_path / "elsewhere").aside == ""
    assert notes(fresh) == ["een"]
    fresh.close()


@pytest.mark.parametrize(
    "program",
    [
        "CREATE TRIGGER t AFTER INSERT ON offer BEGIN DELETE FROM offer; END",
        "CREATE VIEW v AS SELECT * FROM offer",
        "CREATE VIRTUAL TABLE w USING fts5(x)",
        'CREATE TABLE "a"" UNION SELECT 1 --" (x)',
    ],
)
def test_a_file_with_a_program_in_it_is_no_backup_of_ours(here, keys, tmp_path, program):
    """A plain file is taken from older versions: what it would go on doing in our database must not come along."""
    note(here, "een")
    here.copy_to(tmp_path / "copy")
    with closing(sqlite3.connect(tmp_path / "copy")) as connection:
        connection.execute(program)
        connection.commit()
    with pytest.raises(CopyRefused, match="Leefplein niet maakt"):
        restore(here, tmp_path / "copy", keys, tmp_path / "data")
    assert notes(here) == ["een"]
