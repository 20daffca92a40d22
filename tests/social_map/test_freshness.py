"""Freshness: dates and policy in, a state and words out."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.social_map.freshness import freshness, last_day


@dataclass(frozen=True)
class Terms:
    confirm_every: int = 6
    warn_after: int = 9
    hide_after: int = 12


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 1, 31), "fresh"),
        (date(2026, 7, 30), "fresh"),
        (date(2026, 7, 31), "due"),
        (date(2026, 10, 30), "due"),
        (date(2026, 10, 31), "stale"),
        (date(2027, 1, 30), "stale"),
        (date(2027, 1, 31), "hidden"),
    ],
)
def test_an_offer_grows_old_on_the_day(today, state):
    assert freshness(date(2026, 1, 31), today, Terms()).state == state


def test_the_words_name_the_day():
    assert freshness(date(2026, 11, 3), date(2026, 11, 4), Terms()).words == "gecontroleerd op 3 november 2026"
    assert freshness(date(2026, 11, 3), date(2026, 11, 4), Terms(), lang="en").words == "checked on 3 November 2026"
    assert "vraag na" in freshness(date(2025, 11, 3), date(2026, 9, 4), Terms()).words


def test_help_that_may_never_be_hidden_only_warns():
    assert freshness(date(2020, 1, 1), date(2026, 1, 1), Terms(), never_hide=True).state == "stale"


def test_never_checked_warns_and_is_not_hidden():
    assert freshness(None, date(2026, 1, 1), Terms()).state == "stale"


def test_the_end_of_a_short_month():
    assert last_day(date(2026, 1, 31), 1) == date(2026, 2, 28)


@given(st.dates(), st.dates())
def test_no_two_dates_break_it(confirmed, today):
    assert freshness(confirmed, today, Terms()).words
