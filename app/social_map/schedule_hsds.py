"""A schedule in the fields of Human Services Data Specification 3.1, one object for each stretch of time."""

from datetime import date
from typing import Any

from app.social_map.schedule import DAY, HOUR, Schedule, Slot, Span
from app.social_map.schedule_said import slot_said
from app.social_map.times_words import PARTS_EN

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKS = 53
_KEEPS_TIME = "+01:00"


def hsds_schedules(schedule: Schedule) -> list[dict[str, Any]]:
    """The `schedule` objects, without `id` (the caller's). What HSDS has no field for stands in `description` and `notes`.

    Times are those of the Netherlands in winter (`timezone` 1); in summer the clock on the wall counts.
    """
    return [_object(slot, span) for slot in schedule.slots for span in slot.spans or (None,)]


def _object(slot: Slot, span: Span | None) -> dict[str, Any]:
    days = [_CODES[day] for day in slot.days]
    if slot.ordinals:
        days = [f"{number}{code}" for code in days for number in slot.ordinals]
    found: dict[str, Any] = {
        "freq": "MONTHLY" if slot.monthly else "WEEKLY",
        "interval": slot.interval,
        "wkst": "MO",
        "byday": ",".join(days),
        "timezone": 1,
        "description": slot_said(slot),
    }
    if slot.weeks:
        found["byweekno"] = ",".join(str(week) for week in range(2 if slot.weeks == "even" else 1, _WEEKS + 1, 2))
    if span is not None:
        found["opens_at"] = _clock(span.opens)
        if span.closes:
            found["closes_at"] = _clock(span.closes)
    if slot.parts:
        found["notes"] = ", ".join(PARTS_EN[part] for part in slot.parts)
    return found | _valid(slot)


def _valid(slot: Slot) -> dict[str, str]:
    names = {"valid_from": slot.season.first, "valid_to": slot.season.last}
    return {name: date.fromisoformat(day).isoformat() for name, day in names.items() if day}


def _clock(moment: int) -> str:
    hours, minutes = divmod(moment % DAY, HOUR)
    return f"{hours:02}:{minutes:02}{_KEEPS_TIME}"
