"""`/beheer/niet-gevonden`: what people did not find. Notes they chose to leave, and counts without their words."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from flask import abort, redirect, render_template, request, url_for
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app import clock
from app.audit import record
from app.content.whole import Content
from app.insight.models import SearchNote, UnmetNeed
from app.web.editor.room import blueprint, own_town
from app.web.running import content, services
from app.web.staff.guards import me
from app.web.staff.typed import typed_number

MONTHS_SHOWN = 12
NOTES_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """How often nothing was found, in one month, kern and life domain. `count` is None when too few to show."""

    month: date
    municipality: str
    kern: str
    domain: str
    count: int | None
    hidden_below: int


@blueprint.get("/niet-gevonden")
def not_found() -> str:
    """Notes that wait, and the counts of the last twelve months."""
    with services().database.reading() as session:
        notes = _open_notes(session)
        cells = _cells(session, content())
    return render_template(
        "editor/not_found.html", notes=notes, cells=cells, town_names=_names(), done=request.args.get("gedaan", "")
    )


@blueprint.post("/niet-gevonden")
def settle_note() -> Response:
    """An editor dealt with a note without a new search word."""
    with services().database.writing() as session:
        note = note_or_404(session, typed_number("bericht"))
        settle(session, note, "")
    return redirect(url_for("editor.not_found", gedaan="afgehandeld"), 303)


def note_or_404(session: Session, number: int) -> SearchNote:
    """A note of the editor's own municipality."""
    note = session.get(SearchNote, number) if number else None
    town = own_town()
    if note is None or (town is not None and note.municipality != town.slug):
        abort(404)
    return note


def settle(session: Session, note: SearchNote, became: str) -> None:
    """This note was dealt with; `became` is the path of the content that came of it."""
    if note.settled_at is None:
        note.settled_at = clock.now()
        note.became = became
        session.add(note)
        record(session, me().actor, "note.settle", f"note:{note.id} {became}".strip())


def _open_notes(session: Session) -> list[SearchNote]:
    question = select(SearchNote).where(col(SearchNote.settled_at).is_(None))
    town = own_town()
    if town is not None:
        question = question.where(SearchNote.municipality == town.slug)
    return list(session.exec(question.order_by(col(SearchNote.id)).limit(NOTES_SHOWN)).all())


def _cells(session: Session, whole: Content) -> list[Cell]:
    """Sums per month, municipality, kern and domain. No totals beside them: a total would give a hidden number away."""
    today = clock.today()
    first = date(today.year - 1, today.month, 1)
    question = select(UnmetNeed).where(col(UnmetNeed.month) >= first)
    town = own_town()
    if town is not None:
        question = question.where(UnmetNeed.municipality == town.slug)
    sums: dict[tuple[date, str, str, str], int] = defaultdict(int)
    for row in session.exec(question):
        sums[row.month, row.municipality, row.kern, row.domain] += row.count
    cells = []
    for (month, slug, kern, domain), count in sums.items():
        found = whole.municipality(slug)
        below = found.unmet_need.hide_below if found else 5
        cells.append(
            Cell(month, slug, _kern(whole, kern), _domain(whole, domain), count if count >= below else None, below)
        )
    # Hidden cells stand in order of their names, so that their place tells nothing about their size.
    return sorted(
        cells,
        key=lambda cell: (
            -cell.month.toordinal(),
            cell.municipality,
            cell.count is None,
            -(cell.count or 0),
            cell.kern,
            cell.domain,
        ),
    )


def _names() -> dict[str, str]:
    return {town.slug: town.name for town in content().municipalities}


def _kern(whole: Content, slug: str) -> str:
    found = whole.kern(slug)
    return found[1].name if found else slug


def _domain(whole: Content, slug: str) -> str:
    found = whole.domain(slug)
    return found.label if found else slug
