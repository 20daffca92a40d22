"""Days and parts of the day in what somebody says: they rank and label, and can be taken away again (contract.md 5).

Only plain forms are read here; the issue on carers and respite brings dates and ranges behind the same function.
"""

import re
from dataclasses import dataclass

from app.social_map.vocabulary import DAYPARTS, WEEKDAYS

_DAYS = {
    "ma": "maandag", "di": "dinsdag", "wo": "woensdag", "do": "donderdag", "vr": "vrijdag", "za": "zaterdag", "zo": "zondag",
}  # fmt: skip
_ENGLISH_DAYS = {
    "monday": "ma",
    "tuesday": "di",
    "wednesday": "wo",
    "thursday": "do",
    "friday": "vr",
    "saturday": "za",
    "sunday": "zo",
}
_PARTS = {
    "ochtend": ("ochtend", "ochtends", "ochtenden", "morgens", "voormiddag", "morning"),
    "middag": ("middag", "middags", "middagen", "namiddag", "afternoon"),
    "avond": ("avond", "avonds", "avonden", "avondje", "evening", "evenings"),
    "nacht": ("nacht", "nachts", "nachten", "night", "nights"),
}
_PART_OF = {word: part for part, words in _PARTS.items() for word in words}
_DAY_OF = (
    {name: code for code, name in _DAYS.items()} | {f"{name}en": code for code, name in _DAYS.items()} | _ENGLISH_DAYS
)
_DAY_NAMES = "|".join(
    sorted((*_DAYS.values(), *(f"{name}en" for name in _DAYS.values()), *_ENGLISH_DAYS), key=len, reverse=True)
)
_PART_NAMES = "|".join(sorted(_PART_OF, key=len, reverse=True))
_TIME = re.compile(
    # At most three words before it: without an end, a long row of "op op op" would be tried from each of them.
    rf"(?:\b(?:op|elke|iedere|de|on|in the|at)\s{{1,3}}){{0,3}}"
    rf"(?:\b(?P<day>{_DAY_NAMES})\s?-?\s?(?:'s\s*|’s\s*)?(?P<part>{_PART_NAMES})?\b"
    rf"|(?:'s|’s|\bs)\s?(?P<alone>{_PART_NAMES})\b"
    rf"|\b(?P<bare>overdag|in het weekend|in de weekenden|weekend|during the day)\b"
    rf"|\b(?:in de|elke|iedere|een)\s+(?P<plain>{_PART_NAMES})\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SaidTime:
    """A time somebody named: as typed, and the days and dayparts it stands for (codes; empty means any)."""

    words: str
    days: tuple[str, ...]
    dayparts: tuple[str, ...]

    @property
    def mask(self) -> int:
        """As bits, like an offer's own times (app/social_map/times.py); a day with an unknown part of the day counts too."""
        days = [WEEKDAYS.index(day) for day in self.days] or range(7)
        if not self.dayparts:
            return sum((15 << (day * 4)) | (1 << (28 + day)) for day in days)
        parts = [DAYPARTS.index(part) for part in self.dayparts]
        return sum(1 << (day * 4 + part) for day in days for part in parts)


def read_times_said(text: str) -> tuple[SaidTime, ...]:
    """The times in a question, in order. Never raises; what is not understood is simply not there."""
    found = []
    for match in _TIME.finditer(text):
        day = _DAY_OF.get((match["day"] or "").lower())
        part = _PART_OF.get((match["part"] or match["alone"] or match["plain"] or "").lower())
        bare = (match["bare"] or "").lower()
        days = (day,) if day else ("za", "zo") if "weekend" in bare or "weekenden" in bare else ()
        parts = ("ochtend", "middag") if bare in {"overdag", "during the day"} else (part,) if part else ()
        found.append(SaidTime(match[0].strip(), days, parts))
    return tuple(found)
