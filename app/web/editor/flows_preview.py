"""Walking a route that nobody else can see: place by place as a visitor would, sound or not.

Answers live in the editor's own session, under a key of their own: a visitor's answers in the same browser stay as
they are. What a place shows from the map is named, not looked up; the words are the draft's.
"""

from flask import make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.guide.flow import CHOSEN, SOLVED, Flow, Step
from app.guide.route import Place, Route, follow, given_to
from app.web import own_answers
from app.web.editor.flows_working import ENGLISH, KIND_NAMES, SHOW_NAMES, Working, problems, working_or_404
from app.web.editor.room import blueprint, for_whole_region
from app.web.staff.typed import as_typed

KEPT = "wegwijzer-proef"
LONGEST = 300
"""Characters of a trial answer: enough to try with, and it fits beside everything else in the cookie."""


@blueprint.route("/wegwijzer/<flow_id>/proef", methods=["GET", "POST"])
@blueprint.route("/wegwijzer/<flow_id>/proef/<int:number>", methods=["GET", "POST"])
def flow_preview(flow_id: str, number: int = 1) -> Response:
    """One place of the route, looked at or answered."""
    for_whole_region()
    working = working_or_404(flow_id)
    lang = ENGLISH if request.values.get("taal") == ENGLISH else "nl"
    flow = working.found.in_language(lang)
    if flow.step(flow.start) is None:
        return redirect(url_for("editor.flow_head", flow_id=flow_id), 303)
    route = follow(flow, _answers(flow_id))
    if request.method == "POST":
        return _answered(working, flow, route, number, lang)
    here = route.at(number)
    if here is None:
        return redirect(_address(flow_id, len(route.places), lang), 303)
    return _page(working, route, here, lang)


@blueprint.post("/wegwijzer/<flow_id>/proef/opnieuw")
def restart_flow_preview(flow_id: str) -> Response:
    """Forget the trial answers and begin again."""
    for_whole_region()
    working = working_or_404(flow_id)
    own_answers.forget(KEPT)
    return redirect(_address(working.id, 1, as_typed("taal", 2)), 303)


def _answered(working: Working, flow: Flow, route: Route, number: int, lang: str) -> Response:
    here = route.at(number) or route.here
    given = _read(here.step)
    if here.step.kind != "words" and not given:
        return _page(working, route, here, lang, error=_("Kies een antwoord."))
    kept = own_answers.keep(KEPT, {"flow": working.id, "a": _answers(working.id) | {here.step.id: given}})
    if not kept:
        return _page(working, route, here, lang, error=_("Dit past niet. Probeer het met minder tekst."))
    after = follow(flow, _answers(working.id))
    return redirect(_address(working.id, min(here.number + 1, len(after.places)), lang), 303)


def _read(step: Step) -> dict[str, str]:
    names = [known.id for known in step.inputs] + [ask.id for ask in step.asks]
    names += [SOLVED] if step.kind == "end" else []
    given = given_to(step, {name: as_typed(name, LONGEST) for name in names})
    given.pop(CHOSEN, None)
    return given


def _answers(flow_id: str) -> dict[str, dict[str, str]]:
    """Trial answers to this route; those to another one do not count."""
    kept = own_answers.kept(KEPT)
    found = kept.get("a")
    return dict(found) if kept.get("flow") == flow_id and isinstance(found, dict) else {}


def _address(flow_id: str, number: int, lang: str) -> str:
    taal = ENGLISH if lang == ENGLISH else None
    return url_for("editor.flow_preview", flow_id=flow_id, number=number if number > 1 else None, taal=taal)


def _page(working: Working, route: Route, here: Place, lang: str, error: str = "") -> Response:
    flow = here.flow
    # An answer was given and the route stops all the same: a way that is not finished yet.
    stuck = here.number == len(route.places) and bool(here.given) and here.step.kind in {"words", "question", "bearing"}
    page = render_template(
        "editor/flow_preview.html", working=working, flow=flow, place=here, step=here.step, given=here.given, lang=lang, error=error,
        stuck=stuck, action=_address(working.id, here.number, lang), most=max(each.stage for each in flow.steps),
        back=_address(working.id, here.number - 1, lang) if here.number > 1 else "",
        parts=[(SHOW_NAMES[show], flow.parts.get(show)) for show in here.step.shows], kind=KIND_NAMES[here.step.kind],
        other=_address(working.id, here.number, "nl" if lang == ENGLISH else ENGLISH), problems=len(problems(working)),
    )  # fmt: skip
    return make_response(page, 422 if error else 200)
