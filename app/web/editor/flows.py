"""`/beheer/wegwijzer`: the routes from question to help; which municipality uses which, a copy, and taking one away."""

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.content.drafts import ChangedMeanwhile, drop_draft, keep_draft, versions_of
from app.content.flows import body_of
from app.content.live import publish_edit
from app.content.problems import ContentProblems
from app.social_map.names import slug_of
from app.web.editor.flows_working import (
    Errors,
    Working,
    all_working,
    changed_meanwhile,
    note_down,
    path_of,
    towns_with,
    working_or_404,
)
from app.web.editor.room import blueprint, for_whole_region
from app.web.running import content, services
from app.web.staff.guards import me
from app.web.staff.typed import as_typed, typed_number

LONGEST_NAME = 50
_OWN_ADDRESSES = {"gebruik"}


@blueprint.get("/wegwijzer")
def flows() -> Response:
    """All routes, and which municipality uses which."""
    for_whole_region()
    return _list()


@blueprint.post("/wegwijzer/gebruik")
def use_flow() -> Response:
    """From now on this municipality uses this route. Only a published one can be named."""
    for_whole_region()
    town = content().municipality(as_typed("gemeente", 64))
    if town is None:
        abort(404)
    wanted = as_typed("route", 64)
    if wanted not in {found.id for found in content().flows}:
        return _list([(f"route-{town.slug}", _("%(town)s: deze route is niet gepubliceerd.", town=town.name))])
    try:
        publish_edit(services().content, f"municipalities/{town.slug}/flow", wanted, me().email)
    except ContentProblems as problems:
        return _list([(f"route-{town.slug}", problem.reason) for problem in problems.problems])
    note_down("content.use", f"municipalities/{town.slug}/flow:{wanted}")
    return redirect(url_for("editor.flows", gedaan="gebruik"), 303)


@blueprint.post("/wegwijzer/<flow_id>/kopie")
def copy_flow(flow_id: str) -> Response:
    """A draft under a new name that begins as this route is now."""
    for_whole_region()
    working = working_or_404(flow_id)
    name = " ".join(as_typed("naam", 200).split())
    new_id = slug_of(name)[:LONGEST_NAME].strip("-") if name else ""
    field = f"naam-{flow_id}"
    if not name:
        return _list([(field, _("Schrijf een naam voor de kopie."))], {flow_id: name})
    if len(name) > LONGEST_NAME:
        return _list(
            [(field, _("Deze naam is te lang: hooguit %(number)s tekens.", number=LONGEST_NAME))], {flow_id: name}
        )
    if new_id in {other.id for other in all_working()} | _OWN_ADDRESSES:
        return _list([(field, _("De naam %(name)s is er al. Kies een andere.", name=new_id))], {flow_id: name})
    body = body_of(working.found) | {"id": new_id}
    try:
        keep_draft(services().database, path_of(new_id), body, me().email, expected=_newest(new_id))
    except ChangedMeanwhile:
        return _list([(field, _("De naam %(name)s is er al. Kies een andere.", name=new_id))], {flow_id: name})
    note_down("content.copy", f"{path_of(flow_id)} -> {path_of(new_id)}")
    return redirect(url_for("editor.flow", flow_id=new_id, gedaan="kopie"), 303)


@blueprint.route("/wegwijzer/<flow_id>/weg", methods=["GET", "POST"])
def remove_flow(flow_id: str) -> Response:
    """Ask whether it may go, and take it away. What is used, or came with the site, stays."""
    for_whole_region()
    working = working_or_404(flow_id)
    if not may_go(working):
        return _list([(f"naam-{flow_id}", _("Deze route is in gebruik of hoort bij de site, en blijft dus staan."))])
    if request.method == "GET":
        return make_response(_confirm(working))
    try:
        if working.published:
            publish_edit(services().content, path_of(flow_id), None, me().email, expected=typed_number("versie"))
        else:
            drop_draft(services().database, path_of(flow_id), me().email, expected=typed_number("versie"))
    except ChangedMeanwhile:
        return make_response(_confirm(working, changed_meanwhile()), 422)
    except ContentProblems as problems:
        return make_response(_confirm(working, " ".join(problem.reason for problem in problems.problems)), 422)
    note_down("content.remove", path_of(flow_id))
    return redirect(url_for("editor.flows", gedaan="weg"), 303)


def may_go(working: Working) -> bool:
    """Whether nobody uses it and the site did not come with it."""
    shipped = {found.id for found in services().content.shipped.flows}
    return working.id not in shipped and not towns_with(working.id)


def _confirm(working: Working, error: str = "") -> str:
    return render_template(
        "editor/flow_remove.html", working=working, name=working.id, error=error, version=working.version,
        question=_("De hele route met al haar stappen gaat weg. Niemand gebruikt haar nu."),
        back=url_for("editor.flow", flow_id=working.id), action=url_for("editor.remove_flow", flow_id=working.id),
    )  # fmt: skip


def _newest(flow_id: str) -> int:
    """The version of a name that was used before and taken away; its history goes on."""
    from_before = versions_of(services().database, path_of(flow_id), 1)
    return from_before[0].version if from_before else 0


def _list(errors: Errors | None = None, names: dict[str, str] | None = None) -> Response:
    rows = [(working, towns_with(working.id), may_go(working)) for working in all_working()]
    page = render_template(
        "editor/flows.html", rows=rows, errors=errors or [], names=names or {}, done=request.args.get("gedaan", ""),
        towns=content().municipalities, choices=[(found.id, f"{found.id}: {found.flow.title}") for found in content().flows],
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)
