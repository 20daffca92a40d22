"""The index on disk: damage is noticed, death of a writer does no harm, changes by others are seen."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app.search.engine import IndexUnavailable, Limits, SearchEngine, Suggestion
from app.search.whoosh_engine import WhooshEngine
from tests.search.conftest import PUTTEN, PlainWords, asked, example_region, offer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def engine(folder: Path, words: PlainWords) -> WhooshEngine:
    engine = WhooshEngine(folder, words, look_every=0.0)
    engine.rebuild(example_region())
    return engine


def generation(folder: Path) -> Path:
    return folder / (folder / "CURRENT").read_text()


def found(engine: WhooshEngine, text: str) -> set[int]:
    return {hit.key for hit in engine.search(asked(text), Limits()).hits}


def test_it_is_a_search_engine(engine: WhooshEngine) -> None:
    assert isinstance(engine, SearchEngine)


def test_only_the_application_may_look_into_the_folder(folder: Path, engine: WhooshEngine) -> None:
    assert folder.stat().st_mode & 0o777 == 0o700
    assert generation(folder).stat().st_mode & 0o777 == 0o700


def test_no_text_is_kept(folder: Path, words: PlainWords) -> None:
    WhooshEngine(folder, words).rebuild([offer(1, "Zwaluwstaart Kampeerplek", body="wonderlijke zinnen achter elkaar")])
    everything = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    for text in (b"Zwaluwstaart Kampeerplek", b"wonderlijke zinnen", b"achter elkaar"):
        assert text not in everything


def test_a_rebuild_sweeps_the_old_and_the_half_built(folder: Path, engine: WhooshEngine) -> None:
    half = folder / "g000099-0badcafe"
    half.mkdir()
    (half / "_MAIN_1.toc").write_bytes(b"half")
    assert found(WhooshEngine(folder, PlainWords()), "dementie") == {1, 2, 3, 4}
    engine.rebuild(example_region())
    assert [entry.name for entry in folder.iterdir() if entry.is_dir()] == [generation(folder).name]


@pytest.mark.parametrize("where", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_flipped_byte_in_any_file_is_noticed(folder: Path, engine: WhooshEngine, where: float) -> None:
    engine.index([offer(500, "Later")])
    for file in sorted(generation(folder).iterdir()):
        if file.suffix not in {".toc", ".seg", ".json"} or file.name == "_MAIN_0.toc":
            continue
        whole = file.read_bytes()
        at = int(len(whole) * where)
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x5A]) + whole[at + 1 :])
        fresh = WhooshEngine(folder, PlainWords())
        with pytest.raises(IndexUnavailable):
            fresh.search(asked("dementie"), Limits())
        with pytest.raises(IndexUnavailable):
            fresh.index([offer(1)])
        assert not fresh.health().ok
        assert not engine.health().ok
        assert found(engine, "dementie") == {1, 2, 3, 4}, "what is in memory still answers"
        file.write_bytes(whole)
    assert engine.health().ok


@pytest.mark.parametrize(
    "damage", ["empty file", "missing file", "empty folder", "no folder", "wild CURRENT", "empty CURRENT"]
)
def test_damage_is_told_and_a_rebuild_mends_it(folder: Path, engine: WhooshEngine, damage: str) -> None:
    segment = next(generation(folder).glob("*.seg"))
    match damage:
        case "empty file":
            segment.write_bytes(b"")
        case "missing file":
            segment.unlink()
        case "empty folder":
            for file in generation(folder).iterdir():
                file.unlink()
        case "no folder":
            shutil.rmtree(generation(folder))
        case "wild CURRENT":
            (folder / "CURRENT").write_text("../../etc")
        case _:
            (folder / "CURRENT").write_text("")
    fresh = WhooshEngine(folder, PlainWords())
    with pytest.raises(IndexUnavailable) as told:
        fresh.search(asked("dementie"), Limits())
    assert told.value.reason in {"missing", "damaged"}
    assert not fresh.health().ok
    fresh.rebuild(example_region())
    assert found(fresh, "dementie") == {1, 2, 3, 4}
    assert fresh.health().ok


def test_an_index_of_another_version_is_told(folder: Path, engine: WhooshEngine) -> None:
    checks = generation(folder) / "CHECKS.json"
    checks.write_text(json.dumps(json.loads(checks.read_text()) | {"format": 0}))
    with pytest.raises(IndexUnavailable) as told:
        WhooshEngine(folder, PlainWords()).search(asked("dementie"), Limits())
    assert told.value.reason == "old"


def test_a_batch_whose_checksums_were_not_written_yet_is_good(folder: Path, engine: WhooshEngine) -> None:
    before = (generation(folder) / "CHECKS.json").read_bytes()
    engine.index([offer(500, "Later")])
    (generation(folder) / "CHECKS.json").write_bytes(before)
    assert found(WhooshEngine(folder, PlainWords()), "later") == {500}


def test_a_second_writer_is_told_that_the_index_is_busy(
    folder: Path, engine: WhooshEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.search.generations.PATIENCE_SECONDS", 0.1)
    other = WhooshEngine(folder, PlainWords())
    with engine._generations.writing(), pytest.raises(IndexUnavailable) as told:
        other.index([offer(1)])
    assert told.value.reason == "busy"
    assert found(other, "dementie") == {1, 2, 3, 4}, "reading goes on"


def test_changes_by_another_process_are_seen_at_the_next_look(folder: Path, engine: WhooshEngine) -> None:
    slow = WhooshEngine(folder, PlainWords(), look_every=3600.0)
    assert found(slow, "later") == set()
    assert found(engine, "later") == set()
    WhooshEngine(folder, PlainWords()).index([offer(500, "Later")])
    assert found(engine, "later") == {500}
    assert found(slow, "later") == set()
    WhooshEngine(folder, PlainWords()).rebuild([offer(7, "Anders")])
    assert found(engine, "anders") == {7}


def test_unchanged_segments_are_not_read_again(engine: WhooshEngine) -> None:
    before = engine._fresh().source.leaves
    engine.index([offer(500, "Later")])
    shared = before.keys() & engine._fresh().source.leaves.keys()
    assert all(before[one] is engine._fresh().source.leaves[one] for one in shared)


def test_many_threads_ask_while_one_writes(engine: WhooshEngine) -> None:
    wrong: list[object] = []
    stop = threading.Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                hits = {hit.key for hit in engine.search(asked("dementie"), Limits(centre=PUTTEN)).hits}
                if not {1, 2, 3, 4} <= hits or not engine.vocabulary().document_frequency("koffie"):
                    wrong.append(hits)
                engine.suggest("a")
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for turn in range(15):
        engine.index([offer(600 + turn, f"Dementie {turn}")])
        if turn == 7:
            engine.rebuild([*example_region(), *(offer(600 + one, f"Dementie {one}") for one in range(8))])
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(found(engine, "dementie")) == 19


WRITER = """
import sys
from pathlib import Path
from tests.search.conftest import PlainWords, example_region, offer
from app.search.whoosh_engine import WhooshEngine
engine = WhooshEngine(Path(sys.argv[1]), PlainWords())
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    engine.index([offer(1000 + turn % 5, f"Beurt {turn}")])
    if turn % 4 == 0:
        engine.rebuild([*example_region(), *(offer(1000 + one, f"Beurt {one}") for one in range(5))])
"""


@pytest.mark.slow
def test_a_writer_that_is_killed_leaves_a_good_index(folder: Path, engine: WhooshEngine) -> None:
    for pause in (0.0, 0.03, 0.08, 0.15, 0.27, 0.4):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, cwd=Path.cwd())
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(pause)
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        fresh = WhooshEngine(folder, PlainWords())
        assert fresh.health().ok, fresh.health().detail
        assert found(fresh, "dementie") == {1, 2, 3, 4}
        assert len(set(fresh.keys())) == len(fresh.keys())
        fresh.index([offer(900, "Daarna")])
        assert found(fresh, "daarna") == {900}
    fresh.rebuild(example_region())
    assert len([entry for entry in folder.iterdir() if entry.is_dir()]) == 1


def test_suggestions_are_asked_again_after_a_change(folder: Path, words: PlainWords) -> None:
    lines = [Suggestion("Koffie-inloop", "title", 1)]
    engine = WhooshEngine(folder, words, lambda: lines)
    engine.rebuild(example_region())
    assert [one.text for one in engine.suggest("kof")] == ["Koffie-inloop"]
    lines.append(Suggestion("Koffietafel", "title", 3))
    engine.index([offer(500, "Koffietafel")])
    assert [one.text for one in engine.suggest("kof")] == ["Koffietafel", "Koffie-inloop"]
