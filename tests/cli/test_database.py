import sqlite3
from contextlib import closing

from app.migrations.running import head


def test_from_nothing_to_a_database_that_is_right(place, run):
    code, _, said = run("database", "check")
    assert (code, "leeg" in said) == (1, True)
    assert run("database", "upgrade")[:2] == (0, f"Database bijgewerkt: leeg -> {head()}.\n")
    assert run("database", "upgrade")[0] == 0
    assert run("database", "check")[:2] == (0, "De database is in orde.\n")


def test_a_copy_and_back(installed, run, tmp_path):
    assert run("database", "backup", tmp_path / "kopie.sqlite")[0] == 0
    code, _, said = run("database", "backup", tmp_path / "kopie.sqlite")
    assert (code, "bestaat al" in said) == (1, True)
    code, said, _ = run("database", "restore", tmp_path / "kopie.sqlite")
    assert code == 0
    assert "leefplein search rebuild" in said
    assert run("database", "check")[0] == 0


def test_a_newer_database_is_refused(installed, run):
    with closing(sqlite3.connect(installed / "leefplein.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    for words in (("database", "upgrade"), ("worker", "--once"), ("serve",)):
        code, _, said = run(*words)
        assert (code, "nieuwere versie" in said) == (1, True), words


def test_loose_ends_are_found(installed, run):
    with closing(sqlite3.connect(installed / "leefplein.sqlite")) as connection:
        connection.execute(
            "INSERT INTO offer_event (offer_id, action, before, after, actor, reason, at) VALUES (99, 'x', '', '', '', '', '2026-01-01')"
        )
        connection.commit()
    code, _, said = run("database", "check")
    assert (code, "1 losse" in said) == (1, True)
