"""Promises 16 and 17: whatever happens to the index, people get their answer, and the index becomes right again.

What is about files of the index has an index in files (`filed`), whatever database the pass is about; the rest has the engine
that belongs to the database.
"""

import fcntl
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app.health import examine
from app.outbox.models import OutboxMessage
from app.search.asking import Question
from app.search.indexing import disconnects, rebuild
from app.social_map.lifecycle import Actor, move
from app.social_map.models import Offer
from app.web.application import create_app
from app.working import keep_the_index, worker
from tests.reliability.index_files import WORDS, index_files, opened_again, own
from tests.social_map.drafts import draft, shelve

EDITOR = Actor("redactie", "editor")
SAFE = {"Host": "hattem.localhost"}


@pytest.fixture(scope="module")
def filed_template(small_template, tmp_path_factory):
    """A small map with an index in files, closed, to be copied."""
    folder = tmp_path_factory.mktemp("filed")
    services = own(small_template, folder)
    rebuild(services.database, services.content.now(), services.finder.engines.primary)
    services.database.close()
    return folder


@pytest.fixture
def filed(filed_template, tmp_path):
    """Services over a small map of one's own, with an index in files."""
    services = own(filed_template, tmp_path / "filed")
    yield services
    services.database.close()


def names(services, words=""):
    answer = services.finder.ask(Question(words=words, host="hattem"))
    return {result.card.name for result in answer.results}, answer


def index_finding(services):
    (found,) = (each for each in examine(services) if each.name == "zoekindex")
    return found


def flip(path, at):
    raw = bytearray(path.read_bytes())
    raw[at % len(raw)] ^= 0xFF
    path.write_bytes(bytes(raw))


def damage_of(kind, services):
    folder = Path(services.settings.search_dir)
    if kind == "folder gone":
        shutil.rmtree(folder)
    elif kind == "generation gone":
        for each in folder.iterdir():
            if each.is_dir():
                shutil.rmtree(each)
    elif kind == "all files empty":
        for each in index_files(services):
            each.write_bytes(b"")
    elif kind == "pointer empty":
        (folder / "CURRENT").write_bytes(b"")
    elif kind == "pointer nonsense":
        (folder / "CURRENT").write_bytes(b"../../../etc/passwd")
    elif kind == "another version":
        (checks,) = folder.rglob("CHECKS.json")
        checks.write_text('{"format": 0, "files": {}}')


KINDS = ["folder gone", "generation gone", "all files empty", "pointer empty", "pointer nonsense", "another version"]


@pytest.mark.parametrize("kind", KINDS)
def test_without_its_index_the_site_answers_from_the_database_and_the_worker_makes_it_anew(filed, kind, logs):
    damage_of(kind, filed)
    services = opened_again(filed)
    found, answer = names(services, "samen zingen")
    assert answer.degraded
    assert "Samen zingen" in found
    page = FlaskClient(create_app(services)).get("/zoeken?q=samen+zingen", headers=SAFE)
    assert page.status_code == 200
    assert "Samen zingen" in page.text
    assert "minder slim" in page.text, "the page says so"
    assert not index_finding(services).ok
    assert "database" in index_finding(services).words
    keep_the_index(services)
    assert index_finding(services).ok
    found, answer = names(opened_again(services), "samen zingen")
    assert not answer.degraded
    assert "Samen zingen" in found


@pytest.mark.slow
def test_one_flipped_byte_anywhere_in_any_file_never_breaks_a_page_or_loses_an_answer(filed_template, tmp_path, logs):
    whole = own(filed_template, tmp_path / "whole")
    paths = [path.relative_to(whole.settings.search_dir) for path in index_files(whole) if path.stat().st_size]
    whole.database.close()
    assert len(paths) >= 3
    dice = random.Random(16)
    for number, path in enumerate(paths):
        for turn in range(4):
            services = own(filed_template, tmp_path / f"{number}-{turn}")
            broken = Path(services.settings.search_dir) / path
            flip(broken, (0, broken.stat().st_size // 2, broken.stat().st_size - 1, dice.randrange(10**6))[turn])
            found, _ = names(services, "schaken")
            assert "Samen schaken" in found, (path, turn)
            assert names(services)[0] == {f"Samen {word}" for word in WORDS}, (path, turn)
            keep_the_index(services)
            assert disconnects(services.database, services.finder.engines.primary) == (set(), set())
            services.database.close()
            shutil.rmtree(tmp_path / f"{number}-{turn}")


def test_files_cut_off_half_way_are_noticed(filed, logs):
    for path in index_files(filed):
        if path.name != "CURRENT":
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    services = opened_again(filed)
    found, answer = names(services, "koken")
    assert "Samen koken" in found
    assert answer.degraded


def test_damage_while_the_site_runs_harms_nobody_and_is_mended(filed, logs):
    assert not names(filed, "koken")[1].degraded
    damage_of("folder gone", filed)
    assert "Samen koken" in names(filed, "koken")[0]
    keep_the_index(opened_again(filed))
    assert "Samen koken" in names(filed, "koken")[0]


def test_a_locked_index_still_answers_and_its_change_waits(filed, logs):
    with (Path(filed.settings.search_dir) / "WRITER").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert not names(filed, "koken")[1].degraded
        shelve(filed.database, draft("Samen breien en haken", source_id="new"))
        code = textwrap.dedent(f"""
            from app.search import generations
            generations.PATIENCE_SECONDS = 0.1
            generations.Generations.writing.__wrapped__.__defaults__ = (0.1,)
            from app.services import build_services
            from tests.installing import settings_in
            from pathlib import Path
            from app.working import worker
            services = build_services(settings_in(Path({str(filed.settings.data_dir)!r}), search_engine="whoosh"))
            worker(services).once()
        """)
        assert (
            subprocess.run([sys.executable, "-c", code], check=False, timeout=60, capture_output=True).returncode == 0
        )
    with filed.database.reading() as session:
        (message,) = session.exec(select(OutboxMessage)).all()
    assert (message.done_at, message.attempts, message.last_error) == (None, 1, "IndexUnavailable")


def test_a_withdrawn_offer_is_never_shown_from_an_old_index(small):
    with small.database.writing() as session:
        offer = session.exec(select(Offer).where(Offer.name == "Samen koken")).one()
        move(session, offer, "withdraw", EDITOR)
    found, answer = names(small, "koken")
    assert not answer.degraded
    assert "Samen koken" not in found
    client = FlaskClient(create_app(small))
    for address in ("/zoeken?q=koken", "/api/zoeken?q=koken", "/aanbod/samen-koken", "/kernen"):
        assert "Elke week koken" not in client.get(address, headers=SAFE).text, address


def test_a_place_that_became_confidential_is_never_shown_from_an_old_index(small):
    with small.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE place SET confidential = true")
    answer = small.finder.ask(Question(words="koken", place="8051", host="hattem"))
    assert all((each.card.kern, each.card.lat, each.distance_km) == ("", None, None) for each in answer.results)


def test_an_edit_is_found_within_five_seconds_while_a_worker_runs(small):
    working = worker(small)
    thread = threading.Thread(target=working.run)
    thread.start()
    try:
        began = time.monotonic()
        shelve(small.database, draft("Samen jongleren", source_id="new"))
        while "Samen jongleren" not in names(small, "jongleren")[0]:
            assert time.monotonic() - began < 5
            time.sleep(0.1)
        with small.database.writing() as session:
            move(session, session.exec(select(Offer).where(Offer.source_id == "new")).one(), "withdraw", EDITOR)
        began = time.monotonic()
        while any(disconnects(small.database, small.finder.engines.primary)):
            assert time.monotonic() - began < 5
            time.sleep(0.1)
    finally:
        working.stop.set()
        thread.join(30)


KILLED = """
import random, sys
from pathlib import Path
from tests.installing import settings_in
from app.services import build_services
from app.working import worker
services = build_services(settings_in(Path(sys.argv[1]), **({"search_engine": sys.argv[2]} if sys.argv[2:] else {})))
print("ready", flush=True)
worker(services).run()
"""


@pytest.mark.slow
def test_after_random_edits_and_kills_the_index_equals_the_database(small, logs):
    dice = random.Random(17)
    for turn in range(4):
        working = subprocess.Popen(
            [sys.executable, "-c", KILLED, str(small.settings.data_dir)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert working.stdout.readline() == b"ready\n"
        until = time.monotonic() + dice.uniform(0.05, 0.9)
        while time.monotonic() < until:
            some_edit(small.database, dice, turn)
        os.kill(working.pid, signal.SIGKILL)
        working.wait(10)
        working.stdout.close()
        assert "Samen" in " ".join(names(small)[0]), "people find something at any moment"
    with small.database.writing() as session:  # the leases of those that were killed end
        session.connection().exec_driver_sql("UPDATE outbox_message SET lease_until = NULL, next_at = created_at")
    services = opened_again(small)
    keep_the_index(services)
    worker(services).once()
    assert disconnects(services.database, services.finder.engines.primary) == (set(), set())
    with services.database.reading() as session:
        assert session.exec(select(OutboxMessage).where(OutboxMessage.done_at.is_(None))).all() == []
    services.database.close()


def some_edit(database, dice, turn):
    """Something an importer or an editor does."""
    with database.reading() as session:
        offers = session.exec(select(Offer)).all()
    chosen = dice.choice(offers)
    if dice.random() < 0.4:
        shelve(
            database,
            draft(f"Samen {dice.choice(WORDS)} {dice.randrange(1000)}", source_id=f"{turn}-{dice.randrange(50)}"),
        )
        return
    with database.writing() as session:
        offer = session.get_one(Offer, chosen.id)
        move(
            session, offer, {"published": "withdraw", "withdrawn": "revive"}.get(offer.status.value, "publish"), EDITOR
        )


@pytest.mark.slow
def test_the_worker_killed_while_it_rebuilds_leaves_the_old_index_in_use(filed, logs):
    shelve(filed.database, *(draft(f"Samen lezen {number}", source_id=f"r{number}") for number in range(300)))
    program = KILLED.replace(
        "worker(services).run()",
        "from app.search.indexing import rebuild\nwhile True: rebuild(services.database, services.content.now(), services.finder.engines.primary)",
    )
    for pause in (0.05, 0.25, 0.6):
        building = subprocess.Popen(
            [sys.executable, "-c", program, str(filed.settings.data_dir), "whoosh"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert building.stdout.readline() == b"ready\n"
        time.sleep(pause)
        os.kill(building.pid, signal.SIGKILL)
        building.wait(10)
        building.stdout.close()
        services = opened_again(filed)
        found, answer = names(services, "koken")
        assert "Samen koken" in found
        assert not answer.degraded
    rebuild(services.database, services.content.now(), services.finder.engines.primary)
    assert len([each for each in Path(filed.settings.search_dir).iterdir() if each.is_dir()]) == 1, (
        "what was left half built is swept away"
    )
    services.database.close()
