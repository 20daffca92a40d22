"""`/loket/`: the queue, finding a request by its number, and the list on paper for when computers fail."""

from typing import Any

from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.audit import record
from app.content.models import Municipality
from app.conversation.desk import colleagues
from app.conversation.lateness import OPEN
from app.conversation.models import State
from app.conversation.opened import every_open_request
from app.conversation.queue import Filters, find, queue, with_tried
from app.web.bodies import clean
from app.web.front_desk.room import blueprint, office, or_404, page_of, typed, worker
from app.web.running import content, services
from app.web.staff.guards import me
from app.web.staff.typed import number_in

PAGE_SIZE = 50


@blueprint.get("/")
def overview() -> Response:
    """What has to happen, most pressing first."""
    return _queue_page(200)


@blueprint.post("/zoek")
def find_one() -> Response:
    """By its number only: nobody looks for people by name here. POST, so that no number stands in an address."""
    reference = typed("referentie", 200)
    with services().database.reading() as session:
        number = find(session, reference, me().municipality)
    if number is None:
        message = _(
            "Er is hier geen aanvraag met dit nummer. Kijk of alle twaalf tekens kloppen, bijvoorbeeld 2345-6789-CDFG."
        )
        return _queue_page(422, [("referentie", message)], reference)
    return redirect(page_of(number), 303)


@blueprint.get("/lijst")
def paper_list() -> str:
    """Every open request with who to call, for when computers fail. Printing is written down, per request."""
    with services().database.reading() as session:
        lines = [line for line in queue(session, office(), me().municipality) if line.is_open]
    with or_404():
        opened = every_open_request(office(), worker(), [line.id for line in lines])
    return render_template("front_desk/paper_list.html", opened=opened, moment=clock.local_now())


def _queue_page(status: int, errors: list[tuple[str, str]] | None = None, reference: str = "") -> Response:
    towns = _towns()
    asked = _filters(towns)
    page = max(1, number_in(request.args.get("pagina", "")))
    with services().database.reading() as session:
        lines = queue(session, office(), me().municipality, asked)
        pages = max(1, -(-len(lines) // PAGE_SIZE))
        page = min(page, pages)
        shown = with_tried(session, office(), lines[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
        people = {account.id: account.email for town in towns for account in colleagues(session, town.slug)}
    if any(line.tried for line in shown):
        with services().database.writing() as session:
            record(session, me().actor, "conversation.queue", f"requests:{len(shown)}")
    answer = render_template(
        "front_desk/queue.html",
        lines=shown, total=len(lines), page=page, pages=pages, people=people, errors=errors or [], reference=reference, asked=asked,
        team_options=_team_options(towns), state_options=_state_options(), filtered=asked != Filters(), today=clock.today(),
        page_url_of=lambda number: url_for("front_desk.overview", **_said(asked), pagina=number),
    )  # fmt: skip
    return make_response(answer, status)


def _towns() -> list[Municipality]:
    """The municipalities this account works for."""
    slug = me().municipality
    return [town for town in content().municipalities if not slug or town.slug == slug]


def _filters(towns: list[Municipality]) -> Filters:
    teams = {team.slug for town in towns for team in town.conversation.teams}
    team, state = clean(request.args.get("team", "")), clean(request.args.get("staat", ""))
    return Filters(
        team=team if team in teams else "",
        state=state if state in set(State) else "",
        late=request.args.get("laat") == "1",
        taken_by=me().account_id if request.args.get("mijn") == "1" else 0,
    )


def _said(asked: Filters) -> dict[str, Any]:
    """The filters as they stand in an address."""
    return {
        "team": asked.team or None,
        "staat": asked.state or None,
        "laat": "1" if asked.late else None,
        "mijn": "1" if asked.taken_by else None,
    }


def _team_options(towns: list[Municipality]) -> list[tuple[str, str]]:
    named = [(team.slug, team.name) for town in towns for team in town.conversation.teams]
    return [("", _("alle teams")), *named] if named else []


def _state_options() -> list[tuple[str, str]]:
    words = {
        State.RECEIVED: _("ontvangen"), State.TAKEN_UP: _("opgepakt"), State.PLANNED: _("gesprek gepland"),
        State.CLOSED: _("afgerond"), State.WITHDRAWN: _("ingetrokken"),
    }  # fmt: skip
    return [
        ("", _("wat nog moet gebeuren")),
        *((state.value, words[state]) for state in (*OPEN, State.CLOSED, State.WITHDRAWN)),
    ]
