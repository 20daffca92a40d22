"""What we give out opens in programs of others, with the same values."""

from datetime import UTC, date, datetime

import vobject
from icalendar import Calendar

from app.agenda.calendar_out import Told, calendar_of
from app.agenda.models import Activity, ActivityStatus

TITLE = "Soep, brood; en 'n \\ praatje"
WHEN = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)  # an hour before the clock goes forward


def activity(**more):
    facts = {
        "slug": "soep", "organisation_id": 1, "source_uid": "x", "title": TITLE, "starts_at": WHEN, "ends_at": WHEN.replace(hour=2),
        "summary": "Regel één\nRegel twee, met é", "place": "Het Huis", "postcode": "8051 AB", "town": "Hattem", "cost": "€ 2,50",
        "email": "soep@voorbeeld.example", "municipality": "hattem", "version": 3, "status": ActivityStatus.PUBLISHED,
        "changed_at": WHEN, "created_at": WHEN,
    }  # fmt: skip
    return Activity(**(facts | more))


def written(*many):
    return calendar_of(
        "Agenda Hattem", [Told(each, "De Hoek", "https://hattem.example/agenda/soep", ("Geld",)) for each in many]
    )


def test_two_programs_read_back_what_we_wrote():
    one = activity()
    raw = written(one)
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert str(event["SUMMARY"]) == TITLE
    assert (event["DTSTART"].dt.astimezone(UTC), event["DTEND"].dt.astimezone(UTC)) == (one.starts_at, one.ends_at)
    assert str(event["LOCATION"]) == "Het Huis, 8051 AB Hattem"
    assert "Regel één\nRegel twee, met é" in str(event["DESCRIPTION"])
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == (f"{one.uid}@leefplein", 2, "CONFIRMED")
    other = vobject.readOne(raw.decode()).vevent
    assert (other.summary.value, other.dtstart.value.astimezone(UTC)) == (TITLE, one.starts_at)
    assert b"BEGIN:VTIMEZONE" in raw
    assert not [line for line in raw.splitlines() if line.startswith((b"ATTENDEE", b"ORGANIZER"))]
    assert max(map(len, raw.split(b"\r\n"))) <= 75
    assert raw == written(one)


def test_whole_days_cancelled_and_examples():
    midnight = datetime(2027, 3, 27, 23, tzinfo=UTC)
    (event,) = Calendar.from_ical(written(activity(all_day=True, starts_at=midnight, ends_at=None, example=True))).walk(
        "VEVENT"
    )
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 3, 28), date(2027, 3, 29))
    assert str(event["SUMMARY"]).endswith("(voorbeeld)")
    (event,) = Calendar.from_ical(written(activity(status=ActivityStatus.CANCELLED))).walk("VEVENT")
    assert str(event["STATUS"]) == "CANCELLED"
    assert str(event["SUMMARY"]).startswith("GAAT NIET DOOR")
