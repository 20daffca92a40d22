import itertools
import os

import pytest

from app.copies import BackupKeys, CopyRefused
from app.copies.envelope import MAGIC, PIECE, Sealed, is_sealed, opened

OTHER = BackupKeys(["another-key-that-nobody-here-has-ever-used"])


def sealed(path, keys, content):
    with Sealed(path, keys, {"made_at": "2026-11-23", "schema": "0006"}) as file:
        for start in range(0, len(content), 700_001):
            file.write(content[start : start + 700_001])
    return path


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_goes_in_comes_out(tmp_path, keys, size):
    content = os.urandom(size)
    path = sealed(tmp_path / "b", keys, content)
    assert is_sealed(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert b"".join(opened(path, keys)) == content


def test_nothing_can_be_read_without_the_key_and_no_two_files_are_alike(tmp_path, keys):
    one, two = (sealed(tmp_path / name, keys, b"kanarie" * 1000).read_bytes() for name in "ab")
    assert b"kanarie" not in one
    assert one[300:] != two[300:]


def test_another_key_is_named_as_such(tmp_path, keys):
    path = sealed(tmp_path / "b", keys, b"x")
    with pytest.raises(CopyRefused, match="andere sleutel"):
        list(opened(path, OTHER))


def test_an_earlier_key_still_opens(tmp_path, keys):
    path = sealed(tmp_path / "b", OTHER, b"x")
    both = BackupKeys(["a-new-key-of-this-year-that-is-long-enough", "another-key-that-nobody-here-has-ever-used"])
    assert list(opened(path, both)) == [b"x"]


@pytest.mark.parametrize("cut", [1, 15, 16, 17, PIECE, PIECE + 16, PIECE + 17, 2 * (PIECE + 16)])
def test_a_file_that_was_cut_off_is_refused_wherever_it_was_cut(tmp_path, keys, cut):
    path = sealed(tmp_path / "b", keys, os.urandom(2 * PIECE + 5))
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(CopyRefused, match="beschadigd of afgebroken"):
        list(opened(path, keys))


def test_any_byte_that_was_changed_is_noticed(tmp_path, keys):
    path = sealed(tmp_path / "b", keys, os.urandom(2000))
    whole = path.read_bytes()
    for place in itertools.chain(range(len(MAGIC), 60), range(60, len(whole), 97), [len(whole) - 1]):
        changed = bytearray(whole)
        changed[place] ^= 1
        path.write_bytes(changed)
        with pytest.raises(CopyRefused):
            list(opened(path, keys))


def test_pieces_that_were_moved_or_added_are_noticed(tmp_path, keys):
    path = sealed(tmp_path / "b", keys, os.urandom(2 * PIECE + 5))
    whole = path.read_bytes()
    head = len(whole) - 2 * (PIECE + 16) - 5 - 16
    first, second = whole[head : head + PIECE + 16], whole[head + PIECE + 16 : head + 2 * (PIECE + 16)]
    for wrong in (
        whole[:head] + second + first + whole[-21:],
        whole[:head] + first + whole[-21:],
        whole + b"\0" * 30,
        whole + whole[-21:],
    ):
        path.write_bytes(wrong)
        with pytest.raises(CopyRefused):
            list(opened(path, keys))


def test_without_any_key_nothing_is_sealed():
    with pytest.raises(CopyRefused, match="LEEFPLEIN_BACKUP_KEY"):
        BackupKeys(["", ""])
