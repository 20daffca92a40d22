"""Letters for who has no mail: neutral outside, with number and code once, and the advice for a first meeting to print."""

from flask import render_template, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.matching.access import renew_code
from app.matching.models import Notice
from app.web.languages import speaking
from app.web.mediator.opening import open_notice
from app.web.mediator.room import blueprint, mediation, notice_page, or_404, our_notice, to
from app.web.running import language, municipality
from app.web.staff import shown_once
from app.web.staff.guards import me


@blueprint.post("/<int:number>/code")
def new_code(number: int) -> Response:
    """A new secret code on paper; the old one opens nothing any more."""
    notice = our_notice(number)
    with or_404():
        code = renew_code(mediation(), number, me().actor)
    what = shown_once.ShownOnce(number, notice.municipality, notice.reference, code)
    shown_once.hold(shown_once.MEDIATION, what)
    return to(notice_letter(number))


@blueprint.get("/<int:number>/brief")
def letter(number: int) -> Response | str:
    """The letter with the code, for as long as the code is known here."""
    notice = our_notice(number)
    waits = shown_once.look(shown_once.MEDIATION)
    if waits is None or waits.number != number:
        return to(notice_page(number))
    opened = open_notice(number)
    return render_template(
        "mediator/letter.html", row=notice, person=opened.person, body=letter_body(notice, waits.code, "code")
    )


@blueprint.post("/<int:number>/brief")
def letter_done(number: int) -> Response:
    """It was printed: the code is gone from here."""
    our_notice(number)
    shown_once.done(shown_once.MEDIATION)
    return to(notice_page(number, "brief"))


@blueprint.get("/advies")
def advice() -> str:
    """The advice for a first meeting, to read aloud on the telephone or to print."""
    return render_template("mediator/advice.html", lines=advice_lines(language()))


def notice_letter(number: int) -> str:
    """The address of the letter."""
    return url_for("mediator.letter", number=number)


def letter_body(row: Notice, code: str, kind: str) -> Markup:
    """The text of a letter, in the language of who gets it. What was asked or offered never stands in it."""
    lang = "en" if row.language == "en" else "nl"
    with speaking(lang):
        return Markup(  # noqa: S704  (our own template, which escapes what it fills in)
            render_template(
                "mediator/letter_body.html",
                kind=kind,
                row=row,
                code=code,
                lang=lang,
                town=mediation().town(row.municipality),
            )
        )


def advice_lines(lang: str) -> tuple[str, ...]:
    """The sentences of the advice of this municipality."""
    terms = municipality().mediation
    if terms is None:
        return ()
    return terms.meeting_advice_en if lang == "en" else terms.meeting_advice
