"""The last news of a complaint as a letter to print, in the language of who complained; neutral on the outside."""

from typing import Final

from flask import render_template
from markupsafe import Markup
from werkzeug.wrappers import Response

from app import clock
from app.complaints.dossier import Dossier
from app.complaints.handling import look
from app.content.letterhead import day_in_words
from app.web.complaint_words import reader
from app.web.complaints import words
from app.web.complaints.room import blueprint, handler, or_404, to_one
from app.web.languages import speaking
from app.web.running import services

TOLD: Final = frozenset({"acknowledged", "asked_to_pass_on", "longer", "answered"})


@blueprint.get("/<int:number>/brief")
def letter(number: int) -> str | Response:
    """What was last written to who complained. Without an address or news there is nothing to print."""
    with or_404():
        dossier = look(services().office, handler(), number)
    if dossier.contact.by != "letter" or not any(line.kind in TOLD for line in dossier.history):
        return to_one(number, "")
    return render_template(
        "complaints/letter.html",
        number=number,
        to=dossier.contact,
        body=_body(dossier),
        lang=dossier.complaint.language,
    )


def _body(dossier: Dossier) -> Markup:
    complaint = dossier.complaint
    last = next(line for line in reversed(dossier.history) if line.kind in TOLD)
    town = services().office.town(complaint.municipality)
    lang = "en" if complaint.language == "en" else "nl"
    with speaking(lang):
        return Markup(  # noqa: S704  (our own template, which escapes what it fills in)
            render_template(
                "complaints/letter_body.html",
                line=last, complaint=complaint, town=town, lang=lang, reader=reader(complaint.holder.value, town),
                today=day_in_words(clock.today(), lang), due=day_in_words(complaint.due_on, lang),
                reference=words.spaced_reference(complaint.reference),
            )
        )  # fmt: skip
