"""On which dates a schedule holds: whether it fits a day, and when it is there next.

Weekly and monthly rhythms come from python-dateutil, public holidays from the library `holidays`, school holidays from
content. What cannot be known (every other week without saying which, a holiday of a year nobody filled in, a public
holiday a line says nothing about) is `unknown`, never yes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from heapq import merge
from itertools import groupby, islice
from typing import Literal

from dateutil.easter import easter
from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule
from holidays import country_holidays

from app.social_map.schedule import LAST, Label, Off, Schedule, Season, Slot, parts_of

Fits = Literal["yes", "no", "unknown"]
_HORIZON = timedelta(days=400)
_WEEK = 7
_DUTCH = country_holidays("NL")  # at the start of the program: the first visitor does not wait for it
_BYDAY = (MO, TU, WE, TH, FR, SA, SU)


@dataclass(frozen=True, slots=True)
class SchoolBreak:
    """A school holiday of one region: which one (`Off`), first and last day."""

    off: Off
    first: date
    last: date


@dataclass(frozen=True, eq=False)
class Holidays:
    """The holidays that hold somewhere. Compared by identity: made once for a region (`breaks` empty: not known)."""

    breaks: tuple[SchoolBreak, ...] = ()

    def on(self, off: Off, day: date) -> Fits:
        """Whether a day falls in a holiday."""
        if off is Off.PUBLIC:
            return public(day)
        if not self.breaks or not self.breaks[0].first <= day <= self.breaks[-1].last:
            return "unknown"
        return (
            "yes"
            if any(each.first <= day <= each.last and off in {Off.SCHOOL, each.off} for each in self.breaks)
            else "no"
        )


@lru_cache(maxsize=2048)
def public(day: date) -> Fits:
    """Whether a day is a public holiday in the Netherlands; Good Friday and Liberation Day are so for some only."""
    if day in _DUTCH:
        return "unknown" if day == easter(day.year) - timedelta(days=2) else "yes"
    return "unknown" if (day.month, day.day) == (5, 5) else "no"


def fits_on(schedule: Schedule, day: date, part: int | None, holidays: Holidays) -> Fits:
    """Whether something is there on a day, and in a part of it (0 = morning; None: any)."""
    answers = {slot_fits(slot, day, part, holidays) for slot in schedule.slots}
    return "yes" if "yes" in answers else "unknown" if "unknown" in answers else "no"


def slot_fits(slot: Slot, day: date, part: int | None, holidays: Holidays) -> Fits:
    """The same for one slot. What excludes goes before what is not known."""
    answers = [*_rhythm(slot, day), _in_season(slot.season, day), *_holidays(slot, day, holidays)]
    if day.weekday() not in slot.days or day.month in slot.not_months or "no" in answers:
        return "no"
    if part is not None:
        parts = {*slot.parts}.union(*(parts_of(span) for span in slot.spans))
        if parts and part not in parts:
            return "no"
        if not parts:
            return "unknown"
    return "unknown" if "unknown" in answers else "yes"


def _rhythm(slot: Slot, day: date) -> Iterator[Fits]:
    if slot.ordinals:
        last = (day + timedelta(days=_WEEK)).month != day.month
        yield "yes" if (day.day - 1) // _WEEK + 1 in slot.ordinals or (last and LAST in slot.ordinals) else "no"
    elif slot.monthly:
        yield "unknown"
    if slot.interval > 1:
        yield "unknown"
    if slot.weeks:
        yield "yes" if (day.isocalendar().week % 2 == 0) == (slot.weeks == "even") else "no"


def _in_season(season: Season, day: date) -> Fits:
    inside = (not season.months or day.month in season.months) and (not season.first or season.first <= day.isoformat())
    if not inside or (season.last and season.last < day.isoformat()):
        return "no"
    if not season.between:
        return "yes"
    first, last, here = season.between[:2], season.between[2:], (day.month, day.day)
    return "yes" if (first <= here <= last if first <= last else here >= first or here <= last) else "no"


def _holidays(slot: Slot, day: date, holidays: Holidays) -> Iterator[Fits]:
    opposite: dict[Fits, Fits] = {"yes": "no", "no": "yes", "unknown": "unknown"}
    for off in slot.away:
        yield opposite[holidays.on(off, day)]
    if slot.only:
        answers = {holidays.on(off, day) for off in slot.only}
        yield "yes" if "yes" in answers else "unknown" if "unknown" in answers else "no"
    told = Off.PUBLIC in {*slot.away, *slot.only} or Label.ALSO_PUBLIC in slot.labels
    if not told and not slot.always and not slot.season.first == slot.season.last != "" and public(day) != "no":
        yield "unknown"  # nobody said what happens at Christmas


def next_dates(schedule: Schedule, after: date, n: int, holidays: Holidays) -> list[date]:
    """The next `n` dates after a day on which it surely is there; fewer when there are none within 400 days."""
    found = merge(*(_dates(slot, after, holidays) for slot in schedule.slots))
    return [*islice((day for day, _ in groupby(found)), n)]


def _dates(slot: Slot, after: date, holidays: Holidays) -> Iterator[date]:
    for moment in rule_of(slot, after):
        if slot_fits(slot, moment.date(), None, holidays) == "yes":
            yield moment.date()


def rule_of(slot: Slot, after: date) -> rrule:
    """The rhythm of a slot from the day after `after`, for 400 days. Seasons and holidays are not in it."""
    days = [_BYDAY[day] for day in slot.days]
    if slot.ordinals:
        days = [day(number) for day in days for number in slot.ordinals]
    start = datetime.combine(after + timedelta(days=1), datetime.min.time())
    until = start + _HORIZON - timedelta(days=1)
    if slot.ordinals:
        return rrule(MONTHLY, dtstart=start, until=until, byweekday=days)
    return rrule(WEEKLY, dtstart=start, until=until, byweekday=days)
