"""Can I call now? Read from the hours that stand beside a telephone number.

Only what is wholly understood and holds for sure today gives an answer; else nobody says anything (I-19: a number that
rings in an empty office costs somebody the courage to try again).
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache

from app import clock
from app.social_map.schedule import DAY, HOUR, Appointment, Label, Schedule
from app.social_map.schedule_dates import Fits, Holidays, slot_fits
from app.social_map.times import read_times

_LOOK_AHEAD = 14


@dataclass(frozen=True, slots=True)
class Reachable:
    """Whether somebody answers now; None is not known. Both moments are the clock on the wall in the Netherlands.

    :ivar until: how long; None when it does not end within a day (day and night). `next_from`: when again.
    """

    now: bool | None = None
    until: datetime | None = None
    next_from: datetime | None = None


NOT_KNOWN = Reachable()


def reachable(phone_hours: str, moment: datetime, holidays: Holidays) -> Reachable:
    """Whether a number is answered at a moment (aware), by hours as typed. Never raises."""
    local = moment.astimezone(clock.AMSTERDAM).replace(second=0, microsecond=0, tzinfo=None)
    return _reachable(phone_hours, local, holidays)


@lru_cache(maxsize=8192)
def _reachable(phone_hours: str, local: datetime, holidays: Holidays) -> Reachable:
    schedule = read_times(phone_hours).schedule if phone_hours else None
    if schedule is None or not _tells(schedule):
        return NOT_KNOWN
    if all(slot.always and len(slot.days) == len(range(7)) for slot in schedule.slots):
        return Reachable(now=True)
    today = datetime.combine(local.date(), time())
    minute = local.hour * HOUR + local.minute
    stretches = [*_stretches(schedule, today, -1, holidays), *_stretches(schedule, today, 0, holidays)]
    if any(answer == "unknown" and opens <= DAY and closes > minute for opens, closes, answer in stretches):
        return NOT_KNOWN
    until = minute
    sure = sorted((opens, closes) for opens, closes, answer in stretches if answer == "yes")
    for opens, closes in sure:
        if opens <= until < closes:
            until = closes
    if until > minute:
        return Reachable(now=True, until=today + timedelta(minutes=until))
    return Reachable(now=False, next_from=_next(schedule, today, minute, holidays))


def _tells(schedule: Schedule) -> bool:
    """Whether every slot says from when until when."""
    return all(
        slot.spans
        and not slot.parts
        and all(span.closes for span in slot.spans)
        and slot.appointment is Appointment.NONE
        and Label.ABOUT not in slot.labels
        for slot in schedule.slots
    )


def _stretches(schedule: Schedule, today: datetime, shift: int, holidays: Holidays) -> list[tuple[int, int, Fits]]:
    """The stretches of a day in minutes from midnight today, each with how sure it is."""
    day = (today + timedelta(days=shift)).date()
    return [
        (span.opens + shift * DAY, span.closes + shift * DAY, answer)
        for slot in schedule.slots
        if (answer := slot_fits(slot, day, None, holidays)) != "no"
        for span in slot.spans
    ]


def _next(schedule: Schedule, today: datetime, minute: int, holidays: Holidays) -> datetime | None:
    for shift in range(_LOOK_AHEAD):
        opens = [
            start
            for start, _, answer in _stretches(schedule, today, shift, holidays)
            if answer == "yes" and start > minute
        ]
        if opens:
            return today + timedelta(minutes=min(opens))
    return None
