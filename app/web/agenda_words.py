"""Activities in words: when, where and for how much, for every page and calendar that shows them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import format_date
from flask_babel import gettext as _

from app import clock
from app.agenda.calendar_out import Told, calendar_of, place_line
from app.agenda.models import Activity, ActivityStatus
from app.agenda.standing import first_day, is_over, last_day
from app.social_map.models import Organisation
from app.web import wording
from app.web.running import municipality


@dataclass(frozen=True, slots=True)
class Shown:
    """One activity as a page shows it; texts of the organisation itself stay in Dutch."""

    activity: Activity
    organisation: str
    when: str
    hours: str
    where: str
    cancelled: bool
    over: bool

    @property
    def cost(self) -> str:
        """The price, or the advice to ask (I-49)."""
        return self.activity.cost or _("vraag na")


def day_words(day: date) -> str:
    """`dinsdag 24 november`, with the year when that is not this one."""
    pattern = "EEEE d MMMM" if day.year == clock.today().year else "EEEE d MMMM y"
    return str(format_date(day, pattern))


def hours_words(activity: Activity) -> str:
    """`14:00 tot 16:00 uur`, `vanaf 14:00 uur`, or `de hele dag`."""
    if activity.all_day:
        return _("de hele dag")
    begin = activity.starts_at.astimezone(clock.AMSTERDAM)
    if activity.ends_at is None:
        return _("vanaf %(begin)s uur", begin=_clock(begin))
    return _("%(begin)s tot %(end)s uur", begin=_clock(begin), end=_clock(activity.ends_at))


def when_words(activity: Activity) -> str:
    """Day and time in one line."""
    first, last = first_day(activity), last_day(activity)
    if last > first + timedelta(days=0 if activity.all_day else 1):
        words = _("%(first)s tot en met %(last)s", first=day_words(first), last=day_words(last))
        return f"{words}, {hours_words(activity)}"
    return f"{day_words(first)}, {hours_words(activity)}"


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(clock.AMSTERDAM):%H:%M}"


def shown(activity: Activity, organisation: Organisation | None) -> Shown:
    """One of them, for a page."""
    return Shown(
        activity=activity,
        organisation=organisation.name if organisation else "",
        when=when_words(activity),
        hours=hours_words(activity),
        where=place_line(activity),
        cancelled=activity.status is ActivityStatus.CANCELLED,
        over=is_over(activity),
    )


def status_words(activity: Activity) -> str:
    """How it stands, for who works with it."""
    if is_over(activity):
        return _("is geweest")
    if activity.waiting and activity.status is ActivityStatus.PUBLISHED:
        return (
            _("in de agenda, nieuwe tekst teruggestuurd")
            if activity.remark
            else _("in de agenda, nieuwe tekst wacht op de redactie")
        )
    return {
        ActivityStatus.REVIEW: _("wacht op de redactie"),
        ActivityStatus.PUBLISHED: _("in de agenda"),
        ActivityStatus.RETURNED: _("teruggestuurd"),
        ActivityStatus.CANCELLED: _("gaat niet door"),
        ActivityStatus.WITHDRAWN: _("weggehaald"),
    }[activity.status]


def as_calendar(name: str, many: Iterable[tuple[Activity, str]]) -> bytes:
    """Activities with their organisation, as a file for somebody's own agenda. Its texts are Dutch, whatever the page speaks."""
    return calendar_of(
        name,
        (
            Told(
                activity,
                organisation,
                url_for("resident.agenda_one", slug=activity.slug, _external=True),
                tuple(wording.domain_label(slug) for slug in activity.domains),
            )
            for activity, organisation in many
        ),
    )


def calendar_name() -> str:
    """How the municipality's agenda is called in somebody's own."""
    return _("Agenda %(town)s", town=municipality().name)
