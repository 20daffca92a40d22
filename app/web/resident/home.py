"""The first page: own words first, a person to call in the first screen."""

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from app.web import wording
from app.web.resident.theme_pages import theme_tiles
from app.web.running import content, language
from app.web.structured import of_municipality
from app.web.templating import page_url


def add_to(blueprint: Blueprint) -> None:
    """The home page."""
    blueprint.add_url_rule("/", "home", home)


def domain_tiles() -> list[tuple[str, str, str]]:
    """The life domains as large links: label, address, one sentence."""
    english = language() == "en"
    return [
        (
            wording.domain_label(domain.slug),
            page_url(f"/leefgebied/{domain.slug}"),
            domain.explanation_en if english else domain.explanation,
        )
        for domain in content().domains
    ]


def home() -> str:
    """Own words first, then people, then subjects."""
    ways = [
        (_("Ik zorg voor iemand"), page_url("/mantelzorg"), _("Hulp voor u als u voor een ander zorgt")),
        (_("Stap voor stap kijken wat past"), page_url("/wegwijzer"), _("We lopen het samen door")),
        (_("Ik maak me zorgen om iemand"), page_url("/zorgen-om-iemand"), _("Wat u kunt doen, en wie u kunt bellen")),
        (_("Iemand spreken"), page_url("/gesprek"), _("Een gesprek met iemand die meedenkt")),
        (_("Iets doen voor een ander"), page_url("/voor-elkaar"), _("Of zelf iemand zoeken die u helpt")),
    ]
    return render_template(
        "resident/home.html",
        ways=ways,
        domains=domain_tiles(),
        themes=theme_tiles(),
        structured=of_municipality(request.host_url.rstrip("/")),
    )
