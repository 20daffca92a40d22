"""Klopt dit niet? Dit heeft mij geholpen. Anybody may say so; who gives the offer and the editor read it, not from whom."""

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.social_map.models import Offer
from app.upkeep.feedback import note_correction, note_helped
from app.web.bodies import clean
from app.web.callers import few_enough, too_many_today
from app.web.correction_subjects import subjects
from app.web.help_first import keep_for_the_next_page, kept
from app.web.personal_data import without_personal_data
from app.web.resident.offers import found_or_gone
from app.web.running import services
from app.web.templating import page_url

LONGEST = 1000
MOST_A_DAY = 300


def add_to(blueprint: Blueprint) -> None:
    """The form and its thanks."""
    blueprint.add_url_rule("/aanbod/<slug>/klopt-dit-niet", "correction", correction, methods=["GET", "POST"])
    blueprint.add_url_rule("/aanbod/<slug>/klopt-dit-niet/bedankt", "correction_thanks", thanks)
    blueprint.add_url_rule("/aanbod/<slug>/geholpen", "helped", helped, methods=["GET", "POST"])
    blueprint.add_url_rule("/aanbod/<slug>/geholpen/bedankt", "helped_thanks", helped_thanks)


def correction(slug: str) -> str | tuple[str, int] | Response:
    """Say what is wrong; what was typed is kept when something is missing."""
    found = found_or_gone(slug)
    if not isinstance(found, Offer):
        return found
    about, words, errors = "", "", []
    if request.method == "POST":
        about = request.form.get("wat", "")
        words = clean(request.form.get("uitleg", "")).strip()
        if about not in dict(subjects()):
            errors.append(("wat", _("Kies wat er niet klopt.")))
        if len(words) > LONGEST:
            errors.append(("uitleg", _("Uw uitleg is te lang: maak hem korter dan %(most)s tekens.", most=LONGEST)))
        if about == "anders" and not words:
            errors.append(("uitleg", _("Schrijf bij 'Uitleg' in een paar woorden wat er niet klopt.")))
        if not errors:
            with services().database.writing() as session:
                may = few_enough(session, "correction", MOST_A_DAY)
                if may:
                    note_correction(session, services().publishing, found, about, without_personal_data(words))
            if may:
                keep_for_the_next_page(words)
                return redirect(page_url(f"/aanbod/{slug}/klopt-dit-niet/bedankt"), 303)
            errors.append(("uitleg", too_many_today()))
    page = render_template(
        "resident/correction.html",
        offer=found,
        subjects=subjects(),
        about=about,
        words=words,
        errors=errors,
        most=LONGEST,
        days=_feedback_days(found),
    )
    return (page, 422) if errors else page


def thanks(slug: str) -> str | Response:
    """Thank you, and what happens now."""
    found = found_or_gone(slug)
    if not isinstance(found, Offer):
        return found
    return render_template(
        "resident/correction_thanks.html", offer=found, help_first=kept(), days=_feedback_days(found)
    )


def helped(slug: str) -> str | tuple[str, int] | Response:
    """Say that it helped, with a word or without. It is passed on and counts for nothing (I-06)."""
    found = found_or_gone(slug)
    if not isinstance(found, Offer):
        return found
    words, errors = "", []
    if request.method == "POST":
        words = clean(request.form.get("woorden", "")).strip()
        if len(words) > LONGEST:
            errors.append(("woorden", _("Uw bericht is te lang: maak het korter dan %(most)s tekens.", most=LONGEST)))
        else:
            with services().database.writing() as session:
                may = few_enough(session, "helped", MOST_A_DAY)
                if may:
                    note_helped(session, found, without_personal_data(words))
            if may:
                keep_for_the_next_page(words)
                return redirect(page_url(f"/aanbod/{slug}/geholpen/bedankt"), 303)
            errors.append(("woorden", too_many_today()))
    page = render_template("resident/helped.html", offer=found, words=words, errors=errors)
    return (page, 422) if errors else page


def helped_thanks(slug: str) -> str | Response:
    """Thank you; and where to go when something else is the matter."""
    found = found_or_gone(slug)
    if not isinstance(found, Offer):
        return found
    return render_template("resident/helped_thanks.html", offer=found, help_first=kept())


def _feedback_days(found: Offer) -> int:
    """Within how many working days somebody looks at what is said about this offer."""
    return services().publishing.town(found.place.municipality).map_editors.feedback_days
