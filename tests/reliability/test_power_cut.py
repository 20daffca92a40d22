"""Whoever has read a reference keeps their request, also when the power goes at that very moment (promise 1)."""

import random
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

import app.sqlite_file
from app.content.live import LiveContent
from app.conversation.asking import ask
from app.conversation.office import Office, subject_of
from app.data_keys import KeyStore
from app.db import Database
from app.places.gazetteer import Gazetteer
from app.settings import Settings
from tests.conversation.conftest import SECRET, a_request, shipped  # noqa: F401
from tests.databases import upgraded_file
from tests.reliability.power_cut import forgetful

ROOT = Path(__file__).resolve().parents[2]
CUTS = 60
SENDERS = 2


def _office(folder: Path, content) -> Office:
    settings = Settings(data_dir=folder, secret_key=SECRET, local_http=True)
    database = Database(f"sqlite:///{folder / 'leefplein.sqlite'}")
    towns = [town.name for town in content.municipalities]
    gazetteer = Gazetteer(ROOT / "content" / "places.csv", municipalities=towns)
    keys = KeyStore(f"sqlite:///{folder / 'keys' / 'data-keys.sqlite'}", [SECRET])
    return Office(database, keys, LiveContent(content, database), settings, gazetteer)


def _cut_while_people_send(office, disk, folder, into, cuts, at_least):
    """Cut the power `cuts` times under load; yields what people had read by then, and where the disks are."""
    acknowledged: list[str] = []
    stop = threading.Event()
    troubles: list[BaseException] = []

    def send(number: int) -> None:
        count = 0
        while not stop.is_set():
            count += 1
            try:
                receipt = ask(office, a_request(), f"form-{number}-{count}")
            except BaseException as trouble:
                troubles.append(trouble)
                raise
            acknowledged.append(receipt.reference)

    senders = [threading.Thread(target=send, args=(number,)) for number in range(SENDERS)]
    for sender in senders:
        sender.start()
    try:
        for cut in range(cuts):
            until = len(acknowledged) + random.randint(1, 2 * at_least // cuts)
            while len(acknowledged) < until and not troubles:
                stop.wait(0.001)
            place = into / str(cut)
            (place / "keys").mkdir(parents=True)
            with disk.lock:
                read_by_then = list(acknowledged)
                disk.cut(list(folder.glob("leefplein.sqlite*")), place)
                disk.cut(list((folder / "keys").glob("data-keys.sqlite*")), place / "keys")
            yield read_by_then, place
            shutil.rmtree(place)
        while len(acknowledged) < at_least and not troubles:
            stop.wait(0.01)
    finally:
        stop.set()
        for sender in senders:
            sender.join(30)
    assert not troubles, troubles[0]


def _found(place: Path) -> dict[str, str]:
    """What is there when the power comes back: uid by reference."""
    for file in place.rglob("*-shm"):
        file.unlink()  # shared memory is never on a disk
    with closing(sqlite3.connect(place / "leefplein.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        # What belongs together is there together or not at all (promise 3).
        alone = connection.execute(
            "SELECT count(*) FROM conversation_request r WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.request_id = r.id)"
            " OR NOT EXISTS (SELECT 1 FROM request_event e WHERE e.request_id = r.id)"
            " OR NOT EXISTS (SELECT 1 FROM audit_line a WHERE a.subject = 'request:' || r.id)"
        ).fetchone()
        assert alone == (0,)
        return dict(connection.execute("SELECT reference, uid FROM conversation_request").fetchall())


def _key_names(store: Path) -> set[str]:
    with closing(sqlite3.connect(store)) as keys:
        if not keys.execute("SELECT 1 FROM sqlite_master WHERE name = 'data_key'").fetchone():
            return set()  # the store itself was lost
        return {row[0] for row in keys.execute("SELECT subject FROM data_key")}


def _run(monkeypatch, tmp_path, content, cuts, at_least):
    folder, into = tmp_path / "instance", tmp_path / "after"
    (folder / "keys").mkdir(parents=True)
    into.mkdir()
    shutil.copyfile(upgraded_file(), folder / "leefplein.sqlite")
    lost = acknowledged = unreadable = 0
    with forgetful(monkeypatch) as disk:
        office = _office(folder, content)
        for references, place in _cut_while_people_send(office, disk, folder, into, cuts, at_least):
            found = _found(place)
            names = _key_names(place / "keys" / "data-keys.sqlite")
            acknowledged = len(references)
            lost += sum(reference not in found for reference in references)
            unreadable += sum(subject_of(uid) not in names for uid in found.values())
        office.database.close()
        office.keys.close()
        assert disk.syncs > 0
    return acknowledged, lost, unreadable


@pytest.mark.slow
def test_no_power_cut_takes_a_request_whose_reference_was_shown(monkeypatch, tmp_path, shipped):
    acknowledged, lost, unreadable = _run(monkeypatch, tmp_path, shipped, CUTS, 2000)
    assert acknowledged > 1000, "too little was sent to say anything"
    assert (lost, unreadable) == (0, 0)


@pytest.mark.slow
def test_the_guard_bites_a_database_that_does_not_wait_for_the_disk_loses_requests(monkeypatch, tmp_path, shipped):
    monkeypatch.setitem(app.sqlite_file.PRAGMAS, "synchronous", 1)
    acknowledged, lost, _ = _run(monkeypatch, tmp_path, shipped, 5, 200)
    assert acknowledged > 0
    assert lost > 0
