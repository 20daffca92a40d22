"""`/agenda`: what is on, day by day, this week first; each day can be kept in somebody's own agenda."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import col, select
from werkzeug.wrappers import Response as AnyResponse

from app import clock
from app.agenda.finding import MOST, activities, coming_of, organisations_of, public_activity
from app.agenda.models import Activity
from app.agenda.standing import first_day
from app.social_map.models import Offer, Organisation
from app.social_map.vocabulary import Status
from app.web import wording
from app.web.agenda_words import Shown, as_calendar, calendar_name, day_words, shown
from app.web.running import content, municipality, services
from app.web.templating import page_url

PERIODS: Final = {"week": 7, "maand": 31, "jaar": 365}
_USUAL: Final = "maand"
_YEAR: Final = 365
_MOST_IN_FILE: Final = 1000
_OTHERS: Final = 5


@dataclass(slots=True)
class Day:
    """What is on, on one day."""

    day: date
    words: str
    items: list[Shown] = field(default_factory=list)


@dataclass(slots=True)
class Stretch:
    """Days under one heading: this week, next week, after that."""

    title: str
    days: list[Day] = field(default_factory=list)


def add_to(blueprint: Blueprint) -> None:
    """The list, one activity, and both as a calendar."""
    blueprint.add_url_rule("/agenda", "agenda", agenda)
    blueprint.add_url_rule("/agenda.ics", "agenda_calendar", agenda_calendar)
    blueprint.add_url_rule("/agenda/<slug>", "agenda_one", agenda_one)
    blueprint.add_url_rule("/agenda/<slug>.ics", "agenda_one_calendar", agenda_one_calendar)


def agenda() -> str:
    """What is on in the coming month, week or year, perhaps about one subject."""
    period, domain = _period(), _domain()
    today = clock.today()
    with services().database.reading() as session:
        found = activities(
            session, municipality=municipality().slug, first=today, last=today + timedelta(days=PERIODS[period] - 1),
            domains=(domain,) if domain else (),
        )  # fmt: skip
        names = organisations_of(session, found)
    items = [shown(each, names.get(each.organisation_id)) for each in found]
    return render_template(
        "resident/agenda.html", stretches=list(_stretches(items, today)), total=len(items), period=period, domain=domain,
        periods=[("week", _("de komende 7 dagen")), ("maand", _("de komende maand")), ("jaar", _("het komende jaar"))],
        domains=[("", _("alle onderwerpen")), *((each.slug, wording.domain_label(each.slug)) for each in content().domains)],
        domain_label=wording.domain_label(domain) if domain else "", cut=len(items) == MOST,
        calendar_url=url_for("resident.agenda_calendar", leefgebied=domain or None),
    )  # fmt: skip


def agenda_calendar() -> AnyResponse:
    """The coming year as a calendar to subscribe to, perhaps about one subject."""
    today, domain = clock.today(), _domain()
    with services().database.reading() as session:
        found = activities(
            session, municipality=municipality().slug, first=today, last=today + timedelta(days=_YEAR),
            domains=(domain,) if domain else (), most=_MOST_IN_FILE,
        )  # fmt: skip
        names = organisations_of(session, found)
    told = [(each, _name(names, each)) for each in found]
    return _calendar(as_calendar(calendar_name(), told), f"agenda-{municipality().slug}")


def agenda_one(slug: str) -> str:
    """One activity; one that has been says so, and what else there is."""
    with services().database.reading() as session:
        found = _public_or_404(public_activity(session, slug))
        organisation = organisations_of(session, [found]).get(found.organisation_id)
        others = coming_of(session, organisation, but=found.id or 0) if organisation else []
        question = select(Offer.slug, Offer.name).where(
            Offer.organisation_id == (organisation.id if organisation else 0), Offer.status == Status.PUBLISHED
        )
        offers = session.exec(question.order_by(col(Offer.name)).limit(_OTHERS)).all()
    return render_template(
        "resident/agenda_one.html", one=shown(found, organisation), others=[shown(each, organisation) for each in others],
        offers=[(name, page_url(f"/aanbod/{at}")) for at, name in offers],
        domains=[(wording.domain_label(each), page_url(f"/leefgebied/{each}")) for each in found.domains],
        for_whom=[wording.target_group_label(each) for each in found.target_groups],
    )  # fmt: skip


def agenda_one_calendar(slug: str) -> AnyResponse:
    """One activity as a calendar file."""
    with services().database.reading() as session:
        found = _public_or_404(public_activity(session, slug))
        names = organisations_of(session, [found])
    return _calendar(as_calendar(found.title, [(found, _name(names, found))]), found.slug)


def _public_or_404(found: Activity | None) -> Activity:
    """Of this municipality or for its residents; an activity elsewhere is read on the site of elsewhere."""
    if found is None or municipality().slug not in {found.municipality, *found.serves}:
        abort(404)
    return found


def _name(names: dict[int, Organisation], activity: Activity) -> str:
    found = names.get(activity.organisation_id)
    return found.name if found else ""


def _period() -> str:
    asked = request.args.get("periode", "")
    return asked if asked in PERIODS else _USUAL


def _domain() -> str:
    asked = request.args.get("leefgebied", "")
    return asked if any(each.slug == asked for each in content().domains) else ""


def _stretches(items: list[Shown], today: date) -> Iterator[Stretch]:
    """By week; what began before today stands on today."""
    monday = today - timedelta(days=today.weekday())
    titles = (_("Deze week"), _("Volgende week"), _("Daarna"))
    made: dict[int, Stretch] = {}
    for item in items:
        day = max(first_day(item.activity), today)
        week = min((day - monday).days // 7, len(titles) - 1)
        stretch = made.setdefault(week, Stretch(titles[week]))
        if not stretch.days or stretch.days[-1].day != day:
            stretch.days.append(Day(day, day_words(day)))
        stretch.days[-1].items.append(item)
    for week in sorted(made):
        made[week].days.sort(key=lambda each: each.day)
        yield made[week]


def _calendar(body: bytes, name: str) -> AnyResponse:
    """A file for an agenda. It holds nothing of who asks, so who asks again with the mark it got hears that nothing changed."""
    answer: Response = make_response(body)
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    return answer.make_conditional(request)
