"""Vertel wat u zocht: a voluntary note, cleaned of personal data, that an editor can turn into a search word."""

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.insight.models import SearchNote
from app.web.bodies import clean
from app.web.callers import few_enough, too_many_today
from app.web.help_first import keep_for_the_next_page, kept
from app.web.personal_data import without_personal_data
from app.web.running import municipality, services
from app.web.templating import page_url

LONGEST = 300
MOST_A_DAY = 300


def add_to(blueprint: Blueprint) -> None:
    """The form and its thanks."""
    blueprint.add_url_rule("/vertel-wat-u-zocht", "search_note", note, methods=["GET", "POST"])
    blueprint.add_url_rule("/vertel-wat-u-zocht/bedankt", "search_note_thanks", thanks)


def note() -> str | tuple[str, int] | Response:
    """Tell us; nobody has to."""
    words, errors = "", []
    if request.method == "POST":
        words = clean(request.form.get("zocht", "")).strip()
        if not words:
            errors.append(
                ("zocht", _("Schrijf bij 'Wat zocht u?' een paar woorden, of ga terug zonder iets te sturen."))
            )
        elif len(words) > LONGEST:
            errors.append(("zocht", _("Uw tekst is te lang: maak hem korter dan %(most)s tekens.", most=LONGEST)))
        else:
            with services().database.writing() as session:
                may = few_enough(session, "note", MOST_A_DAY)
                if may:
                    session.add(SearchNote(municipality=municipality().slug, words=without_personal_data(words)[:400]))
            if may:
                keep_for_the_next_page(words)
                return redirect(page_url("/vertel-wat-u-zocht/bedankt"), 303)
            errors.append(("zocht", too_many_today()))
    page = render_template("resident/search_note.html", words=words, errors=errors, most=LONGEST)
    return (page, 422) if errors else page


def thanks() -> str:
    """Thank you; and a person, for who still needs help."""
    return render_template("resident/search_note_thanks.html", help_first=kept())
