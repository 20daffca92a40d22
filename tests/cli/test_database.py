import sqlite3
from contextlib import closing

import pytest

from app.db import Database
from app.migrations.running import head
from tests.installing import settings_in


@pytest.mark.usefixtures("bare")
def test_from_nothing_to_a_database_that_is_right(run):
    code, _, said = run("database", "check")
    assert (code, "leeg" in said) == (1, True)
    assert run("database", "upgrade")[:2] == (0, f"Database bijgewerkt: leeg -> {head()}.\n")
    assert run("database", "upgrade")[0] == 0
    assert run("database", "check")[:2] == (0, "De database is in orde.\n")


def test_a_copy_and_back(installed, run, tmp_path, monkeypatch):
    code, said, warned = run("database", "backup", tmp_path / "kopie")
    assert code == 0
    assert "0 aanvragen" in said
    assert "leefplein keys backup" in said
    assert "LEEFPLEIN_BACKUP_KEY ontbreekt" in warned
    code, _, said = run("database", "backup", tmp_path / "kopie")
    assert (code, "bestaat al" in said) == (1, True)
    assert run("database", "verify", tmp_path / "kopie")[0] == 0
    code, said, _ = run("database", "restore", tmp_path / "kopie")
    assert code == 0
    assert "leefplein search rebuild" in said
    assert run("database", "check")[0] == 0


def test_a_copy_with_a_key_of_its_own_opens_with_that_key_only(installed, run, tmp_path, monkeypatch):
    monkeypatch.setenv("LEEFPLEIN_BACKUP_KEY", "a-key-for-backups-in-tests-that-is-long-enough")
    code, _, warned = run("database", "backup", tmp_path / "kopie")
    assert (code, warned) == (0, "")
    monkeypatch.setenv("LEEFPLEIN_BACKUP_KEY", "another-key-that-nobody-here-has-ever-used")
    for word in ("verify", "restore"):
        code, _, said = run("database", word, tmp_path / "kopie")
        assert (code, "andere sleutel" in said) == (1, True)
    assert run("database", "verify", tmp_path / "nergens")[0] == 1


def test_a_newer_database_is_refused(installed, run):
    database = Database(settings_in(installed).store)
    with database.reshaping() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    for words in (("database", "upgrade"), ("worker", "--once"), ("serve",)):
        code, _, said = run(*words)
        assert (code, "nieuwere versie" in said) == (1, True), words


@pytest.mark.sqlite
def test_loose_ends_are_found(installed, run):
    with closing(sqlite3.connect(installed / "leefplein.sqlite")) as connection:
        connection.execute(
            "INSERT INTO offer_event (offer_id, action, before, after, actor, reason, at) VALUES (99, 'x', '', '', '', '', '2026-01-01')"
        )
        connection.commit()
    code, _, said = run("database", "check")
    assert (code, "1 losse" in said) == (1, True)
