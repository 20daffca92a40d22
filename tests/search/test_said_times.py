import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.said_times import read_times_said


@pytest.mark.parametrize(
    ("text", "days", "parts"),
    [
        ("oppas op dinsdagavond", ("di",), ("avond",)),
        ("dinsdag avond", ("di",), ("avond",)),
        ("dinsdag 's avonds", ("di",), ("avond",)),
        ("'s nachts", (), ("nacht",)),
        ("’s ochtends", (), ("ochtend",)),
        ("in het weekend", ("za", "zo"), ()),
        ("overdag", (), ("ochtend", "middag")),
        ("elke woensdag", ("wo",), ()),
        ("iets in de middag", (), ("middag",)),
        ("something on friday morning", ("vr",), ("ochtend",)),
        ("op maandagen", ("ma",), ()),
    ],
)
def test_plain_forms_are_read(text, days, parts):
    (time,) = read_times_said(text)
    assert (time.days, time.dayparts) == (days, parts)
    assert time.words in text


@pytest.mark.parametrize(
    "text", ["", "avondvierdaagse", "zondagskind", "maandverband", "nachtmerries van mijn zoon", "koffie"]
)
def test_what_only_looks_like_a_time_is_not(text):
    assert read_times_said(text) == ()


def test_two_times_are_two():
    assert [time.days for time in read_times_said("maandag of donderdagmiddag")] == [("ma",), ("do",)]


def test_the_bits_are_those_of_the_offers():
    (evening,) = read_times_said("dinsdagavond")
    assert evening.mask == 1 << (1 * 4 + 2)
    (nights,) = read_times_said("'s nachts")
    assert nights.mask == sum(1 << (day * 4 + 3) for day in range(7))
    (day,) = read_times_said("op zondag")
    assert day.mask == (15 << 24) | (1 << 34), "a Sunday of which the part of the day is not known counts too"


@given(st.text(max_size=300))
def test_it_never_raises_and_names_what_was_typed(text):
    for time in read_times_said(text):
        assert time.words in text
        assert 0 < time.mask < 1 << 35
