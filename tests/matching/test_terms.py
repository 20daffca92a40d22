from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.loading import load_content
from app.matching.terms import AFTER_THE_DAY, answer_by, expires_on
from app.working_days import is_working_day
from tests.matching.conftest import ROOT

TERMS = load_content(ROOT / "content").municipalities[0].mediation


@pytest.mark.parametrize(
    ("posted", "answered"),
    [
        (date(2026, 11, 20), date(2026, 11, 27)),  # Friday: the next Friday
        (date(2026, 11, 22), date(2026, 11, 27)),  # Sunday
        (date(2026, 12, 24), date(2027, 1, 4)),  # Christmas and New Year in between
        (date(2027, 4, 26), date(2027, 5, 4)),  # King's Day
    ],
)
def test_five_working_days_as_people_count_them(posted, answered):
    assert answer_by(posted, TERMS) == answered


@settings(deadline=None)
@given(day=st.dates(date(2026, 1, 1), date(2040, 1, 1)), days=st.none() | st.integers(-30, 900))
def test_it_never_stands_longer_than_agreed_and_never_ends_before_it_began(day, days):
    needed = None if days is None else day + timedelta(days=days)
    last = expires_on(day, TERMS, needed)
    assert day <= last <= day + timedelta(days=TERMS.keep_days)
    if needed is not None and needed >= day:
        assert last <= needed + AFTER_THE_DAY
    assert is_working_day(answer_by(day, TERMS))
