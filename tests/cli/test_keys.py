import os
import sqlite3
import stat
import subprocess
import sys

import pytest

from app.conversation.asking import ask, subjects_in_use
from app.conversation.models import Support
from app.conversation.shapes import Asked, Contact, NewRequest, Story
from app.data_keys import KeyStore
from app.db import Database
from app.services import build_services
from tests.copies.looking import plain
from tests.installing import ROOT, SECRET, settings_in

NEW = "another-secret-for-tests-that-is-long-enough"


def ask_something(installed):
    """A real request in the installation, sealed with its own key."""
    services = build_services(settings_in(installed))
    wanted = NewRequest(
        municipality="hattem",
        contact=Contact(name="Voorbeeld", phone="0384441234"),
        story=Story(questions=(Asked(text="Kanarie zoekt iemand om mee te eten."),)),
        support=Support.NO,
    )
    ask(services.office, wanted, "form")
    with services.database.reading() as session:
        names = subjects_in_use(session)
    services.keys.close()
    services.database.close()
    return names


@pytest.fixture
def keys(installed):
    """The store of the installation, with two keys in it."""
    store = KeyStore(settings_in(installed).key_store, [SECRET])
    store.make("request:1")
    store.make("request:2")
    yield store
    store.close()


def test_a_copy_and_back(keys, run, tmp_path):
    copy = tmp_path / "keys-copy.sqlite"
    code, said, _ = run("keys", "backup", copy)
    assert (code, "2 sleutels" in said) == (0, True)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    keys.make("request:3")
    assert "3 sleutels" in run("keys", "backup", copy)[1]  # over the older one
    keys.close()
    for beside in keys.place.parent.glob("data-keys*"):
        beside.unlink()
    code, said, _ = run("keys", "restore", copy)
    assert (code, "3 sleutels" in said) == (0, True)
    assert run("keys", "check")[0] == 0


def test_a_damaged_store_is_named_and_mended(keys, run, tmp_path):
    run("keys", "backup", tmp_path / "copy.sqlite")
    keys.close()
    keys.place.write_bytes(b"stuk" * 5000)
    code, _, said = run("keys", "check")
    assert (code, str(keys.place) in said) == (1, True)
    code, said, _ = run("keys", "restore", tmp_path / "copy.sqlite")
    assert (code, "ging niet open en staat nu in" in said) == (0, True)
    assert run("keys", "check")[0] == 0


def test_another_secret_and_back_with_rotate(keys, run, monkeypatch, tmp_path):
    run("keys", "backup", tmp_path / "copy.sqlite")
    monkeypatch.setenv("LEEFPLEIN_SECRET_KEY", NEW)
    for words in (
        ("check",),
        ("rotate",),
        ("backup", tmp_path / "other.sqlite"),
        ("restore", tmp_path / "copy.sqlite"),
    ):
        code, _, said = run("keys", *words)
        assert (code, "LEEFPLEIN_SECRET_KEY" in said) == (1, True), words
    assert not (tmp_path / "other.sqlite").exists()
    monkeypatch.setenv("LEEFPLEIN_SECRET_KEY_FALLBACKS", f'["{SECRET}"]')
    code, said, _ = run("keys", "rotate")
    assert (code, said.startswith("2 sleutels")) == (0, True)
    monkeypatch.delenv("LEEFPLEIN_SECRET_KEY_FALLBACKS")
    assert run("keys", "check")[0] == 0


def test_looking_makes_no_store(installed, run, tmp_path):
    for words in (("check",), ("rotate",), ("backup", tmp_path / "copy.sqlite")):
        code, _, said = run("keys", *words)
        assert (code, "is er niet" in said) == (1, True), words
    assert not (installed / "data-keys.sqlite").exists()


def test_what_is_no_copy_is_refused(keys, run, tmp_path):
    (tmp_path / "letter.txt").write_text("Beste")
    for words in (("restore", tmp_path / "letter.txt"), ("restore", tmp_path / "nowhere"), ("backup", tmp_path / "letter.txt"), ("backup", keys.place)):  # fmt: skip
        assert run("keys", *words)[0] == 1, words
    assert keys.subjects() == {"request:1", "request:2"}


def test_a_copy_of_the_database_never_holds_the_keys(keys, run, tmp_path):
    assert run("database", "backup", tmp_path / "database")[0] == 0
    copy = Database(f"sqlite:///{plain(tmp_path / 'database', tmp_path / 'opened.sqlite')}")
    with copy.looking() as connection:
        tables = {row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master")}
    copy.close()
    assert "audit_line" in tables
    assert not {name for name in tables if "data_key" in name}


def program(*words, **environment):
    return subprocess.run(
        [sys.executable, "-m", "app.cli", *words], cwd=ROOT, env=dict(os.environ) | environment, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("words", [("serve", "--port", "1"), ("worker", "--once"), ("keys", "check")])
def test_a_key_store_that_does_not_open_stops_the_start_in_plain_words(keys, words):
    """The program itself: exit code 1, what to do, and no traceback."""
    done = program(*words, LEEFPLEIN_SECRET_KEY=NEW)
    assert done.returncode == 1
    assert str(keys.place) in done.stderr
    assert "LEEFPLEIN_SECRET_KEY_FALLBACKS" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("serve", "--port", "1"), ("worker", "--once"), ("keys", "check")])
def test_a_key_store_that_is_lost_stops_the_start_in_plain_words(installed, words):
    ask_something(installed)
    for beside in installed.glob("data-keys*"):
        beside.unlink()
    done = program(*words)
    assert done.returncode == 1
    assert str(installed / "data-keys.sqlite") in done.stderr
    assert "LEEFPLEIN_DATA_KEYS" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (installed / "data-keys.sqlite").exists()


def test_an_old_copy_of_the_database_with_the_newest_keys_starts_and_stays_unreadable(installed, run, tmp_path):
    """The drill of docs/operators/backup.md, with its commands."""
    (erased,) = ask_something(installed)
    run("database", "backup", tmp_path / "old.sqlite")
    run("keys", "backup", tmp_path / "keys.sqlite")
    store = KeyStore(settings_in(installed).key_store, [SECRET])
    store.destroy(erased)
    store.close()
    run("keys", "backup", tmp_path / "keys.sqlite")
    for lost in [*installed.glob("data-keys*"), *installed.glob("leefplein.sqlite*")]:
        lost.unlink()
    assert run("database", "restore", tmp_path / "old.sqlite")[0] == 0
    assert run("keys", "restore", tmp_path / "keys.sqlite")[0] == 0
    assert run("keys", "check")[0] == 0
    assert run("worker", "--once")[0] == 0  # it starts: nothing was lost
    services = build_services(settings_in(installed))
    with services.database.reading() as session:
        assert subjects_in_use(session) == (erased,)
    assert services.keys.open_many([erased]) == {}
    services.keys.close()
    services.database.close()


def test_some_lost_keys_are_told_by_doctor(installed, run):
    (name,) = ask_something(installed)
    assert "van 1 aanvragen" not in run("doctor")[1]
    with sqlite3.connect(installed / "data-keys.sqlite") as connection:
        connection.execute("DELETE FROM data_key WHERE subject = ?", (name,))
    connection.close()
    assert "van 1 aanvragen (of aanbod, of vragen om hulp) is de sleutel weg" in run("doctor")[1]
