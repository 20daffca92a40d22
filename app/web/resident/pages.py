"""The texts editors own, each at its own address; the help numbers; and a municipality's colours."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template
from markupsafe import Markup

from app.content.models import REQUIRED_PAGES
from app.content.pages import render_intro, render_page
from app.web.languages import RIGHT_TO_LEFT
from app.web.running import content, language, municipality, services

OWN_ROOM = frozenset({"cijfers", "gesprek", "mantelzorg", "voor-elkaar", "pgb-zin"})
"""Texts that stand on a page which does more than show them."""
WITH_QUICK_EXIT = frozenset({"hulp-nu", "zorgen-om-iemand", "klacht"})


def add_to(blueprint: Blueprint) -> None:
    """One address per page, and the theme."""
    for slug in (each for each in REQUIRED_PAGES if each not in OWN_ROOM):
        blueprint.add_url_rule(f"/{slug}", f"page_{slug.replace('-', '_')}", page, defaults={"slug": slug})
    blueprint.add_url_rule("/thema/<slug>.css", "theme", theme)


def page(slug: str) -> str:
    """One text, in the visitor's language when there is one, else in Dutch and said to be so."""
    return render_template("resident/page.html", **shown_page(slug))


def shown_page(slug: str) -> dict[str, Any]:
    """What resident/page.html and every page that extends it need of this text. A 404 when there is none."""
    whole, town = content(), municipality()
    found = whole.page(slug, language()) or whole.page(slug)
    if found is None:
        abort(404)
    numbers = whole.help_numbers_for(town)
    return {
        "slug": slug,
        "page": found,
        "intro": Markup(render_intro(found, town, numbers)),  # noqa: S704  (cleaned when read, facts escaped when filled in)
        "body": Markup(render_page(found, town, numbers)),  # noqa: S704
        "numbers": numbers if slug == "hulp-nu" else (),
        "quick_exit": slug in WITH_QUICK_EXIT,
        "other_language": found.lang != language(),
        "right_to_left": found.lang in RIGHT_TO_LEFT,
    }


def theme(slug: str) -> Response:
    """The municipality's own colours: one file of tokens from its content folder."""
    town = content().municipality(slug)
    if town is None:
        abort(404)
    path = Path(services().settings.content_dir) / "themes" / town.theme
    if not path.is_file():
        abort(404)
    answer = make_response(path.read_text(encoding="utf-8"))
    answer.headers["Content-Type"] = "text/css; charset=utf-8"
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer
