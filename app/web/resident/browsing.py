"""Looking round without a question: by life domain, and by village."""

from dataclasses import replace

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _

from app.search.asking import Question
from app.web import wording
from app.web.questions import Asked, read_question
from app.web.resident.home import domain_tiles
from app.web.resident.searching import results_of
from app.web.running import content, language, municipality, services


def add_to(blueprint: Blueprint) -> None:
    """Domain and village pages."""
    blueprint.add_url_rule("/leefgebied", "domains", domains)
    blueprint.add_url_rule("/leefgebied/<slug>", "domain", domain)
    blueprint.add_url_rule("/kernen", "villages", villages)
    blueprint.add_url_rule("/kern/<slug>", "village", village)


def domains() -> str:
    """All life domains."""
    return render_template("resident/domains.html", domains=domain_tiles())


def domain(slug: str) -> str:
    """Everything in one life domain, nearest first."""
    found = content().domain(slug)
    if found is None:
        abort(404)
    asked = read_question(request.args, municipality().slug)
    others = tuple(each for each in asked.question.domains if each != slug)
    asked = Asked(replace(asked.question, domains=(slug, *others)), asked.postcode, asked.town)
    answer = services().finder.ask(asked.question)
    english = language() == "en"
    return render_template(
        "resident/domain.html",
        **results_of(asked, answer),
        domain=found,
        heading=wording.domain_label(slug),
        explanation=found.explanation_en if english else found.explanation,
        easy=found.easy,
        filters_open=False,
    )


def villages() -> str:
    """All villages of this municipality."""
    return render_template("resident/villages.html", kernen=municipality().kernen)


def village(slug: str) -> str:
    """What there is in and for one village."""
    found = content().kern(slug)
    if found is None:
        abort(404)
    town, kern = found
    asked = read_question(request.args, town.slug)
    question: Question = replace(asked.question, place=kern.name, host=town.slug)
    asked = Asked(question, "", kern.name)
    answer = services().finder.ask(question)
    return render_template(
        "resident/village.html",
        **results_of(asked, answer),
        kern=kern,
        town=town,
        heading=_("Hulp in %(place)s", place=kern.name),
    )
