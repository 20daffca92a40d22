"""What lies on the disk is for nobody else on the machine."""

import os
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.cli import demo
from app.copies import back_up, restore
from app.db import Database
from tests.copies.looking import INSTALLED


def modes(folder):
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}


def test_a_new_database_and_its_log_are_ours_alone(tmp_path):
    before = os.umask(0o022)
    try:
        database = Database(f"sqlite:///{tmp_path / 'data' / 'nieuw.sqlite'}")
        with database.writing() as session:
            session.execute(sa.text("CREATE TABLE proef (woord TEXT)"))
        found = modes(tmp_path)
        database.close()
    finally:
        os.umask(before)
    assert {"nieuw.sqlite", "nieuw.sqlite-wal"} <= set(found)
    assert set(found.values()) == {0o600}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


@pytest.mark.sqlite
def test_a_copy_is_ours_alone_from_its_first_byte(small, tmp_path, monkeypatch):
    copy = tmp_path / "kopie.sqlite"
    seen = []
    really = small.database.copy_to
    monkeypatch.setattr(
        type(small.database),
        "copy_to",
        lambda self, target: (seen.append(modes(tmp_path)[target.name]), really(target)),
    )
    before = os.umask(0o022)
    try:
        back_up(small.database, copy, INSTALLED)
        aside = Path(restore(small.database, copy, INSTALLED, tmp_path).aside)
    finally:
        os.umask(before)
    assert seen == [0o600]
    assert modes(tmp_path)["kopie.sqlite"] == 0o600
    assert stat.S_IMODE(aside.with_name("leefplein.sqlite").stat().st_mode) == 0o600


def test_the_folder_of_a_demo_is_ours_alone(tmp_path):
    before = os.umask(0o022)
    try:
        demo._make_room(tmp_path / "demo")
    finally:
        os.umask(before)
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (tmp_path / "demo", tmp_path / "demo" / "mail")] == [
        0o700,
        0o700,
    ]
