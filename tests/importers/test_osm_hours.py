"""Opening hours of OpenStreetMap: the same days and hours on the map, or text and never a guess."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opening_hours import OpeningHours

from app.social_map.schedule import DAY, Off
from app.social_map.schedule_dates import Holidays, slot_fits
from app.social_map.times import has_no_fixed_time, read_times
from importers.osm_hours import read_hours

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("Mo,We,Fr 09:00-13:30", "ma+wo+vr 09:00-13:30"),
        ("mo-fr 9:00-17:00", "ma-vr 09:00-17:00"),
        ("Mo-Fr 08:30-12:00,13:00-17:00; Sa,Su 10:00-12:00", "ma-vr 08:30-12:00 en 13:00-17:00; za+zo 10:00-12:00"),
        ("Mo-Fr 09:00-17:00; PH,SH off", "ma-vr 09:00-17:00; niet op feestdagen; niet in de schoolvakanties"),
        ("Mo-Sa 10:00-12:00; Tu off", "ma+wo+do+vr+za 10:00-12:00"),
        ("Mo[1,3] 10:00-12:00", "1e en 3e ma van de maand 10:00-12:00"),
        ("Fr[-1] 13:00-15:00", "laatste vr van de maand 13:00-15:00"),
        ("week 1-53/2 Mo 10:00-11:00", "ma 10:00-11:00 in de oneven weken"),
        ("Apr-Sep Mo 10:00-17:00; Oct-Mar Mo 11:00-16:00", "ma 10:00-17:00, april t/m september; ma 11:00-16:00, oktober t/m maart"),
        ("Fr 20:00-02:00", "vr 20:00-02:00"),
        ("Tu 19:30+", "di vanaf 19:30"),
        ("24/7", "24/7"),
        ('Mo-Fr 10:00-12:00 "by appointment"', "ma-vr 10:00-12:00; op afspraak"),
    ],
)  # fmt: skip
def test_what_can_be_said_is_said_and_read_back(typed, line):
    read = read_hours(typed)
    assert (read.times, read.understood, read.aside) == (line, True, "")
    assert read_times(line).understood


def test_by_appointment_alone_has_no_fixed_time():
    assert has_no_fixed_time(read_hours('"by appointment"').times)


def test_days_without_hours_are_not_day_and_night():
    read = read_hours("Mo-Fr")
    assert (read.times, read.understood, read.days_only) == ("ma-vr", True, True)
    assert read_times(read.times).schedule.slots[0].spans == ()


@pytest.mark.parametrize(
    "typed",
    [
        "sunrise-sunset",
        "Mo-Fr 10:00-12:00 unknown",
        'Mo 10:00-12:00 open "ring the bell"; Tu 10:00-11:00',
        "Mo 10:00-12:00; PH 10:00-11:00",
        "PH off; Mo-Fr 09:00-17:00",
        "Mo 10:00-12:00; Dec 25 off",
        "2027 Jan 05 10:00-11:00",
        "2024-2026 Mo 10:00-12:00",
        "easter 10:00-12:00",
        "week 53 Mo 10:00-12:00",
        "off",
        "Mo 00:00-00:15; Apr-Sep Mo,Sa 18:15-24:15; Mo,Sa 00:00-00:15",
        "Mo[6] 10:00-12:00",
        "kapot (((",
        "x" * 5000,
        "Mo 10:00-12:00; " * 500,
        "\x00\u202e",
    ],
)
def test_what_cannot_be_said_stays_text_that_the_map_reads_nothing_in(typed):
    read = read_hours(typed)
    assert not read.understood
    assert not read_times(read.times).understood


def test_text_is_shown_with_dutch_words():
    assert read_hours("Mo-Fr sunrise-sunset").times == "ma-vr zonsopgang-zonsondergang"


def test_hours_as_people_write_them_here_are_read_as_written():
    read = read_hours("ma-vr 9:00-17:00")
    assert (read.times, read.understood, read.plain) == ("ma-vr 9:00-17:00", True, True)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


@st.composite
def _rule(draw: st.DrawFn) -> str:
    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True))
    which = draw(st.sampled_from(["", "", "", "[1]", "[2,4]", "[-1]"]))
    opens = draw(st.integers(0, 90)) * 15
    closes = opens + draw(st.integers(1, 24)) * 15
    when = f"{','.join(day + which for day in days)} {_clock(opens)}-{_clock(closes)}"
    months = draw(st.sampled_from(["", "", "", "Apr-Sep ", "Oct-Mar ", "Jun,Aug "]))
    return months + when


@settings(max_examples=150, deadline=None)
@given(st.lists(_rule(), min_size=1, max_size=3), st.sampled_from(["", "; PH off", "; SH off"]))
def test_every_line_that_is_made_means_the_same_moments(rules, closed):
    """Compared moment by moment with the parser of OpenStreetMap, in another year than the importer looked at."""
    typed = "; ".join(rules)
    read = read_hours(typed + closed)
    if not read.understood:
        return
    schedule = read_times(read.times).schedule
    assert all(bool(closed) == bool(slot.away) for slot in schedule.slots)
    if closed:
        assert {off for slot in schedule.slots for off in slot.away} == {Off.PUBLIC if "PH" in closed else Off.SCHOOL}
    theirs = OpeningHours(typed)
    day = date(2029, 1, 1)
    while day < date(2029, 12, 31):
        for minute in (0, 7 * 60 + 1, 12 * 60 + 31, 18 * 60 + 1, 23 * 60 + 46):
            moment = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
            assert theirs.is_open(moment) == _ours(schedule, day, minute), (typed, read.times, moment)
        day += timedelta(days=9)


def _ours(schedule, day: date, minute: int) -> bool:
    def inside(on: date, at: int) -> bool:
        return any(
            slot_fits(_without_holidays(slot), on, None, Holidays()) != "no"
            and any(span.opens <= at < (span.closes or DAY) for span in slot.spans)
            for slot in schedule.slots
        )

    return inside(day, minute) or inside(day - timedelta(days=1), minute + DAY)


def _without_holidays(slot):
    return replace(slot, away=())
