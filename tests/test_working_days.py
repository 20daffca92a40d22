"""Working days as the law counts them, and as somebody reads them off a calendar."""

from datetime import date, timedelta

import pytest

from app.working_days import holidays, is_working_day, working_days_after


def test_the_public_holidays_of_a_year():
    fixed = {date(2026, 1, 1), date(2026, 4, 27), date(2026, 5, 5), date(2026, 12, 25), date(2026, 12, 26)}
    easter = date(2026, 4, 5)
    moving = {easter + timedelta(days=days) for days in (-2, 0, 1, 39, 50)}
    assert holidays(2026) == fixed | moving
    assert date(2026, 5, 14) in moving  # Ascension Day, as calendars have it


def test_kings_day_moves_from_a_sunday():
    assert date(2031, 4, 26) in holidays(2031)
    assert date(2031, 4, 27) not in holidays(2031)


@pytest.mark.parametrize(
    ("day", "number", "there"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 11, 22), 0, date(2026, 11, 22)),
    ],
)
def test_so_many_working_days_on(day, number, there):
    assert working_days_after(day, number) == there


def test_no_weekend_is_a_working_day_in_any_year():
    day = date(2026, 1, 3)
    while day.year < 2030:
        assert not is_working_day(day)
        assert not is_working_day(day + timedelta(days=1))
        day += timedelta(days=7)
