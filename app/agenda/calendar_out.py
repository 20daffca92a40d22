"""Activities as a calendar that anybody's own agenda opens (RFC 5545): one of them, or all of a municipality.

Nothing in it depends on the moment it is asked for, so the same activities give the same bytes, and a calendar that asks
every hour is told that nothing changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from icalendar import Calendar, Event, Timezone

from app import clock
from app.agenda.models import Activity, ActivityStatus
from app.agenda.standing import first_day, last_day

PRODID: Final = "-//Leefplein//agenda//NL"
CANCELLED: Final = "GAAT NIET DOOR: "
EXAMPLE: Final = " (voorbeeld)"
_ZONE: Final = "Europe/Amsterdam"


@dataclass(frozen=True, slots=True)
class Told:
    """One activity with what its row does not say: whose it is, where its page is, its subjects in words."""

    activity: Activity
    organisation: str
    url: str
    subjects: tuple[str, ...] = ()


def calendar_of(name: str, told: Iterable[Told]) -> bytes:
    """The calendar, in UTF-8. `name` is how it is called in somebody's own agenda."""
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", _ZONE)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    calendar.add_component(Timezone.from_tzid(_ZONE))
    for each in told:
        calendar.add_component(_event(each))
    return bytes(calendar.to_ical())


def _event(told: Told) -> Event:
    """No organiser and nobody invited: those fields hold people's addresses."""
    activity = told.activity
    event = Event()
    event.add("uid", f"{activity.uid}@leefplein")
    event.add("dtstamp", activity.changed_at)
    event.add("created", activity.created_at)
    event.add("last-modified", activity.changed_at)
    event.add("sequence", max(0, activity.version - 1))
    cancelled = activity.status is ActivityStatus.CANCELLED
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("summary", (CANCELLED if cancelled else "") + activity.title + (EXAMPLE if activity.example else ""))
    if activity.all_day:
        event.add("dtstart", first_day(activity))
        event.add("dtend", last_day(activity) + timedelta(days=1))
    else:
        event.add("dtstart", activity.starts_at.astimezone(clock.AMSTERDAM))
        if activity.ends_at is not None:
            event.add("dtend", activity.ends_at.astimezone(clock.AMSTERDAM))
    if where := place_line(activity):
        event.add("location", where)
    event.add("description", _description(told))
    event.add("url", told.url)
    if told.subjects:
        event.add("categories", list(told.subjects))
    return event


def place_line(activity: Activity) -> str:
    """Where it is, on one line."""
    town = " ".join(filter(None, (activity.postcode, activity.town)))
    return ", ".join(filter(None, (activity.place, activity.street, town)))


def _description(told: Told) -> str:
    activity = told.activity
    facts = (
        ("Bij", told.organisation),
        ("Kosten", activity.cost or "vraag na"),
        ("Aanmelden", activity.sign_up),
        ("Telefoon", activity.phone),
        ("E-mail", activity.email),
    )
    lines = [f"{name}: {value}" for name, value in facts if value]
    return "\n".join([*([activity.summary, ""] if activity.summary else []), *lines])
