"""Can I call now? In a sentence beside a telephone number, worked out anew for every request.

No sentence at all when the hours are not wholly understood or today is not sure: silence is better than a wrong promise.
A page that is remembered keeps this sentence as part of what finds it again (see `resident.offers`).
"""

from datetime import datetime
from functools import lru_cache

from app import clock
from app.social_map.dates import date_in_words
from app.social_map.region_holidays import holidays_of
from app.social_map.schedule_calling import reachable
from app.social_map.schedule_dates import Holidays
from app.social_map.schedule_said import clock_said
from app.social_map.times_words import DAYS_EN, DAYS_NL
from app.web.running import content, language, municipality
from app.web.translating import gettext as _

_TOMORROW, _WEEK = 1, 7
_HOUR = 60


def holidays_here() -> Holidays:
    """The holidays of the municipality whose site is visited."""
    return holidays_of(content(), municipality().school_region or "")


def call_now(phone_hours: str) -> str:
    """`U kunt nu bellen, tot 17.00 uur.` or `U kunt morgen weer bellen, vanaf 9.00 uur.`; "" when it is not known."""
    if not phone_hours:
        return ""
    moment = clock.local_now().replace(second=0, microsecond=0)
    return _sentence(phone_hours, moment, "en" if language() == "en" else "nl", holidays_here())


@lru_cache(maxsize=4096)
def _sentence(phone_hours: str, moment: datetime, lang: str, holidays: Holidays) -> str:
    found = reachable(phone_hours, moment, holidays)
    if found.now:
        if found.until is None:
            return _("U kunt nu bellen, dag en nacht.")
        return _("U kunt nu bellen, tot %(time)s uur.", time=_time(found.until, lang))
    return _again(found.next_from, moment, lang) if found.now is False and found.next_from else ""


def _again(again: datetime, moment: datetime, lang: str) -> str:
    """When somebody answers again."""
    time = _time(again, lang)
    days = (again.date() - moment.date()).days
    if days == 0:
        return _("U kunt vandaag bellen, vanaf %(time)s uur.", time=time)
    if days == _TOMORROW:
        return _("U kunt morgen weer bellen, vanaf %(time)s uur.", time=time)
    return _("U kunt %(day)s weer bellen, vanaf %(time)s uur.", day=_day(again, days, lang), time=time)


def _time(moment: datetime, lang: str) -> str:
    return clock_said(moment.hour * _HOUR + moment.minute, lang)


def _day(again: datetime, days: int, lang: str) -> str:
    """`dinsdag`, or with the date when that is a week or more away."""
    name = (DAYS_EN if lang == "en" else DAYS_NL)[again.weekday()]
    return name if days < _WEEK else f"{name} {date_in_words(again.date(), lang)}"
