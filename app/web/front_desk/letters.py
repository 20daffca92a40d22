"""Letters to print: neutral outside, never with the question in them, in the language of who asked.

The desk prints and posts; the delivery counts as sent once somebody says that it is in the post.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from app import clock
from app.conversation import desk
from app.conversation.models import ConversationRequest, Delivery, DeliveryState
from app.conversation.opened import OpenedRequest, view
from app.conversation.terms import Terms, terms_from
from app.paper.forms import page_words
from app.paper.letters import Letter, blocks_of, pdf_of_letter
from app.references import spaced_code, spaced_reference
from app.social_map.dates import date_in_words
from app.web.bodies import clean
from app.web.front_desk.room import blueprint, office, or_404, page_of, typed, worker
from app.web.front_desk.words import wall_clock
from app.web.languages import speaking
from app.web.pdf_or_page import pdf_or_page
from app.web.running import content
from app.web.staff import shown_once
from app.web.staff.typed import number_in

KINDS: Final = {"ontvangst": "receipt", "afspraak": "planned", "uitkomst": "outcome", "code": "code"}


@blueprint.get("/aanvraag/<int:number>/brief")
def letter(number: int) -> str:
    """One letter, as it is printed."""
    kind, opened, code = _asked(number)
    waiting = [
        each
        for each in opened.deliveries
        if each.channel == "letter" and each.purpose == KINDS[kind] and each.state is DeliveryState.WAITING
    ]
    return render_template(
        "front_desk/letter.html", opened=opened, kind=kind, waiting=waiting[-1] if waiting else None, contact=opened.contact,
        body=letter_body(kind, opened.request, code, opened),
        town=office().town(opened.request.municipality),
    )  # fmt: skip


@blueprint.get("/aanvraag/<int:number>/brief.pdf")
def letter_pdf(number: int) -> Response:
    """The same letter as a PDF for a window envelope, under the same rules."""
    kind, opened, code = _asked(number)
    town = office().town(opened.request.municipality)
    lang = "en" if opened.request.language == "en" else "nl"
    contact = opened.contact
    place = "  ".join(filter(None, (contact.postcode, contact.town)))
    with speaking(lang):
        title, words = _("Brief van %(town)s", town=town.name), page_words(_("bladzijde"), _("van"))
    paper = Letter(
        lang=lang, title=title, back=town.desk.letter_address[-1],
        to=tuple(filter(None, (contact.name, contact.street, place))),
        blocks=blocks_of(letter_body(kind, opened.request, code, opened)), foot=town.name, words=words,
    )  # fmt: skip
    page = url_for("front_desk.letter", number=number, soort=kind)
    return pdf_or_page(lambda: pdf_of_letter(paper), f"brief-{kind}", page)


@blueprint.post("/aanvraag/<int:number>/brief")
def posted(number: int) -> Response:
    """It is in the post."""
    with or_404():
        desk.letter_posted(office(), worker(), number, number_in(typed("levering", 20)))
    waits = shown_once.look(shown_once.DESK)
    if waits is not None and waits.number == number:
        shown_once.done(shown_once.DESK)
    return redirect(page_of(number, "brief"), 303)


@blueprint.post("/aanvraag/<int:number>/code")
def code_letter(number: int) -> Response:
    """A new secret code; the old one opens nothing any more."""
    with or_404():
        code = desk.new_code(office(), worker(), number)
        opened = view(office(), worker(), number)
    shown_once.hold(
        shown_once.DESK, shown_once.ShownOnce(number, opened.request.municipality, opened.request.reference, code)
    )
    return redirect(url_for("front_desk.letter", number=number, soort="code"), 303)


def letter_body(kind: str, row: ConversationRequest, code: str, opened: OpenedRequest | None = None) -> Markup:
    """The text of a letter, in the language of who gets it.

    :param opened: the request, opened; a receipt needs nothing of it.
    """
    lang = "en" if row.language == "en" else "nl"
    outcomes = content().policy.outcomes.items()
    with speaking(lang):
        return Markup(  # noqa: S704  (our own template, which escapes what it fills in)
            render_template(
                "front_desk/letter_body.html", kind=kind, town=office().town(row.municipality), row=row, code=code, lang=lang,
                outcomes=[said for each, said in outcomes if opened and each in opened.outcomes], terms=terms_for(row),
                note=_last_note(opened, "outcome"), place=_last_note(opened, "planned"), day_words=lambda day: date_in_words(day, lang),
                words_reference=spaced_reference, words_code=spaced_code, today=clock.today(), at=wall_clock(row.planned_at) if row.planned_at else None,
            )
        )  # fmt: skip


def terms_for(row: ConversationRequest) -> Terms:
    """The days that follow from the day this request came in."""
    return terms_from(row.arrived_on, office().town(row.municipality).conversation)


def receipt_letter(deliveries: Sequence[Delivery]) -> int:
    """The number of the receipt that has to go by letter, or 0 when it goes by another road."""
    return next((each.id or 0 for each in deliveries if each.channel == "letter" and each.purpose == "receipt"), 0)


def _asked(number: int) -> tuple[str, OpenedRequest, str]:
    """Which letter, the request opened for it, and the code that may stand in it; 404 when there is nothing to write."""
    kind = clean(request.args.get("soort", ""))
    if kind not in KINDS:
        abort(404)
    with or_404():
        opened = view(office(), worker(), number, "conversation.print-letter")
    code = _code_for(number)
    if not _can_write(kind, opened, code):
        abort(404)
    return kind, opened, code


def _code_for(number: int) -> str:
    waits = shown_once.look(shown_once.DESK)
    return waits.code if waits is not None and waits.number == number else ""


def _can_write(kind: str, opened: OpenedRequest, code: str) -> bool:
    """A letter only says what is so."""
    planned_at: datetime | None = opened.request.planned_at
    return {
        "ontvangst": True,
        "afspraak": planned_at is not None,
        "uitkomst": bool(opened.outcomes),
        "code": bool(code),
    }[kind]


def _last_note(opened: OpenedRequest | None, kind: str) -> str:
    lines = opened.history if opened else ()
    return next((line.note for line in reversed(lines) if line.kind == kind), "")
