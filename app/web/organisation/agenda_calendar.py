"""`/organisatie/agenda/bestand`: the organisation's own calendar, as a file: looked at first, then handed in."""

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from app.agenda.calendar_in import CalendarRefused
from app.web import agenda_fields
from app.web.agenda_calendar import chosen_calendar, file_page, hand_in_sent, look, report_page
from app.web.organisation.room import actor, blueprint, own_organisation, town
from app.web.running import services

TEMPLATE = "organisation/agenda_calendar.html"


@blueprint.route("/agenda/bestand", methods=["GET", "POST"])
def agenda_calendar() -> Response:
    """Choose a file, and see what it would do."""
    if request.method == "GET":
        return file_page(TEMPLATE, editors=town().map_editors)
    with services().database.reading() as session:
        uid = own_organisation(session).uid
    try:
        read = chosen_calendar(uid)
    except CalendarRefused as problem:
        return file_page(TEMPLATE, problem, editors=town().map_editors)
    with services().database.reading() as session:
        organisation = own_organisation(session)
        found = look(session, organisation, read, agenda_fields.defaults(session, organisation))
        return report_page(TEMPLATE, read, found, editors=town().map_editors)


@blueprint.post("/agenda/bestand/insturen")
def hand_in_calendar() -> Response:
    """Hand in what was looked at."""
    try:
        with services().database.writing() as session:
            organisation = own_organisation(session)
            counts = hand_in_sent(session, organisation, agenda_fields.defaults(session, organisation), actor().name)
    except CalendarRefused as problem:
        return file_page(TEMPLATE, problem, editors=town().map_editors)
    return redirect(url_for("organisation.agenda", gedaan="bestand", aantal=counts), 303)
