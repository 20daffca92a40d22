import stat
import threading

import pytest

from app.data_keys import CopyRefused, KeyStore
from app.data_keys.copying import is_copy, read_copy

PLACE = ("conversation_request", "sealed_contact", "7f3")


def test_a_copy_holds_every_key_and_nobody_else_may_read_it(keys, tmp_path, secret):
    sealed = keys.make("request:1").seal(*PLACE, "Voorbeeld")
    keys.make("request:2")
    target = tmp_path / "elsewhere" / "keys-copy.sqlite"
    assert keys.back_up(target) == 2
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [each.name for each in target.parent.iterdir()] == [target.name]
    copy = KeyStore(f"sqlite:///{target}", [secret])
    assert copy.open("request:1").open(*PLACE, sealed) == "Voorbeeld"
    copy.close()


def test_the_newest_copy_takes_the_place_of_the_older_one(keys, tmp_path):
    target = tmp_path / "keys-copy.sqlite"
    keys.make("request:1")
    keys.make("request:2")
    keys.back_up(target)
    assert b"request:1" in target.read_bytes()
    keys.destroy("request:1")
    assert keys.back_up(target) == 1
    assert b"request:1" not in target.read_bytes()
    assert [row.subject for row in read_copy(target)[0]] == ["request:2"]


def test_a_copy_made_while_others_make_keys_is_whole(keys, tmp_path):
    for number in range(50):
        keys.make(f"request:{number}")
    stop = threading.Event()

    def making():
        number = 100
        while not stop.is_set():
            keys.make(f"request:{number}")
            number += 1

    thread = threading.Thread(target=making)
    thread.start()
    try:
        counts = [keys.back_up(tmp_path / "keys-copy.sqlite") for _ in range(5)]
    finally:
        stop.set()
        thread.join()
    assert counts == sorted(counts)
    assert counts[0] >= 50
    assert len(read_copy(tmp_path / "keys-copy.sqlite")[0]) == counts[-1]


def test_nothing_but_an_earlier_copy_is_written_over(file_keys, tmp_path):
    file_keys.make("request:1")
    for name, content in (("leefplein.sqlite", b"SQLite format 3\0 and so on"), ("letter.txt", b"Beste")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CopyRefused, match="geen kopie van de sleutels"):
            file_keys.back_up(tmp_path / name)
        assert (tmp_path / name).read_bytes() == content
    with pytest.raises(CopyRefused, match="de plaats van de sleutels zelf"):
        file_keys.back_up(file_keys.place)
    with pytest.raises(CopyRefused, match="niet te schrijven"):
        file_keys.back_up(tmp_path / "letter.txt" / "keys.sqlite")
    file_keys.open("request:1")


def test_a_store_in_use_is_no_copy_because_part_of_it_stands_in_its_log(file_keys):
    file_keys.make("request:1")
    assert not is_copy(file_keys.place)
    with pytest.raises(CopyRefused, match="geen kopie"):
        read_copy(file_keys.place)


def test_a_damaged_copy_is_refused(file_keys, tmp_path):
    for number in range(200):
        file_keys.make(f"request:{number}")
    target = tmp_path / "keys-copy.sqlite"
    file_keys.back_up(target)
    whole = target.read_bytes()
    for damaged in (whole[:5000], whole[:8192] + b"\xff" * 8192 + whole[16384:], b"", b"stuk"):
        target.write_bytes(damaged)
        with pytest.raises(CopyRefused, match=r"geen (hele )?kopie"):
            read_copy(target)
    with pytest.raises(CopyRefused, match="is er niet"):
        read_copy(tmp_path / "nowhere.sqlite")
