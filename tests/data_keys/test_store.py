import os
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
import time_machine

from app import clock
from app.data_keys import Erased, KeysLost, KeyStore
from app.db import DatabaseGone
from app.sealing import Unopened
from app.sqlite_file import PRAGMAS

ROOT = Path(__file__).resolve().parents[2]
PLACE = ("conversation_request", "sealed_contact", "7f3")
NEW = "another-secret-for-tests-that-is-long-enough"


def wrapped_of(store, subject):
    with store._opened().looking() as connection:
        return connection.execute(
            sa.text("SELECT wrapped FROM data_key WHERE subject = :subject"), {"subject": subject}
        ).scalar()


def test_a_key_opens_what_it_sealed_in_another_process_too(keys, secret):
    sealed = keys.make("request:1").seal(*PLACE, "Voorbeeld")
    other = KeyStore(keys.address, [secret])
    assert other.open("request:1").open(*PLACE, sealed) == "Voorbeeld"
    other.close()


def test_everybody_has_a_key_of_their_own(keys):
    sealed = keys.make("request:1").seal(*PLACE, "Voorbeeld")
    with pytest.raises(Unopened):
        keys.make("request:2").open(*PLACE, sealed)
    assert keys.subjects() == {"request:1", "request:2"}


def test_a_second_key_for_the_same_subject_is_refused_and_the_first_stays(keys):
    sealed = keys.make("request:1").seal(*PLACE, "Voorbeeld")
    with pytest.raises(ValueError, match="has a key already"):
        keys.make("request:1")
    assert keys.open("request:1").open(*PLACE, sealed) == "Voorbeeld"


def test_many_at_once_is_one_query_and_leaves_out_who_was_erased(keys):
    names = [f"request:{number}" for number in range(30)]
    sealed = {name: keys.make(name).seal(*PLACE, name) for name in names}
    keys.destroy("request:7")
    asked = []
    sa.event.listen(keys._opened().engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    found = keys.open_many([*names, "request:unknown"])
    assert len([words for words in asked if words.startswith("SELECT")]) == 1
    assert set(found) == set(names) - {"request:7"}
    assert all(found[name].open(*PLACE, sealed[name]) == name for name in found)
    assert keys.open_many([]) == {}


def test_a_destroyed_key_opens_nothing_any_more_for_anybody(keys, secret):
    keys.make("request:1")
    other = KeyStore(keys.address, [secret])
    other.open("request:1")
    keys.destroy("request:1")
    for store in (keys, other):
        with pytest.raises(Erased):
            store.open("request:1")
    keys.destroy("request:1")  # doing it over is no error
    keys.destroy("request:never")
    other.close()
    assert keys.subjects() == set()


def test_a_destroyed_key_is_gone_from_the_raw_bytes(file_keys, everything_on_disk):
    names = [f"request:{number:04}" for number in (*range(0, 600, 2), *range(1, 600, 2))]  # so that pages are split
    for name in names:
        file_keys.make(name)
    gone, stays = names[::5], names[1::5]
    kept = {name: wrapped_of(file_keys, name) for name in (*gone, *stays)}
    assert all(kept[name] in everything_on_disk(file_keys) for name in gone)  # so we look in the right place
    file_keys.destroy(*gone)
    raw = everything_on_disk(file_keys)
    assert [name for name in gone if kept[name] in raw or name.encode() in raw] == []
    assert all(kept[name] in raw for name in stays)


def test_the_key_itself_never_stands_on_disk(file_keys, everything_on_disk, monkeypatch):
    monkeypatch.setattr("app.data_keys.store.AESGCM.generate_key", lambda bit_length: b"kanarie!" * 4)
    file_keys.make("request:1")
    assert b"kanarie!" not in everything_on_disk(file_keys)


def test_only_we_can_look_in_the_store(file_keys):
    file_keys.make("request:1")
    place = file_keys.place
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in place.parent.iterdir()} == {0o600}
    file_keys.close()
    place.chmod(0o644)
    file_keys.open("request:1")
    assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_what_was_made_survives_a_power_cut(file_keys):
    with file_keys._opened().engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA secure_delete").scalar() == 1
    assert PRAGMAS["secure_delete"] == 1


def test_keys_go_under_the_new_secret_while_four_threads_read_and_write(keys, secret):
    first = {f"request:{number}": None for number in range(300)}
    for name in first:
        first[name] = keys.make(name).seal(*PLACE, name)
    both = KeyStore(keys.address, [NEW, secret])
    failures, stop, made = [], threading.Event(), {}

    def busy(thread):
        number = 0
        while not stop.is_set():
            number += 1
            name = f"request:{(number * 7 + thread) % 300}"
            mine = f"request:{thread}-{number}"
            try:
                made[mine] = both.make(mine).seal(*PLACE, mine)
                if both.open(name).open(*PLACE, first[name]) != name:
                    failures.append(name)
            except Exception as problem:
                failures.append(repr(problem))

    threads = [threading.Thread(target=busy, args=(thread,)) for thread in range(4)]
    for thread in threads:
        thread.start()
    try:
        number = both.rewrap()
    finally:
        time.sleep(0.05)
        stop.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert number == 300
    assert both.rewrap() == 0
    only_new = KeyStore(keys.address, [NEW])
    only_new.check()
    seals = only_new.open_many([*first, *made])
    assert all(seals[name].open(*PLACE, sealed) == name for name, sealed in (first | made).items())
    both.close()
    only_new.close()


def test_the_old_wrapping_is_gone_from_the_raw_bytes(file_keys, everything_on_disk, secret):
    file_keys.make("request:1")
    old = wrapped_of(file_keys, "request:1")
    both = KeyStore(file_keys.address, [NEW, secret])
    assert both.rewrap() == 1
    both.close()
    assert old not in everything_on_disk(file_keys)


def test_another_secret_is_a_clear_error_and_changes_nothing(keys, secret):
    keys.make("request:1")
    wrong = KeyStore(keys.address, [NEW])
    for doing in (wrong.check, wrong.rewrap, lambda: wrong.open("request:1")):
        with pytest.raises(KeysLost, match="LEEFPLEIN_SECRET_KEY is niet de sleutel"):
            doing()
    wrong.close()
    keys.open("request:1")


def test_without_a_secret_it_says_so(tmp_path):
    store = KeyStore(f"sqlite:///{tmp_path / 'keys.sqlite'}", ["", ""])
    for doing in (store.check, store.rewrap, lambda: store.make("request:1")):
        with pytest.raises(KeysLost, match="LEEFPLEIN_SECRET_KEY ontbreekt"):
            doing()


def test_a_damaged_key_and_a_damaged_file_are_told_apart_from_another_secret(file_keys):
    file_keys.make("request:1")
    with file_keys._opened().writing() as session:
        session.execute(sa.text("UPDATE data_key SET wrapped = zeroblob(61)"))
    with pytest.raises(KeysLost, match="beschadigd"):
        file_keys.check()
    file_keys.close()
    file_keys.place.write_bytes(b"stuk" * 5000)
    with pytest.raises(KeysLost, match="niet te lezen") as lost:
        file_keys.check()
    assert str(file_keys.place) in str(lost.value)


def test_a_store_that_goes_away_while_we_run_is_not_quietly_made_anew(file_keys):
    file_keys.make("request:1")
    file_keys.place.unlink()
    for doing in (lambda: file_keys.make("request:2"), lambda: file_keys.open("request:1"), file_keys.check):
        with pytest.raises(KeysLost, match="is weg"):
            doing()
    assert not file_keys.place.exists()


def test_a_store_put_in_its_place_is_used_at_once(file_keys, tmp_path, secret):
    file_keys.make("request:1")
    other = KeyStore(f"sqlite:///{tmp_path / 'other.sqlite'}", [secret])
    other.make("request:2")
    other.back_up(tmp_path / "copy.sqlite")
    other.close()
    for ending in ("-wal", "-shm"):
        file_keys.place.with_name(file_keys.place.name + ending).unlink(missing_ok=True)
    (tmp_path / "copy.sqlite").rename(file_keys.place)
    assert file_keys.subjects() == {"request:2"}


def test_a_password_in_the_address_is_never_shown():
    store = KeyStore("postgresql+psycopg://leefplein:kanarie@keys.example.org/keys", ["x" * 40])
    assert "kanarie" not in store.name
    assert "keys.example.org" in store.name


def test_a_server_that_is_away_is_trouble_of_the_moment():
    store = KeyStore("postgresql+psycopg://leefplein@127.0.0.1:1/keys", ["x" * 40])
    with pytest.raises(DatabaseGone):
        store.make("request:1")


def test_who_was_destroyed_is_not_missing(keys):
    keys.make("request:1")
    keys.make("request:2")
    keys.destroy("request:2")
    assert keys.missing(["request:1", "request:2", "request:3"]) == {"request:3"}
    assert keys.missing([]) == set()


def test_keys_nobody_used_are_swept_away_long_after_and_no_other(keys):
    keys.make("request:used")
    keys.make("request:never came")
    assert keys.sweep(["request:used"]) == 0  # its request may be on its way
    with time_machine.travel(clock.now() + timedelta(days=31)):
        keys.make("request:just now")
        assert keys.sweep(["request:used"]) == 1
    assert keys.subjects() == {"request:used", "request:just now"}


@pytest.mark.parametrize("doing", ["make", "destroy", "rewrap"])
def test_killed_at_any_moment_every_key_that_was_promised_is_there(file_keys, secret, doing):
    """A child makes keys, says which, and is killed while it goes on (promise 2)."""
    program = textwrap.dedent(f"""
        import sys
        from app.data_keys import KeyStore
        store = KeyStore({file_keys.address!r}, [{secret!r}])
        turned = KeyStore({file_keys.address!r}, [{NEW!r}, {secret!r}])
        for number in range(100_000):
            name = f"request:{{number}}"
            seal = store.make(name)
            print(name, seal.seal(*{PLACE!r}, name).hex(), flush=True)
            if {doing!r} == "destroy" and number % 3 == 2:
                store.destroy(f"request:{{number - 1}}")
            if {doing!r} == "rewrap" and number % 5 == 4:
                turned.rewrap()
    """)
    promised = {}
    with subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        for line in child.stdout:
            name, sealed = line.split()
            promised[name] = bytes.fromhex(sealed)
            if len(promised) == 40:
                os.kill(child.pid, signal.SIGKILL)
                break
    after = KeyStore(file_keys.address, [NEW, secret])
    after.check()
    assert after.missing(promised) == set()
    seals = after.open_many(promised)
    assert all(seals[name].open(*PLACE, promised[name]) == name for name in seals)
    assert len(seals) >= (26 if doing == "destroy" else 40)
    after.make("request:next")
    assert after.rewrap() >= 0
    after.close()
