"""`/beheer/hulpnummers`: numbers for when it cannot wait. Somebody must have checked each of them not long ago."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app import clock
from app.audit import record
from app.content.live import publish_edit
from app.content.models import HelpNumber
from app.content.overlay import Body
from app.content.problems import ContentProblems
from app.content.whole import Content
from app.web.editor.room import blueprint, for_whole_region
from app.web.running import content, services
from app.web.staff.guards import me
from app.web.staff.typed import as_typed

FIELDS = ("name", "number", "tel", "when", "what_for", "cost", "without_voice", "source")
MAY_BE_EMPTY = frozenset({"without_voice"})
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Shown:
    """One number in the list. `place` is where it stands: `landelijk` or a municipality's slug."""

    place: str
    where: str
    number: HelpNumber
    valid_until: date
    old: bool


@blueprint.get("/hulpnummers")
def help_numbers() -> str:
    """All numbers, with the day somebody last checked them."""
    for_whole_region()
    return render_template(
        "editor/help_numbers.html",
        numbers=_all(content()),
        days=content().policy.help_numbers_valid_days,
        done=request.args.get("gedaan", ""),
    )


@blueprint.get("/hulpnummers/<place>/<number_id>")
def help_number(place: str, number_id: str) -> Response:
    """The form of one number."""
    for_whole_region()
    number = _number_or_404(place, number_id)
    return _form(place, number, {name: getattr(number, name) or "" for name in FIELDS})


@blueprint.post("/hulpnummers/<place>/<number_id>")
def change_help_number(place: str, number_id: str) -> Response:
    """Checked today; or changed, which is checked as well."""
    for_whole_region()
    number = _number_or_404(place, number_id)
    body = number.model_dump(mode="json", exclude_defaults=True)
    changed = as_typed("doen") != "nagekeken"
    said = {name: as_typed(name, 1000) for name in FIELDS} if changed else {}
    for name, value in said.items():
        if value or name not in MAY_BE_EMPTY:
            body[name] = value
        else:
            body.pop(name, None)
    body["verified_on"] = clock.today().isoformat()
    try:
        path, published = _change(place, number_id, body)
        publish_edit(services().content, path, published, me().email)
    except ContentProblems as problems:
        errors = [(_field(problem.place), problem.reason) for problem in problems.problems]
        return _form(place, number, said or {name: getattr(number, name) or "" for name in FIELDS}, errors)
    with services().database.writing() as session:
        record(
            session,
            me().actor,
            "content.publish" if changed else "help-number.verified",
            f"help_numbers/{place}/{number_id}",
        )
    return redirect(url_for("editor.help_numbers", gedaan="bewaard" if changed else "nagekeken"), 303)


def _change(place: str, number_id: str, body: dict[str, Any]) -> tuple[str, Body]:
    """The path and body to publish: a municipality keeps its numbers as one list."""
    body.pop("id", None)
    if place == "landelijk":
        return f"help_numbers/{number_id}", body
    town = content().municipality(place)
    kept = town.help_numbers if town else ()
    numbers = [
        {"id": number_id, **body} if each.id == number_id else each.model_dump(mode="json", exclude_defaults=True)
        for each in kept
    ]
    return f"municipalities/{place}/help_numbers", cast("Body", numbers)


def _all(whole: Content) -> list[Shown]:
    valid = timedelta(days=whole.policy.help_numbers_valid_days)
    places = [
        ("landelijk", "", whole.help_numbers),
        *((town.slug, town.name, town.help_numbers) for town in whole.municipalities),
    ]
    today = clock.today()
    return [
        Shown(place, where, number, number.verified_on + valid, number.verified_on + valid < today)
        for place, where, numbers in places
        for number in numbers
    ]


def _number_or_404(place: str, number_id: str) -> HelpNumber:
    found = next((each.number for each in _all(content()) if each.place == place and each.number.id == number_id), None)
    if found is None:
        abort(404)
    return found


def _field(place: str) -> str:
    last = place.replace(">", " ").split()[-1] if place.split() else ""
    return last if last in FIELDS else "number"


def _form(place: str, number: HelpNumber, said: dict[str, str], errors: Errors | None = None) -> Response:
    page = render_template("editor/help_number.html", place=place, number=number, said=said, errors=errors or [])
    return make_response(page, 422 if errors else 200)
