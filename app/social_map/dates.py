"""Dates as people write them in a table, and as a page says them aloud.

One reader for the form and every importer, so that `3-11-2026` means the same day everywhere.
"""

import re
from datetime import date

MONTHS = {
    "nl": (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}.*)?", re.ASCII)
_DUTCH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_WORDS = re.compile(r"(\d{1,2})\s+([a-z]+)\.?\s+(\d{4})", re.ASCII)
_LONGEST = 40
_SHORTEST_MONTH = 3


def read_date(text: str) -> date | None:
    """The day in `2026-11-03`, `3-11-2026`, `03/11/2026` or `3 november 2026`; None when it is none of these.

    A day always comes before its month, as in the Netherlands. Two-digit years are not guessed.
    """
    words = text.strip().lower()
    if len(words) > _LONGEST:
        return None
    if found := _ISO.fullmatch(words):
        year, month, day = (int(part) for part in found.groups())
    elif found := _DUTCH.fullmatch(words):
        day, month, year = (int(part) for part in found.groups())
    elif found := _WORDS.fullmatch(words):
        day, month, year = int(found[1]), _month(found[2]), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _month(word: str) -> int:
    """The number of a month, also when only its first letters are written; 0 when it is none."""
    names = MONTHS["nl"] if len(word) >= _SHORTEST_MONTH else ()
    return next((number for number, name in enumerate(names, 1) if name.startswith(word)), 0)


def date_in_words(day: date, lang: str = "nl") -> str:
    """`3 november 2026`, or `3 November 2026` in English. Any other language gets the Dutch words."""
    return f"{day.day} {MONTHS.get(lang, MONTHS['nl'])[day.month - 1]} {day.year}"
