"""The ladder of respite on one page: light at home, by day elsewhere, at night elsewhere (I-31, T5).

Every rung is always there. A day or a part of the day puts in front and labels what is there then, in the one order of
the search, and takes nothing away. Lighter first, turned round for who says that nights are part of it or that it is
too much: then too nothing disappears.
"""

from dataclasses import dataclass, field

from flask import request

from app.places.distance import kilometres
from app.search.asking import Question, Result
from app.search.bounds import LARGEST_PAGE
from app.social_map.finding import Card
from app.social_map.ladder import Asking, how_to_ask, kinds_of_rungs
from app.social_map.times import wanted_mask
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS, RespiteWeight
from app.web import cards, wording
from app.web.behind import may_be_behind
from app.web.bodies import clean
from app.web.places_shown import ShownPlaces, places_shown
from app.web.resident.route_shows import known_place
from app.web.running import language, municipality, services
from app.web.translating import gettext as _

AT_ONCE = 2
"""Offers of one rung that stand open; the others fold out below them. Everybody who can come at the time asked stands open."""
MOST = 12
FARTHER = 2
"""Offers from further away when nothing is known here."""
NIGHT = "nacht"
_STEPS = (None, "yes", "unknown", "no")
"""Within a rung, as the search puts them for a question in words: there then, perhaps, at other times; else by its order."""


@dataclass(frozen=True, slots=True)
class Wish:
    """When and where somebody would like it; nothing about a person. `place` as typed, `near` as far as we know it."""

    day: str = ""
    daypart: str = ""
    place: str = ""

    @property
    def near(self) -> str:
        """The place, when our own tables know it."""
        return known_place(self.place)

    @property
    def start(self) -> str:
        """Where distances are measured from."""
        located = services().gazetteer.find(self.near) if self.near else None
        return located.name if located else municipality().kernen[0].name

    @property
    def problem(self) -> str:
        """What to say of a place that nobody knows."""
        return services().gazetteer.help_text(self.place) if self.place and not self.near else ""

    @property
    def said(self) -> str:
        """The day and the part of the day in words: `donderdagmiddag`; empty when none was chosen."""
        between = " " if language() == "en" else ""
        return between.join(part for part in (wording.day_label(self.day), wording.daypart_label(self.daypart)) if part)

    @property
    def mask(self) -> int:
        """The same as bits, to say how an offer's own times differ; nought when nothing was chosen."""
        return wanted_mask(self.day or None, self.daypart or None) if self.said else 0

    @property
    def fields(self) -> dict[str, str]:
        """The same as it stands in an address."""
        given = {"dag": self.day, "dagdeel": self.daypart, "plaats": self.place}
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class RungCard:
    """One offer on the ladder, with what makes it comparable with the next one. Every text is filled."""

    card: cards.ShownCard
    at_home: bool
    training: str
    vog: str
    asking: Asking
    places: ShownPlaces


@dataclass(frozen=True, slots=True)
class Rung:
    """One weight. `farther` is filled only when nothing is known here; `none_then` says nobody is known at the time asked."""

    weight: str
    title: str
    explanation: str
    offers: tuple[RungCard, ...] = ()
    folded: tuple[RungCard, ...] = ()
    farther: tuple[RungCard, ...] = ()
    none_then: bool = False


@dataclass(slots=True)
class _Found:
    """What the search gave for one rung."""

    own: list[Result] = field(default_factory=list)
    farther: list[Result] = field(default_factory=list)

    @property
    def everything(self) -> list[Result]:
        return self.own or self.farther


def read_wish() -> Wish:
    """The wish in this address or form; what makes no sense is left out."""
    day, daypart = request.values.get("dag", ""), request.values.get("dagdeel", "")
    return Wish(
        day if day in WEEKDAYS else "",
        daypart if daypart in DAYPARTS else "",
        clean(request.values.get("plaats", ""))[:80].strip(),
    )


def ladder(wish: Wish, *, heavy_first: bool) -> list[Rung]:
    """The three rungs, lighter first or heavier first."""
    with services().database.looking(behind=may_be_behind()) as connection:
        kinds = kinds_of_rungs(connection)
    found = {weight: _search(weight, kinds[weight], wish) for weight in RespiteWeight}
    shown = [result.card for each in found.values() for result in each.everything]
    with services().database.looking(behind=may_be_behind()) as connection:
        asking = how_to_ask(connection, [card.id for card in shown])
    places = places_shown(shown)
    rungs = [_rung(weight, found[weight], wish, asking, places) for weight in RespiteWeight]
    return rungs[::-1] if heavy_first else rungs


def _search(weight: RespiteWeight, kinds: tuple[str, ...], wish: Wish) -> _Found:
    if not kinds:
        return _Found()
    question = Question(
        kinds=kinds,
        place=wish.near,
        day=wish.day,
        daypart=wish.daypart,
        host=municipality().slug,
        per_page=LARGEST_PAGE,
    )
    every = [result for result in services().finder.nearest(question) if result.card.respite == weight.value]
    own = sorted(filter(_comes_here, every), key=lambda result: _STEPS.index(result.available))
    return _Found(own[:MOST], [] if own else every[:FARTHER])


def _comes_here(result: Result) -> bool:
    """Whether people of this municipality, or of the place that was given, can really use it."""
    town = municipality()
    here = {"regio", town.name.casefold(), *(kern.name.casefold() for kern in town.kernen)}
    return result.scope != "regio" or bool(here & {area.casefold() for area in result.card.area_served})


def _rung(
    weight: RespiteWeight, found: _Found, wish: Wish, asking: dict[int, Asking], places: dict[int, ShownPlaces]
) -> Rung:
    title, explanation = _words(weight)

    def shown(results: list[Result]) -> tuple[RungCard, ...]:
        return tuple(_card(each, wish, asking, places) for each in results)

    fitting = sum(each.available == "yes" for each in found.own)
    at_once = max(AT_ONCE, fitting)
    return Rung(
        weight.value,
        title,
        explanation,
        shown(found.own[:at_once]),
        shown(found.own[at_once:]),
        shown(found.farther),
        bool(wish.said) and bool(found.own) and all(result.other_time for result in found.own),
    )


def _card(result: Result, wish: Wish, asking: dict[int, Asking], places: dict[int, ShownPlaces]) -> RungCard:
    card: Card = result.card
    unknown = _("niet bekend, vraag na")
    known = asking.get(card.id, Asking("", ""))
    shown = cards.shown(result, wish.mask)
    return RungCard(
        shown if shown.distance_km is not None else shown._replace(distance_km=_from_the_main_village(card)),
        card.kind in services().home_kinds,
        ", ".join(map(wording.training_words, card.training)) or unknown,
        wording.vog_answer(card.vog),
        Asking(known.waiting_time or unknown, known.book_ahead or unknown),
        places[card.id],
    )


def _from_the_main_village(card: Card) -> float | None:
    """Kilometres as the crow flies for who gave no place, as on the offer's own page; None when nobody may know or knows."""
    if card.confidential or card.lat is None or card.lon is None:
        return None
    kern = municipality().kernen[0]
    return kilometres((kern.lat, kern.lon), (card.lat, card.lon))


def _words(weight: RespiteWeight) -> tuple[str, str]:
    return {
        RespiteWeight.LIGHT: (
            _("Licht: iemand komt bij u thuis"),
            _("Een paar uur is er iemand bij uw naaste. U kunt weg, of rustig iets voor uzelf doen."),
        ),
        RespiteWeight.DAY: (
            _("Overdag ergens anders"),
            _("Uw naaste is een dag of een dagdeel op een andere plek, met mensen en begeleiding."),
        ),
        RespiteWeight.NIGHT: (
            _("'s Nachts ergens anders"),
            _("Uw naaste slaapt een of meer nachten in een huis met zorg. U kunt slapen, of weg."),
        ),
    }[weight]
