"""One route: the way it goes as a list, what is still wrong with it, publishing, and earlier versions."""

from dataclasses import dataclass

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from pydantic import ValidationError
from werkzeug.wrappers import Response

from app.content.drafts import DRAFT, ChangedMeanwhile, drop_draft, keep_draft, version_of, versions_of
from app.content.flows import body_of, set_of
from app.content.live import publish_edit
from app.content.overlay import Body
from app.content.problems import ContentProblems, reason_in_dutch
from app.guide.flow import SHOWS, Flow, Step
from app.web.editor.flows import may_go
from app.web.editor.flows_working import (
    KIND_NAMES,
    SHOW_NAMES,
    WAY_NAMES,
    Errors,
    Working,
    changed_meanwhile,
    keep,
    note_down,
    path_of,
    problems,
    towns_with,
    working_or_404,
)
from app.web.editor.room import blueprint, for_whole_region
from app.web.running import services
from app.web.staff.guards import me
from app.web.staff.typed import as_typed, typed_number

VERSIONS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Way:
    """One way on from a step: after which answer, and to which step (its id when it is not there).

    `answers`: the answers that count for it together, when it is not one answer by itself.
    """

    label: str
    to: Step | None
    wanted: str
    answers: str = ""


@blueprint.get("/wegwijzer/<flow_id>")
def flow(flow_id: str) -> Response:
    """The whole route on one page."""
    for_whole_region()
    return _page(working_or_404(flow_id))


@blueprint.post("/wegwijzer/<flow_id>")
def change_flow(flow_id: str) -> Response:
    """Publish the draft, or close it."""
    for_whole_region()
    working = working_or_404(flow_id)
    expected = typed_number("versie")
    try:
        if as_typed("doen") == "publiceren":
            return _publish(working, body_of(working.found), expected)
        if working.draft and working.published and as_typed("doen") == "sluiten":
            drop_draft(services().database, path_of(flow_id), me().email, expected=expected)
            return redirect(url_for("editor.flow", flow_id=flow_id, gedaan="gesloten"), 303)
    except ChangedMeanwhile:
        return _page(working, [changed_meanwhile()])
    return redirect(url_for("editor.flow", flow_id=flow_id), 303)


@blueprint.post("/wegwijzer/<flow_id>/terug")
def restore_flow(flow_id: str) -> Response:
    """An earlier version again, as a new one: on the site at once, or as a draft to go on with."""
    for_whole_region()
    working = working_or_404(flow_id)
    body = _body_of(working, typed_number("terug"))
    expected = typed_number("versie")
    try:
        if as_typed("doen") == "concept":
            try:
                set_of(flow_id, body)
            except ValidationError:
                return _page(working, [_("Deze versie is gemaakt voor een oudere site en is niet meer te lezen.")])
            keep_draft(services().database, path_of(flow_id), body, me().email, expected=expected)
            return redirect(url_for("editor.flow", flow_id=flow_id, gedaan="heropend"), 303)
        return _publish(working, body, expected, done="teruggezet")
    except ChangedMeanwhile:
        return _page(working, [changed_meanwhile()])


@blueprint.route("/wegwijzer/<flow_id>/begin", methods=["GET", "POST"])
def flow_head(flow_id: str) -> Response:
    """The title visitors see, and the step it begins with."""
    for_whole_region()
    working = working_or_404(flow_id)
    said = {"title": working.flow.title, "title-en": working.english.title or "", "start": working.flow.start}
    if request.method == "GET":
        return _head(working, said, [], working.version)
    said = {name: " ".join(as_typed(name, 1000).split()) for name in said}  # longer than fits: it is said
    errors: Errors = []
    try:
        Flow.model_validate(working.flow.model_dump() | {"title": said["title"]})
    except ValidationError as error:
        errors += [("title", f"{_('Titel')}: {reason_in_dutch(each)}") for each in error.errors()]
    if len(said["title-en"]) > 200:  # noqa: PLR2004  (as the flow says)
        errors.append(("title-en", _("De Engelse titel is te lang: hooguit 200 tekens.")))
    if working.flow.step(said["start"]) is None:
        errors.append(("start", _("Kies een stap om mee te beginnen.")))
    if not errors:
        try:
            keep(
                working,
                working.flow.model_copy(update={"title": said["title"], "start": said["start"]}),
                working.english.model_copy(update={"title": said["title-en"] or None}),
                typed_number("versie"),
            )
        except ChangedMeanwhile:
            return _head(working, said, [("title", changed_meanwhile())], working.version)
    if errors:
        return _head(working, said, errors, typed_number("versie"))
    return redirect(url_for("editor.flow", flow_id=flow_id, gedaan="bewaard"), 303)


def ways_of(flow: Flow, step: Step) -> list[Way]:
    """Every way on, in the order in which a visitor meets the answers."""
    found = []
    for ask in step.asks:
        for option in ask.options:
            target = option.to or (step.to if step.kind == "question" else None)
            if target is not None:
                found.append(Way(option.label, flow.step(target), target))
    for name, label in WAY_NAMES.items():
        target = getattr(step, name)
        if target is not None and not (name == "to" and step.kind == "question"):
            strained = [option.label for ask in step.asks for option in ask.options if option.strain]
            found.append(Way(str(label), flow.step(target), target, "; ".join(strained) if "strained" in name else ""))
    return found


def _publish(working: Working, body: Body, expected: int, done: str = "gepubliceerd") -> Response:
    try:
        publish_edit(services().content, path_of(working.id), body, me().email, expected=expected)
    except ContentProblems as found:
        known = problems(working)
        reasons = [] if known and done == "gepubliceerd" else [problem.reason for problem in found.problems]
        return _page(working, reasons, refused=True)
    note_down("content.publish", path_of(working.id))
    return redirect(url_for("editor.flow", flow_id=working.id, gedaan=done), 303)


def _body_of(working: Working, version: int) -> dict[str, object]:
    """What an earlier version said; version 0 is the route as it was delivered."""
    if version == 0:
        first = next((found for found in services().content.shipped.flows if found.id == working.id), None)
        if first is None:
            abort(404)
        return body_of(first)
    edit = version_of(services().database, path_of(working.id), version)
    if edit is None or not isinstance(edit.body, dict):
        abort(404)
    return edit.body


def _head(working: Working, said: dict[str, str], errors: Errors, version: int) -> Response:
    page = render_template(
        "editor/flow_head.html", working=working, said=said, errors=errors, version=version,
        steps=[(step.id, step.heading) for step in working.flow.steps],
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)


def _page(working: Working, reasons: list[str] | None = None, *, refused: bool = False) -> Response:
    edits = versions_of(services().database, path_of(working.id), VERSIONS_SHOWN)
    shown = {show for step in working.flow.steps for show in step.shows}
    page = render_template(
        "editor/flow.html", working=working, reasons=reasons or [], refused=refused, edits=edits, draft_state=DRAFT,
        live_version=next((edit.version for edit in edits if edit.state == "published"), 0),
        shipped=any(found.id == working.id for found in services().content.shipped.flows),
        problems=problems(working), towns=towns_with(working.id), may_go=may_go(working), kinds=KIND_NAMES,
        ways=[(step, ways_of(working.flow, step)) for step in working.flow.steps],
        parts=[(show, SHOW_NAMES[show], working.flow.parts.get(show)) for show in SHOWS if show in working.flow.parts or show in shown],
        done=request.args.get("gedaan", ""),
    )  # fmt: skip
    return make_response(page, 422 if reasons or refused else 200)
