"""`/cijfers`: once a year, for everybody, what people looked for and how it went, and what the municipality does with it
(I-52, I-53). The very tables its staff see of a whole year; never of a year that still runs.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template

from app import clock
from app.insight.periods import Period, finished
from app.insight.reports import PARTS, PUBLIC, REPORTS, Report, Tables, counted_since, read
from app.web.figures.files import csv_of
from app.web.figures.periods import YEARS_BACK, period_words
from app.web.figures.saying import conclusion
from app.web.figures.shown import Shown, shown
from app.web.figures.words import question_words
from app.web.resident.pages import shown_page
from app.web.running import municipality, services


@dataclass(frozen=True, slots=True)
class Section:
    """One question with its sentences and tables."""

    slug: str
    question: str
    sentences: list[str]
    tables: list[Shown]


def add_to(blueprint: Blueprint) -> None:
    """The newest year, one year, and its tables as files."""
    blueprint.add_url_rule("/cijfers", "figures", figures)
    blueprint.add_url_rule("/cijfers/<int:year>", "figures_of_year", figures)
    blueprint.add_url_rule("/cijfers/<int:year>/<name>.csv", "figures_file", figures_file)


def figures(year: int = 0) -> str:
    """A year that is over; the newest one when none is named."""
    years, town = _years(), municipality()
    if year and Period(year) not in years:
        abort(404)
    period = Period(year) if year else next(iter(years), None)
    with services().database.reading() as session:
        tables = read(session, town.slug, period, PUBLIC) if period else {}
        since = counted_since(session, town.slug)
    counted = [each.year for each in years if since and each.year >= since.year]
    return render_template(
        "resident/figures.html", **shown_page("cijfers"), period=period, years=counted, since=since and period_words(since),
        sections=[section for report in REPORTS if (section := _section(report, tables)).tables],
    )  # fmt: skip


def figures_file(year: int, name: str) -> Response:
    """One table of a year as a file."""
    period, town = Period(year), municipality()
    if name not in PUBLIC or period not in _years():
        abort(404)
    with services().database.reading() as session:
        table = read(session, town.slug, period, {name})[name]
    return csv_of(shown(PARTS[name], table), place=town.name, period=str(period))


def _years() -> list[Period]:
    return [period for period in finished(clock.today(), years=YEARS_BACK) if not period.quarter]


def _section(report: Report, tables: Tables) -> Section:
    mine = [part for part in report.parts if part.slug in tables]
    found = [each for each in (shown(part, tables[part.slug]) for part in mine) if each.lines]
    return Section(report.slug, question_words()[report.slug], conclusion(report.slug, tables) if found else [], found)
