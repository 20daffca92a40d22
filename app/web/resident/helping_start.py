"""`/voor-elkaar`: two doors, who stands between, and what is asked now. Nothing of anybody (I-34, I-40)."""

from typing import Final

from flask import Blueprint, render_template

from app import clock
from app.matching.outside import coming_events, tasks_asked
from app.search.asking import Question
from app.web import cards, notice_words
from app.web.resident.pages import shown_page
from app.web.running import municipality, services

ADDRESS: Final = "/voor-elkaar"
MOST_CARDS: Final = 6


def add_to(blueprint: Blueprint) -> None:
    """The start."""
    blueprint.add_url_rule(ADDRESS, "helping", start)


def start() -> str:
    """Two doors; without an organisation that mediates, who else looks for volunteers and whom to call."""
    town = municipality()
    if town.mediation is None:
        return render_template("resident/helping/nobody.html", others=_places(), explanation=shown_page("voor-elkaar"))
    mediation = services().mediation
    return render_template(
        "resident/helping/start.html",
        mediation=town.mediation,
        asked=[notice_words.tasks_words((slug,)) for slug in tasks_asked(mediation, town.slug)],
        events=[
            (event.name, f"/voor-elkaar/beursvloer/{event.slug}", notice_words.day(event.held_on), event.place)
            for event in coming_events(mediation, town.slug, clock.today())
        ],
        explanation=shown_page("voor-elkaar"),
    )


def _places() -> list[cards.ShownCard]:
    asked = Question(kinds=("vrijwilligerswerk", "maatje", "bezoek"), host=municipality().slug, per_page=MOST_CARDS)
    return [cards.shown(result) for result in services().finder.ask(asked).results]
