"""Calendars as programs write them, and as nobody should: read the same, or refused with a line and a reason."""

import time
from datetime import UTC, date, datetime

import pytest

from app.agenda.calendar_in import CalendarRefused, read_calendar
from tests.agenda.activities import calendar

TODAY = date(2026, 11, 22)


def read(*events, **more):
    return read_calendar(calendar(*events, **more), today=TODAY)


def days(found):
    return [row.start.strftime("%m-%dT%H:%M") for row in found.rows]


ONE = "UID:een\nSUMMARY:Soep\n"
TABLE = {
    "utc": (ONE + "DTSTART:20261201T110000Z", ["12-01T11:00"]),
    "floating is Dutch": (ONE + "DTSTART:20261201T120000", ["12-01T11:00"]),
    "zone": (ONE + "DTSTART;TZID=Europe/Amsterdam:20260701T120000\nRRULE:FREQ=MONTHLY;COUNT=6", ["12-01T11:00"]),
    "windows zone": (ONE + 'DTSTART;TZID="W. Europe Standard Time":20261201T120000', ["12-01T11:00"]),
    "zone with a path": (ONE + "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Amsterdam:20261201T120000", ["12-01T11:00"]),
    "nobody's zone": (ONE + "DTSTART;TZID=Mars/Phobos:20261201T120000", ["12-01T11:00"]),
    "another zone": (ONE + "DTSTART;TZID=America/New_York:20261201T060000", ["12-01T11:00"]),
    "whole day": (ONE + "DTSTART;VALUE=DATE:20261201", ["11-30T23:00"]),
    "week with a day left out": (
        ONE + "DTSTART;TZID=Europe/Amsterdam:20261201T120000\nRRULE:FREQ=WEEKLY;COUNT=3\nEXDATE;TZID=Europe/Amsterdam:20261208T120000",
        ["12-01T11:00", "12-15T11:00"],
    ),
    "clock goes forward": (
        ONE + "DTSTART;TZID=Europe/Amsterdam:20270327T023000\nRRULE:FREQ=DAILY;COUNT=3", ["03-27T01:30", "03-28T01:30", "03-29T00:30"],
    ),
    "duration": (ONE + "DTSTART:20261201T110000Z\nDURATION:PT90M", ["12-01T11:00"]),
    "past": (ONE + "DTSTART:20250101T110000Z", []),
    "folded": ("UID:een\nSUMM\n ARY:So\n ep\nDTSTART:20261201T110000Z", ["12-01T11:00"]),
    "alarm in it": (ONE + "DTSTART:20261201T110000Z\nBEGIN:VALARM\nACTION:DISPLAY\nSUMMARY:Piep\nTRIGGER:-PT15M\nEND:VALARM", ["12-01T11:00"]),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLE)
def test_hard_calendars(name):
    event, expected = TABLE[name]
    found = read(event)
    assert days(found) == expected
    assert not found.refused
    assert all(row.title == "Soep" for row in found.rows)
    assert bool(found.notes) == (name == "nobody's zone")


def test_one_day_of_a_series_that_was_moved_stays_that_day():
    series = "DTSTART:20261201T110000Z\nRRULE:FREQ=WEEKLY;COUNT=2"
    found = read(ONE + series, "UID:een\nSUMMARY:Soep, laat\nRECURRENCE-ID:20261208T110000Z\nDTSTART:20261209T150000Z")
    assert [(row.uid, row.title) for row in found.rows] == [
        ("een 2026-12-01", "Soep"),
        ("een 2026-12-08", "Soep, laat"),
    ]
    assert found.rows[1].start == datetime(2026, 12, 9, 15, tzinfo=UTC)


def test_letters_of_windows_and_html_in_the_text():
    raw = calendar(
        ONE.replace("Soep", "Café") + "DTSTART:20261201T110000Z\nDESCRIPTION:<p>Koffie &amp; taart<br>Kom</p>"
    )
    found = read_calendar(raw.decode().encode("cp1252"), today=TODAY)
    assert (found.rows[0].title, found.rows[0].summary) == ("Café", "Koffie & taart\nKom")
    assert "Windows-1252" in found.notes[0]


def test_nobody_who_was_invited_is_read():
    found = read(
        ONE
        + "DTSTART:20261201T110000Z\nATTENDEE;CN=Jan Voorbeeld:mailto:jan@post.example\nORGANIZER;CN=Piet:mailto:piet@post.example\n"
        "CONTACT:Klaas"
    )
    assert not [name for name in ("Jan", "jan@", "Piet", "piet@", "Klaas") if name in repr(found)]


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:onzin", "DTEND:20261201T110000Z", "DTSTART:20261201T110000Z\nRRULE:FREQ=SECONDLY", "DTSTART:20261201T110000Z\nRRULE:FREQ=ONZIN",
        "DTSTART:20261201T110000Z\nCLASS:PRIVATE", "DTSTART:20261201T110000Z\nDTEND:20261130T110000Z",
        "DTSTART:20261201T110000Z\nRRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3",
    ],
)  # fmt: skip
def test_one_that_cannot_be_is_named_and_the_others_come_along(lines):
    found = read(f"UID:kapot\nSUMMARY:Kapot\n{lines}", ONE + "DTSTART:20261201T110000Z")
    assert days(found) == ["12-01T11:00"]
    ((line, title, reason),) = [(each.line, each.title, each.reason) for each in found.refused]
    assert (line, title) == (5, "Kapot")
    assert reason.endswith(".")


def test_more_than_we_take_is_said():
    found = read(ONE + "DTSTART:20261201T110000Z\nRRULE:FREQ=DAILY")
    assert (len(found.rows), found.whole) == (200, False)
    assert "200" in found.notes[0]


def test_a_file_made_to_hang_does_not():
    before = time.monotonic()
    never = "RRULE:FREQ=DAILY;BYDAY=MO;BYMONTHDAY=31;BYMONTH=2"
    events = [f"UID:{number}\nSUMMARY:x\nDTSTART:19000101T100000Z\n{never}" for number in range(40)]
    with pytest.raises(CalendarRefused, match="te zwaar"):
        read(*events)
    assert time.monotonic() - before < 25


@pytest.mark.parametrize(
    "raw", [b"", b"x" * 1_048_577, b"%PDF-1.4", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", bytes(range(256)) * 40]
)
def test_what_is_no_calendar(raw):
    with pytest.raises(CalendarRefused) as reason:
        read_calendar(raw, today=TODAY)
    assert str(reason.value).endswith(".")
