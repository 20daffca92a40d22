"""What goes with an offer: how to get there from where somebody is, and what makes sense beside it (I-32, I-41, I-44).

Which kinds go together stands in `content/pairs.yaml`; what is found is found by the one search of the product, in its
order, as far as it really comes to people of this municipality.
"""

from typing import NamedTuple

from flask import request

from app.search.asking import Question, Result
from app.search.rides import Spot, serves
from app.social_map.finding import Card, related
from app.social_map.models import Offer
from app.web import cards
from app.web.behind import may_be_behind
from app.web.running import content, language, municipality, services

MOST_RIDES = 3
LOOKED_AT = 12


class Ride(NamedTuple):
    """One way to get there. `ask`: they come where the person is, and should be asked whether they drive that far."""

    card: Card
    ask: bool


class Beside(NamedTuple):
    """Offers that make sense beside this one, and the sentence that says why."""

    sentence: str
    sentence_en: str
    cards: tuple[Card, ...]


class Around(NamedTuple):
    """Everything on the page of an offer that belongs to other offers, as the public may see it now."""

    partners: tuple[Card, ...]
    rides: tuple[Ride, ...]
    beside: tuple[Beside, ...]
    ride_sentence: str
    start: str


def around(found: Offer) -> Around:
    """What stands around this offer for somebody of the place in `vanaf`, else of the municipality."""
    partners: tuple[Card, ...] = ()
    if found.works_with:
        with services().database.reading(behind=may_be_behind()) as reading:
            partners = tuple(related(reading, found))
    start = start_of_journey()
    rides = _rides(found, start)
    together = _beside(found, partners)
    told = {card.slug for each in together for card in each.cards} | {ride.card.slug for ride in rides}
    rest = tuple(card for card in partners if card.slug not in told)
    return Around(rest, rides, together, _ride_sentence(found), start.kern)


def start_of_journey() -> Spot:
    """Where somebody sets out: the place they gave, as far as our own tables know it, else the main village."""
    typed = request.args.get("vanaf", "")[:60].strip()
    located = services().gazetteer.find(typed) if typed else None
    if located is not None:
        return Spot(located.kern or located.name, located.municipality)
    town = municipality()
    return Spot(town.kernen[0].name, town.name)


def _rides(found: Offer, start: Spot) -> tuple[Ride, ...]:
    """Rides for the stretch from `start` to this offer, surest and nearest first; none for what comes to the home, or is
    a ride itself, or keeps its address secret.
    """
    place, kind = found.place, content().kind(found.kind)
    goal = Spot(place.kern or place.town, place.municipality)
    kinds = content().transport_kinds
    if found.kind in kinds or place.confidential or not goal.kern or (kind and kind.entering_home) or not kinds:
        return ()
    sure, perhaps = [], []
    for result in _near(kinds, start.kern):
        answer = serves(result.card, start, goal)
        if answer == "yes":
            sure.append(Ride(result.card, ask=False))
        elif answer == "ask":
            perhaps.append(Ride(result.card, ask=True))
    return tuple([*sure, *perhaps][:MOST_RIDES])


def _beside(found: Offer, partners: tuple[Card, ...]) -> tuple[Beside, ...]:
    """By rule of the content; what already works with this offer comes first under its rule."""
    rides, seen = set(content().transport_kinds), {found.slug}
    shown = []
    for rule in content().pairs:
        kinds = tuple(kind for kind in rule.beside if kind not in rides)
        if found.kind not in rule.kinds or not kinds:
            continue
        close = [each.card for each in _near(kinds, "") if _comes_here(each)]
        first = [card for card in partners if card.kind in kinds]
        fitting = {card.slug: card for card in (*first, *close) if card.slug not in seen}
        chosen = tuple(fitting.values())[: rule.most]
        if chosen:
            seen.update(card.slug for card in chosen)
            shown.append(Beside(rule.sentence, rule.sentence_en, chosen))
    return tuple(shown)


def _ride_sentence(found: Offer) -> str:
    rides = set(content().transport_kinds)
    english = language() == "en"
    for rule in content().pairs:
        if found.kind in rule.kinds and rides & set(rule.beside):
            return rule.sentence_en if english else rule.sentence
    return ""


def _near(kinds: tuple[str, ...], place: str) -> tuple[Result, ...]:
    asked = Question(kinds=kinds, place=place, per_page=LOOKED_AT, host=municipality().slug, fresh=not may_be_behind())
    return services().finder.nearest(asked)


def _comes_here(result: Result) -> bool:
    """Whether it is there for people of this municipality: beyond it nobody is a neighbour."""
    here = {municipality().name.casefold(), "regio"}
    return result.scope != "regio" or bool(here & {area.casefold() for area in result.card.area_served})


class ShownRide(NamedTuple):
    """A ride as a line of the page."""

    card: cards.ShownCard
    ask: bool
    ahead: str
    decides: bool


class ShownBeside(NamedTuple):
    """Offers beside this one as a part of the page."""

    sentence: str
    cards: list[cards.ShownCard]


def shown(found: Around) -> dict[str, object]:
    """The same for the template, in the language of the page."""
    english = language() == "en"
    return {
        "partners": [cards.of_card(card) for card in found.partners],
        "transport": [
            ShownRide(cards.of_card(ride.card), ride.ask, ride.card.book_ahead, ride.card.decision == "yes")
            for ride in found.rides
        ],
        "beside": [
            ShownBeside(each.sentence_en if english else each.sentence, [cards.of_card(card) for card in each.cards])
            for each in found.beside
        ],
        "ride_sentence": found.ride_sentence,
        "start": found.start,
    }
