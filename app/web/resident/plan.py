"""`/mijn-plan`: a plan that somebody makes here and keeps themself (I-18); for families the familiegroepsplan (I-27).

Nothing is kept: every button sends the whole plan and gets it back, on the page or in a file, on paper, in a calendar
or in a mail. So it works without scripts, and a device that others use holds nothing of it afterwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Blueprint, make_response, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.social_map.finding import cards_by_slug
from app.web.resident import kept
from app.web.resident import plan_taking_along as taking
from app.web.resident.own_file import FileRefused
from app.web.resident.plan_file import LARGEST_FILE, read_file
from app.web.resident.plan_written import (
    EVERY_TEXT,
    LONGEST_TEXT,
    MOST_ROWS,
    ROWS,
    Errors,
    Helper,
    Shape,
    Written,
    asked,
    blocks,
    cell_labels,
    owner_label,
    read_form,
    shape_of,
    title_of,
    too_long,
)
from app.web.running import services

_OTHER: Final[Mapping[Shape, Shape]] = {"mijn": "gezin", "gezin": "mijn"}


@dataclass(frozen=True, slots=True)
class Said:
    """What the page says besides the plan."""

    errors: Errors
    done: str = ""
    to: str = ""
    hand_in: tuple[tuple[str, str], ...] = ()


def add_to(blueprint: Blueprint) -> None:
    """One address."""
    blueprint.add_url_rule("/mijn-plan", "own_plan", own_plan)
    blueprint.add_url_rule("/mijn-plan", "own_plan_write", write, methods=["POST"])


def own_plan() -> Response:
    """An empty plan."""
    return _page(Written(shape_of(request.args.get("soort", ""))), Said([]))


def write() -> Response:
    """What the button that was pressed says, with everything that was typed."""
    written, errors = read_form()
    doing = request.form.get("doen", "")
    if doing.startswith("weg-"):
        number = doing.removeprefix("weg-")
        rows = tuple(row for place, row in enumerate(written.rows, start=1) if str(place) != number)
        return _page(replace(written, rows=rows), Said([], "weg"))
    if doing in _STAYING:
        return _STAYING[doing](written, errors)
    to = request.form.get("aan", "").strip()[:1000]
    if errors:
        return _page(written, Said(errors, to=to))
    if doing not in _OUT:
        return _page(written, Said([], to=to))
    if written.empty:
        first = next(iter(asked(written.shape)))
        message = _("Uw plan is nog leeg. Schrijf bij één van de vragen iets op. Een paar woorden is genoeg.")
        return _page(written, Said([(first, message)], to=to))
    return _OUT[doing](written, to)


def names_of(slugs: tuple[str, ...]) -> dict[str, str]:
    """The names of what is on the map now, by slug; what is not there any more is left out."""
    if not slugs:
        return {}
    with services().database.reading() as reading:
        return {card.slug: card.name for card in cards_by_slug(reading, list(slugs))}


def _row_more(written: Written, errors: Errors) -> Response:
    if len(written.rows) >= MOST_ROWS:
        message = _(
            "Er passen %(most)s regels bij 'Wie helpt'. Schrijf de anderen bij een andere vraag erbij.", most=MOST_ROWS
        )
        return _page(written, Said([*errors, (f"wie-{MOST_ROWS}", message)]))
    return _page(replace(written, rows=(*written.rows, Helper())), Said([], "erbij"))


def _other_shape(written: Written, _errors: Errors) -> Response:
    return _page(replace(written, shape=_OTHER[written.shape]), Said([], "vorm"))


def _open(written: Written, _errors: Errors) -> Response:
    given = request.files.get("bestand")
    if given is None or not given.filename:
        return _page(written, Said([("bestand", _("Kies bij 'Uw bestand' eerst het bestand dat u had opgeslagen."))]))
    try:
        with given.stream as stream:
            opened = read_file(stream.read(LARGEST_FILE + 1))
    except FileRefused:
        message = _(
            "Dit bestand kunnen we niet openen. Kies het bestand dat u op deze site hebt opgeslagen. Het heet 'mijn-plan' of 'familiegroepsplan', met een datum erachter."
        )
        return _page(written, Said([("bestand", message)]))
    found = opened.written
    there = names_of(found.offers)
    gone = [name for slug, name in opened.names.items() if slug not in there and name]
    texts = dict(found.texts)
    if gone:  # what is no longer on the map stays in their plan, as words
        texts["hulp"] = "\n".join(part for part in (texts.get("hulp", ""), *gone) if part)[:LONGEST_TEXT]
    offers = tuple(slug for slug in found.offers if slug in there)
    opened_plan = replace(found, texts=texts, offers=offers, known=offers)
    return _page(opened_plan, Said(too_long(opened_plan), "geopend-weg" if gone else "geopend"))


def _hand_in(written: Written, to: str) -> Response:
    """The same words as fields of the plan that goes with a request; one more button sends it."""
    names = names_of(written.offers)
    texts = written.texts
    helpers = "\n".join(taking.row_words(row) for row in written.helpers)
    offers = "\n".join((*(names[slug] for slug in written.offers if slug in names), texts.get("hulp", "")))
    family = written.shape == "gezin"
    also = f"{asked('gezin')['mislukt']}\n{texts['mislukt']}" if family and texts.get("mislukt") else ""
    found = {
        "plan_vraag": texts.get("zorg" if family else "vraag", ""),
        "plan_zelf": texts.get("goed" if family else "zelf", ""),
        "plan_helpers": helpers,
        "plan_hulp": offers.strip(),
        "plan_resultaat": "\n".join(part for part in (texts.get("anders", ""), also) if part),
        "plan_terugkijken": written.look_back,
    }
    return _page(written, Said([], "meegeven", to, tuple((name, text) for name, text in found.items() if text)))


def _printed(written: Written, _to: str) -> Response:
    page = render_template(
        "resident/plan_print.html",
        title=title_of(written.shape), blocks=blocks(written, names_of(written.offers)), labels=cell_labels(),
        fields=written.fields(),
    )  # fmt: skip
    return _private(make_response(page))


def _pdf(written: Written, to: str) -> Response:
    try:
        return _private(taking.pdf(written, names_of(written.offers)))
    except taking.NoPdf:
        message = _(
            "De PDF kan nu niet worden gemaakt. Probeer het over een halve minuut nog eens, of kies 'Print'. Uw plan staat hier nog."
        )
        return _page(written, Said([("meenemen", message)], to=to), 503)


def _calendar(written: Written, to: str) -> Response:
    try:
        return _private(taking.calendar(written))
    except taking.NoDay:
        message = _(
            "Vul bij '%(field)s' een dag in zoals 1-12-2026. Dan kan die in uw agenda.", field=_day_label(written)
        )
        return _page(written, Said([("terugkijken", message)], to=to))


def _mail(written: Written, to: str) -> Response:
    try:
        taking.mail(written, names_of(written.offers), to)
    except taking.NotMailed as problem:
        return _page(written, Said([("aan", str(problem))], to=to))
    return _page(written, Said([], "gemaild"))


def _day_label(written: Written) -> str:
    return asked(written.shape)["terugkijken"]


def _page(written: Written, said: Said, wrong: int = 422) -> Response:
    own = tuple(each.slug for each in kept.kept())
    names = names_of(tuple(dict.fromkeys((*own, *written.known, *written.offers))))
    shown = replace(written.with_rows(), known=tuple(names))
    values: dict[str, Any] = {
        "written": shown,
        "asked": asked(written.shape),
        "names": names,
        "owner_label": owner_label(written.shape),
        "labels": cell_labels(),
        "title": title_of(written.shape),
        "hidden": [
            (name, shown.texts[name])
            for name in EVERY_TEXT
            if name not in asked(written.shape) and shown.texts.get(name)
        ],
        "said": said,
        "errors": said.errors,
        "most_rows": MOST_ROWS,
        "rows_name": ROWS,
    }
    return _private(make_response(render_template("resident/plan.html", **values), wrong if said.errors else 200))


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    if request.method == "POST":
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


_STAYING: Final[Mapping[str, Callable[[Written, Errors], Response]]] = {
    "rij-erbij": _row_more,
    "andere-vorm": _other_shape,
    "openen": _open,
}
"""Buttons that give the page back whatever was typed, too long or not."""
_OUT: Final[Mapping[str, Callable[[Written, str], Response]]] = {
    "bestand": lambda written, _to: _private(taking.file(written, names_of(written.offers))),
    "pdf": _pdf,
    "print": _printed,
    "agenda": _calendar,
    "mail": _mail,
    "aanvraag": _hand_in,
}
"""Ways out: nothing is kept behind any of them."""
