"""Old beside new of a correction: only what differs, readable with that row's key and no other."""

import pytest

from app.audit.changed import changes_between, open_changes, seal_changes
from app.data_keys import FieldSeal
from app.matching.shapes import Person
from app.sealing import Unopened

KEY = FieldSeal(b"k" * 32)


def test_only_what_differs_is_told():
    old, new = Person(phone="1", share=("phone",)), Person(phone="2", share=("phone",), street="Weg 1")
    assert changes_between(old, new) == {"phone": ("1", "2"), "street": ("", "Weg 1")}
    assert changes_between(old, old) == {}
    assert changes_between(None, Person(phone="1"))["phone"] == (None, "1")


def test_it_opens_with_its_own_key_and_row_only():
    sealed = seal_changes(KEY, "row-1", {"phone": ("1", "2")})
    assert b"phone" not in sealed
    assert open_changes(KEY, "row-1", sealed) == {"phone": ("1", "2")}
    for key, row in ((KEY, "row-2"), (FieldSeal(b"x" * 32), "row-1")):
        with pytest.raises(Unopened):
            open_changes(key, row, sealed)
