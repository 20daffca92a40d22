from datetime import date

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


SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "days", "parts", "on"),
    [
        ("op donderdagmiddag iemand bij mijn moeder", ("do",), ("middag",), None),
        ("volgende week donderdag", ("do",), (), date(2026, 11, 26)),
        ("komende zaterdag", ("za",), (), date(2026, 11, 28)),
        ("volgende donderdag", ("do",), (), None),
        ("deze week vrijdag", (), (), "past"),
        ("morgenavond", ("ma",), ("avond",), date(2026, 11, 23)),
        ("morgen", ("ma",), (), date(2026, 11, 23)),
        ("vanmiddag", ("zo",), ("middag",), SUNDAY),
        ("overmorgen", ("di",), (), date(2026, 11, 24)),
        ("doordeweeks", ("ma", "di", "wo", "do", "vr"), (), None),
        ("door de week 's avonds", ("ma", "di", "wo", "do", "vr"), ("avond",), None),
        ("om 3 uur 's middags", (), ("middag",), None),
        ("om 15.00 uur", (), ("middag",), None),
        ("tussen 2 en 4 uur", (), ("middag",), None),
        ("tussen 9 en 12 uur", (), ("ochtend",), None),
        ("donderdag tussen 2 en 4", ("do",), ("middag",), None),
        ("15 december", ("di",), (), date(2026, 12, 15)),
        ("dinsdag 15 december 's avonds", ("di",), ("avond",), date(2026, 12, 15)),
        ("15-12-2026", ("di",), (), date(2026, 12, 15)),
        ("1 maart", ("ma",), (), date(2027, 3, 1)),
        ("elke tweede dinsdag van de maand", ("di",), (), None),
        ("maandag- en donderdagmiddag", ("ma", "do"), ("middag",), None),
        ("maandag t/m vrijdag overdag", ("ma", "di", "wo", "do", "vr"), (), None),
        ("ma-vr", ("ma", "di", "wo", "do", "vr"), (), None),
        ("op di en do", ("di", "do"), (), None),
        ("wo ochtend", ("wo",), ("ochtend",), None),
        ("elke morgen", (), ("ochtend",), None),
        ("tomorrow evening", ("ma",), ("avond",), date(2026, 11, 23)),
        ("next week Thursday", ("do",), (), date(2026, 11, 26)),
        ("at night", (), ("nacht",), None),
        ("on 15 December", ("di",), (), date(2026, 12, 15)),
        ("at the weekend", ("za", "zo"), (), None),
    ],
)
def test_dates_and_fuller_forms_are_read(text, days, parts, on):
    found = read_times_said(text, SUNDAY)
    if on == "past":
        found = [time for time in found if time.on]
        assert found == []
        return
    assert (found[0].days, found[0].dayparts, found[0].on) == (days, parts, on)
    assert found[0].words in text


@pytest.mark.parametrize(
    "text",
    [
        "goedemorgen, ik zoek hulp", "goede morgen", "avondeten aan huis", "mevrouw Zondag", "familie Maandag", "mijn ma is ziek",
        "zo nodig", "ik voel me zo alleen", "wat moet ik doen", "niet op dinsdag", "behalve zaterdag", "geboren op 15 december 1950",
        "kinderen tussen 2 en 4 jaar", "tussen 2 en 4", "2 uur per week", "van 2 tot 4 uur per week", "om 8 uur", "na het werk", "31 februari",
        "blauwe maandag", "goede vrijdag", "hij is 15 maart 1950 geboren", "may I ask 2 things", "tussen de middag", "di was een prinses",
        "op ma passen", "op zo'n moment", "weekendtas", "nachtzorg", "middageten", "dagopvang", "tot morgen", "do you have help",
    ],
)  # fmt: skip
def test_what_may_be_something_else_is_left_alone(text):
    assert read_times_said(text, SUNDAY) == ()


def test_both_lists_bite():
    """Their twin: nearly the same words that do say a time are read."""
    for text in (
        "goed, morgen dan",
        "op maandag passen",
        "op zondag",
        "tussen 2 en 4 uur",
        "om 8 uur 's avonds",
        "op 15 maart",
    ):
        assert len(read_times_said(text, SUNDAY)) == 1, text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("oppas donderdagavond 24 december graag", "donderdagavond 24 december"),
        ("oppas op donderdagavond, 24 december", "op donderdagavond, 24 december"),
    ],
)
def test_a_day_with_its_date_behind_it_is_one_moment(text, words):
    (time,) = read_times_said(text, date(2026, 11, 22))
    assert (time.words, time.days, time.dayparts, time.on) == (words, ("do",), ("avond",), date(2026, 12, 24))


def test_a_day_and_a_date_that_contradict_each_other_stay_two():
    times = read_times_said("dinsdagavond 24 december", date(2026, 11, 22))
    assert [time.on for time in times] != [date(2026, 12, 24)]
