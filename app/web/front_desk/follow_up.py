"""`/loket/aanvraag/<number>/terugblik`: the desk asks how it goes, by telephone or with a letter that comes back (S22).

The same questions as on the resident's own page. The answers are counted and do not stay with the request.
"""

from flask import make_response, redirect, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from app import clock
from app.conversation.desk import Refused
from app.conversation.follow_up_answers import answered_at_desk, waiting
from app.conversation.models import State
from app.conversation.opened import view
from app.references import spaced_reference
from app.social_map.dates import date_in_words
from app.web.follow_up_words import WORDS, Errors, asked, only_codes, read_answers, words_label
from app.web.front_desk.room import blueprint, office, or_404, page_of, worker
from app.web.languages import speaking


@blueprint.get("/aanvraag/<int:number>/terugblik")
def look_back(number: int) -> Response:
    """The questions, to ask on the telephone or to fill in from a letter."""
    return _form(number)


@blueprint.post("/aanvraag/<int:number>/terugblik")
def look_back_answered(number: int) -> Response:
    """The answers; when the person wants it, the request stands open again."""
    typed, errors = read_answers()
    typed["opnieuw"] = "ja" if request.form.get("opnieuw") == "ja" else ""
    if errors:
        return _form(number, typed, errors, 422)
    try:
        with or_404():
            answered_at_desk(
                office(), worker(), number, only_codes(typed), typed[WORDS], again=typed["opnieuw"] == "ja"
            )
    except Refused as problem:
        if problem.why == "not_waiting":
            message = _("De terugblik is al gedaan, of deze persoon wil het niet meer. Wat u invulde, telt niet mee.")
            return _form(number, typed, [(WORDS, message)], 409)
        message = _("Deze aanvraag loopt nog, dus die kan niet weer open. Haal het vinkje weg bij 'Weer open'.")
        return _form(number, typed, [("opnieuw", message)], 422)
    return redirect(page_of(number, "hoe-gaat-het"), 303)


@blueprint.get("/aanvraag/<int:number>/terugblik/brief")
def look_back_letter(number: int) -> str:
    """The questions on paper, in the language of who gets them: to send back, or to answer by telephone."""
    with or_404():
        opened = view(office(), worker(), number, "conversation.print-letter")
    row, town = opened.request, office().town(opened.request.municipality)
    lang = "en" if row.language == "en" else "nl"
    with speaking(lang):
        body = Markup(  # noqa: S704  (our own template, which escapes what it fills in)
            render_template(
                "front_desk/follow_up_letter_body.html",
                row=row, town=town, questions=asked(), words_label=words_label(), today=clock.today(),
                reference=spaced_reference(row.reference), day_words=lambda day: date_in_words(day, lang),
            )
        )  # fmt: skip
    return render_template(
        "front_desk/follow_up_letter.html", opened=opened, contact=opened.contact, town=town, body=body
    )


def _form(
    number: int, typed: dict[str, str] | None = None, errors: Errors | None = None, status: int = 200
) -> Response:
    with or_404():
        opened = view(office(), worker(), number)
    row = opened.request
    page = render_template(
        "front_desk/follow_up.html",
        opened=opened, request_row=row, contact=opened.contact, town=office().town(row.municipality), questions=asked(),
        words_label=words_label(), typed=typed or {}, errors=errors or [], waits=waiting(row, early=True),
        may_open_again=row.state is State.CLOSED,
    )  # fmt: skip
    return make_response(page, status)
