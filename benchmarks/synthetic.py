"""A made-up social map of any size, the same every time: for benchmarks only, never shown to anybody.

Words come from the frequency list that the `wordfreq` package carries and follow Zipf's law, as real text does. The
45 provision types are ours. Nothing here is about a real organisation or person.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from wordfreq import top_n_list

from app.search.document import Accessibility, SearchDocument

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.search.document import Answer

VOCABULARY = 5_000
BODY_WORDS = 150
TODAY = 739_900

TYPES = {
    "oppas": ("avondoppas", "oppasdienst", "respijtzorg"),
    "dagbesteding": ("dagbesteding", "zorgboerderij", "dagopvang", "houtwerkplaats"),
    "logeren": ("logeerhuis", "kortdurend verblijf"),
    "bezoek": ("bezoekdienst", "huisbezoek"),
    "maatje": ("maatjesproject", "taalmaatje", "wandelmaatje"),
    "ontmoeting": ("inloop", "koffieochtend", "buurthuis", "ontmoetingsplek"),
    "boodschappen": ("boodschappendienst", "boodschappenhulp"),
    "maaltijd": ("maaltijdservice", "eettafel", "open tafel"),
    "vervoer": ("vervoersdienst", "rolstoelvervoer", "buurtbus"),
    "lotgenoten": ("lotgenotengroep", "gespreksgroep"),
    "clientondersteuning": ("clientondersteuning",),
    "mantelzorgsteun": ("mantelzorgsteunpunt", "mantelzorgmakelaar"),
    "begeleiding": ("ambulante begeleiding", "woonbegeleiding"),
    "huishouden": ("huishoudelijke hulp", "schoonmaakhulp"),
    "klussen": ("klussendienst", "tuinhulp"),
    "hulpmiddelen": ("rollatorspreekuur", "hulpmiddelenuitleen"),
    "administratie": ("formulierenbrigade", "thuisadministratie"),
    "inkomen": ("schuldhulpverlening", "voedselbank"),
    "wonen": ("woningaanpassing", "seniorenwoning"),
    "jeugd": ("opvoedspreekuur", "jongerenwerk"),
    "gezondheid": ("valpreventie", "beweeggroep"),
    "taal": ("taalhuis", "taalcafe"),
    "vrijwilligerswerk": ("vrijwilligerscentrale",),
}
DOMAINS = (
    "inkomen",
    "huisvesting",
    "fysieke-gezondheid",
    "geestelijke-gezondheid",
    "gezinsrelaties",
    "algemene-dagelijkse-vaardigheden",
    "maatschappelijke-participatie",
    "sociaal-netwerk",
    "dagbesteding",
    "verslaving",
    "justitie",
)
LEVELS = ("own_strength", "general", "general", "collective", "individual")
GROUPS = ("ouderen", "jongeren", "mantelzorgers", "mensen met dementie", "nieuwkomers", "gezinnen")
INTERESTS = ("hout", "muziek", "koken", "tuin", "dieren", "sport", "lezen", "schilderen", "techniek", "natuur")
LANGUAGES = ("nl", "nl", "nl", "en", "tr", "ar", "pl", "uk")
ANSWERS: tuple[Answer, ...] = ("yes", "no", "unknown")


@dataclass(frozen=True, slots=True)
class Place:
    """An invented village: its name, its municipality and its middle in degrees."""

    kern: str
    municipality: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Map:
    """Offers, places and the words they were made of, most common first."""

    offers: tuple[SearchDocument, ...]
    places: tuple[Place, ...]
    words: tuple[str, ...]


def synthetic_map(offers: int, seed: int = 7) -> Map:
    """A map with this many offers; the same seed gives the same map."""
    dice = random.Random(seed)
    words = tuple(word for word in top_n_list("nl", VOCABULARY * 3) if word.isalpha() and len(word) > 2)[:VOCABULARY]
    weights = tuple(accumulate(1 / (rank + 2.7) for rank in range(len(words))))
    places = _places(dice, max(6, offers // 250))
    return Map(tuple(_offer(key, dice, words, weights, places) for key in range(1, offers + 1)), places, words)


def _places(dice: random.Random, number: int) -> tuple[Place, ...]:
    return tuple(
        Place(f"Kern {place:03d}", f"gemeente-{place // 5:02d}", dice.uniform(51.8, 52.7), dice.uniform(5.3, 6.6))
        for place in range(number)
    )


def _offer(
    key: int, dice: random.Random, words: Sequence[str], weights: Sequence[float], places: Sequence[Place]
) -> SearchDocument:
    def text(length: int) -> str:
        return " ".join(dice.choices(words, cum_weights=weights, k=length))

    kind = dice.choice(tuple(TYPES))
    kind_of = dice.choice(TYPES[kind])
    place = dice.choice(places)
    known = dice.random() > 0.07
    return SearchDocument(
        key=key,
        title=f"{kind_of.capitalize()} {text(3)}",
        kind=kind,
        level=dice.choice(LEVELS),
        summary=f"{kind_of} {text(16)}",
        body=text(max(20, round(dice.gauss(BODY_WORDS, 40)))),
        keywords=tuple(dice.choices(words, cum_weights=weights, k=4)),
        organisation=f"Stichting {text(2)}",
        kind_words=(kind, *TYPES[kind]),
        domains=tuple(dice.sample(DOMAINS, dice.choice((1, 1, 2, 3)))),
        target_groups=tuple(dice.sample(GROUPS, dice.choice((0, 1, 1, 2)))),
        interests=tuple(dice.sample(INTERESTS, dice.choice((0, 0, 1, 2)))),
        languages=(dice.choice(LANGUAGES),),
        lat=round(place.lat + dice.gauss(0, 0.015), 5) if known else None,
        lon=round(place.lon + dice.gauss(0, 0.02), 5) if known else None,
        kern=place.kern,
        municipality=place.municipality,
        area_served=dice.choice(((), (place.kern,), (place.municipality,), ("regio",))),
        when=dice.choice((0, 1 << dice.randrange(28), 0b0111_0111, (1 << 20) - 1)),
        free=dice.choice((True, True, False, None)),
        access=Accessibility(*(dice.choice(ANSWERS) for _ in range(5))),
        transport=dice.random() < 0.1,
        last_confirmed=TODAY - dice.randrange(600),
    )


def questions(of: Map, number: int, seed: int = 11) -> list[str]:
    """Questions of one or two words, of which about half name a provision type."""
    dice = random.Random(seed)
    types = [words.split()[0] for several in TYPES.values() for words in several]
    common = of.words[60:3000]
    asked = []
    for _ in range(number):
        first = dice.choice(types) if dice.random() < 0.5 else dice.choice(common)
        asked.append(first if dice.random() < 0.4 else f"{first} {dice.choice(common)}")
    return asked
