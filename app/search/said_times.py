"""Days and parts of the day in what somebody says: they rank and label, and can be taken away again (contract.md 5).

One pattern finds where a time stands; what it means is read from the words that were found. What could be something
else (an age, a name, `goedemorgen`, a time somebody does *not* want) is left alone: a miss costs less than a wrong filter.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from app import clock
from app.search.said_words import (
    CLOCKS,
    DATES,
    DAY_OF,
    FOUND_DAYS,
    MONTH_OF,
    NUMERIC,
    PART_OF,
    PARTS_IN,
    PATTERN,
    RANGES,
    RELATIVE,
    RELATIVE_IN,
    SHORT_DAYS,
    STANDS_FOR,
    UNWANTED,
)
from app.social_map.schedule import Span, parts_of
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS

_HOUR = 60
_NOON, _EVENING = 12, 18
_WEEK = 7
_FURTHEST = timedelta(days=400)
_EACH_MORNING = re.compile(r"(?<=de )morgen\b|(?<=elke )morgen\b|(?<=iedere )morgen\b")


@dataclass(frozen=True, slots=True)
class SaidTime:
    """A time somebody named: as typed, and the days and dayparts it stands for (codes; empty means any).

    :ivar on: the date, when one was named (`morgenavond`, `15 december`); `days` is its weekday then.
    """

    words: str
    days: tuple[str, ...]
    dayparts: tuple[str, ...]
    on: date | None = None

    @property
    def mask(self) -> int:
        """As bits, like an offer's own times (app/social_map/times.py); a day with an unknown part of the day counts too."""
        days = [WEEKDAYS.index(day) for day in self.days] or range(7)
        if not self.dayparts:
            return sum((15 << (day * 4)) | (1 << (28 + day)) for day in days)
        parts = [DAYPARTS.index(part) for part in self.dayparts]
        return sum(1 << (day * 4 + part) for day in days for part in parts)


def read_times_said(text: str, today: date | None = None) -> tuple[SaidTime, ...]:
    """The times in a question, in order. Never raises; what is not understood is simply not there.

    :param today: the date from which `morgen` counts; the one in the Netherlands when absent.
    """
    found: list[tuple[int, int, SaidTime]] = []
    for match in PATTERN.finditer(text):
        if UNWANTED.search(text[max(0, match.start() - 24) : match.start()]):
            continue
        time = _read(match[0].strip(), today)
        if time is None:
            continue
        start = match.start()
        if found and not text[found[-1][1] : start].strip(" ,"):
            both = _one_moment(found[-1][2], time, text[found[-1][0] : match.end()].strip())
            if both is not None:
                start, time = found.pop()[0], both
        found.append((start, match.end(), time))
    return tuple(time for _, _, time in found)


def _one_moment(day: SaidTime, dated: SaidTime, words: str) -> SaidTime | None:
    """`donderdagavond 24 december`: a day with its date behind it is one moment, when they do not contradict each other."""
    if day.on is not None or dated.on is None or dated.dayparts or not day.days or dated.days[0] not in day.days:
        return None
    return SaidTime(words, dated.days, day.dayparts, dated.on)


def _read(words: str, today: date | None) -> SaidTime | None:
    """What the words of one time mean; nothing when they turn out not to say a day or a part of the day."""
    said = _EACH_MORNING.sub("ochtend", words.casefold().replace("’", "'"))
    today = today or clock.today()
    on, named = _date(said, today)
    if named and on is None:
        return None  # a date long ago or far away, a birthday perhaps
    days, parts = _days(said), _parts(said)
    if on is not None:
        if days and WEEKDAYS[on.weekday()] not in days:
            return None
        days = (WEEKDAYS[on.weekday()],)
    if not days and not parts:
        return None
    return SaidTime(words, days, parts, on)


def _date(said: str, today: date) -> tuple[date | None, bool]:
    """The date that is meant, and whether one was named at all."""
    relative = RELATIVE_IN.search(said)
    if relative:
        return today + timedelta(days=RELATIVE[relative[0]][0]), True
    numeric, written = NUMERIC.search(said), DATES.search(said)
    if numeric or written:
        return (_numeric(numeric, today) if numeric else _written(written, today) if written else None), True
    return _in_week(said, today), False


def _numeric(found: re.Match[str], today: date) -> date | None:
    return _near(int(found["year"]), int(found["month"]), int(found["day"]), today)


def _written(found: re.Match[str], today: date) -> date | None:
    month = MONTH_OF[(found["month"] or found["month_first"]).rstrip(".")]
    day, year = int(found["day"] or found["day_after"]), found["year"]
    if year:
        return _near(int(year), month, day, today)
    return _near(today.year, month, day, today) or _near(today.year + 1, month, day, today)


def _near(year: int, month: int, day: int, today: date) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if today <= found <= today + _FURTHEST else None


def _in_week(said: str, today: date) -> date | None:
    """`volgende week donderdag`, `komende zaterdag`. `volgende donderdag` may be this week or the next: no date."""
    days = _days(said)
    if len(days) != 1:
        return None
    weekday = WEEKDAYS.index(days[0])
    monday = today - timedelta(days=today.weekday())
    if re.search(r"volgende week|next week", said):
        return monday + timedelta(days=_WEEK + weekday)
    if re.search(r"deze week|this week", said):
        day = monday + timedelta(days=weekday)
        return day if day >= today else None
    if re.search(r"\b(?:komende|aankomende|aanstaande|eerstvolgende|coming|a\.s\.)", said):
        return today + timedelta(days=(weekday - today.weekday() - 1) % _WEEK + 1)
    return None


def _days(said: str) -> tuple[str, ...]:
    whole = RANGES.search(said)
    if whole:
        first, last = (WEEKDAYS.index(_day(each)) for each in whole.groups())
        return tuple(WEEKDAYS[(first + each) % 7] for each in range((last - first) % 7 + 1))
    for words, (days, _) in STANDS_FOR.items():
        if days and words in said:
            return days
    return tuple(dict.fromkeys(_day(each) for each in FOUND_DAYS.findall(said)))


def _day(word: str) -> str:
    return word if word in SHORT_DAYS else DAY_OF[word]


def _parts(said: str) -> tuple[str, ...]:
    relative = RELATIVE_IN.search(said)
    if relative and RELATIVE[relative[0]][1]:
        return (RELATIVE[relative[0]][1],)
    for words, (_, parts) in STANDS_FOR.items():
        if parts and words in said:
            return parts
    rest = RELATIVE_IN.sub(" ", said)
    named = tuple(dict.fromkeys(PART_OF[each] for each in PARTS_IN.findall(rest)))
    return named or _by_clock(said)


def _by_clock(said: str) -> tuple[str, ...]:
    """The part of the day of a time on the clock, when there is no doubt which half of the day it is in."""
    found = CLOCKS.search(said)
    if found is None:
        return ()
    first = _minutes(found["from"] or found["at"])
    last = _minutes(found["to"]) if found["to"] else None
    sure = ":" in found[0] or "." in found[0] or first >= (_NOON + 1) * _HOUR
    if last is None:
        return _named({*parts_of(Span(first))}) if sure or first == _NOON * _HOUR else ()
    if not sure and first < 6 * _HOUR < 7 * _HOUR > last > first:
        first, last = first + _NOON * _HOUR, last + _NOON * _HOUR
    elif not sure and (first < 8 * _HOUR or last <= first or (first < 9 * _HOUR and last < 11 * _HOUR)):
        return ()
    return _named(parts_of(Span(first, last))) if last > first else ()


def _named(parts: set[int]) -> tuple[str, ...]:
    return tuple(DAYPARTS[part] for part in sorted(parts))


def _minutes(text: str) -> int:
    hours, _, minutes = re.sub(r"[^\d.:]", "", text).replace(".", ":").partition(":")
    moment = int(hours) * _HOUR + int(minutes or 0) - (30 if "half" in text else 0)
    return moment + (_NOON * _HOUR if "pm" in text and int(hours) < _NOON else 0)
