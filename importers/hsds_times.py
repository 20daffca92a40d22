"""Schedules of HSDS as the line about times that the map reads (docs/times.md).

A line is only made when reading it again gives the days and hours of the schedules; else what the source said goes along as
text, and nobody is told a time that was guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.social_map.dates import read_date
from app.social_map.plain_text import LONGEST_LINE, line
from app.social_map.schedule import ALL_DAYS, DAY, HOUR, LAST, Schedule, Season, Slot, Span
from app.social_map.schedule_said import typed
from app.social_map.times import read_times

Document = Mapping[str, Any]

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BYDAY = re.compile(r"([+-]?\d)?\s*(MO|TU|WE|TH|FR|SA|SU)")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?(?:\.\d+)?\s*(am|pm|a\.m\.|p\.m\.)?\s*(?:Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE | re.ASCII)  # fmt: skip
_PARTS = {"morning": 0, "afternoon": 1, "evening": 2, "night": 3}
_MANY_WEEKS = 20
_NOON = 12
_FIFTH = 5
_LONGEST_INTERVAL = 4


def times_of(schedules: Sequence[Document]) -> tuple[str, list[str]]:
    """The line for `times`, and what could not be said in it as lines of text. Words alone, with no days or hours beside them,
    stay what they are: a line as people write it, whether or not the map can read it.

    Descriptions that the map reads itself, and that mean the same days and hours as the fields beside them, are taken to the letter.
    """
    words = (
        read_line(_text(schedules[0], "description")) if len(schedules) == 1 and not _tells_days(schedules[0]) else ""
    )
    if words and not schedules[0].get("valid_from") and not words.endswith("…"):
        return words, []
    told: list[str] = []
    slots: dict[Slot, set[Span]] = defaultdict(set)
    left: list[str] = []
    for said, group in _by_description(schedules).items():
        read = read_times(line(said)[0]) if said else None
        made = [_slot(each) for each in group]
        known = [each for each in made if each is not None]
        masks = 0
        for each in known:
            masks |= each.mask
        bare = all(not _tells_days(each) for each in group)
        if read is not None and read.understood and (bare or (len(known) == len(made) and masks == read.mask)):
            told.append(read_line(said))
        elif len(known) == len(made) and known:
            for each in known:
                slots[replace(each, spans=())].update(each.spans)
            if said and not bare:
                left.append(said)
        else:
            left += [_in_words(each) for each in group]
    if slots:
        told.append(_typed(slots, left))
    return _one_line(told, left)


def _one_line(told: list[str], left: list[str]) -> tuple[str, list[str]]:
    """The parts as one line, when that is still understood and not too long; else they are words."""
    text = "; ".join(dict.fromkeys(filter(None, told)))
    if len(told) > 1 and not read_times(text).understood:
        left += told
        text = ""
    if len(text) > LONGEST_LINE:
        left, text = [*left, text], ""
    return text, [each for each in dict.fromkeys(left) if each]


def read_line(text: str) -> str:
    """The line with its white space made single."""
    return line(text)[0]


def _by_description(schedules: Iterable[Document]) -> dict[str, list[Document]]:
    """Schedules with the same words belong together: a day with two stretches of time is two objects."""
    groups: dict[str, list[Document]] = {}
    for each in schedules:
        groups.setdefault(_text(each, "description"), []).append(each)
    return groups


def _text(each: Document, name: str) -> str:
    value = each.get(name)
    return value.strip() if isinstance(value, str) else ""


def _tells_days(each: Document) -> bool:
    return any(each.get(name) for name in ("freq", "byday", "opens_at", "bymonthday", "byyearday", "dtstart"))


def _typed(slots: Mapping[Slot, set[Span]], left: list[str]) -> str:
    """The shortest line for these slots: days with equal times together."""
    joined: dict[tuple[Slot, frozenset[Span]], set[int]] = defaultdict(set)
    by_day: dict[tuple[Slot, int], set[Span]] = defaultdict(set)
    for slot, spans in slots.items():
        for day in slot.days:
            by_day[replace(slot, days=ALL_DAYS), day] |= spans
    for (slot, day), spans in by_day.items():
        joined[slot, frozenset(spans)].add(day)
    schedule = Schedule.of(
        replace(slot, days=tuple(sorted(days)), spans=tuple(sorted(spans))) for (slot, spans), days in joined.items()
    )
    text = typed(schedule)
    again = read_times(text)
    if again.schedule == schedule:
        return text
    left.append(text)
    return ""


def _slot(each: Document) -> Slot | None:
    """What one object means; None when it holds something that the map has no words for."""
    freq = _text(each, "freq") or "WEEKLY"
    if any(each.get(name) for name in ("bymonthday", "byyearday", "count")) or freq not in {"WEEKLY", "MONTHLY"}:
        return None
    days, ordinals = _days(each)
    weeks = _weeks(_text(each, "byweekno"))
    interval = each.get("interval") or 1
    if not days or weeks is None or not isinstance(interval, int) or not 1 <= interval <= _LONGEST_INTERVAL:
        return None
    if ordinals and freq != "MONTHLY":
        return None
    span = _span(each)
    parts = tuple(sorted({_PARTS[word] for word in re.split(r",\s*", _text(each, "notes").lower()) if word in _PARTS}))
    if span is None and (each.get("opens_at") or each.get("closes_at")):
        return None
    season = _season(each)
    if season is None:
        return None
    return Slot(
        days,
        (span,) if span else (),
        () if span else parts,
        monthly=freq == "MONTHLY",
        ordinals=ordinals,
        interval=interval,
        weeks=weeks,
        season=season,
    )


def _days(each: Document) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Weekdays, and which of the month; none when it cannot be said in one slot."""
    words = [word for word in re.split(r"[,;\s]+", _text(each, "byday").upper()) if word]
    found = [_BYDAY.fullmatch(word) for word in words]
    if not words:
        start = read_date(_text(each, "dtstart"))
        return ((start.weekday(),), ()) if start and _text(each, "freq") == "WEEKLY" else ((), ())
    pairs = [(int(hit[1] or 0), _CODES.index(hit[2])) for hit in found if hit]
    if len(pairs) != len(words) or any(not (LAST <= number <= _FIFTH) for number, _ in pairs):
        return (), ()
    days = tuple(sorted({day for _, day in pairs}))
    numbers = {number for number, _ in pairs}
    if numbers == {0}:
        return days, ()
    if 0 in numbers or len(set(pairs)) != len(days) * len(numbers):
        return (), ()
    return days, tuple(sorted(numbers, key=lambda number: number if number > 0 else _FIFTH + 1))


def _weeks(text: str) -> str | None:
    """`even`, `odd`, "" for every week; None for anything else."""
    if not text:
        return ""
    numbers = {int(word) for word in re.split(r"[,;\s]+", text) if word.isascii() and word.isdigit() and len(word) <= 2}  # noqa: PLR2004
    if len(numbers) < _MANY_WEEKS or len({number % 2 for number in numbers}) != 1:
        return None
    return "odd" if next(iter(numbers)) % 2 else "even"


def _span(each: Document) -> Span | None:
    opens, closes = _clock(_text(each, "opens_at")), _clock(_text(each, "closes_at"))
    if opens is None or (closes is None and _text(each, "closes_at")):
        return None
    if closes is None:
        return Span(opens)
    if closes <= opens:
        closes += DAY
    return Span(opens, closes)


def _clock(text: str) -> int | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hours, minutes, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hours <= _NOON:
            return None
        hours = hours % _NOON + (_NOON if half.startswith("p") else 0)
    moment = hours * HOUR + minutes
    return moment if minutes < HOUR and moment <= DAY else None


def _season(each: Document) -> Season | None:
    """Its first and last day; None when one of them cannot be read."""
    found = {}
    for name, texts in (("first", ("valid_from",)), ("last", ("valid_to", "until"))):
        typed_day = next((text for key in texts if (text := _text(each, key))), "")
        day = read_date(typed_day)
        if typed_day and day is None:
            return None
        found[name] = day.isoformat() if day else ""
    if found["first"] and found["last"] and found["first"] > found["last"]:
        return None
    return Season(**found)  # type: ignore[arg-type]


def _in_words(each: Document) -> str:
    """What an object says that the map has no words for, for people."""
    said = _text(each, "description")
    hours = "-".join(part[:5] for part in (_text(each, "opens_at"), _text(each, "closes_at")) if part)
    if said:
        return said
    parts = [_text(each, "byday"), hours, _text(each, "notes"), _text(each, "valid_from"), _text(each, "valid_to")]
    return " ".join(part for part in parts if part)
