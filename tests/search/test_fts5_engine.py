"""The engine that needs only SQLite: its file may be damaged too."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from app.search.engine import IndexUnavailable, Limits
from app.search.fts5_engine import FILE, Fts5Engine
from tests.search.conftest import PlainWords, asked, example_region, offer


@pytest.fixture
def engine(tmp_path: Path, words: PlainWords) -> Fts5Engine:
    engine = Fts5Engine(tmp_path, words)
    engine.rebuild(example_region())
    return engine


def test_another_process_sees_the_changes(tmp_path: Path, engine: Fts5Engine) -> None:
    other = Fts5Engine(tmp_path, PlainWords())
    assert other.search(asked("later"), Limits()).total == 0
    engine.index([offer(500, "Later")])
    assert other.search(asked("later"), Limits()).total == 1
    other.close()


@pytest.mark.parametrize("damage", [b"", b"no database at all" * 100])
def test_a_damaged_file_is_told_and_a_rebuild_mends_it(tmp_path: Path, engine: Fts5Engine, damage: bytes) -> None:
    engine.close()
    for file in tmp_path.glob(f"{FILE}*"):
        file.unlink()
    (tmp_path / FILE).write_bytes(damage)
    with pytest.raises(IndexUnavailable):
        engine.search(asked("dementie"), Limits())
    assert not engine.health().ok
    engine.rebuild(example_region())
    assert engine.search(asked("dementie"), Limits()).total == 4
    assert engine.health().ok
    engine.close()


def test_an_index_of_another_version_is_told(tmp_path: Path, engine: Fts5Engine) -> None:
    engine.close()
    connection = sqlite3.connect(tmp_path / FILE)
    connection.execute("UPDATE about SET format = 0")
    connection.commit()
    connection.close()
    with pytest.raises(IndexUnavailable) as told:
        engine.search(asked("dementie"), Limits())
    assert told.value.reason == "old"
    engine.rebuild(example_region())
    assert engine.search(asked("dementie"), Limits()).total == 4
    engine.close()


def test_a_file_that_is_taken_away_is_missing(tmp_path: Path, engine: Fts5Engine) -> None:
    (tmp_path / FILE).unlink()
    with pytest.raises(IndexUnavailable) as told:
        engine.keys()
    assert told.value.reason == "missing"
