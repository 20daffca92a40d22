"""One's own list: keep, note, tick off, compare, print and wipe. No account; it lives in the browser until that closes."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify, redirect, render_template, request, session
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from app.social_map.finding import accessibility_of, cards_by_slug
from app.web import wording
from app.web.cards import SHORTLIST
from app.web.resident import kept
from app.web.resident.kept import Kept, ListFull
from app.web.resident.list_page import full, lines, page_of_list
from app.web.running import services
from app.web.templating import page_url


def add_to(blueprint: Blueprint) -> None:
    """The list, its table and its sheet of paper."""
    blueprint.add_url_rule("/lijstje", "shortlist", shortlist)
    blueprint.add_url_rule("/lijstje", "shortlist_change", change, methods=["POST"])
    blueprint.add_url_rule("/lijstje/notities", "shortlist_notes", notes, methods=["POST"])
    blueprint.add_url_rule("/lijstje/vergelijken", "shortlist_compare", compare)
    blueprint.add_url_rule("/lijstje/print", "shortlist_print", on_paper)
    blueprint.add_url_rule("/lijstje/wissen", "shortlist_wipe", wipe, methods=["POST"])
    blueprint.app_context_processor(lambda: {"shortlist_count": kept.how_many()})


def shortlist() -> str:
    """The list."""
    return page_of_list()


def change() -> str | Response | AnyResponse | tuple[str, int]:
    """Keep an offer, or take it off."""
    slug = request.form.get("aanbod", "")[:120]
    with services().database.reading() as reading:
        found = cards_by_slug(reading, [slug])
    if request.form.get("doen") == "verwijder":
        kept.remove(slug)
        return _after(saved=False, message=_("Van uw lijstje gehaald."))
    if not found:
        return _refused(_("Dit staat niet meer op de site. Het is niet bewaard."))
    try:
        kept.add(Kept(slug))
    except ListFull:
        return _refused(full())
    number = kept.how_many()
    return _after(
        saved=True,
        message=ngettext(
            "Bewaard. Op uw lijstje staat nu %(num)s keer hulp.",
            "Bewaard. Op uw lijstje staat nu %(num)s keer hulp.",
            number,
        ),
    )


def _wants_json() -> bool:
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _after(*, saved: bool, message: str) -> Response | AnyResponse:
    if _wants_json():
        return jsonify({"saved": saved, "message": message, "count": kept.how_many()})
    return redirect(_back(), 303)


def _refused(message: str) -> str | Response | tuple[str, int]:
    if _wants_json():
        answer = jsonify({"saved": False, "message": message})
        answer.status_code = 409
        return answer
    return page_of_list(problem=message), 409


def _back() -> str:
    """Where the person was, as the form says it: only ever an address of our own."""
    back = request.form.get("terug", "")
    if not back.startswith("/") or back.startswith(("//", "/\\")) or any(sign < " " or sign == "\\" for sign in back):
        return page_url("/lijstje")
    return back[:2000]


def notes() -> AnyResponse | tuple[str, int]:
    """Notes and ticks of the whole list at once."""
    changed = tuple(
        replace(
            each,
            note=kept.note_of(request.form.get(f"notitie-{each.slug}", each.note)),
            called=request.form.get(f"gebeld-{each.slug}") == "ja",
        )
        for each in kept.kept()
    )
    leaving = request.form.get("weg", "")
    try:
        kept.replace_all(tuple(each for each in changed if each.slug != leaving))
    except ListFull:
        return page_of_list(problem=full()), 409
    return redirect(page_url("/lijstje") + "?bewaard=ja", 303)


def compare() -> str:
    """The facts side by side."""
    shown = lines()
    with services().database.reading() as reading:
        access = accessibility_of(reading, [line.fact.id for line in shown])
    home = services().home_kinds
    return render_template(
        "resident/shortlist_compare.html",
        lines=shown,
        vog={
            line.fact.slug: wording.vog_words(line.fact.vog)
            if line.fact.kind in home or line.fact.respite
            else _("niet van toepassing")
            for line in shown
        },
        wheelchair={
            line.fact.slug: wording.answer_words(access[line.fact.id].wheelchair)
            for line in shown
            if line.fact.id in access
        },
        kinds={line.fact.slug: wording.kind_label(line.fact.kind) for line in shown},
    )


def on_paper() -> str:
    """The list on paper, one's own notes with it."""
    return render_template("resident/shortlist_print.html", lines=lines())


def wipe() -> AnyResponse:
    """Everything away at once."""
    session.pop(SHORTLIST, None)
    return redirect(page_url("/lijstje"), 303)
