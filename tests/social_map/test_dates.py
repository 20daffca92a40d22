"""Dates as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.social_map.dates import date_in_words, read_date


@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-03",
        "3-11-2026",
        "03-11-2026",
        "3/11/2026",
        "3.11.2026",
        "3 november 2026",
        "3 nov 2026",
        "3 nov. 2026",
        "2026-11-03 00:00",
        " 2026-11-03 ",
    ],
)
def test_forms_of_one_day(typed):
    assert read_date(typed) == date(2026, 11, 3)


@pytest.mark.parametrize(
    "typed", ["", "31-02-2026", "3-11-26", "11/30/2026", "vorige maand", "3 n 2026", "0000-00-00", "9" * 50]
)
def test_what_is_no_day(typed):
    assert read_date(typed) is None


def test_a_day_is_said_in_dutch_and_english():
    assert date_in_words(date(2026, 11, 3)) == "3 november 2026"
    assert date_in_words(date(2026, 11, 3), "en") == "3 November 2026"


@given(st.text(max_size=60))
def test_no_text_breaks_it(typed):
    read_date(typed)


@given(st.dates())
def test_what_is_said_can_be_read(day):
    if day.year >= 1000:
        assert read_date(date_in_words(day)) == day
