"""When: weekdays and parts of the day, read from what people write.

What is not wholly understood stays text and counts as "not known": a time is never guessed. This module is the seam
between the map and the reader: `times_tokens` cuts a line into words, `times_grammar` says what they mean together
(a declared grammar read by Lark), `schedule` is the meaning, `schedule_said` says it back.

A mask is an int of 35 bits. Bit `weekday * 4 + daypart` (Monday 0, morning 0) for a known part of a known day; bit
`28 + weekday` when the day is known and the part is not (`ma-vr`). 0 is not known.
Morning is 6-12, afternoon 12-18, evening 18-23, night 23-6 and belongs to the day on which it begins.
"""

from dataclasses import dataclass
from functools import lru_cache

from app.social_map.names import fold_name
from app.social_map.plain_text import line
from app.social_map.schedule import ALL_DAYS, ANY_PART, Schedule
from app.social_map.schedule_said import said
from app.social_map.times_grammar import schedule_of
from app.social_map.times_said import mask_said
from app.social_map.times_stays import stay_mask
from app.social_map.times_tokens import tokens_of
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS

_NO_FIXED_TIME = frozenset(
    {"op afspraak", "na afspraak", "volgens afspraak", "in overleg", "in overleg met u", "op aanvraag", "wisselend"}
)


@dataclass(frozen=True, slots=True)
class TimesRead:
    """What was read. `words` is the line said in Dutch, or the line as typed when it was not understood.

    :ivar schedule: what the line means; None when it was not wholly understood, and for a stay of day and night
        (`times_stays`), of which only the mask is known.
    """

    mask: int
    understood: bool
    words: str
    schedule: Schedule | None = None


@lru_cache(maxsize=32768)
def read_times(text: str) -> TimesRead:
    """Read a line about times. Never raises; what is not understood gives mask 0 and the line as typed."""
    typed, cut = line(text)
    words = [] if cut else tokens_of(typed)
    schedule = schedule_of(words) if words else None
    if schedule is None:
        stay = 0 if cut else stay_mask(typed)
        return TimesRead(stay, bool(stay), typed)
    return TimesRead(schedule.mask, True, said(schedule), schedule)


def has_no_fixed_time(text: str) -> bool:
    """Whether the line says plainly that there is no fixed time (`op afspraak`), so that nobody needs to look at it."""
    return fold_name(text).strip(" .") in _NO_FIXED_TIME


def wanted_mask(day: str | None, daypart: str | None) -> int:
    """The bits an offer must share with a wish: `ma`..`zo` and `ochtend`..`nacht`, either may be absent or unknown (0).

    A day alone also fits an offer whose part of the day is not known; a part asked for has to be known to fit.
    """
    weekdays = [WEEKDAYS.index(day)] if day in WEEKDAYS else []
    if daypart in DAYPARTS:
        part = DAYPARTS.index(daypart)
        return sum(1 << (weekday * 4 + part) for weekday in weekdays or ALL_DAYS)
    return sum(0b1111 << (weekday * 4) | 1 << (ANY_PART + weekday) for weekday in weekdays)


def in_words(value: int | str, lang: str = "nl") -> str:
    """Times said for somebody who listens: `di+do 18:30-22:30` is "dinsdag en donderdag van 18.30 tot 22.30 uur".

    :param value: a line as typed, or a mask. A line that is not understood comes back as typed; mask 0 is "".
    :param lang: `nl` or `en`; any other language gets the Dutch words.
    """
    lang = "en" if lang == "en" else "nl"
    if isinstance(value, int):
        return mask_said(value, lang)
    read = read_times(value)
    return said(read.schedule, lang) if lang == "en" and read.schedule else read.words
