import pytest
import sqlalchemy as sa

from app.copies import back_up, restore
from app.data_keys import CopyRefused, Erased, KeysLost, KeyStore, restore_keys
from app.db import Database
from app.sealing import Unopened
from tests import postgres
from tests.copies.looking import INSTALLED, plain
from tests.databases import sqlite_url

PLACE = ("conversation_request", "sealed_contact", "7f3")
OTHER = "another-secret-for-tests-that-is-long-enough"


@pytest.fixture
def copy(tmp_path):
    return tmp_path / "copies" / "keys.sqlite"


def test_a_lost_store_comes_back_whole(keys, copy, secret, tmp_path):
    sealed = keys.make("request:1").seal(*PLACE, "Voorbeeld")
    keys.back_up(copy)
    fresh = KeyStore(f"sqlite:///{tmp_path / 'new' / 'data-keys.sqlite'}", [secret])
    assert restore_keys(fresh, copy) == (1, None)
    assert fresh.open("request:1").open(*PLACE, sealed) == "Voorbeeld"
    fresh.close()


@pytest.mark.postgres
def test_a_file_can_be_put_back_on_a_server(file_keys, copy, secret):
    sealed = file_keys.make("request:1").seal(*PLACE, "Voorbeeld")
    file_keys.back_up(copy)
    url = postgres.new_database(upgraded=False)
    server = KeyStore(url, [secret])
    assert restore_keys(server, copy) == (1, None)
    assert server.open("request:1").open(*PLACE, sealed) == "Voorbeeld"
    server.close()
    postgres.drop(url)


def test_an_older_copy_brings_back_nothing_that_was_erased_and_takes_nothing_away(keys, copy):
    for number in (1, 2, 3):
        keys.make(f"request:{number}")
    keys.back_up(copy)
    keys.destroy("request:2")
    keys.make("request:4")
    assert restore_keys(keys, copy) == (0, None)
    assert keys.subjects() == {"request:1", "request:3", "request:4"}
    with pytest.raises(Erased):
        keys.open("request:2")


def test_what_the_copy_knows_as_erased_is_erased_here_too(keys, copy, tmp_path, secret):
    old = tmp_path / "old.sqlite"
    keys.make("request:1")
    keys.make("request:2")
    keys.back_up(old)
    keys.destroy("request:1")
    keys.back_up(copy)
    stale = KeyStore(f"sqlite:///{tmp_path / 'stale.sqlite'}", [secret])
    restore_keys(stale, old)
    restore_keys(stale, copy)
    assert stale.subjects() == {"request:2"}
    stale.close()


def test_a_copy_of_another_secret_is_refused_and_nothing_changes(file_keys, copy, tmp_path):
    other = KeyStore(f"sqlite:///{tmp_path / 'other.sqlite'}", [OTHER])
    other.make("request:9")
    other.back_up(copy)
    other.close()
    file_keys.make("request:1")
    with pytest.raises(CopyRefused, match="gaat niet open met LEEFPLEIN_SECRET_KEY"):
        restore_keys(file_keys, copy)
    assert file_keys.subjects() == {"request:1"}


def test_a_damaged_store_is_kept_aside(file_keys, copy):
    sealed = file_keys.make("request:1").seal(*PLACE, "Voorbeeld")
    file_keys.back_up(copy)
    file_keys.close()
    file_keys.place.write_bytes(b"stuk" * 5000)
    number, aside = restore_keys(file_keys, copy)
    assert number == 1
    assert aside.read_bytes().startswith(b"stuk")
    assert file_keys.open("request:1").open(*PLACE, sealed) == "Voorbeeld"


@pytest.mark.postgres
def test_a_server_with_keys_of_another_secret_is_left_alone(file_keys, copy):
    url = postgres.new_database(upgraded=False)
    other = KeyStore(url, [OTHER])
    other.make("request:9")
    other.close()
    file_keys.make("request:1")
    file_keys.back_up(copy)
    ours = KeyStore(url, ["a-secret-for-tests-only-and-long-enough"])
    with pytest.raises(CopyRefused, match="gaat niet open"):
        restore_keys(ours, copy)
    other.open("request:9")
    ours.close()
    other.close()
    postgres.drop(url)


def test_the_drill_an_old_backup_of_the_database_with_the_newest_keys(file_keys, copy, tmp_path):
    """Promise 47: what was erased stays unreadable, also in backups from before."""
    (tmp_path / "data").mkdir()
    database = Database(sqlite_url(tmp_path / "data"))
    with database.writing() as session:
        session.execute(sa.text("CREATE TABLE example (uid TEXT PRIMARY KEY, sealed BLOB NOT NULL)"))
        for uid in ("1", "2"):
            sealed = file_keys.make(f"request:{uid}").seal("example", "sealed", uid, f"Voorbeeld {uid}")
            session.execute(sa.text("INSERT INTO example VALUES (:uid, :sealed)"), {"uid": uid, "sealed": sealed})
    back_up(database, tmp_path / "copies" / "database", INSTALLED)
    file_keys.back_up(copy)
    opened = plain(tmp_path / "copies" / "database", tmp_path / "opened.sqlite").read_bytes()
    assert b"data_key" not in opened

    file_keys.destroy("request:1")
    with database.writing() as session:
        session.execute(sa.text("DELETE FROM example WHERE uid = '1'"))
    file_keys.back_up(copy)

    restore(database, tmp_path / "copies" / "database", INSTALLED, tmp_path)
    file_keys.close()
    for beside in list(file_keys.place.parent.iterdir()):
        beside.unlink()
    restore_keys(file_keys, copy)
    with database.reading() as session:
        rows = dict(session.execute(sa.text("SELECT uid, sealed FROM example")).all())
    assert set(rows) == {"1", "2"}  # the row is back
    with pytest.raises(Erased):
        file_keys.open("request:1")  # and nobody can read it
    with pytest.raises(Unopened):
        file_keys.open("request:2").open("example", "sealed", "1", rows["1"])
    assert file_keys.open("request:2").open("example", "sealed", "2", rows["2"]) == "Voorbeeld 2"
    database.close()


def test_without_any_copy_there_is_nothing_to_put_back(file_keys, tmp_path):
    with pytest.raises(CopyRefused, match="is er niet"):
        restore_keys(file_keys, tmp_path / "nowhere.sqlite")
    assert not file_keys.is_there()


def test_without_a_secret_nothing_is_put_back(file_keys, copy):
    file_keys.make("request:1")
    file_keys.back_up(copy)
    bare = KeyStore(file_keys.address, [])
    with pytest.raises((CopyRefused, KeysLost), match="LEEFPLEIN_SECRET_KEY"):
        restore_keys(bare, copy)
