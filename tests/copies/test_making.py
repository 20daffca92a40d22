import threading

import pytest
from sqlmodel import select

from app.audit.copied import Copied
from app.audit.models import AuditLine
from app.copies import CopyRefused, back_up, verify
from app.db import Database
from app.migrations.running import current, head
from tests.copies.looking import note, notes, plain


def test_it_says_what_it_holds_and_that_it_was_made(database, keys, tmp_path):
    note(database, "een")
    held = back_up(database, tmp_path / "copy", keys)
    assert verify(tmp_path / "copy", keys) == held
    assert held.rows["search_note"] == 1
    assert held.schema == head()
    assert held.kind == ("sqlite" if database.is_sqlite else "postgresql")
    with database.reading() as session:
        assert session.exec(select(AuditLine.action)).all() == [Copied.DATABASE]
    left = {each.name for each in tmp_path.iterdir() if not each.name.startswith("leefplein.sqlite")}
    assert left == {"copy"}, "nothing is left lying about"


def test_it_cannot_be_read_by_who_finds_it(database, keys, tmp_path):
    note(database, "kanarie")
    back_up(database, tmp_path / "copy", keys)
    assert b"kanarie" not in (tmp_path / "copy").read_bytes()
    assert b"kanarie" in plain(tmp_path / "copy", tmp_path / "open", keys).read_bytes()


def test_a_copy_made_while_people_write_misses_nothing_that_was_kept_before_it_began(database, keys, tmp_path):
    stop, kept = threading.Event(), []

    def write():
        while not stop.is_set():
            note(database, str(len(kept)))
            kept.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for turn in range(3):
            before = len(kept)
            back_up(database, tmp_path / f"{turn}", keys)
            copy = Database(f"sqlite:///{plain(tmp_path / f'{turn}', tmp_path / f'{turn}.sqlite', keys)}")
            found = [int(each) for each in notes(copy)]
            assert len(found) >= before
            assert found == list(range(len(found)))
            assert current(copy) == head()
            copy.close()
    finally:
        stop.set()
        writer.join()


def test_a_copy_is_for_nobody_elses_eyes(database, keys, tmp_path):
    back_up(database, tmp_path / "deep" / "copy", keys)
    assert (tmp_path / "deep" / "copy").stat().st_mode & 0o777 == 0o600


def test_a_copy_is_never_written_over(database, keys, tmp_path):
    (tmp_path / "copy").write_text("kostbaar")
    with pytest.raises(CopyRefused, match="bestaat al"):
        back_up(database, tmp_path / "copy", keys)
    assert (tmp_path / "copy").read_text() == "kostbaar"


def test_where_nothing_can_be_written_that_is_said(database, keys, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CopyRefused, match="niet te schrijven"):
        back_up(database, tmp_path / "file" / "copy", keys)


@pytest.mark.parametrize("wrong", ["cut", "changed"])
def test_a_copy_that_is_not_whole_is_not_believed(database, keys, tmp_path, wrong):
    back_up(database, tmp_path / "copy", keys)
    raw = bytearray((tmp_path / "copy").read_bytes())
    if wrong == "cut":
        del raw[-100:]
    else:
        raw[len(raw) // 2] ^= 1
    (tmp_path / "copy").write_bytes(raw)
    with pytest.raises(CopyRefused, match="geen hele kopie"):
        verify(tmp_path / "copy", keys)
