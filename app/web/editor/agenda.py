"""`/beheer/agenda`: activities that wait for an editor's eye, and everything that is still to come; and one of them."""

from typing import Any, Final

import sqlalchemy as sa
from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app import clock
from app.agenda import keeping
from app.agenda.finding import PUBLIC, organisations_of, still_on_from
from app.agenda.keeping import LONGEST_REMARK, NotPossible
from app.agenda.models import Activity, ActivityStatus
from app.agenda.standing import is_over
from app.db import LARGEST_ROW
from app.social_map.models import Organisation
from app.web import agenda_fields
from app.web.agenda_calendar import counted
from app.web.agenda_fields import Typed
from app.web.agenda_words import shown, status_words, when_words
from app.web.editor.organisations import seen
from app.web.editor.room import actor, blueprint, own_town
from app.web.running import content, services
from app.web.saying import as_said, each_as_said
from app.web.staff.guards import me
from app.web.staff.typed import as_typed, page_number, typed_number
from app.working_days import working_days_after

PAGE_SIZE: Final = 50
_MOST_WAITING: Final = 200
Errors = list[tuple[str, str]]


@blueprint.get("/agenda")
def agenda() -> str:
    """What waits first, the oldest on top; then all that is to come."""
    page = page_number()
    here = (_within_walls(), col(Activity.status) != ActivityStatus.WITHDRAWN, still_on_from(clock.today()))
    with services().database.reading() as session:
        waiting = session.exec(
            select(Activity)
            .where(*here, col(Activity.waiting_since).is_not(None))
            .order_by(col(Activity.waiting_since), col(Activity.id))
            .limit(_MOST_WAITING)
        ).all()
        coming = (*here, col(Activity.status).in_((*PUBLIC, ActivityStatus.RETURNED)))
        total = session.execute(sa.select(sa.func.count(col(Activity.id))).where(*coming)).scalar_one()
        rows = session.exec(
            select(Activity)
            .where(*coming)
            .order_by(col(Activity.starts_at), col(Activity.id))
            .limit(PAGE_SIZE)
            .offset((page - 1) * PAGE_SIZE)
        ).all()
        names = organisations_of(session, [*waiting, *rows])
    return render_template(
        "editor/agenda.html", waiting=[_line(each, names) for each in waiting], rows=[_line(each, names) for each in rows],
        total=total, page=page, pages=-(-total // PAGE_SIZE), done=request.args.get("gedaan", ""),
        counts=counted(request.args.get("aantal", "")), page_url_of=lambda number: url_for("editor.agenda", pagina=number),
    )  # fmt: skip


@blueprint.get("/agenda/<int:number>")
def activity(number: int) -> Response:
    """One activity, with what the public sees and what waits beside it."""
    with services().database.reading() as session:
        return _one(session, activity_or_404(session, number))


@blueprint.post("/agenda/<int:number>")
def judge_activity(number: int) -> Response:
    """Publish, send back with a remark, seen, not on, on after all, or away."""
    wanted, remark, by = as_typed("doen", 20), as_typed("opmerking", LONGEST_REMARK), actor().name
    with services().database.writing() as session:
        found = activity_or_404(session, number)
        session.refresh(found, with_for_update=True)
        if found.version != typed_number("versie"):
            words = _("Dit is intussen veranderd. Kijk nog eens, en kies dan opnieuw.")
            return _one(session, found, [("opmerking", words)], remark, 409)
        try:
            if wanted == "publiceren":
                keeping.approve(session, found, by)
            elif wanted == "terug":
                keeping.send_back(session, found, remark, by)
            elif wanted == "gezien":
                keeping.seen(session, found, by)
            elif wanted == "niet":
                keeping.cancel(session, found, by, editor=True)
            elif wanted == "toch":
                keeping.put_back(session, found, by, editor=True)
            elif wanted == "weg":
                keeping.withdraw(session, found, by)
            else:
                abort(404)
        except NotPossible as why:
            return _one(session, found, [("opmerking", as_said(str(why)))], remark, 422)
    return redirect(url_for("editor.agenda", gedaan=wanted), 303)


@blueprint.route("/agenda/<int:number>/wijzigen", methods=["GET", "POST"])
def change_activity(number: int) -> Response:
    """Put something right; the public sees it at once."""
    with services().database.writing() if request.method == "POST" else services().database.reading() as session:
        found = activity_or_404(session, number)
        organisation = session.get_one(Organisation, found.organisation_id)
        if request.method == "GET":
            return form_page(session, organisation, found, agenda_fields.as_known(found))
        session.refresh(found, with_for_update=True)
        typed = agenda_fields.as_sent(session, organisation)
        if found.version != typed_number("versie"):
            words = _("Dit is intussen veranderd. Hieronder staat wat u typte. Kijk het na en bewaar opnieuw.")
            return form_page(session, organisation, found, typed, [("titel", words)], 409)
        reading = agenda_fields.read(typed, found, only_town())
        if reading.draft is None:
            return form_page(session, organisation, found, typed, each_as_said(reading.errors), 422)
        keeping.change(session, found, reading.draft, actor().name, editor=True)
    return redirect(url_for("editor.activity", number=number, gedaan="bewaard"), 303)


def activity_or_404(session: Session, number: int) -> Activity:
    """An activity of this editor's municipality; somebody else's does not exist."""
    if not 0 < number <= LARGEST_ROW:
        abort(404)
    found = session.exec(select(Activity).where(Activity.id == number, _within_walls())).first()
    if found is None:
        abort(404)
    return found


def organisation_or_404(session: Session, number: int) -> Organisation:
    """An organisation this editor may see, for which something is written down."""
    if not 0 < number <= LARGEST_ROW:
        abort(404)
    question = seen(sa.select(Organisation).where(col(Organisation.id) == number, col(Organisation.merged_into) == ""))
    found: Organisation | None = session.execute(question).scalar_one_or_none()
    if found is None:
        abort(404)
    return found


def only_town() -> str:
    """The slug of the only municipality this editor works for, or nothing."""
    town = own_town()
    return town.slug if town else ""


def form_page(  # noqa: PLR0917  (what every form has)
    session: Session,
    organisation: Organisation,
    found: Activity | None,
    typed: Typed,
    errors: Errors | None = None,
    status: int = 200,
) -> Response:
    """The form of one activity, new or changed."""
    page = render_template(
        "editor/agenda_form.html", activity=found, organisation=organisation, typed=typed, errors=errors or [],
        choices=agenda_fields.choices(session, organisation, only_town()),
    )  # fmt: skip
    if errors:
        session.rollback()
    return make_response(page, status)


def _within_walls() -> sa.ColumnElement[bool]:
    slug = me().municipality
    return col(Activity.municipality) == slug if slug else sa.true()


def _line(found: Activity, names: dict[int, Organisation]) -> dict[str, Any]:
    organisation = names.get(found.organisation_id)
    due = None
    if found.waiting_since is not None and (found.waiting or found.status is ActivityStatus.REVIEW):
        town = content().municipality(found.municipality) or content().municipalities[0]
        since = found.waiting_since.astimezone(clock.AMSTERDAM).date()
        due = working_days_after(since, town.map_editors.answer_days)
    return {
        "activity": found, "organisation": organisation.name if organisation else "", "when": when_words(found),
        "standing": status_words(found), "due": due, "late": due is not None and due < clock.today(),
    }  # fmt: skip


def _one(
    session: Session, found: Activity, errors: Errors | None = None, remark: str = "", status: int = 200
) -> Response:
    names = organisations_of(session, [found])
    page = render_template(
        "editor/agenda_one.html", activity=found, line=_line(found, names), one=shown(found, names.get(found.organisation_id)),
        errors=errors or [], remark=remark, most=LONGEST_REMARK, over=is_over(found), done=request.args.get("gedaan", ""),
        public=found.status in PUBLIC, series=len(keeping.same_words(session, found)),
    )  # fmt: skip
    if errors:
        session.rollback()
    return make_response(page, status)
