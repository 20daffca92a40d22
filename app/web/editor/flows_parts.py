"""The words of what a step shows besides its text: a heading, paragraphs, and lines that stand apart."""

from typing import get_args

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.content.drafts import ChangedMeanwhile
from app.guide.advice import LISTS_OFFERS
from app.guide.flow import SHOWS
from app.guide.steps import Level, Shown
from app.guide.translating import ShownWords
from app.web.editor.flows_reading import Values, errors_in_part, read_part
from app.web.editor.flows_working import (
    SHOW_NAMES,
    Errors,
    Working,
    changed_meanwhile,
    keep,
    working_or_404,
)
from app.web.editor.room import blueprint, for_whole_region
from app.web.running import content
from app.web.staff.typed import typed_number


@blueprint.route("/wegwijzer/<flow_id>/deel/<show>", methods=["GET", "POST"])
def flow_part(flow_id: str, show: str) -> Response:
    """The form of one part; also of one that has no words yet."""
    for_whole_region()
    working = working_or_404(flow_id)
    if show not in SHOWS:
        abort(404)
    known = next((part for name, part in working.flow.parts.items() if name == show), None)
    before: Values = {"heading": "", "text": "", "lines": [], "kinds": [], "levels": []}
    if known is not None:
        before = known.model_dump(mode="json")
    words = working.english.parts.get(show, ShownWords()).model_dump(mode="json")
    if request.method == "GET":
        return _form(working, show, (before, words), [], working.version)
    said, said_words = read_part(before)
    errors = errors_in_part(said, said_words)
    if errors:
        return _form(working, show, (said, said_words), errors, typed_number("versie"))
    parts: dict[str, Shown] = {**dict(working.flow.parts.items()), show: Shown.model_validate(said)}
    english = working.english.parts | {show: ShownWords.model_validate(said_words)}
    try:
        keep(
            working,
            working.flow.model_copy(update={"parts": parts}),
            working.english.model_copy(update={"parts": english}),
            typed_number("versie"),
        )
    except ChangedMeanwhile:
        return _form(working, show, (said, said_words), [("heading", changed_meanwhile())], working.version)
    return redirect(url_for("editor.flow_part", flow_id=flow_id, show=show, gedaan="bewaard"), 303)


def _form(working: Working, show: str, said: tuple[Values, Values], errors: Errors, version: int) -> Response:
    part, words = said
    level_names = {
        "own_strength": _("mensen uit de buurt"), "general": _("zonder indicatie, voor iedereen"),
        "collective": _("samen met anderen, via de gemeente"), "individual": _("de gemeente beslist hierover"),
    }  # fmt: skip
    page = render_template(
        "editor/flow_part.html", working=working, show=show, part=part, words=words, errors=errors, version=version,
        title=SHOW_NAMES[show], lists_offers=show in LISTS_OFFERS, done=request.args.get("gedaan", ""),
        kinds=[(kind.slug, kind.label) for kind in content().kinds],
        levels=[(level, level_names[level]) for level in get_args(Level)],
        steps=[step for step in working.flow.steps if show in step.shows],
    )  # fmt: skip
    return make_response(page, 422 if errors else 200)
