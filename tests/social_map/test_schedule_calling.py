"""Can I call now? Only said when it is sure."""

from datetime import UTC, date, datetime

import pytest

from app import clock
from app.social_map.schedule import Off
from app.social_map.schedule_calling import reachable
from app.social_map.schedule_dates import Holidays, SchoolBreak

HERE = Holidays(
    (
        SchoolBreak(Off.CHRISTMAS, date(2026, 12, 19), date(2027, 1, 3)),
        SchoolBreak(Off.MAY, date(2027, 4, 24), date(2027, 5, 2)),
    )
)


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=clock.AMSTERDAM)


MONDAY, FRIDAY, SATURDAY = 23, 27, 28


@pytest.mark.parametrize(
    ("hours", "moment", "now", "until", "again"),
    [
        ("ma-vr 9:00-17:00", at(MONDAY, 16, 59), True, "23 17:00", None),
        ("ma-vr 9:00-17:00", at(MONDAY, 9), True, "23 17:00", None),
        ("ma-vr 9:00-17:00", at(MONDAY, 17), False, None, "24 09:00"),
        ("ma-vr 9:00-17:00", at(MONDAY, 8, 59), False, None, "23 09:00"),
        ("ma-vr 9:00-17:00", at(FRIDAY, 18), False, None, "30 09:00"),
        ("ma-do 8:30-12:30 en 13:00-16:30", at(MONDAY, 12, 45), False, None, "23 13:00"),
        ("ma-vr 9-12, do 18-20 uur", at(26, 18, 30), True, "26 20:00", None),
        ("vr 20.00-02.00", at(SATURDAY, 1), True, "28 02:00", None),
        ("vr 20.00-02.00", at(SATURDAY, 3), False, None, "04 20:00"),
        ("ma 9-12 en 12-17 uur", at(MONDAY, 10), True, "23 17:00", None),
        ("dag en nacht", at(MONDAY, 3), True, None, None),
        ("ma-vr", at(MONDAY, 10), None, None, None),
        ("ma-vr overdag", at(MONDAY, 10), None, None, None),
        ("ma-vr vanaf 9 uur", at(MONDAY, 10), None, None, None),
        ("ma-vr 9-17 op afspraak", at(MONDAY, 10), None, None, None),
        ("om de week ma 9-17", at(MONDAY, 10), None, None, None),
        ("wanneer het uitkomt", at(MONDAY, 10), None, None, None),
        ("", at(MONDAY, 10), None, None, None),
    ],
)
def test_now_until_and_when_again(hours, moment, now, until, again):
    found = reachable(hours, moment, HERE)
    said = [each and f"{each:%d %H:%M}" for each in (found.until, found.next_from)]
    assert [found.now, *said] == [now, until, again]


def test_on_a_public_holiday_nobody_knows_unless_it_is_said():
    christmas = datetime(2026, 12, 25, 10, tzinfo=clock.AMSTERDAM)
    assert reachable("ma-vr 9-17", christmas, HERE).now is None
    assert reachable("ma-vr 9-17, ook op feestdagen", christmas, HERE).now is True
    closed = reachable("ma-vr 9-17, niet op feestdagen", christmas, HERE)
    assert (closed.now, str(closed.next_from)) == (False, "2026-12-28 09:00:00")


def test_the_clock_on_the_wall_counts_in_summer_too():
    summer = datetime(2027, 7, 5, 6, 59, tzinfo=UTC)
    assert reachable("ma-vr 9-17", summer, HERE).now is False
    assert reachable("ma-vr 9-17", summer.replace(hour=7, minute=0), HERE).now is True
