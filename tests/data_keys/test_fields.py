import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data_keys import FieldSeal
from app.data_keys.fields import bound_to
from app.sealing import Unopened

PLACE = ("conversation_request", "sealed_contact", "7f3")


@pytest.fixture
def seal():
    return FieldSeal(b"k" * 32)


@given(st.text(), st.text(), st.text(), st.text())
def test_what_is_sealed_opens_in_its_own_place(table, column, row, value):
    seal = FieldSeal(b"k" * 32)
    assert seal.open(table, column, row, seal.seal(table, column, row, value)) == value


@pytest.mark.parametrize(
    "elsewhere",
    [
        ("request_event", "sealed_contact", "7f3"),
        ("conversation_request", "sealed_story", "7f3"),
        ("conversation_request", "sealed_contact", "7f4"),
        ("conversation_requestsealed_contact", "", "7f3"),
        ("conversation_request", "sealed_contact7", "f3"),
    ],
    ids=["table", "column", "row", "table and column run together", "column and row run together"],
)
def test_moved_elsewhere_it_is_refused(seal, elsewhere):
    with pytest.raises(Unopened):
        seal.open(*elsewhere, seal.seal(*PLACE, "Voorbeeld"))


def test_the_key_of_somebody_else_opens_nothing(seal):
    with pytest.raises(Unopened):
        FieldSeal(b"x" * 32).open(*PLACE, seal.seal(*PLACE, "Voorbeeld"))


def test_a_damaged_byte_anywhere_is_refused(seal):
    sealed = seal.seal(*PLACE, "Voorbeeld")
    for number in range(len(sealed)):
        damaged = bytearray(sealed)
        damaged[number] ^= 1
        with pytest.raises(Unopened):
            seal.open(*PLACE, bytes(damaged))


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + b"x" * 27, b"Voorbeeld", b"\x00" * 200])
def test_what_is_no_seal_is_refused(seal, sealed):
    with pytest.raises(Unopened):
        seal.open(*PLACE, sealed)


def test_the_same_text_never_looks_the_same_and_costs_29_bytes(seal):
    one, two = seal.seal(*PLACE, "Voorbeeld"), seal.seal(*PLACE, "Voorbeeld")
    assert one != two
    assert len(one) == len("Voorbeeld") + 29
    assert b"Voorbeeld" not in one


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_no_two_places_look_alike(one, two):
    assert (bound_to(*one) == bound_to(*two)) == (one == two)


def test_a_seal_never_shows_its_key(seal):
    assert "kkk" not in repr(seal)
