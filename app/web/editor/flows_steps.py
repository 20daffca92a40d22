"""One step of a route: its words, its answers and where they lead; and a step more, less, or in another place."""

from typing import Any, get_args

from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.content.drafts import ChangedMeanwhile
from app.guide.flow import BEARING_ASKS, DONT_KNOW, INPUTS, SHOWS, Flow, Step
from app.guide.steps import Kind
from app.guide.translating import StepWords
from app.social_map.names import slug_of
from app.web.editor.flows_reading import (
    Values,
    errors_in_step,
    missing_asks,
    missing_values,
    read_step,
    values_of,
)
from app.web.editor.flows_working import (
    KIND_NAMES,
    SHOW_NAMES,
    STAGE_NAMES,
    WAY_NAMES,
    Errors,
    Working,
    changed_meanwhile,
    keep,
    step_or_404,
    working_or_404,
)
from app.web.editor.room import blueprint, for_whole_region
from app.web.staff.typed import as_typed, typed_number

LONGEST_ID = 40
MOST_STEPS = 40
_WAYS_OF = {
    "words": ("to", "to_when_young"),
    "question": ("to",),
    "bearing": ("to", "to_when_strained"),
    "end": ("unresolved_to",),
    "conversation": (),
}


@blueprint.route("/wegwijzer/<flow_id>/stap/<step_id>", methods=["GET", "POST"])
def flow_step(flow_id: str, step_id: str) -> Response:
    """The form of one step."""
    for_whole_region()
    working = working_or_404(flow_id)
    step = step_or_404(working, step_id)
    before, words = values_of(step, working.english.steps.get(step_id))
    if request.method == "GET":
        return _form(working, before, words, [], working.version)
    said, said_words = read_step(before, {other.id for other in working.flow.steps})
    errors = errors_in_step(said, said_words)
    if errors:
        return _form(working, said, said_words, errors, typed_number("versie"))
    new = Step.model_validate(said)
    flow = working.flow.model_copy(
        update={"steps": tuple(new if other.id == step_id else other for other in working.flow.steps)}
    )
    english = working.english.model_copy(
        update={"steps": working.english.steps | {step_id: StepWords.model_validate(said_words)}}
    )
    try:
        keep(working, flow, english, typed_number("versie"))
    except ChangedMeanwhile:
        return _form(working, said, said_words, [("heading", changed_meanwhile())], working.version)
    return redirect(url_for("editor.flow_step", flow_id=flow_id, step_id=step_id, gedaan="bewaard"), 303)


@blueprint.route("/wegwijzer/<flow_id>/stap-erbij", methods=["GET", "POST"])
def add_flow_step(flow_id: str) -> Response:
    """A new step. It stands in the list; an answer of another step leads to it."""
    for_whole_region()
    working = working_or_404(flow_id)
    said = {"heading": "", "kind": "question", "after": working.flow.steps[-1].id}
    if request.method == "GET":
        return _new_form(working, said, [], working.version)
    said = {name: " ".join(as_typed(name, 1000).split()) for name in said}
    errors: Errors = []
    if not said["heading"]:
        errors.append(("heading", _("Schrijf een kop voor de stap.")))
    elif len(said["heading"]) > 200:  # noqa: PLR2004  (as the flow says)
        errors.append(("heading", _("De kop is te lang: hooguit 200 tekens.")))
    if said["kind"] not in get_args(Kind):
        errors.append(("kind", _("Kies wat voor stap het is.")))
    if len(working.flow.steps) >= MOST_STEPS:
        errors.append(("heading", _("Een route heeft hooguit %(number)s stappen.", number=MOST_STEPS)))
    if errors:
        return _new_form(working, said, errors, typed_number("versie"))
    step = Step.model_validate(
        {"id": _free_id(working.flow, said["heading"]), "kind": said["kind"], "heading": said["heading"]}
        | _first_asks(said["kind"], said["heading"])
    )
    steps: list[Step] = []
    for other in working.flow.steps:
        steps += [other, step] if other.id == said["after"] else [other]
    if step not in steps:
        steps.append(step)
    try:
        keep(working, _with(working.flow, steps), working.english, typed_number("versie"))
    except ChangedMeanwhile:
        return _new_form(working, said, [("heading", changed_meanwhile())], working.version)
    return redirect(url_for("editor.flow_step", flow_id=flow_id, step_id=step.id, gedaan="erbij"), 303)


@blueprint.post("/wegwijzer/<flow_id>/stap/<step_id>/plaats")
def move_flow_step(flow_id: str, step_id: str) -> Response:
    """One place up or down in the list. Where answers lead stays as it is."""
    for_whole_region()
    working = working_or_404(flow_id)
    step = step_or_404(working, step_id)
    steps = list(working.flow.steps)
    here = steps.index(step)
    there = max(0, min(len(steps) - 1, here + (-1 if as_typed("naar") == "omhoog" else 1)))
    steps.insert(there, steps.pop(here))
    try:
        if there != here:
            keep(working, _with(working.flow, steps), working.english, typed_number("versie"))
    except ChangedMeanwhile:
        before, words = values_of(step, working.english.steps.get(step_id))
        return _form(working, before, words, [("heading", changed_meanwhile())], working.version)
    return redirect(url_for("editor.flow_step", flow_id=flow_id, step_id=step_id, gedaan="verplaatst"), 303)


@blueprint.route("/wegwijzer/<flow_id>/stap/<step_id>/weg", methods=["GET", "POST"])
def remove_flow_step(flow_id: str, step_id: str) -> Response:
    """Ask, and take the step out. Answers that led to it then lead nowhere: the route says which."""
    for_whole_region()
    working = working_or_404(flow_id)
    step = step_or_404(working, step_id)
    if request.method == "GET":
        return make_response(_confirm(working, step))
    rest = [other for other in working.flow.steps if other.id != step_id]
    if not rest:
        return make_response(
            _confirm(working, step, _("Dit is de laatste stap. Een route heeft er minstens één.")), 422
        )
    try:
        keep(working, _with(working.flow, rest), working.english, typed_number("versie"))
    except ChangedMeanwhile:
        return make_response(_confirm(working, step, changed_meanwhile()), 422)
    return redirect(url_for("editor.flow", flow_id=flow_id, gedaan="stap-weg"), 303)


def _confirm(working: Working, step: Step, error: str = "") -> str:
    leading = [
        other.heading for other in working.flow.steps if step.id in {target for _name, target in other.targets()}
    ]
    question = _("Niets leidt nu naar deze stap.")
    if leading:
        question = _(
            "Deze stappen leiden er nu heen: %(steps)s. Kies daar straks een andere stap.", steps="; ".join(leading)
        )
    return render_template(
        "editor/flow_remove.html", working=working, name=step.heading, error=error, question=question, version=working.version,
        back=url_for("editor.flow_step", flow_id=working.id, step_id=step.id),
        action=url_for("editor.remove_flow_step", flow_id=working.id, step_id=step.id),
    )  # fmt: skip


def _with(flow: Flow, steps: list[Step]) -> Flow:
    return flow.model_copy(update={"steps": tuple(steps)})


def _first_asks(kind: str, heading: str) -> Values:
    """A new question begins with the answers every question has."""
    unknown = {"value": DONT_KNOW, "label": "Dat weet ik niet"}
    if kind == "question":
        options = [{"value": "ja", "label": "Ja"}, {"value": "nee", "label": "Nee"}, unknown]
        return {"asks": [{"id": "antwoord", "label": heading, "options": options}]}
    if kind == "bearing":
        labels = ("Hoe vaak is er hulp nodig?", "Hoelang is dit vol te houden?", "Wie neemt het over?")
        return {
            "asks": [
                {"id": name, "label": label, "options": [unknown]}
                for name, label in zip(BEARING_ASKS, labels, strict=True)
            ]
        }
    return {"shows": ["person"]} if kind in {"end", "conversation"} else {}


def _free_id(flow: Flow, heading: str) -> str:
    base = slug_of(heading)[:LONGEST_ID].strip("-")
    return next(name for name in (base, *(f"{base}-{number}" for number in range(2, 1000))) if flow.step(name) is None)


def _form(working: Working, step: Values, words: Values, errors: Errors, version: int) -> Response:
    places = [other.id for other in working.flow.steps]
    shows = [*step["shows"], *(show for show in SHOWS if show not in step["shows"])]
    page = render_template(
        "editor/flow_step.html", working=working, step=step, words=words, errors=errors, version=version,
        title=working.flow.steps[places.index(step["id"])].heading, number=places.index(step["id"]) + 1, of=len(places),
        kind=KIND_NAMES[step["kind"]], stages=[(str(stage), name) for stage, name in STAGE_NAMES.items()],
        shows=[(show, SHOW_NAMES[show]) for show in shows], ways=[(way, WAY_NAMES[way]) for way in _ways(step)],
        targets=lambda now: _targets(working.flow, now), inputs=INPUTS, missing_asks=missing_asks(step),
        missing_values=missing_values, done=request.args.get("gedaan", ""),
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)


def _ways(step: Values) -> list[str]:
    """Ways this kind of step has, and any that stands there though it does not belong."""
    return [way for way in WAY_NAMES if way in _WAYS_OF[step["kind"]] or step[way]]


def _targets(flow: Flow, now: str | None) -> list[tuple[str, str]]:
    """Steps to choose from by heading; one that is gone stays visible where it was chosen."""
    found = [("", _("(geen eigen stap)")), *((step.id, step.heading) for step in flow.steps)]
    if now and flow.step(now) is None:
        found.append((now, _("%(step)s (deze stap is weg)", step=now)))
    return found


def _new_form(working: Working, said: dict[str, Any], errors: Errors, version: int) -> Response:
    page = render_template(
        "editor/flow_new_step.html", working=working, said=said, errors=errors, version=version,
        kinds=list(KIND_NAMES.items()), steps=[(step.id, step.heading) for step in working.flow.steps],
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)
