"""`/loket/kennis`: what the desk knows: answers to frequent questions and work instructions, and notes with an offer.

The same texts and notes come up in the search of `/loket/zoeken`. They are for colleagues only, and never about a person.
"""

import re
from typing import Any, Final

from flask import abort, current_app, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.db import LARGEST_ROW
from app.referring.desk_texts import (
    ChangedMeanwhile,
    Written,
    change,
    desk_texts,
    may_write,
    remove,
    text_of,
    writable,
    write,
)
from app.referring.knowledge import notes_of
from app.referring.models import DeskText, DeskTextKind
from app.referring.offer_notes import remove_note, write_note
from app.social_map.dates import read_date
from app.social_map.models import Offer
from app.web.front_desk.room import blueprint, or_404, own_town, typed, worker
from app.web.running import content, services
from app.web.staff.guards import me
from app.web.staff.typed import as_typed, number_in

LONGEST_TITLE: Final = 200
LONGEST_WORDS: Final = 400
LONGEST_BODY: Final = 8000
LONGEST_NOTE: Final = 1000
KINDS: Final = {"vraag": DeskTextKind.QUESTION, "instructie": DeskTextKind.INSTRUCTION}
_REGION: Final = "regio"
_OWN_ADDRESS: Final = re.compile(r"(/[a-z]{2})?/loket/[a-z0-9/-]*(\?[\w=&%+.-]*)?(#[\w-]+)?", re.ASCII)
Errors = list[tuple[str, str]]


@blueprint.get("/kennis")
def desk_texts_list() -> str:
    """Every text, with what has to be looked at again on top."""
    with services().database.reading() as session:
        texts = desk_texts(session, me().municipality)
    return render_template(
        "front_desk/knowledge.html", texts=texts, mine=writable(worker(), texts), done=request.args.get("gedaan", "")
    )


@blueprint.get("/kennis/nieuw")
def new_desk_text() -> Response:
    """An empty form."""
    return _form(None, {"gemeente": me().municipality or _REGION}, [], 200)


@blueprint.post("/kennis/nieuw")
def write_desk_text() -> Response:
    """Keep it, or say what has to be mended."""
    said = _said()
    written, errors = _read(said)
    if written is None:
        return _form(None, said, errors, 422)
    with or_404(), services().database.writing() as session:
        text = write(session, worker(), written)
    return redirect(url_for("front_desk.desk_text", number=text.id, gedaan="bewaard"), 303)


@blueprint.get("/kennis/<int:number>")
def desk_text(number: int) -> str:
    """One text to read."""
    with or_404(), services().database.reading() as session:
        text = text_of(session, worker(), number)
    return render_template(
        "front_desk/knowledge_text.html", text=text, may=may_write(worker(), text.municipality), done=request.args.get("gedaan", "")
    )  # fmt: skip


@blueprint.get("/kennis/<int:number>/wijzigen")
def edit_desk_text(number: int) -> Response:
    """The text in its form."""
    with or_404(), services().database.reading() as session:
        text = text_of(session, worker(), number)
    return _form(text, _as_known(text), [], 200)


@blueprint.post("/kennis/<int:number>/wijzigen")
def change_desk_text(number: int) -> Response:
    """Keep another version; what somebody else changed meanwhile is shown beside what was typed."""
    said = _said()
    with or_404(), services().database.reading() as session:
        text = text_of(session, worker(), number)
    written, errors = _read(said)
    if written is None:
        return _form(text, said, errors, 422)
    try:
        with or_404(), services().database.writing() as session:
            change(session, worker(), number, written, number_in(said["versie"]))
    except ChangedMeanwhile:
        with or_404(), services().database.reading() as session:
            text = text_of(session, worker(), number)
        message = _(
            "Iemand anders veranderde deze tekst intussen. Hieronder staat wat u typte. Vergelijk het met de tekst van nu en bewaar nog eens."
        )
        return _form(text, said | {"versie": str(text.version)}, [("titel", message)], 409)
    return redirect(url_for("front_desk.desk_text", number=number, gedaan="bewaard"), 303)


@blueprint.post("/kennis/<int:number>/weg")
def remove_desk_text(number: int) -> Response:
    """Take it away."""
    with or_404(), services().database.writing() as session:
        remove(session, worker(), number)
    return redirect(url_for("front_desk.desk_texts_list", gedaan="weg"), 303)


@blueprint.get("/aanbod/<int:number>/notitie")
def offer_notes(number: int) -> Response:
    """What colleagues wrote about one offer."""
    return _notes_page(number, "", [], 200)


@blueprint.post("/aanbod/<int:number>/notitie")
def write_offer_note(number: int) -> Response:
    """Keep a note, and go back to where it was written."""
    words = typed("woorden", LONGEST_NOTE + 1)
    if not words:
        return _notes_page(number, words, [("woorden", _("Schrijf bij 'Notitie' wat uw collega's moeten weten."))], 422)
    if len(words) > LONGEST_NOTE:
        message = _("Uw notitie is te lang. Maak hem korter dan %(most)s tekens.", most=LONGEST_NOTE)
        return _notes_page(number, words, [("woorden", message)], 422)
    with or_404(), services().database.writing() as session:
        write_note(session, worker(), own_town().slug, number, words)
    return redirect(back(number), 303)


@blueprint.post("/aanbod/<int:number>/notitie/weg")
def remove_offer_note(number: int) -> Response:
    """Take a note away."""
    with or_404(), services().database.writing() as session:
        remove_note(session, worker(), number, number_in(typed("notitie")))
    return redirect(back(number), 303)


def back(number: int = 0) -> str:
    """Where a form with `terug` goes back to: an address of the desk only, else the search, else the notes of this offer."""
    asked = as_typed("terug", 400)
    if _OWN_ADDRESS.fullmatch(asked):
        return asked
    if number:
        return url_for("front_desk.offer_notes", number=number)
    return url_for(search_endpoint())


def search_endpoint() -> str:
    """Where the desk searches."""
    return "front_desk.workspace" if "front_desk.workspace" in current_app.view_functions else "front_desk.overview"


def _notes_page(number: int, words: str, errors: Errors, status: int) -> Response:
    with services().database.reading() as session:
        offer = session.get(Offer, number) if 0 < number <= LARGEST_ROW else None
        notes = notes_of(session, me().municipality, [number]).get(number, [])
    if offer is None:
        abort(404)
    page = render_template(
        "front_desk/knowledge_notes.html",
        offer=offer,
        notes=notes,
        said=words,
        errors=errors,
        back=as_typed("terug", 400),
    )
    return make_response(page, status)


def _form(text: DeskText | None, said: dict[str, str], errors: Errors, status: int) -> Response:
    if text is not None and not may_write(worker(), text.municipality):
        abort(404)
    page = render_template(
        "front_desk/knowledge_form.html", text=text, said=said, errors=errors, stale=status == 409,  # noqa: PLR2004
        towns=[(_REGION, _("de hele regio")), *((town.slug, town.name) for town in content().municipalities)],
    )  # fmt: skip
    return make_response(page, status)


def _said() -> dict[str, str]:
    return {
        "soort": as_typed("soort", 20), "titel": typed("titel", LONGEST_TITLE + 1), "woorden": typed("woorden", LONGEST_WORDS + 1),
        "tekst": typed("tekst", LONGEST_BODY + 1), "nakijken": as_typed("nakijken", 40), "versie": as_typed("versie", 20),
        "gemeente": me().municipality or as_typed("gemeente", 64),
    }  # fmt: skip


def _as_known(text: DeskText) -> dict[str, str]:
    kinds = {kind: name for name, kind in KINDS.items()}
    return {
        "soort": kinds[text.kind], "titel": text.title, "woorden": text.words, "tekst": text.body, "versie": str(text.version),
        "nakijken": text.look_again_on.isoformat() if text.look_again_on else "", "gemeente": text.municipality or _REGION,
    }  # fmt: skip


def _read(said: dict[str, Any]) -> tuple[Written | None, Errors]:
    """What stands in the form, or every mistake with how to mend it."""
    errors: Errors = []
    kind, day = KINDS.get(said["soort"]), read_date(said["nakijken"]) if said["nakijken"] else None
    too_long = _("'%(name)s' is te lang. Maak het korter dan %(most)s tekens.")
    if kind is None:
        errors.append(("soort", _("Kies bij 'Wat is het?' een van de twee.")))
    if not said["titel"]:
        errors.append(("titel", _("Vul bij 'Titel' in waar het over gaat, bijvoorbeeld: Parkeerkaart aanvragen.")))
    for field, label, most in (
        ("titel", _("Titel"), LONGEST_TITLE), ("woorden", _("Woorden van bellers"), LONGEST_WORDS), ("tekst", _("Tekst"), LONGEST_BODY),
    ):  # fmt: skip
        if len(said[field]) > most:
            errors.append((field, too_long % {"name": label, "most": most}))
    if not said["tekst"]:
        errors.append(("tekst", _("Schrijf bij 'Tekst' het antwoord of wat uw collega doet.")))
    if said["nakijken"] and day is None:
        errors.append(("nakijken", _("Vul bij 'Opnieuw nakijken op' een dag in, bijvoorbeeld 1-6-2027.")))
    whole_region = said["gemeente"] == _REGION and not me().municipality
    if not whole_region and content().municipality(said["gemeente"]) is None:
        errors.append(("gemeente", _("Kies bij 'Voor wie' een gemeente of de hele regio.")))
    if errors or kind is None:
        return None, errors
    town = "" if whole_region else said["gemeente"]
    return Written(kind, said["titel"], said["woorden"], said["tekst"], day, town), []
