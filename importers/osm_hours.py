"""`opening_hours` of OpenStreetMap said as the map's own line about times, or left as text.

The maintained parser `opening_hours` works out when something is open, day by day over a year; from those days a line is
made, and the map's own reader has to read the very same days and hours back. What it does not read back stays text:
sunrise, school terms with hours of their own, single dates, "unknown". A time is never guessed.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, validate

from app.social_map.plain_text import LONGEST_LINE, line
from app.social_map.schedule import DAY, HOUR, LAST, Appointment, Off, Schedule, Season, Slot, Span
from app.social_map.times import read_times
from app.social_map.vocabulary import WEEKDAYS

_YEAR = 2027
"""The year that is looked at, always the same one, so that the same words give the same line for ever."""
_FIRST, _AFTER = date(_YEAR, 1, 1), date(_YEAR + 1, 1, 1)
_WEEK = 7
_MORNING = 6 * HOUR
_EVENING = 17 * HOUR
_IN_A_ROW = 3
_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
_ORDINALS = {1: "1e", 2: "2e", 3: "3e", 4: "4e", 5: "5e", LAST: "laatste"}
_CLOSED = re.compile(r";\s*((?:PH|SH)(?:\s*,\s*(?:PH|SH))*)\s+(?:off|closed)\s*$", re.IGNORECASE)
_NAMES = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_NOT_WEEKLY = re.compile(
    rf"\b(?:PH|SH|sunrise|sunset|dusk|dawn|easter)\b|(?<![\d:])\d{{4}}(?![\d:])|(?:{_NAMES})\w*\.?\s*\d{{1,2}}(?![\d:])"
    r"|\bweek(?!\s*\d{1,2}\s*-\s*\d{1,2}\s*/\s*2\b)",
    re.IGNORECASE,
)
"""Holidays with hours of their own, the sun, years, single dates (the year that is looked at need not have one), weeks by number."""
_THROUGH_THE_YEAR = re.compile(rf"\[|week|day|{_NAMES}", re.IGNORECASE)
"""Words without which every week is the same; then two weeks tell as much as the year."""
_BEGINS_ONLY = re.compile(r"\d{1,2}:\d{2}\s*\+")
_APPOINTMENT = frozenset(
    {"by appointment", "on appointment", "by appointment only", "op afspraak", "alleen op afspraak"}
)
_OFF = {"ph": (Off.PUBLIC, "niet op feestdagen"), "sh": (Off.SCHOOL, "niet in de schoolvakanties")}
_IN_DUTCH = (
    (re.compile(r"\bMo\b"), "ma"), (re.compile(r"\bTu\b"), "di"), (re.compile(r"\bWe\b"), "wo"),
    (re.compile(r"\bTh\b"), "do"), (re.compile(r"\bFr\b"), "vr"), (re.compile(r"\bSa\b"), "za"),
    (re.compile(r"\bSu\b"), "zo"), (re.compile(r"\bPH\b"), "feestdagen"), (re.compile(r"\bSH\b"), "schoolvakanties"),
    (re.compile(r"\b(?:off|closed)\b"), "dicht"), (re.compile(r"\bunknown\b"), "niet zeker"),
    (re.compile(r"\bsunrise\b"), "zonsopgang"), (re.compile(r"\bsunset\b"), "zonsondergang"),
    (re.compile(r"\b(?:by|on) appointment(?: only)?\b", re.IGNORECASE), "op afspraak"), (re.compile(r"\bweek\b"), "week"),
    (re.compile(r"\bJan\b"), "jan"), (re.compile(r"\bFeb\b"), "feb"), (re.compile(r"\bMar\b"), "mrt"),
    (re.compile(r"\bApr\b"), "apr"), (re.compile(r"\bMay\b"), "mei"), (re.compile(r"\bJun\b"), "jun"),
    (re.compile(r"\bJul\b"), "jul"), (re.compile(r"\bAug\b"), "aug"), (re.compile(r"\bSep\b"), "sep"),
    (re.compile(r"\bOct\b"), "okt"), (re.compile(r"\bNov\b"), "nov"), (re.compile(r"\bDec\b"), "dec"),
)  # fmt: skip

_Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class HoursRead:
    """What became of the hours.

    :ivar times: the line for the map: read back as the very same days and hours, or words that the map cannot read.
    :ivar understood: whether the map reads it as OpenStreetMap means it.
    :ivar aside: words that may not stand in `times`, because the map would read something else in them.
    :ivar days_only: only days are named, which OpenStreetMap counts as day and night and people mean as "that day".
    :ivar plain: not in the notation of OpenStreetMap at all (`ma-vr 9-17`), but as people write it here.
    """

    times: str
    understood: bool
    aside: str = ""
    days_only: bool = False
    plain: bool = False


@lru_cache(maxsize=4096)
def read_hours(typed: str) -> HoursRead:
    """The hours of one place. Never raises; what is not wholly understood comes back as text."""
    text, cut = line(typed, LONGEST_LINE)
    made = _said(text) if text and not cut else None
    if made is not None:
        return made
    words = text
    for english, dutch in _IN_DUTCH:
        words = english.sub(dutch, words)
    words = line(words)[0]
    if not read_times(words).understood:
        return HoursRead(words, False)
    if cut or validate(text):
        return HoursRead("", False, words)
    return HoursRead(words, True, plain=True)


def _said(text: str) -> HoursRead | None:
    """The line, when there is one that says just this."""
    away: list[str] = []
    rest = text
    while found := _CLOSED.search(rest):
        away = [part.strip().lower() for part in found[1].split(",")] + away
        rest = rest[: found.start()]
    if _NOT_WEEKLY.search(rest) or not validate(rest):
        return None
    if rest.strip().strip('"').casefold() in _APPOINTMENT:
        return HoursRead("op afspraak", True)
    try:
        days, appointment = _days(rest)
    except ValueError:
        return None
    if not any(days.values()):
        return None
    days_only = not any(sign.isdigit() for sign in rest)
    slots = _slots(days, bare=days_only, open_ended=_BEGINS_ONLY.search(rest) is not None)
    if slots is None:
        return None
    offs = tuple(sorted({_OFF[each][0] for each in away}))
    how = Appointment.YES if appointment else Appointment.NONE
    parts = [_slot_said(slot) for slot in slots]
    parts += [words for off, words in _OFF.values() if off in offs] + (["op afspraak"] if appointment else [])
    said = "24/7" if parts == ["ma-zo 00:00-24:00"] else "; ".join(parts)
    meant = Schedule.of(
        Slot(
            each.days, each.spans, monthly=each.monthly, ordinals=each.ordinals, weeks=each.weeks, season=each.season,
            away=offs, appointment=how,
        )
        for each in slots
    )  # fmt: skip
    read = read_times(said)
    return HoursRead(said, True, days_only=days_only) if read.schedule == meant else None


def _days(text: str) -> tuple[dict[date, _Spans], bool]:
    """What is open on every day of the year, and whether it is by appointment.

    :raises ValueError: when the parser does not know, or says something in words.
    """
    hours = OpeningHours(text)
    first, after = (_FIRST, _AFTER) if _THROUGH_THE_YEAR.search(text) else (_FIRST, _FIRST + timedelta(days=2 * _WEEK))
    start = datetime.combine(first - timedelta(days=2), datetime.min.time())
    end = datetime.combine(after + timedelta(days=2), datetime.min.time())
    spans: dict[date, list[Span]] = defaultdict(list)
    comments = set()
    for opens, closes, state, comment in hours.intervals(start, end):
        if str(state) == "closed":
            continue
        if str(state) != "open":
            raise ValueError
        comments.add(str(comment or "").casefold())
        for day, span in _cut(opens.replace(tzinfo=None), min(closes.replace(tzinfo=None) if closes else end, end)):
            spans[day].append(span)
    if comments - _APPOINTMENT - {""} or len(comments) > 1:
        raise ValueError
    days = (first + timedelta(days=each) for each in range((after - first).days))
    return {day: tuple(sorted(spans.get(day, ()))) for day in days}, bool(comments - {""})


def _cut(opens: datetime, closes: datetime) -> Iterator[tuple[date, Span]]:
    """A stretch by the day it begins on; only an evening that runs on into the night is left whole."""
    while opens < closes:
        midnight = datetime.combine(opens.date() + timedelta(days=1), datetime.min.time())
        begins = opens.hour * HOUR + opens.minute
        past = (closes - midnight).total_seconds() / 60
        if past <= 0 or (begins >= _EVENING and past <= _MORNING):
            yield opens.date(), Span(begins, begins + int((closes - opens).total_seconds()) // 60)
            return
        yield opens.date(), Span(begins, DAY)
        opens = midnight


def _slots(days: Mapping[date, _Spans], *, bare: bool, open_ended: bool) -> list[Slot] | None:
    """The few rules that say all these days, or None when there are none of our kind."""
    rules: dict[tuple[str, tuple[int, ...], _Spans], list[int]] = defaultdict(list)
    for weekday in range(_WEEK):
        found = _rules({day: spans for day, spans in days.items() if day.weekday() == weekday})
        if found is None:
            return None
        for key in found:
            rules[key].append(weekday)
    at_night = any(
        span.closes > DAY or (span.opens == 0 and span.closes < DAY) for *_, spans in rules for span in spans
    )
    if at_night and {rhythm for rhythm, _, _ in rules} - {""}:
        return None  # the night after the last day of a month: which rule holds then?
    slots = []
    for (rhythm, numbers, spans), weekdays in rules.items():
        kept = () if bare else tuple(Span(each.opens) if open_ended and each.closes == DAY else each for each in spans)
        slots.append(
            Slot(
                tuple(weekdays),
                kept,
                monthly=rhythm == "ordinal",
                ordinals=numbers if rhythm == "ordinal" else (),
                weeks=rhythm if rhythm in {"even", "odd"} else "",
                season=Season(months=numbers) if rhythm == "months" else Season(),
            )
        )
    return slots


def _rules(days: Mapping[date, _Spans]) -> list[tuple[str, tuple[int, ...], _Spans]] | None:
    """How one weekday runs through the year: always the same, by month, by which of the month, or every other week."""
    all_spans = {spans for spans in days.values() if spans}
    if len({*days.values()}) == 1:
        return [("", (), spans) for spans in all_spans]
    by_month = [(spans, _by(days, spans, lambda day: day.month)) for spans in sorted(all_spans)]
    if all(_covers(days, spans, lambda day, n=numbers: day.month in n) for spans, numbers in by_month):
        return [("months", numbers, spans) for spans, numbers in by_month]
    found: list[tuple[str, tuple[int, ...], _Spans]] = []
    for spans in sorted(all_spans):
        rule = _ordinal(days, spans) or _parity(days, spans)
        if rule is None:
            return None
        found.append((*rule, spans))
    return found


def _by(days: Mapping[date, _Spans], spans: _Spans, number: object) -> tuple[int, ...]:
    return tuple(sorted({number(day) for day, each in days.items() if each == spans}))  # type: ignore[operator]


def _covers(days: Mapping[date, _Spans], spans: _Spans, holds: object) -> bool:
    return all((each == spans) == holds(day) for day, each in days.items())  # type: ignore[operator]


def _ordinal(days: Mapping[date, _Spans], spans: _Spans) -> tuple[str, tuple[int, ...]] | None:
    def is_last(day: date) -> bool:
        return (day + timedelta(days=_WEEK)).month != day.month

    for with_last in (False, True):
        numbers = {
            (day.day - 1) // _WEEK + 1
            for day, each in days.items()
            if each == spans and not (with_last and is_last(day))
        }

        def holds(day: date, numbers: set[int] = numbers, with_last: bool = with_last) -> bool:  # noqa: FBT001
            return (day.day - 1) // _WEEK + 1 in numbers or (with_last and is_last(day))

        if _covers(days, spans, holds):
            return "ordinal", (*sorted(numbers), *((LAST,) if with_last else ()))
    return None


def _parity(days: Mapping[date, _Spans], spans: _Spans) -> tuple[str, tuple[int, ...]] | None:
    for rest, word in ((0, "even"), (1, "odd")):
        if _covers(days, spans, lambda day, r=rest: day.isocalendar().week % 2 == r):
            return word, ()
    return None


def _slot_said(slot: Slot) -> str:
    parts = []
    if slot.ordinals:
        parts.append(" en ".join(_ORDINALS[each] for each in slot.ordinals))
    parts.append(_weekdays(slot.days))
    if slot.ordinals:
        parts.append("van de maand")
    if slot.spans:
        parts.append(" en ".join(_span_said(span) for span in slot.spans))
    if slot.weeks:
        parts.append("in de even weken" if slot.weeks == "even" else "in de oneven weken")
    if slot.season.months:
        parts.append(", " + _months(slot.season.months))
    return " ".join(parts).replace(" ,", ",")


def _span_said(span: Span) -> str:
    return f"{_clock(span.opens)}-{_clock(span.closes)}" if span.closes else f"vanaf {_clock(span.opens)}"


def _clock(minutes: int) -> str:
    minutes = minutes if minutes <= DAY else minutes - DAY
    return f"{minutes // HOUR:02d}:{minutes % HOUR:02d}"


def _weekdays(days: tuple[int, ...]) -> str:
    """`ma-vr`, `di+do`, `ma+wo+vr`; a row of three or more is said as one."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    if len(runs) == 1 and len(days) >= _IN_A_ROW:
        return f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}"
    return "+".join(WEEKDAYS[day] for day in days)


def _months(months: tuple[int, ...]) -> str:
    """`april t/m september`, also round the new year; else the months one by one."""
    for first in months:
        row = tuple((first - 1 + each) % 12 + 1 for each in range(len(months)))
        if set(row) == set(months) and len(months) > 1:
            return f"{_MONTHS[row[0] - 1]} t/m {_MONTHS[row[-1] - 1]}"
    return "+".join(_MONTHS[month - 1] for month in months)
