"""How an activity stands in time: whether it is over, and on which days it is."""

from datetime import date, datetime, timedelta

from app import clock
from app.agenda.draft import local_start
from app.agenda.models import Activity


def first_day(activity: Activity) -> date:
    """The day it begins, here."""
    return activity.starts_at.astimezone(clock.AMSTERDAM).date()


def last_day(activity: Activity) -> date:
    """The last day it is on; the end of whole days is the midnight after them."""
    if activity.ends_at is None:
        return first_day(activity)
    ends = activity.ends_at.astimezone(clock.AMSTERDAM)
    if activity.all_day or (ends.hour == ends.minute == 0 and ends.date() > first_day(activity)):
        ends -= timedelta(minutes=1)
    return max(first_day(activity), ends.date())


def over_at(activity: Activity) -> datetime:
    """From when it is over: its end; the end of its day when nobody said an end."""
    if activity.ends_at is not None and not activity.all_day:
        return activity.ends_at
    return local_start(last_day(activity) + timedelta(days=1)).astimezone(activity.starts_at.tzinfo)


def is_over(activity: Activity, now: datetime | None = None) -> bool:
    """Whether it has been."""
    return over_at(activity) <= (now or clock.now())
