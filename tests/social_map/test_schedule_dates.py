"""On which dates something is there; what cannot be known is never yes."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.social_map.schedule import Off
from app.social_map.schedule_dates import Holidays, SchoolBreak, fits_on, next_dates, public
from app.social_map.times import read_times
from tests.social_map.schedules import schedules

HERE = Holidays(
    (
        SchoolBreak(Off.AUTUMN, date(2026, 10, 10), date(2026, 10, 18)),
        SchoolBreak(Off.CHRISTMAS, date(2026, 12, 19), date(2027, 1, 3)),
        SchoolBreak(Off.SUMMER, date(2027, 7, 10), date(2027, 8, 22)),
    )
)
NOWHERE = Holidays()


def schedule(line):
    found = read_times(line).schedule
    assert found is not None, line
    return found


@pytest.mark.parametrize(
    ("line", "day", "part", "fits"),
    [
        ("wo 10-12 uur", date(2026, 11, 25), None, "yes"),
        ("wo 10-12 uur", date(2026, 11, 25), 0, "yes"),
        ("wo 10-12 uur", date(2026, 11, 25), 2, "no"),
        ("wo 10-12 uur", date(2026, 11, 26), None, "no"),
        ("wo", date(2026, 11, 25), 0, "unknown"),
        ("1e do v/d maand avond", date(2026, 12, 3), 2, "yes"),
        ("1e do v/d maand avond", date(2026, 12, 10), 2, "no"),
        ("laatste vr van de maand 14-16", date(2026, 11, 27), None, "yes"),
        ("laatste vr van de maand 14-16", date(2026, 11, 20), None, "no"),
        ("even weken ma 10-12", date(2026, 11, 23), None, "yes"),  # ISO week 48
        ("oneven weken ma 10-12", date(2026, 11, 23), None, "no"),
        ("om de week ma 10-12", date(2026, 11, 23), None, "unknown"),
        ("om de week ma 10-12", date(2026, 11, 24), None, "no"),
        ("1x per maand op ma", date(2026, 11, 23), None, "unknown"),
        ("wo 10-12 niet in de schoolvakanties", date(2026, 12, 23), None, "no"),
        ("wo 10-12 niet in de schoolvakanties", date(2026, 12, 16), None, "yes"),
        ("wo 10-12 niet in de schoolvakanties", date(2030, 1, 2), None, "unknown"),
        ("wo 10-12 niet in de zomervakantie", date(2026, 12, 23), None, "yes"),
        ("alleen in de kerstvakantie wo 10-12", date(2026, 12, 23), None, "yes"),
        ("alleen in de kerstvakantie wo 10-12", date(2026, 12, 16), None, "no"),
        ("vr 10-12", date(2026, 12, 25), None, "unknown"),
        ("vr 10-12, niet op feestdagen", date(2026, 12, 25), None, "no"),
        ("vr 10-12, ook op feestdagen", date(2026, 12, 25), None, "yes"),
        ("dag en nacht", date(2026, 12, 25), 3, "yes"),
        ("vr 10-12, niet op feestdagen", date(2026, 4, 3), None, "unknown"),  # Good Friday
        ("di 10-12 in juli en augustus", date(2027, 7, 6), None, "yes"),
        ("di 10-12 in juli en augustus", date(2027, 6, 29), None, "no"),
        ("di 10-12 niet in juli", date(2027, 7, 6), None, "no"),
        ("di 10-12 van 1 oktober t/m 31 maart", date(2027, 1, 5), None, "yes"),
        ("di 10-12 van 1 oktober t/m 31 maart", date(2027, 4, 6), None, "no"),
        ("di 10-12 vanaf 1 april 2027", date(2027, 3, 30), None, "no"),
        ("za 12 december 2026 14-16 uur", date(2026, 12, 12), 1, "yes"),
        ("za 12 december 2026 14-16 uur", date(2026, 12, 19), 1, "no"),
    ],
)
def test_a_day_fits_or_not_or_nobody_knows(line, day, part, fits):
    assert fits_on(schedule(line), day, part, HERE) == fits


def test_without_a_region_school_holidays_are_not_known():
    assert fits_on(schedule("wo 10-12 niet in de schoolvakanties"), date(2026, 12, 16), None, NOWHERE) == "unknown"


def test_the_next_dates_leave_out_what_is_not_sure():
    line = schedule("wo 10-12, niet in de schoolvakanties")
    found = next_dates(line, date(2026, 12, 9), 3, HERE)
    assert found == [date(2026, 12, 16), date(2027, 1, 6), date(2027, 1, 13)]
    assert next_dates(schedule("om de week ma 10-12"), date(2026, 12, 9), 3, HERE) == []
    assert next_dates(schedule("1e + 3e do v/d maand 10-12"), date(2026, 11, 22), 3, HERE) == [
        date(2026, 12, 3),
        date(2026, 12, 17),
        date(2027, 1, 7),
    ]
    assert next_dates(schedule("ma 9-10; do 9-10"), date(2026, 11, 22), 2, HERE) == [
        date(2026, 11, 23),
        date(2026, 11, 26),
    ]


def test_public_holidays_are_those_of_the_netherlands():
    assert public(date(2027, 4, 27)) == "yes"
    assert public(date(2027, 5, 5)) == "unknown", "free for some people only, in most years"
    assert public(date(2026, 12, 24)) == "no"


@settings(max_examples=60, deadline=None)
@given(schedules, st.dates(date(2025, 1, 1), date(2028, 1, 1)))
def test_every_next_date_fits_and_none_is_left_out(schedule, after):
    found = next_dates(schedule, after, 4, HERE)
    days = [after + timedelta(days=each) for each in range(1, 401)]
    assert found == [day for day in days if fits_on(schedule, day, None, HERE) == "yes"][:4]
