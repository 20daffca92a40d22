"""`/organisatie/agenda`: what the organisation has on once, on a day: written, changed, cancelled."""

from typing import Final

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from app import clock
from app.agenda import keeping
from app.agenda.finding import PUBLIC, house_of, own_activities
from app.agenda.keeping import NotPossible
from app.agenda.models import Activity, ActivityStatus
from app.agenda.standing import is_over
from app.db import LARGEST_ROW
from app.web import agenda_fields
from app.web.agenda_calendar import counted
from app.web.agenda_fields import Typed
from app.web.agenda_words import status_words, when_words
from app.web.callers import few_enough
from app.web.organisation.room import actor, blueprint, own_organisation, town
from app.web.running import services
from app.web.saying import as_said, each_as_said
from app.web.staff.typed import as_typed, typed_number
from app.working_days import working_days_after

MOST_A_DAY: Final = 100
Errors = list[tuple[str, str]]


@blueprint.get("/agenda")
def agenda() -> Response:
    """Everything from today on."""
    return _list()


@blueprint.route("/agenda/nieuw", methods=["GET", "POST"])
def new_activity() -> Response:
    """Write one and hand it in."""
    with services().database.writing() if request.method == "POST" else services().database.reading() as session:
        organisation = own_organisation(session)
        if request.method == "GET":
            return _form(session, None, agenda_fields.blank(session, organisation))
        typed = agenda_fields.as_sent(session, organisation)
        reading = agenda_fields.read(typed, None)
        errors = reading.errors
        if reading.draft is not None and not few_enough(session, "activity", MOST_A_DAY, who=organisation.uid):
            errors = [("titel", "Er is vandaag al heel veel ingestuurd. Probeer het morgen, of bel de redactie.")]
        if errors or reading.draft is None:
            return _form(session, None, typed, each_as_said(errors), 422)
        made = keeping.hand_in(session, organisation, reading.draft, actor().name)
        done = "in-agenda" if made.status in PUBLIC else "ingestuurd"
    return redirect(url_for("organisation.agenda", gedaan=done), 303)


@blueprint.route("/agenda/<int:number>", methods=["GET", "POST"])
def activity(number: int) -> Response:
    """One of them, to change."""
    with services().database.writing() if request.method == "POST" else services().database.reading() as session:
        found = own_activity_or_404(session, number)
        if request.method == "GET":
            return _form(session, found, agenda_fields.as_known(found))
        session.refresh(found, with_for_update=True)
        typed = agenda_fields.as_sent(session, own_organisation(session))
        if found.version != typed_number("versie"):
            words = _("Dit is intussen veranderd. Hieronder staat wat u typte. Kijk het na en bewaar opnieuw.")
            return _form(session, found, typed, [("titel", words)], 409)
        reading = agenda_fields.read(typed, found)
        if reading.draft is None:
            return _form(session, found, typed, each_as_said(reading.errors), 422)
        changed = keeping.change(session, found, reading.draft, actor().name)
        done = "woorden" if found.waiting else "bewaard" if found.status in PUBLIC else "ingestuurd"
        done = done if changed else "gelijk"
    return redirect(url_for("organisation.agenda", gedaan=done), 303)


@blueprint.post("/agenda/<int:number>/doen")
def act_on_activity(number: int) -> Response:
    """It is not on, it is on after all, or it goes away altogether."""
    wanted = as_typed("doen", 10)
    problem = ""
    with services().database.writing() as session:
        found = own_activity_or_404(session, number)
        session.refresh(found, with_for_update=True)
        try:
            if wanted == "niet":
                keeping.cancel(session, found, actor().name)
            elif wanted == "terug":
                keeping.put_back(session, found, actor().name)
            elif wanted == "weg":
                keeping.withdraw(session, found, actor().name)
            else:
                abort(404)
        except NotPossible as why:
            problem = as_said(str(why))
    if problem:
        return _list(problem, 409)
    return redirect(url_for("organisation.agenda", gedaan=wanted), 303)


def own_activity_or_404(session: Session, number: int) -> Activity:
    """One of the own activities; somebody else's does not exist (promise 34)."""
    found = session.get(Activity, number) if 0 < number <= LARGEST_ROW else None
    if found is None or found.organisation_id not in house_of(session, own_organisation(session)):
        abort(404)
    if found.status is ActivityStatus.WITHDRAWN:
        abort(404)
    return found


def _list(problem: str = "", status: int = 200) -> Response:
    with services().database.reading() as session:
        found = own_activities(session, own_organisation(session), clock.today())
    days = town().map_editors.answer_days
    rows = [(each, when_words(each), status_words(each), _due(each, days), is_over(each)) for each in found]
    page = render_template(
        "organisation/agenda.html", rows=rows, problem=problem, done=request.args.get("gedaan", ""),
        counts=counted(request.args.get("aantal", "")), editors=town().map_editors,
    )  # fmt: skip
    return make_response(page, status)


def _due(activity: Activity, days: int) -> object:
    """When the editors answer at the latest; None when nothing waits for their yes."""
    waits = activity.status is ActivityStatus.REVIEW or (activity.waiting and activity.waiting_since)
    if not waits or activity.waiting_since is None:
        return None
    return working_days_after(activity.waiting_since.astimezone(clock.AMSTERDAM).date(), days)


def _form(
    session: Session, found: Activity | None, typed: Typed, errors: Errors | None = None, status: int = 200
) -> Response:
    page = render_template(
        "organisation/agenda_form.html", activity=found, typed=typed, errors=errors or [],
        choices=agenda_fields.choices(session, own_organisation(session)), editors=town().map_editors,
        standing=status_words(found) if found else "",
    )  # fmt: skip
    if errors:
        session.rollback()
    return make_response(page, status)
