"""`/beheer/cijfers`: what people looked for and did not find, what there is, and how it went on. Never who (I-04, I-06)."""

from dataclasses import dataclass

from flask import abort, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.accounts.rights import Right
from app.content.models import Municipality
from app.insight.coverage import coverage
from app.insight.periods import Period
from app.insight.reports import PARTS, REPORTS, Report, Tables, counted_since, read
from app.web.editor.room import blueprint, own_town
from app.web.figures.covered import FILES, overview, sentence, sheets
from app.web.figures.files import csv_of, file_of
from app.web.figures.periods import chosen, period_words
from app.web.figures.saying import conclusion
from app.web.figures.shown import Shown, shown
from app.web.figures.words import caption_words, question_words
from app.web.running import content, services
from app.web.staff.guards import me


@dataclass(frozen=True, slots=True)
class Section:
    """One question with what the figures say about it. `per_year_only`: a quarter has no such figures."""

    slug: str
    question: str
    sentences: list[str]
    tables: list[Shown]
    per_year_only: bool = False


@blueprint.get("/cijfers")
def figures() -> str:
    """All questions, of one period."""
    where, choice = _where(), chosen()
    with services().database.reading() as session:
        tables = read(session, where, choice.period) if choice.period else {}
        since = counted_since(session, where)
        town = content().municipality(where)
        covered = coverage(session, content(), town, clock.today()) if town else None
    return render_template(
        "editor/figures.html", where=where, place=_place(where), towns=_towns(), choice=choice, period=choice.period,
        period_words=period_words, since=since, overview=overview(covered, town) if covered and town else None, captions=caption_words(),
        sections=[_section(report, tables, choice.period) for report in REPORTS] if choice.period else [],
    )  # fmt: skip


@blueprint.get("/cijfers/dekking")
def figures_coverage() -> str:
    """What there is per village and domain, today."""
    town = _town()
    with services().database.reading() as session:
        found = coverage(session, content(), town, clock.today())
    return render_template(
        "editor/figures_coverage.html", town=town, towns=_towns(), sheets=sheets(found, town), sentence=sentence(found),
        captions=caption_words(), today=clock.today(),
    )  # fmt: skip


@blueprint.get("/cijfers/<name>.csv")
def figures_file(name: str) -> Response:
    """One table as a file: the numbers of the page."""
    return _coverage_file(name) if name in FILES else _table_file(name)


def _table_file(name: str) -> Response:
    where, choice = _where(), chosen()
    if name not in PARTS or choice.period is None or choice.refused:
        abort(404)
    with services().database.reading() as session:
        table = read(session, where, choice.period, {name})[name]
    return csv_of(shown(PARTS[name], table), place=_place(where), period=str(choice.period))


def _coverage_file(name: str) -> Response:
    town = _town()
    with services().database.reading() as session:
        sheet = sheets(coverage(session, content(), town, clock.today()), town)[name]
    return file_of(f"{name}-{clock.today().isoformat()}", *sheet.plain(town.name))


def _where() -> str:
    """The municipality asked for; empty for the whole region. Whoever works for one sees that one, whatever is asked."""
    if not me().may(Right.SEE_FIGURES):
        abort(404)
    own = own_town()
    if own is not None:
        asked = request.args.get("gemeente", own.slug)
        if asked != own.slug:
            abort(404)
        return own.slug
    asked = request.args.get("gemeente", "")
    if asked and content().municipality(asked) is None:
        abort(404)
    return asked


def _town() -> Municipality:
    """What there is shows for one municipality at a time: the first of the region when none is named."""
    return content().municipality(_where()) or content().municipalities[0]


def _place(where: str) -> str:
    town = content().municipality(where)
    return town.name if town else content().region.name


def _towns() -> list[tuple[str, str]]:
    """What an editor of the whole region can choose from."""
    return [] if own_town() else [(town.slug, town.name) for town in content().municipalities]


def _section(report: Report, tables: Tables, period: Period) -> Section:
    per_year_only = bool(period.quarter) and all(part.per_year_only for part in report.parts)
    return Section(
        report.slug,
        question_words()[report.slug],
        conclusion(report.slug, tables),
        [each for each in (shown(part, tables[part.slug]) for part in report.parts) if each.lines],
        per_year_only,
    )
