"""What the tags of OpenStreetMap mean on a social map, as a table: which kind of offer, at which level; and what stays out.

Compiled by us from the meaning of the tags in the wiki of OpenStreetMap (facts, no text taken over). A social map wants the
places where people meet, eat, borrow, stay and are helped; it does not want toilets, shops, churches or sports clubs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.social_map.vocabulary import Level

LEVEL_GUESSED = (
    "niveau: OpenStreetMap zegt niet of de gemeente hierover beslist. Voorlopig '{level}'; kijk na of dat klopt."
)


@dataclass(frozen=True, slots=True)
class Sort:
    """What a place is on the map.

    :ivar summary: one plain sentence of ours, for a place that says nothing itself.
    :ivar sure: whether the level follows from the tags; else an editor looks.
    """

    kind: str
    summary: str
    domains: tuple[str, ...]
    level: Level = Level.GENERAL
    sure: bool = True
    target_groups: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


_NETWORK, _LIVING, _HEALTH, _MONEY = "sociaal-netwerk", "huisvesting", "fysieke-gezondheid", "inkomen"
_MEETING = Sort(
    "ontmoeting", "Een plek in de buurt waar u anderen kunt ontmoeten.", (_NETWORK,), keywords=("buurthuis",)
)
_CLUB = Sort("ontmoeting", "Een club waar u anderen kunt ontmoeten.", (_NETWORK,), keywords=("club",))
_FOOD_BANK = Sort("inkomen", "Eten voor mensen met weinig geld.", (_MONEY,), target_groups=("mensen met weinig geld",), keywords=("voedselbank",))  # fmt: skip
_LIBRARY = Sort(
    "taal", "Boeken, computers en hulp bij lezen.", ("maatschappelijke-participatie",), keywords=("bibliotheek",)
)
_HOME = Sort(
    "wonen",
    "Wonen met zorg of hulp dichtbij.",
    (_LIVING, _HEALTH),
    Level.INDIVIDUAL,
    sure=False,
    keywords=("wonen met zorg",),
)
_OTHER = Sort("overig", "Hulp in de buurt.", (), sure=False)
_FACILITIES = {
    "food_bank": _FOOD_BANK,
    "clothing_bank": Sort("inkomen", "Kleding voor mensen met weinig geld.", (_MONEY,), target_groups=("mensen met weinig geld",), keywords=("kledingbank",)),
    "soup_kitchen": Sort("maaltijd", "Een plek waar u kunt eten.", (_NETWORK, "algemene-dagelijkse-vaardigheden"), keywords=("samen eten",)),
    "meal_delivery": Sort("maaltijd", "Eten dat aan huis komt.", ("algemene-dagelijkse-vaardigheden",), keywords=("maaltijdservice",)),
    "day_care": Sort("dagbesteding", "Iets te doen overdag, met anderen.", ("dagbesteding", _NETWORK), Level.INDIVIDUAL, sure=False, keywords=("dagopvang",)),
    "workshop": Sort("dagbesteding", "Werk dat bij u past, met begeleiding.", ("dagbesteding",), Level.INDIVIDUAL, sure=False, keywords=("werkplaats",)),
    "nursing_home": replace(_HOME, keywords=("verpleeghuis", "woonzorgcentrum")),
    "assisted_living": replace(_HOME, keywords=("woonzorgcentrum",)),
    "group_home": replace(_HOME, keywords=("begeleid wonen",)),
    "shelter": Sort("wonen", "Opvang voor mensen zonder huis.", (_LIVING,), Level.INDIVIDUAL, sure=False, keywords=("opvang",)),
    "ambulatory_care": Sort("gezondheid", "Zorg die bij u thuis komt.", (_HEALTH,), sure=False, keywords=("thuiszorg",)),
    "healthcare": Sort("gezondheid", "Hulp bij uw gezondheid.", (_HEALTH,), sure=False),
    "hospice": Sort("gezondheid", "Zorg voor mensen die niet lang meer leven.", (_HEALTH,), sure=False, keywords=("hospice",)),
    "outreach": _OTHER,
    "counselling": replace(_OTHER, summary="Een gesprek over wat u bezighoudt."),
    "community_centre": _MEETING,
}  # fmt: skip
_AMENITIES = {
    "community_centre": _MEETING,
    "social_centre": _MEETING,
    "social_club": _CLUB,
    "community_hall": _MEETING,
    "food_bank": _FOOD_BANK,
    "library": _LIBRARY,
    "nursing_home": _FACILITIES["nursing_home"],
    "retirement_home": _FACILITIES["assisted_living"],
    "toy_library": Sort("jeugd", "Speelgoed lenen.", ("gezinsrelaties",), target_groups=("ouders",), keywords=("speelotheek",)),
}  # fmt: skip
AMENITIES = ("social_facility", "place_of_worship", *_AMENITIES)
"""What is asked of OpenStreetMap; places of worship only to see whether they have something for everybody."""
_YOUTH = Sort(
    "jeugd", "Een plek voor jongeren.", (_NETWORK,), target_groups=("jongeren",), keywords=("jongerencentrum",)
)
_SOCIAL_CLUBS = frozenset(
    {
        "art", "board_games", "bridge", "card", "cards", "charity", "chess", "computer", "cooking", "culture", "dance", "elderly", "gardening", "game", "games", "handicraft", "history", "hobby", "literature", "music", "nature", "pensioner", "photography", "reading", "senior", "seniors", "singing", "social", "tourism", "veterans", "women"
    }
)  # fmt: skip
_FOR = {
    "senior": "ouderen", "seniors": "ouderen", "elderly": "ouderen", "dementia": "mensen met dementie",
    "disabled": "mensen met een beperking", "mental_health": "mensen met psychische klachten",
    "migrant": "nieuwkomers", "refugee": "nieuwkomers", "displaced": "nieuwkomers", "immigrant": "nieuwkomers",
    "juvenile": "jongeren", "youth": "jongeren", "child": "kinderen", "underprivileged": "mensen met weinig geld",
    "unemployed": "mensen die werk zoeken", "homeless": "mensen zonder huis", "drug_addicted": "mensen met een verslaving",
    "diseased": "mensen die ziek zijn",
}  # fmt: skip
_SECRET = frozenset({"abused", "women", "victim", "victims", "domestic_violence", "battered_women"})
_NO = frozenset({"", "no", "none"})


def sort_of(tags: Mapping[str, str]) -> Sort | str:
    """What a place is on the map, or why it is none for a social map (Dutch, to be counted)."""
    amenity, facility, club = (_first(tags.get(name, "")) for name in ("amenity", "social_facility", "club"))
    meant_for = {
        part for name in ("social_facility:for", "community_centre:for") for part in _parts(tags.get(name, ""))
    }
    if facility not in _NO and meant_for & _SECRET:
        return "opvang waarvan het adres beter geheim blijft"
    if tags.get("access") in {"private", "no"}:
        return "niet voor iedereen toegankelijk"
    found = _found(tags, amenity, facility, club)
    if isinstance(found, str):
        return found
    groups = tuple(dict.fromkeys((*found.target_groups, *(_FOR[each] for each in sorted(meant_for) if each in _FOR))))
    domains = (*found.domains, "verslaving") if "drug_addicted" in meant_for else found.domains
    return replace(found, target_groups=groups, domains=domains)


def _found(tags: Mapping[str, str], amenity: str, facility: str, club: str) -> Sort | str:  # noqa: PLR0911  (one case on a line)
    centre = _first(tags.get("community_centre", ""))
    sports = club == "sport" or "sport" in tags
    if amenity == "social_facility":
        return _FACILITIES.get(facility, _OTHER)
    if amenity == "place_of_worship":
        if facility not in _NO:
            return _FACILITIES.get(facility, _OTHER)
        return _MEETING if centre not in _NO else "kerk, moskee of tempel zonder aanbod voor iedereen"
    if amenity in {"community_centre", "social_club"} and sports and centre in {"", "club_home", "clubhouse"}:
        return "sportclub"
    if amenity == "community_centre" and centre in {"youth_centre", "youth"}:
        return _YOUTH
    if amenity in _AMENITIES:
        return _AMENITIES[amenity]
    if facility not in _NO:
        return _FACILITIES.get(facility, _OTHER)
    if club in _SOCIAL_CLUBS:
        return "sportclub" if sports else _CLUB
    return "sportclub" if sports and club not in _NO else "geen aanbod voor een sociale kaart"


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part for each in value.split(";") if (part := each.strip().casefold()))


def _first(value: str) -> str:
    return next(iter(_parts(value)), "")
