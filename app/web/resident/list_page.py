"""The page of one's own list: what stands on it, and what has to be said about it."""

from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext as _

from app.social_map.finding import Card, cards_by_slug
from app.web import cards
from app.web.cards import ShownCard
from app.web.resident import kept
from app.web.running import services


@dataclass(frozen=True, slots=True)
class Line:
    """One offer on the list, as the page shows it."""

    card: ShownCard
    fact: Card
    note: str
    called: bool


def lines() -> list[Line]:
    """The list with its offers, as far as the public may still see them."""
    own = {each.slug: each for each in kept.kept()}
    if not own:
        return []
    with services().database.reading() as reading:
        found = cards_by_slug(reading, list(own))
    return [Line(cards.of_card(card), card, own[card.slug].note, own[card.slug].called) for card in found]


def page_of_list(problem: str = "", errors: list[tuple[str, str]] | None = None, address: str = "") -> str:
    """The page of the list, also when something did not go well on it."""
    shown = lines()
    return render_template(
        "resident/shortlist.html",
        lines=shown,
        gone=kept.how_many() - len(shown),
        problem=problem,
        errors=errors or [],
        address=address,
        longest=kept.LONGEST_NOTE,
        opened=request.args.get("geopend", type=int),
        missing=request.args.get("weg", default=0, type=int),
        saved=request.args.get("bewaard") == "ja",
    )


def full() -> str:
    """What to say when the list holds no more."""
    return str(
        _(
            "Uw lijstje is vol. Er is niets verloren. Haal iets weg of maak een notitie korter. U kunt uw lijstje ook eerst opslaan in een bestand."
        )
    )
