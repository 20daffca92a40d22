"""What goes into a booklet: asked of the one search of the site, so that paper equals the web that minute (I-02, S30).

For a municipality and a kern: everything the site labels as in or for that kern or municipality, and what it labels as
region and serves here. A theme and an audience are the same filters as on the site.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

from app import clock
from app.content.live import LiveContent
from app.content.models import Domain, Kern, Municipality
from app.db import Database
from app.paper.booklet import Booklet, Chosen, make
from app.places.distance import kilometres
from app.places.gazetteer import Gazetteer
from app.search.asking import Finder, Question, Result
from app.search.bounds import LARGEST_PAGE
from app.social_map.finding import all_published

NEAR_KM = 10.0
"""Within this distance something of the region is for who lives here, when it does not say whom it serves."""


class Unknown(Exception):
    """A choice that does not exist here; the text says what there is, in Dutch."""


@dataclass(frozen=True, slots=True)
class PaperChoice:
    """What a booklet is about, in slugs: of the municipality, its kern, a life domain and a target group. Empty: all.

    `large` is 18 points instead of 12; `lang` is `nl` or `en`.
    """

    municipality: str
    kern: str = ""
    domain: str = ""
    target_group: str = ""
    large: bool = False
    lang: str = "nl"


class MapServices(Protocol):
    """The part of the application's services that is needed here."""

    @property
    def database(self) -> Database:
        """Where the offers are."""

    @property
    def content(self) -> LiveContent:
        """What editors say."""

    @property
    def gazetteer(self) -> Gazetteer:
        """Where places are."""

    @property
    def finder(self) -> Finder:
        """The one search."""


@dataclass(frozen=True, slots=True)
class Known:
    """A choice with what its slugs stand for."""

    town: Municipality
    kern: Kern | None
    domain: Domain | None
    target_group: str


def known(services: MapServices, choice: PaperChoice) -> Known:
    """What the slugs of a choice stand for; a name is taken for a slug too.

    :raises Unknown: with what there is to choose from.
    """
    content = services.content.now()
    town = next(
        (
            each
            for each in content.municipalities
            if choice.municipality.casefold() in {each.slug, each.name.casefold()}
        ),
        None,
    )
    if town is None:
        raise Unknown(_there_is("gemeente", choice.municipality, content.municipalities))
    kern = next((each for each in town.kernen if choice.kern.casefold() in {each.slug, each.name.casefold()}), None)
    if choice.kern and kern is None:
        raise Unknown(_there_is(f"kern in {town.name}", choice.kern, town.kernen))
    domain = content.domain(choice.domain) if choice.domain else None
    if choice.domain and domain is None:
        raise Unknown(_there_is("onderwerp", choice.domain, content.domains))
    group = content.target_group_named(choice.target_group)
    if group and content.target_group(group) is None:
        there = audiences(services.finder, town)
        if group not in there:
            raise Unknown(f"Er is geen doelgroep ‘{group[:60]}’. Wel: {', '.join(there)}.")
    return Known(town, kern, domain, group)


def audiences(finder: Finder, town: Municipality) -> tuple[str, ...]:
    """Whom the offers say they are for, as the filter of the search knows it: mostly slugs, sometimes words of a list."""
    counted = finder.ask(Question(host=town.slug, per_page=1)).facets.of("target_group")
    return tuple(sorted(value for value, number in counted.items() if number))


def _there_is(what: str, asked: str, there: Iterable[Municipality | Kern | Domain]) -> str:
    return f"Er is geen {what} ‘{asked[:60]}’. Wel: {', '.join(each.slug for each in there)}."


def question_for(gazetteer: Gazetteer, facts: Known) -> Question:
    """The question that is asked of the search: the same that a visitor's filters make."""
    return Question(
        host=facts.town.slug,
        place=_place(gazetteer, facts),
        domains=(facts.domain.slug,) if facts.domain else (),
        target_groups=(facts.target_group,) if facts.target_group else (),
        per_page=LARGEST_PAGE,
    )


def entries(services: MapServices, choice: PaperChoice, *, site: str) -> Booklet:
    """The whole booklet of this choice, as both the PDF and the page on the site show it.

    :param site: address of the municipality's site, for short codes and addresses in the text.
    :raises Unknown: when something in the choice does not exist.
    """
    content = services.content.now()
    facts = known(services, choice)
    found = _results(services.finder, question_for(services.gazetteer, facts))
    scopes = {each.card.id: each.scope for each in found if serves_here(each, facts)}
    with services.database.reading() as session:
        chosen = [Chosen(offer, scopes[offer.id or 0]) for offer in all_published(session, scopes, carried=False)]
        session.expunge_all()
    return make(
        content,
        facts.town,
        chosen,
        kern=facts.kern,
        domain=facts.domain,
        target_group=facts.target_group,
        large=choice.large,
        lang=choice.lang,
        site=site,
        moment=clock.local_now(),
    )


def serves_here(result: Result, facts: Known) -> bool:
    """Whether something belongs in the booklet: of here, or of the region and for here."""
    if result.scope != "regio":
        return True
    card = result.card
    if card.area_served:
        own = (facts.kern,) if facts.kern else facts.town.kernen
        here = {"regio", facts.town.name.casefold(), *(kern.name.casefold() for kern in own)}
        return any(area.casefold() in here for area in card.area_served)
    if card.confidential or card.lat is None or card.lon is None:
        return False
    if facts.kern is not None and result.distance_km is not None:
        return result.distance_km <= NEAR_KM
    return any(kilometres((kern.lat, kern.lon), (card.lat, card.lon)) <= NEAR_KM for kern in facts.town.kernen)


def _results(finder: Finder, question: Question) -> list[Result]:
    """Every page of the answer, each offer once."""
    found: dict[int, Result] = {}
    page = 1
    while True:
        answer = finder.ask(replace(question, page=page))
        for result in answer.results:
            found.setdefault(result.card.id, result)
        if page >= answer.pages:
            return list(found.values())
        page += 1


def _place(gazetteer: Gazetteer, facts: Known) -> str:
    """The kern as somebody types it on the site: with its municipality where its name is of more than one place; by its
    postcode where the maps do not know its name.
    """
    if facts.kern is None:
        return ""
    named = (facts.kern.name, f"{facts.kern.name} ({facts.town.name})")
    for said in (*named, *facts.kern.postcodes):
        located = gazetteer.find(said)
        if (
            located
            and located.municipality == facts.town.name
            and (located.kern == facts.kern.name or said not in named)
        ):
            return said
    return facts.kern.name
