"""What a place of the route shows besides its question: real offers of the map, somebody to call, things to do.

Offers are looked up with the person's own words and never counted: the search page counts unmet needs, of the route
only its end without help is counted (`route_ends`), and nothing is written about the person (S08). What is found is found by the one search of the product, in its order (I-06).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.content.conversation_terms import YouthDesk
from app.guide.advice import Advice, advice_for
from app.guide.flow import Shown
from app.guide.route import Place, Route
from app.search.asking import Question, Result
from app.social_map.finding import published
from app.social_map.models import Offer
from app.web import cards, wording
from app.web.behind import may_be_behind
from app.web.help_first import ShownNumber, shown
from app.web.offer_facts import Facts, facts_of
from app.web.running import content, municipality, services

MOST = 2
"""Offers under one heading before the question: who wants more searches on."""
AMONG_THE_BEST = 6
"""Answers to the whole question that are good enough to be put before somebody who is tired."""
MOST_OF_A_KIND = 3
LIGHT_FIRST = ("oppas", "dagbesteding", "logeren")
"""Respite from light to heavy (I-31)."""
CRISIS = ("112", "kindertelefoon", "veilig-thuis")
"""Numbers that stand on the page for children and parents (S05)."""
Answers = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Group:
    """Offers under one heading; without a heading when they stand alone."""

    heading: str
    cards: tuple[cards.ShownCard, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The offer somebody is going to try, with its facts."""

    offer: Offer
    facts: Facts


@dataclass(frozen=True, slots=True)
class Section:
    """One thing a place shows. `part` holds the editor's words; the rest is filled for the shows that need it."""

    show: str
    part: Shown
    groups: tuple[Group, ...] = ()
    chosen: Chosen | None = None
    youth_desk: YouthDesk | None = None
    numbers: tuple[ShownNumber, ...] = ()
    choosing: bool = False


def sections_of(place: Place, route: Route, answers: Answers) -> list[Section]:
    """Everything this place shows, in the flow's order."""
    found = []
    for show in place.step.shows:
        part = place.flow.parts.get(show)
        if part is not None:
            found.append(_filled(Section(show, part), place, route, answers))
    return found


def _filled(section: Section, place: Place, route: Route, answers: Answers) -> Section:
    if section.show == "chosen_offer":
        return replace(section, chosen=chosen_offer(route.chosen))
    advice = advice_for(place, answers, section.show)
    if advice is None or section.show == "support":
        return section
    filled = replace(section, groups=_groups(section.show, advice, route), choosing=place.step.kind == "question")
    if section.show == "youth":
        return replace(filled, youth_desk=municipality().conversation.youth_desk, numbers=crisis_numbers())
    return filled


def _groups(show: str, advice: Advice, route: Route) -> tuple[Group, ...]:
    where = known_place(route.places[0].given.get("plaats", ""))
    if show == "respite":
        nights = any("nacht" in place.given.get("hoe_vaak", "") for place in route.places)
        return respite(advice, where, heavy_first=route.strained or nights)
    if show == "youth":
        return _alone(own(_ask(advice, where, words="")))
    if show == "peer_groups":
        return _alone(own(_best(advice, where) or _ask(advice, where, words=""))[:MOST])
    results = _best(advice, where) if advice.words else _ask(advice, where)
    return _alone((own(results) if show == "offers_nearby" else own_first(results))[:MOST])


def known_place(typed: str) -> str:
    """The place as typed when our own tables know it, else nothing.

    A place that only a geocoder elsewhere knows is not looked up here: that would send and keep what somebody typed.
    """
    return typed if typed and services().gazetteer.find(typed) is not None else ""


def respite(advice: Advice, where: str, *, heavy_first: bool) -> tuple[Group, ...]:
    """Somebody who takes over for a while: every weight, lighter first unless it is getting too much (T5)."""
    kinds = [kind for kind in LIGHT_FIRST if not advice.kinds or kind in advice.kinds]
    kinds += [kind for kind in advice.kinds if kind not in kinds]
    if heavy_first:
        kinds.reverse()
    groups = []
    for kind in kinds:
        found = [each for each in _nearest(kind, advice.levels, where) if each.card.respite]
        if found:
            groups.append(Group(wording.kind_label(kind), _cards(found[:MOST_OF_A_KIND])))
    return tuple(groups)


def chosen_offer(slug: str | None) -> Chosen | None:
    """The offer with this slug, as far as the public may see it."""
    if not slug:
        return None
    with services().database.looking(behind=may_be_behind()) as connection:
        found = published(connection, slug)
    return Chosen(found, facts_of(found)) if found is not None else None


def crisis_numbers() -> tuple[ShownNumber, ...]:
    """Numbers for children and parents, in the language of the page."""
    found = [content().help_number(number) for number in CRISIS]
    return tuple(shown(number) for number in found if number is not None)


def _ask(advice: Advice, where: str, words: str | None = None) -> list[Result]:
    question = Question(
        words=advice.words if words is None else words,
        place=where,
        kinds=advice.kinds,
        levels=advice.levels,
        host=municipality().slug,
        per_page=MOST,
    )
    return list(services().finder.ask(question).results)


def _best(advice: Advice, where: str) -> list[Result]:
    """What is among the best answers to somebody's whole question: a heading never fills up with what hardly fits."""
    question = Question(
        words=advice.words, place=where, levels=advice.levels, host=municipality().slug, per_page=AMONG_THE_BEST
    )
    return [
        each
        for each in services().finder.ask(question).results
        if each.card.kind in advice.kinds and speaks_of_it(each)
    ]


def speaks_of_it(result: Result) -> bool:
    """Whether it holds something of what was asked, and is not only of a kind that could fit."""
    return "kind" not in {reason.code for reason in result.why}


def _nearest(kind: str, levels: tuple[str, ...], where: str) -> list[Result]:
    question = Question(kinds=(kind,), levels=levels, place=where, host=municipality().slug, per_page=12)
    return list(services().finder.ask(question).results)


def own_first(results: list[Result]) -> list[Result]:
    """What is there for people of this municipality, and then the rest, each in the order of the search."""
    here = own(results)
    return here + [each for each in results if each not in here]


def own(results: list[Result]) -> list[Result]:
    """What is there for people of this municipality: beyond it nobody is a neighbour."""
    name = municipality().name.casefold()
    here = {name, "regio"}
    return [
        each for each in results if each.scope != "regio" or here & {area.casefold() for area in each.card.area_served}
    ]


def _alone(results: list[Result]) -> tuple[Group, ...]:
    return (Group("", _cards(results)),) if results else ()


def _cards(results: list[Result]) -> tuple[cards.ShownCard, ...]:
    return tuple(cards.all_shown(results))
