"""`/beheer/niet-gevonden`: what people did not find. Notes they chose to leave, the counts stand at `/beheer/cijfers`."""

from flask import abort, redirect, render_template, request, url_for
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app import clock
from app.audit import record
from app.insight.models import SearchNote
from app.web.editor.room import blueprint, own_town
from app.web.running import content, services
from app.web.staff.guards import me
from app.web.staff.typed import typed_number

NOTES_SHOWN = 100


@blueprint.get("/niet-gevonden")
def not_found() -> str:
    """Notes that wait."""
    with services().database.reading() as session:
        notes = _open_notes(session)
    return render_template(
        "editor/not_found.html", notes=notes, town_names=_names(), done=request.args.get("gedaan", "")
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


def _names() -> dict[str, str]:
    return {town.slug: town.name for town in content().municipalities}
