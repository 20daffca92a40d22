"""The index in the database: damage is noticed, death of a writer does no harm, changes by other machines are seen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.db import Database, DatabaseGone
from app.search.document import SearchDocument
from app.search.engine import IndexUnavailable, Limits, SearchEngine, Suggestion
from app.search.fts5_engine import Fts5Engine
from app.search.postgres_engine import PostgresEngine
from tests.search.conftest import PUTTEN, PlainWords, asked, example_region, offer

pytestmark = pytest.mark.postgres


@pytest.fixture
def engine(on_postgres: Database, words: PlainWords) -> PostgresEngine:
    engine = PostgresEngine(on_postgres, words, look_every=0.0)
    engine.rebuild(example_region())
    return engine


def fresh(database: Database, look_every: float = 0.0) -> PostgresEngine:
    """The engine of another process."""
    return PostgresEngine(database, PlainWords(), look_every=look_every)


def found(engine: PostgresEngine, text: str) -> set[int]:
    return {hit.key for hit in engine.search(asked(text), Limits()).hits}


def say(database: Database, words: str) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(words)


def asked_of(database: Database, words: str) -> list[tuple[object, ...]]:
    with database.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(words)]


def test_it_is_a_search_engine(engine: PostgresEngine) -> None:
    assert isinstance(engine, SearchEngine)


def test_without_an_index_it_says_that_there_is_none(on_postgres: Database) -> None:
    bare = fresh(on_postgres)
    for ask in (lambda: found(bare, "x"), lambda: bare.index([offer(1)]), lambda: bare.delete([1]), bare.keys):
        with pytest.raises(IndexUnavailable) as told:
            ask()
        assert told.value.reason == "missing"
    assert not bare.health().ok


def test_no_text_of_an_offer_is_kept(on_postgres: Database, words: PlainWords) -> None:
    fresh(on_postgres).rebuild([offer(1, "Zwaluwstaart Kampeerplek", body="wonderlijke zinnen achter elkaar")])
    rows = asked_of(on_postgres, "SELECT facts, terms, impacts, words FROM search_row")
    everything = b"".join(bytes(value) for row in rows for value in row)  # type: ignore[arg-type]
    for text in (b"Zwaluwstaart", b"zwaluwstaart", b"wonderlijke", b"elkaar"):
        assert text not in everything
    assert {"zwaluwstaart kampeerplek", "achter elkaar"}.isdisjoint(
        row[0] for row in asked_of(on_postgres, "SELECT text FROM search_term")
    )


def test_changes_by_another_process_are_seen_at_the_next_look(on_postgres: Database, engine: PostgresEngine) -> None:
    slow = fresh(on_postgres, look_every=3600.0)
    assert found(slow, "later") == set()
    fresh(on_postgres).index([offer(500, "Later")])
    assert found(engine, "later") == {500}
    assert found(slow, "later") == set()
    fresh(on_postgres).delete([500, 501])
    assert found(engine, "later") == set()
    fresh(on_postgres).rebuild([offer(7, "Anders")])
    assert found(engine, "anders") == {7}
    assert found(engine, "dementie") == set()


def test_an_edit_does_not_load_everything_again(on_postgres: Database, engine: PostgresEngine) -> None:
    reader = fresh(on_postgres)
    before = reader._fresh().source.base
    engine.index([offer(500, "Later"), offer(1, "Oppas, nu anders")])
    after = reader._fresh().source
    assert all(one is other for one, other in zip(before, after.base, strict=True))
    assert found(reader, "anders") == {1}
    assert found(reader, "vader") == set()


def test_after_many_edits_everything_is_loaded_anew(
    on_postgres: Database, engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.search.postgres_engine.LEAST_ANEW", 3)
    reader = fresh(on_postgres)
    before = reader._fresh().source.base
    engine.index([offer(key, "Later") for key in range(500, 504)])
    assert found(reader, "later") == {500, 501, 502, 503}
    assert reader._fresh().source.base[0] is not before[0]
    assert reader._fresh().source.since == reader._fresh().source.state.generation


def test_leaves_are_cut_when_there_are_many_offers(on_postgres: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.search.postgres_engine.MOST_ROWS", 3)
    whole, plain = fresh(on_postgres), Fts5Engine(None, PlainWords())
    for engine in (whole, plain):
        engine.rebuild(example_region())
        engine.delete([2, 12])
    assert len(whole._fresh().source.base) == 3
    for text in ("dementie", "oppas", "koffie", ""):
        ours, other = (each.search(asked(text), Limits(centre=PUTTEN)) for each in (whole, plain))
        assert [hit.key for hit in ours.hits] == [hit.key for hit in other.hits]
    assert list(whole.vocabulary().words()) == list(plain.vocabulary().words())
    plain.close()


DAMAGE = {
    "rows are gone": "DELETE FROM search_row WHERE key = 3",
    "all rows are gone": "TRUNCATE search_row",
    "words are gone": "DELETE FROM search_term WHERE text = 'dementie'",
    "facts are no facts": "UPDATE search_row SET facts = 'x' WHERE key = 3",
    "facts of another offer": "UPDATE search_row SET facts = (SELECT facts FROM search_row WHERE key = 4) WHERE key = 3",
    "a term is cut": "UPDATE search_row SET terms = substr(terms, 2) WHERE key = 3",
    "an impact is cut": "UPDATE search_row SET impacts = substr(impacts, 2) WHERE key = 3",
    "a word is cut": "UPDATE search_row SET words = substr(words, 2) WHERE key = 3",
    "the state is gone": "DELETE FROM search_state",
    "the state counts wrong": "UPDATE search_state SET documents = documents + 1",
    "the tables are gone": "ALTER TABLE search_state RENAME TO search_state_gone",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_told_and_a_rebuild_mends_it(on_postgres: Database, engine: PostgresEngine, damage: str) -> None:
    say(on_postgres, DAMAGE[damage])
    other = fresh(on_postgres)
    with pytest.raises(IndexUnavailable) as told:
        found(other, "dementie")
    assert told.value.reason in {"missing", "damaged"}
    assert not other.health().ok
    assert found(engine, "dementie") == {1, 2, 3, 4}, "what is in memory still answers"
    if damage == "the tables are gone":
        say(on_postgres, "ALTER TABLE search_state_gone RENAME TO search_state")
    other.rebuild(example_region())
    assert found(other, "dementie") == {1, 2, 3, 4}
    assert found(fresh(on_postgres), "dementie") == {1, 2, 3, 4}
    assert other.health().ok, other.health().detail


def test_an_index_of_another_version_is_told_and_made_anew(on_postgres: Database, engine: PostgresEngine) -> None:
    say(on_postgres, "UPDATE search_state SET format = 1")
    other = fresh(on_postgres)
    for ask in (lambda: found(other, "dementie"), lambda: other.index([offer(1)])):
        with pytest.raises(IndexUnavailable) as told:
            ask()
        assert told.value.reason == "old"
    other.rebuild(example_region()[:2])
    assert found(other, "dementie") == {1, 2}
    assert found(engine, "dementie") == {1, 2}


def test_a_failing_rebuild_leaves_the_old_index_and_no_remains(on_postgres: Database, engine: PostgresEngine) -> None:
    def half() -> Iterator[SearchDocument]:
        yield from (offer(key, "Half") for key in range(1000, 1600))
        raise RuntimeError("de bron houdt op")

    with pytest.raises(RuntimeError):
        engine.rebuild(half())
    assert found(fresh(on_postgres), "half") == set()
    assert found(fresh(on_postgres), "dementie") == {1, 2, 3, 4}
    assert asked_of(on_postgres, "SELECT count(DISTINCT edition) FROM search_row") == [(1,)]


def test_what_is_changed_while_a_whole_index_is_made_is_not_lost(on_postgres: Database, engine: PostgresEngine) -> None:
    other = fresh(on_postgres)

    def documents() -> Iterator[SearchDocument]:
        yield from example_region()
        other.index([offer(500, "Tussendoor"), offer(1, "Ook tussendoor")])
        other.delete([2])

    engine.rebuild(documents())
    for reader in (engine, other, fresh(on_postgres)):
        assert found(reader, "tussendoor") == {1, 500}
        assert found(reader, "dementie") == {3, 4}
        assert reader.health().ok, reader.health().detail


def test_a_rebuild_forgets_words_that_nobody_uses(on_postgres: Database, engine: PostgresEngine) -> None:
    engine.index([offer(500, "Wegwerpwoord")])
    engine.delete([500])
    assert asked_of(on_postgres, "SELECT text FROM search_term WHERE text = 'wegwerpwoord'")
    engine.rebuild(example_region())
    assert not asked_of(on_postgres, "SELECT text FROM search_term WHERE text = 'wegwerpwoord'")
    engine.index([offer(501, "Dementie en nieuw")])
    assert found(engine, "dementie") == {1, 2, 3, 4, 501}


def test_a_second_rebuild_is_told_that_one_is_going_on(
    on_postgres: Database, engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.search.postgres_engine.PATIENCE_SECONDS", 0.1)
    told: list[str] = []

    def documents() -> Iterator[SearchDocument]:
        yield offer(1, "Eerste")
        with pytest.raises(IndexUnavailable) as trouble:
            fresh(on_postgres).rebuild([offer(2, "Tweede")])
        told.append(trouble.value.reason)

    engine.rebuild(documents())
    assert told == ["busy"]
    assert list(engine.keys()) == [1]


def test_others_write_to_the_database_while_a_whole_index_is_made(
    on_postgres: Database, engine: PostgresEngine
) -> None:
    def documents() -> Iterator[SearchDocument]:
        for key in range(1, 600):
            if key == 400:
                with on_postgres.writing() as session:  # would wait for its turn for ever
                    session.execute(sa.text("SELECT 1"))
            yield offer(key, "Dementie")

    assert engine.rebuild(documents()) == 599


def test_many_threads_ask_while_others_write(on_postgres: Database, engine: PostgresEngine) -> None:
    wrong: list[object] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                hits = {hit.key for hit in engine.search(asked("dementie"), Limits(centre=PUTTEN, count=100)).hits}
                if not {1, 2, 3, 4} <= hits or not engine.vocabulary().document_frequency("koffie"):
                    wrong.append(hits)
                engine.suggest("a")
            except Exception as error:
                wrong.append(error)

    def write(writer: PostgresEngine, first: int) -> None:
        try:
            for turn in range(8):
                writer.index([offer(first + turn, f"Dementie {turn} schrijver {first}")])
        except Exception as error:
            wrong.append(error)

    readers = [threading.Thread(target=ask) for _ in range(4)]
    writers = [threading.Thread(target=write, args=(fresh(on_postgres), first)) for first in (600, 700, 800)]

    def documents() -> Iterator[SearchDocument]:
        for thread in (*readers, *writers):  # what they write comes after this index was begun
            thread.start()
        yield from example_region()

    fresh(on_postgres).rebuild(documents())
    for thread in writers:
        thread.join()
    stop.set()
    for thread in readers:
        thread.join()
    assert wrong == []
    everybody = {1, 2, 3, 4} | {first + turn for first in (600, 700, 800) for turn in range(8)}
    assert set(fresh(on_postgres).keys()) >= everybody
    assert fresh(on_postgres).health().ok


def test_while_the_database_is_away_what_is_held_still_answers(on_postgres: Database, engine: PostgresEngine) -> None:
    found(engine, "dementie")
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    engine._database = away
    engine._looked = 0.0
    assert found(engine, "dementie") == {1, 2, 3, 4}
    assert not engine.health().ok
    with pytest.raises(IndexUnavailable) as told:
        engine.index([offer(1)])
    assert told.value.reason == "unwritable"
    with pytest.raises(DatabaseGone):
        found(fresh(away), "dementie")
    away.close()


def test_suggestions_are_asked_again_after_a_change(on_postgres: Database, words: PlainWords) -> None:
    lines = [Suggestion("Koffie-inloop", "title", 1)]
    engine = PostgresEngine(on_postgres, words, lambda: lines)
    engine.rebuild(example_region())
    assert [one.text for one in engine.suggest("kof")] == ["Koffie-inloop"]
    lines.append(Suggestion("Koffietafel", "title", 3))
    engine.index([offer(500, "Koffietafel")])
    assert [one.text for one in engine.suggest("kof")] == ["Koffietafel", "Koffie-inloop"]


WRITER = """
import sys
from app.db import Database
from tests.search.conftest import PlainWords, example_region, offer
from app.search.postgres_engine import PostgresEngine
engine = PostgresEngine(Database(sys.argv[1]), PlainWords())
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    engine.index([offer(1000 + turn % 5, f"Beurt {turn}")])
    if turn % 4 == 0:
        engine.rebuild([*example_region(), *(offer(1000 + one, f"Beurt {one}") for one in range(300))])
"""


@pytest.mark.slow
def test_a_writer_that_is_killed_leaves_a_good_index(on_postgres: Database, engine: PostgresEngine) -> None:
    for pause in (0.0, 0.03, 0.08, 0.15, 0.27, 0.4):
        command = [sys.executable, "-c", WRITER, on_postgres.url]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path.cwd())
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(pause)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        other = fresh(on_postgres)
        assert found(other, "dementie") == {1, 2, 3, 4}
        assert len(set(other.keys())) == len(other.keys())
        assert other.health().ok, other.health().detail
        other.index([offer(900, "Daarna")])
        assert found(other, "daarna") == {900}
    fresh(on_postgres).rebuild(example_region())
    assert asked_of(on_postgres, "SELECT count(DISTINCT edition) FROM search_row") == [(1,)]
