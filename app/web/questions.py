"""A question as an address or a form says it, and back: the same names on the page and in the API (contract.md 5)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from app.search.asking import PAGE_SIZE, Question
from app.search.document import ACCESS_FEATURES
from app.social_map.vocabulary import DAYPARTS, LEVEL_IN_SPREADSHEET, WEEKDAYS
from app.web.behind import may_be_behind
from app.web.bodies import clean

LEVEL_WORDS = {level.value: word for word, level in LEVEL_IN_SPREADSHEET.items()}
ACCESS_WORDS = {
    "rolstoel": "wheelchair",
    "invalidentoilet": "toilet",
    "ringleiding": "hearing_loop",
    "parkeren": "parking",
    "prikkelarm": "low_stimulus",
}
_ACCESS_YES = frozenset({"1", "ja", "on", "true"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, with the place exactly as it was typed in its field."""

    question: Question
    postcode: str
    town: str


def read_question(fields: "MultiDict[str, str]", host: str, *, per_page: int = PAGE_SIZE) -> Asked:
    """Read a question from an address or a form. Never refuses: what makes no sense is left out."""
    postcode, town = _line(fields, "postcode"), _line(fields, "plaats")
    return Asked(
        Question(
            words=_line(fields, "q", 2000),
            place=postcode or town,
            radius_km=_number(fields.get("straal", "")),
            domains=_words(fields, "leefgebied"),
            kinds=_words(fields, "soort"),
            levels=tuple(
                LEVEL_IN_SPREADSHEET[word].value for word in _words(fields, "niveau") if word in LEVEL_IN_SPREADSHEET
            ),
            target_groups=_words(fields, "doelgroep"),
            interests=_words(fields, "interesse"),
            languages=_words(fields, "gesproken"),
            day=_one_of(fields, "dag", WEEKDAYS),
            daypart=_one_of(fields, "dagdeel", DAYPARTS),
            free="gratis" in fields.getlist("kosten"),
            accessible=_access(fields),
            transport=fields.get("vervoer", "") in _ACCESS_YES,
            page=int(_number(fields.get("pagina", "")) or 1),
            per_page=int(_number(fields.get("per_pagina", "")) or per_page),
            host=host,
            without=tuple(clean(word)[:200] for word in fields.getlist("zonder"))[:20],
            literal=fields.get("letterlijk", "") in _ACCESS_YES,
            fresh=not may_be_behind(),
        ),
        postcode,
        town,
    )


def fields_of(asked: Asked, **changes: Any) -> list[tuple[str, str]]:
    """The question as names and values again, with some of them changed (None takes a field away)."""
    question = asked.question
    values: dict[str, Any] = {
        "q": question.words,
        "postcode": asked.postcode,
        "plaats": asked.town if not asked.postcode else "",
        "straal": f"{question.radius_km:g}" if question.radius_km else "",
        "leefgebied": question.domains,
        "soort": question.kinds,
        "niveau": tuple(LEVEL_WORDS[level] for level in question.levels),
        "doelgroep": question.target_groups,
        "interesse": question.interests,
        "gesproken": question.languages,
        "dag": question.day,
        "dagdeel": question.daypart,
        "kosten": "gratis" if question.free else "",
        "toegankelijk": tuple(word for word, feature in ACCESS_WORDS.items() if feature in question.accessible),
        "vervoer": "ja" if question.transport else "",
        "zonder": question.without,
        "letterlijk": "ja" if question.literal else "",
        "pagina": "",
    }
    values.update(changes)
    pairs: list[tuple[str, str]] = []
    for name, value in values.items():
        many = (value,) if isinstance(value, str | int) else (value or ())
        pairs += [(name, str(each)) for each in many if str(each)]
    return pairs


def _line(fields: Mapping[str, str], name: str, longest: int = 100) -> str:
    return clean(fields.get(name, "") or "")[:longest].strip()


def _words(fields: "MultiDict[str, str]", name: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for value in fields.getlist(name):
        for word in clean(value).split(","):
            if word.strip():
                found[word.strip()[:80]] = None
    return tuple(found)[:30]


def _one_of(fields: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = (fields.get(name, "") or "").strip().lower()
    return value if value in allowed else ""


def _number(text: str) -> float | None:
    try:
        value = float(text.replace(",", ".").strip().removesuffix("km").strip())
    except ValueError:
        return None
    return value if 0 < value < 1_000_000 else None  # noqa: PLR2004  (also leaves out "nan" and "inf")


def _access(fields: "MultiDict[str, str]") -> tuple[str, ...]:
    found: dict[str, None] = {}
    for word in _words(fields, "toegankelijk"):
        if word in _ACCESS_YES:
            found["wheelchair"] = None
        elif word in ACCESS_WORDS:
            found[ACCESS_WORDS[word]] = None
        elif word in ACCESS_FEATURES:
            found[word] = None
    return tuple(found)
