"""`/beheer/organisaties/<number>/agenda`: an editor writes an activity down for an organisation, or hands in its calendar."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.agenda import keeping
from app.agenda.calendar_in import CalendarRefused
from app.web import agenda_fields
from app.web.agenda_calendar import chosen_calendar, file_page, hand_in_sent, look, report_page
from app.web.editor.agenda import form_page, only_town, organisation_or_404
from app.web.editor.room import actor, blueprint
from app.web.running import services
from app.web.saying import each_as_said

TEMPLATE = "editor/agenda_calendar.html"


@blueprint.route("/organisaties/<int:number>/agenda", methods=["GET", "POST"])
def new_activity(number: int) -> Response:
    """Write one for who has no computer; it is public at once."""
    with services().database.writing() if request.method == "POST" else services().database.reading() as session:
        organisation = organisation_or_404(session, number)
        if request.method == "GET":
            return form_page(session, organisation, None, agenda_fields.blank(session, organisation, only_town()))
        typed = agenda_fields.as_sent(session, organisation)
        reading = agenda_fields.read(typed, None, only_town())
        if reading.draft is None:
            return form_page(session, organisation, None, typed, each_as_said(reading.errors), 422)
        keeping.hand_in(session, organisation, reading.draft, actor().name, editor=True)
    return redirect(url_for("editor.agenda", gedaan="publiceren"), 303)


@blueprint.route("/organisaties/<int:number>/agenda/bestand", methods=["GET", "POST"])
def agenda_calendar(number: int) -> Response:
    """Choose a calendar of this organisation, and see what it would do."""
    with services().database.reading() as session:
        organisation = organisation_or_404(session, number)
    if request.method == "GET":
        return file_page(TEMPLATE, organisation=organisation)
    try:
        read = chosen_calendar(organisation.uid)
    except CalendarRefused as problem:
        return file_page(TEMPLATE, problem, organisation=organisation)
    with services().database.reading() as session:
        found = look(
            session, organisation, read, agenda_fields.defaults(session, organisation, only_town(), only_town())
        )
        return report_page(TEMPLATE, read, found, organisation=organisation)


@blueprint.post("/organisaties/<int:number>/agenda/bestand/insturen")
def hand_in_calendar(number: int) -> Response:
    """Hand in what was looked at; an editor's own is public at once."""
    with services().database.reading() as session:
        organisation = organisation_or_404(session, number)
    try:
        with services().database.writing() as session:
            known = agenda_fields.defaults(session, organisation, only_town(), only_town())
            counts = hand_in_sent(session, organisation_or_404(session, number), known, actor().name, editor=True)
    except CalendarRefused as problem:
        return file_page(TEMPLATE, problem, organisation=organisation)
    return redirect(url_for("editor.agenda", gedaan="bestand", aantal=counts), 303)
