"""The words people use for weekdays, parts of the day and repetition, with what they mean and how they are said.

Each word stands here once: its role for the reader, and its words in Dutch and English for somebody who listens.
"""

from dataclasses import dataclass
from enum import Enum, auto


class Role(Enum):
    """What a word does in a line about times."""

    DAYS = auto()  # value: weekday numbers, 0 = Monday
    PARTS = auto()  # value: daypart numbers, 0 = morning
    DAY_AND_PART = auto()  # value: one weekday number, one daypart number
    ALWAYS = auto()
    CLOCK = auto()  # value: minutes after midnight
    NUMBER = auto()  # value: a bare number, an hour only beside another one
    UNTIL = auto()
    AND = auto()
    BREAK = auto()
    FROM = auto()
    HOUR = auto()
    FILL = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One word as read. `gap` is what stood before it, so that what is said again reads like the original."""

    role: Role
    value: tuple[int, ...]
    nl: str
    en: str
    gap: str = " "


DAYS_NL = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS_NL = ("ochtend", "middag", "avond", "nacht")
PARTS_EN = ("morning", "afternoon", "evening", "night")
ALL_DAYS = (0, 1, 2, 3, 4, 5, 6)
WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
ALL_PARTS = (0, 1, 2, 3)

_SHORT_DAYS = (
    ("ma", "maa", "mnd", "maan"),
    ("di", "din", "dins"),
    ("wo", "woe", "woens"),
    ("do", "don", "dond"),
    ("vr", "vrij", "vrijd"),
    ("za", "zat", "zater"),
    ("zo", "zon"),
)
_PART_WORDS = (("ochtend", "morgen", "voormiddag"), ("middag", "namiddag"), ("avond",), ("nacht",))
_ORDINALS = (("eerste", "first"), ("tweede", "second"), ("derde", "third"), ("vierde", "fourth"), ("vijfde", "fifth"))


def _days() -> dict[str, Token]:
    words: dict[str, Token] = {}
    for number, (full, short) in enumerate(zip(DAYS_NL, _SHORT_DAYS, strict=True)):
        token = Token(Role.DAYS, (number,), full, DAYS_EN[number])
        words.update(dict.fromkeys((full, f"{full}en", f"{full}s", f"s {full}s", *short), token))
        for part, said in enumerate(_PART_WORDS):
            for word in said:
                both = Token(
                    Role.DAY_AND_PART, (number, part), f"{full}{PARTS_NL[part]}", f"{DAYS_EN[number]} {PARTS_EN[part]}"
                )
                for day in (full, *short[:1]):
                    words.update(
                        dict.fromkeys((f"{day}{word}", f"{day}{word}en", f"{day}-{word}", f"{full}s{word}"), both)
                    )
    return words


def _parts() -> dict[str, Token]:
    words: dict[str, Token] = {}
    for number, said in enumerate(_PART_WORDS):
        for word in said:
            english = "at night" if word == "nacht" else f"in the {PARTS_EN[number]}"
            in_the = Token(Role.PARTS, (number,), f"'s {word}s", english)
            words.update(dict.fromkeys((f"s {word}s", f"s{word}s", f"'s {word}s", f"{word}s"), in_the))
            plain = Token(Role.PARTS, (number,), word, PARTS_EN[number])
            words.update(dict.fromkeys((word, f"{word}en", f"{word}uren"), plain))
    words["overdag"] = Token(Role.PARTS, (0, 1), "overdag", "during the day")
    return words


def _fill() -> dict[str, Token]:
    pairs = {
        "elke": "every", "elk": "every", "iedere": "every", "ieder": "every", "op": "on", "de": "the", "het": "the", "in": "in", "maand": "month",
        "week": "week", "weken": "weeks", "even": "even", "oneven": "odd", "per": "per", "wekelijks": "weekly", "maandelijks": "monthly",
        "tweewekelijks": "every two weeks", "1x": "once", "2x": "twice", "open": "open", "geopend": "open", "inloop": "walk-in", "bereikbaar": "reachable",
        "telefonisch": "by phone", "spreekuur": "open hour", "openingstijden": "opening hours", "afspraak": "appointment", "na": "after", "volgens": "by",
        "laatste": "last", "ook": "also", "dag": "day", "dagen": "days", "ca": "about", "circa": "about", "tussen": "between", "vakanties": "holidays",
    }  # fmt: skip
    words = {word: Token(Role.FILL, (), word, english) for word, english in pairs.items()}
    words["van"] = Token(Role.FROM, (), "van", "of")
    words["vanaf"] = words["v.a"] = words["va"] = Token(Role.FROM, (1,), "vanaf", "from")
    words["om"] = Token(Role.FROM, (1,), "om", "at")
    words["v/d"] = words["vd"] = words["v.d"] = words["v/de"] = Token(Role.FILL, (), "van de", "of the")
    for number, (dutch, english) in enumerate(_ORDINALS, 1):
        token = Token(Role.FILL, (), dutch, english)
        words.update(dict.fromkeys((dutch, f"{number}e", f"{number}ste", f"{number}de"), token))
    return words


WORDS: dict[str, Token] = {
    **_fill(),
    **_days(),
    **_parts(),
    "dagelijks": Token(Role.DAYS, ALL_DAYS, "dagelijks", "daily"),
    "werkdagen": Token(Role.DAYS, WORKDAYS, "werkdagen", "weekdays"),
    "werkdag": Token(Role.DAYS, WORKDAYS, "werkdag", "weekday"),
    "doordeweeks": Token(Role.DAYS, WORKDAYS, "doordeweeks", "on weekdays"),
    "weekdagen": Token(Role.DAYS, WORKDAYS, "weekdagen", "weekdays"),
    "weekend": Token(Role.DAYS, WEEKEND, "weekend", "weekend"),
    "weekends": Token(Role.DAYS, WEEKEND, "weekends", "weekends"),
    "weekenden": Token(Role.DAYS, WEEKEND, "weekenden", "weekends"),
    "altijd": Token(Role.ALWAYS, (), "altijd", "always"),
    "uur": Token(Role.HOUR, (), "uur", ""),
    "u": Token(Role.HOUR, (), "uur", ""),
    "uren": Token(Role.HOUR, (), "uur", ""),
    "h": Token(Role.HOUR, (), "uur", ""),
    "en": Token(Role.AND, (), "en", "and"),
    "+": Token(Role.AND, (), "en", "and"),
    "&": Token(Role.AND, (), "en", "and"),
    "/": Token(Role.AND, (), "en", "and"),
    "tot": Token(Role.UNTIL, (), "tot", "to"),
    "tm": Token(Role.UNTIL, (1,), "tot en met", "to"),
    "-": Token(Role.UNTIL, (0,), "-", "-"),
    ",": Token(Role.BREAK, (), ",", ",", ""),
    ";": Token(Role.BREAK, (), ";", ";", ""),
    "|": Token(Role.BREAK, (), ",", ",", ""),
    ":": Token(Role.BREAK, (), ":", ":", ""),
}
"""Every word the reader knows; one that is not here makes a line unread, which is kept as text."""

PHRASES: tuple[tuple[str, Token], ...] = (
    ("dag en nacht", Token(Role.ALWAYS, (), "dag en nacht", "day and night")),
    ("24 uur per dag", Token(Role.ALWAYS, (), "24 uur per dag", "24 hours a day")),
    ("24 uur", Token(Role.ALWAYS, (), "24 uur per dag", "24 hours a day")),
    ("24/7", Token(Role.ALWAYS, (), "dag en nacht, alle dagen van de week", "day and night, every day of the week")),
    (
        "7 x 24 uur",
        Token(Role.ALWAYS, (), "dag en nacht, alle dagen van de week", "day and night, every day of the week"),
    ),
    (
        "7x24 uur",
        Token(Role.ALWAYS, (), "dag en nacht, alle dagen van de week", "day and night, every day of the week"),
    ),
    ("7 dagen per week", Token(Role.DAYS, ALL_DAYS, "zeven dagen per week", "seven days a week")),
    ("zeven dagen per week", Token(Role.DAYS, ALL_DAYS, "zeven dagen per week", "seven days a week")),
    ("7 dagen in de week", Token(Role.DAYS, ALL_DAYS, "zeven dagen per week", "seven days a week")),
    ("alle dagen", Token(Role.DAYS, ALL_DAYS, "alle dagen", "every day")),
    ("elke dag", Token(Role.DAYS, ALL_DAYS, "elke dag", "every day")),
    ("iedere dag", Token(Role.DAYS, ALL_DAYS, "iedere dag", "every day")),
    ("elke werkdag", Token(Role.DAYS, WORKDAYS, "elke werkdag", "every weekday")),
    ("tot en met", Token(Role.UNTIL, (1,), "tot en met", "to")),
    ("t/m", Token(Role.UNTIL, (1,), "tot en met", "to")),
    ("om de week", Token(Role.FILL, (), "om de week", "every other week")),
    ("om de twee weken", Token(Role.FILL, (), "om de twee weken", "every two weeks")),
    ("op afspraak", Token(Role.FILL, (), "op afspraak", "by appointment")),
    (
        "behalve in de schoolvakanties",
        Token(Role.FILL, (), "behalve in de schoolvakanties", "except in school holidays"),
    ),
    ("niet in de schoolvakanties", Token(Role.FILL, (), "niet in de schoolvakanties", "not in school holidays")),
    ("behalve in schoolvakanties", Token(Role.FILL, (), "behalve in schoolvakanties", "except in school holidays")),
    ("niet in schoolvakanties", Token(Role.FILL, (), "niet in schoolvakanties", "not in school holidays")),
    ("behalve op feestdagen", Token(Role.FILL, (), "behalve op feestdagen", "except on public holidays")),
    ("niet op feestdagen", Token(Role.FILL, (), "niet op feestdagen", "not on public holidays")),
)
"""Several words that mean one thing; the longest that fits is taken."""
