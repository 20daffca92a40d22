"""`/beheer/teksten`: the texts of the site, written, looked at, published, and brought back as they were."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import abort, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from app import clock
from app.audit import record
from app.content.edits import ContentEdit
from app.content.live import publish_edit
from app.content.models import Page
from app.content.overlay import Body
from app.content.pages import placeholders_in, render_intro, render_page, to_html
from app.content.problems import ContentProblems
from app.web.editor.dashboard import needs_look
from app.web.editor.room import blueprint, for_whole_region
from app.web.languages import RIGHT_TO_LEFT
from app.web.running import content, municipality, services
from app.web.staff.guards import me
from app.web.staff.typed import as_typed, typed_number

VERSIONS_SHOWN = 50
LONGEST_TEXT = 60_000
_KEPT = ("source_lang", "to_check", "checked_on", "valid_until", "sources")
Errors = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Typed:
    """The form as it stands."""

    title: str
    intro: str
    markdown: str
    checked: bool = False


@blueprint.get("/teksten")
def texts() -> str:
    """All texts, by name; each language is its own."""
    for_whole_region()
    today = clock.today()
    rows = [
        (page, needs_look(page, today))
        for page in sorted(content().pages, key=lambda page: (page.slug, page.lang != "nl", page.lang))
    ]
    return render_template("editor/texts.html", rows=rows, done=request.args.get("gedaan", ""))


@blueprint.get("/teksten/<lang>/<slug>")
def text(lang: str, slug: str) -> Response:
    """The form of one text, with its versions."""
    for_whole_region()
    page = _page_or_404(lang, slug)
    return _form(page, Typed(page.title, page.intro, page.markdown))


@blueprint.post("/teksten/<lang>/<slug>")
def change_text(lang: str, slug: str) -> Response:
    """Show how it will look, or publish it."""
    for_whole_region()
    page = _page_or_404(lang, slug)
    form = Typed(
        " ".join(as_typed("title", 300).split()),
        " ".join(as_typed("intro", 5000).split()),
        as_typed("markdown", LONGEST_TEXT),
        as_typed("nagekeken") == "ja",
    )
    errors = _errors(form)
    if errors:
        return _form(page, form, errors)
    if as_typed("doen") != "publiceren":
        return _form(page, form, preview=True)
    if typed_number("versie") != _newest_version(_path(page)):
        return _form(
            page,
            form,
            [
                (
                    "markdown",
                    _(
                        "Iemand anders heeft deze tekst intussen veranderd. Vergelijk met de pagina en publiceer dan nog eens."
                    ),
                )
            ],
        )
    body = _body(page, form)
    try:
        _publish(page, body)
    except ContentProblems as problems:
        return _form(page, form, [(_field(problem.place), problem.reason) for problem in problems.problems])
    return redirect(url_for("editor.texts", gedaan="gepubliceerd"), 303)


@blueprint.post("/teksten/<lang>/<slug>/terug")
def restore_text(lang: str, slug: str) -> Response:
    """Bring an earlier version back, as a new version: history is never edited."""
    for_whole_region()
    page = _page_or_404(lang, slug)
    body = _body_of(page, typed_number("versie"))
    try:
        _publish(page, body)
    except ContentProblems as problems:
        return _form(
            page,
            Typed(page.title, page.intro, page.markdown),
            [(_field(problem.place), problem.reason) for problem in problems.problems],
        )
    return redirect(url_for("editor.text", lang=lang, slug=slug, gedaan="teruggezet"), 303)


def _publish(page: Page, body: Body) -> None:
    publish_edit(services().content, _path(page), body, me().email)
    with services().database.writing() as session:
        record(session, me().actor, "content.publish", _path(page))


def _errors(form: Typed) -> Errors:
    errors: Errors = []
    if not form.title:
        errors.append(("title", _("Schrijf een titel.")))
    elif len(form.title) > 200:  # noqa: PLR2004  (as the content says)
        errors.append(("title", _("De titel is te lang: hooguit 200 tekens.")))
    if not form.intro:
        errors.append(("intro", _("Schrijf een eerste zin: die staat groot bovenaan.")))
    elif len(form.intro) > 4000:  # noqa: PLR2004  (as the content says)
        errors.append(("intro", _("De eerste zin is te lang: hooguit 4000 tekens.")))
    if not form.markdown:
        errors.append(("markdown", _("Schrijf een tekst.")))
    return errors


def _body(page: Page, form: Typed) -> dict[str, Any]:
    kept = {name: value for name, value in page.model_dump(mode="json", exclude_defaults=True).items() if name in _KEPT}
    if form.checked:
        kept["checked_on"] = clock.today().isoformat()
        kept.pop("to_check", None)
    return {"title": form.title, "intro": form.intro, **kept, "markdown": form.markdown}


def _body_of(page: Page, version: int) -> Body:
    """What an earlier version said; version 0 is the text as it was delivered."""
    if version == 0:
        first = services().content.shipped.page(page.slug, page.lang)
        if first is None or first.lang != page.lang:
            abort(404)
        return _body(first, Typed(first.title, first.intro, first.markdown))
    with services().database.reading() as session:
        edit = session.exec(
            select(ContentEdit).where(ContentEdit.path == _path(page), ContentEdit.version == version)
        ).first()
    if edit is None or edit.body is None:
        abort(404)
    body: Body = edit.body
    return body


def _versions(session: Session, page: Page) -> list[ContentEdit]:
    return list(
        session.exec(
            select(ContentEdit)
            .where(ContentEdit.path == _path(page))
            .order_by(col(ContentEdit.version).desc())
            .limit(VERSIONS_SHOWN)
        ).all()
    )


def _newest_version(path: str) -> int:
    with services().database.reading() as session:
        return (
            session.execute(
                sa.select(sa.func.max(ContentEdit.version)).where(col(ContentEdit.path) == path)
            ).scalar_one()
            or 0
        )


def _path(page: Page) -> str:
    return f"pages/{page.lang}/{page.slug}"


def _page_or_404(lang: str, slug: str) -> Page:
    found = content().page(slug, lang)
    if found is None or found.lang != lang:
        abort(404)
    return found


def _field(place: str) -> str:
    return place if place in {"title", "intro"} else "markdown"


def _form(page: Page, form: Typed, errors: Errors | None = None, *, preview: bool = False) -> Response:
    with services().database.reading() as session:
        versions = _versions(session, page)
    shown = ""
    intro = ""
    if preview:
        unsaved = page.model_copy(
            update={"title": form.title, "intro": form.intro, "markdown": form.markdown, "html": to_html(form.markdown)}
        )
        town = municipality()
        numbers = content().help_numbers_for(town)
        # Cleaned by to_html and escaped where facts are filled in: see app/content/pages.py.
        shown = Markup(render_page(unsaved, town, numbers))  # noqa: S704
        intro = Markup(render_intro(unsaved, town, numbers))  # noqa: S704
    answer = render_template(
        "editor/text.html", page=page, form=form, errors=errors or [], versions=versions, version=versions[0].version if versions else 0,
        preview=preview, shown=shown, shown_intro=intro, placeholders=sorted(placeholders_in(page.markdown + page.intro)),
        direction="rtl" if page.lang in RIGHT_TO_LEFT else "ltr", done=request.args.get("gedaan", ""),
    )  # fmt: skip
    return make_response(answer, 422 if errors else 200)
