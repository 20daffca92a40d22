"""What to look for at a place of the route, as plain data: the search itself is somebody else's.

Also says whether a question is about somebody under 18, because those leave the route for the Centrum voor
Jeugd en Gezin (I-60). That is a guess from words: it chooses a page, never a right, and every page has a way on.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.guide.steps import FOR_WHOM

if TYPE_CHECKING:
    from app.guide.route import Place

Answers = Mapping[str, Mapping[str, str]]
ADULT = 18
LISTS_OFFERS = ("offers_nearby", "offers_general", "respite", "peer_groups", "youth", "support")
"""Shows that list offers of the map."""
NIGHT_FIRST = ("logeren", "dagbesteding", "oppas")
"""Kinds of respite when the nights are part of it: staying over goes first (S02)."""


@dataclass(frozen=True, slots=True)
class Advice:
    """What to look for. `kinds` and `levels` limit; `words` order what is found, and may find nothing at all.

    `words` is what the person typed, question first and then the result they want; it is personal.
    `kinds` stand in order of preference, empty means every kind; `levels` are codes of the social map.
    """

    words: str
    kinds: tuple[str, ...]
    levels: tuple[str, ...]


def advice_for(place: "Place", answers: Answers, show: str) -> Advice | None:
    """What to look for under this heading; None when it lists no offers or does not stand on this step."""
    if show not in LISTS_OFFERS or show not in place.step.shows:
        return None
    part = next((part for name, part in place.flow.parts.items() if name == show), None)
    kinds: tuple[str, ...] = part.kinds if part is not None else ()
    if show == "respite" and any("nacht" in given.get("hoe_vaak", "") for given in answers.values()):
        kinds = tuple(sorted(kinds, key=lambda kind: NIGHT_FIRST.index(kind) if kind in NIGHT_FIRST else 9))
    return Advice(typed(answers), kinds, part.levels if part is not None else ())


def typed(answers: Answers) -> str:
    """What the person typed: the question, then the result they want, with a space between."""
    said = [given.get(name, "").strip() for name in ("vraag", "gewenst_resultaat") for given in answers.values()]
    return " ".join(words for words in said if words)


def is_young(answers: Answers) -> bool:
    """Whether it is about somebody under 18: by the age, else by `voor_wie`, else by the person's own words."""
    for given in answers.values():
        if given.get(FOR_WHOM) == "kind" or young_by_age(given):
            return True
    if any(_age(given.get("leeftijd", "")) is not None for given in answers.values()):
        return False
    return _speaks_of_a_child(typed(answers))


def young_by_age(given: Mapping[str, str]) -> bool:
    """Whether the field `leeftijd` holds an age under 18. Anything that cannot be read counts as not given."""
    age = _age(given.get("leeftijd", ""))
    return age is not None and age < ADULT


def _age(text: str) -> int | None:
    found = re.fullmatch(
        r"\s*(\d{1,3})\s*(jaar|jr\.?|years?(?: old)?|maanden|maand|weken|week)?(?: oud)?\s*", text.lower()
    )
    if found is None:
        return None
    return 0 if (found[2] or "").startswith(("ma", "we")) else int(found[1])


_NUMBERS = dict(
    zip(
        [
            "twee",
            "drie",
            "vier",
            "vijf",
            "zes",
            "zeven",
            "acht",
            "negen",
            "tien",
            "elf",
            "twaalf",
            "dertien",
            "veertien",
            "vijftien",
            "zestien",
            "zeventien",
        ],
        range(2, ADULT),
        strict=True,
    )
)
_NUMBER_WORD = re.compile(rf"\b({'|'.join(_NUMBERS)})\b")
_YOUNG = r"(?<!\d)(?:1[0-7]|\d)(?!\d|[.,:]\d)"
_CHILD = (
    r"\b(?:stief|pleeg|klein|bonus)?(?:zoon(?:tje)?|dochter(?:tje)?|kind(?:je)?|kinderen|jongens?|jongetjes?|meisjes?|"
    r"tweeling|neef(?:je)?|nicht(?:je)?|broer(?:tje)?|zus(?:je)?|leerling|scholier|jongere|son|daughter|child|boy|girl)\b"
)
_NO_AGE = r"(?!\s*(?:uur|minuten|keer|maal|x\b|dag|dagen|weken|kilometer|km|euro|procent|%|hours|times|days|miles))"
_NO_TIME_PASSED = (
    r"(?!\s*(?:jaar|maanden|maand|years?|months?)\s+(?!oud\b|old\b|en\b|die\b|met\b|and\b|who\b|with\b|of\b)[a-z])"
)
_NOT_AGO = r"(?!\s*(?:jaar|maanden|maand|years?|months?)\s+(?:geleden|lang|later|ago)\b)"
_SPOKEN_OF = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:baby|peuter|kleuter|puber|tiener|toddler|teenager)s?\b",
        # A child that is named with an age: mijn zoon van 15, kinderen van 6 en 9, onze zoon is 15.
        rf"{_CHILD}\s*(?:van|aged?|of|,|\()\s*{_YOUNG}{_NO_AGE}{_NOT_AGO}",
        rf"{_CHILD}\s*(?:die\s+)?(?:is|wordt)(?: net| bijna| nu)?\s+{_YOUNG}{_NO_AGE}{_NO_TIME_PASSED}",
        # "15-jarige zoon", "een 8 jarig meisje", "a 15-year-old"
        rf"{_YOUNG}[\s-]?(?:jarige?|year[\s-]old)\b(?!\s+(?:huwelijk|jubileum|bestaan|relatie|hond|kat))",
        # "ik ben 16", "hij is 15 jaar"
        rf"\b(?:ik ben|hij is|zij is|ze is|i am|he is|she is)(?: net| bijna| nu)?\s+{_YOUNG}{_NO_AGE}{_NO_TIME_PASSED}",
        # "15 jaar" as a clause of its own, and never "al 15 jaar", "15 jaar getrouwd", "80 jaar"
        rf"(?:^|[.,;(!?]\s*){_YOUNG}\s*(?:jaar|jr|years?)(?:\s+ou?ld?)?\s*(?:$|[.,;)!?]|(?:oud|old)\b)",
    )
)


def _speaks_of_a_child(text: str) -> bool:
    plain = _NUMBER_WORD.sub(lambda found: str(_NUMBERS[found[1]]), text.lower())
    return any(pattern.search(plain) for pattern in _SPOKEN_OF)
