"""A list of who does what, to print empty and fill in on paper: we keep no names of anybody's neighbours (S08, I-33)."""

from flask import Blueprint, render_template

from app.social_map.vocabulary import WEEKDAYS
from app.web import wording
from app.web.translating import gettext as _


def add_to(blueprint: Blueprint) -> None:
    """The sheet."""
    blueprint.add_url_rule("/wegwijzer/takenrooster", "rota", rota)


def rota() -> str:
    """One week, empty."""
    return render_template(
        "resident/route/rota.html",
        days=[wording.day_label(day) for day in WEEKDAYS],
        parts=[_("Ochtend"), _("Middag"), _("Avond")],
    )
