"""The grammar of a line about times: which rows of words mean something, and what.

Declared for Lark (LALR), so that every line either fits the grammar whole or is refused: no word can be skipped by
accident. What fits but contradicts itself (`maandagochtend 14-16`) raises `Unclear` and is refused as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from lark import Lark, Token, Transformer
from lark.exceptions import LarkError
from lark.lexer import Lexer

from app.social_map.schedule import ALL_DAYS, DAY, HOUR, LAST, Schedule, Season, Slot, Span, part_bounds
from app.social_map.times_mods import Mod, Unclear, with_mods
from app.social_map.times_words import Word

GRAMMAR = r"""
start: section (SEMI section)*
section: mods [slots mods]
mods: mod*
slots: full+ bare? | bare | turned+
full: head time+ | head CLOSED -> closed
bare: head
turned: time+ (_day | ORD | OFMONTH)*
head: (_day | ORD) (_day | ORD | OFMONTH | LABEL | WEEKS | EVERY | APPT | DATE)*
_day: day | day_range | day_part | joined
day: DAY
day_range: DAY TO_DAY DAY | DAY TO_DAY DAYPART
day_part: DAYPART
joined: DAY (JOIN DAY)* JOIN DAYPART
time: (FROM | AT)? moment TO_TIME moment -> span
    | BETWEEN moment TO_TIME moment -> span
    | (FROM | AT) moment -> begins
    | CLOCK HOUR? -> begins
    | PART (JOIN PART)* -> part
    | ALWAYS -> always
moment: (CLOCK | NUM) HOUR?
mod: WEEKS | EVERY | LABEL | APPT
   | NOT off+ -> away
   | ONLY? OFF+ -> only
   | ONLY? month+ -> season
   | AT_DATE DATE -> since
   | TO_DATE DATE -> until
   | FROM_DATE? DATE TO_DATE DATE -> dated
   | DATE -> once
   | FROM_DATE? YEARLESS TO_DATE YEARLESS -> yearly
off: OFF | day | day_range | month
month: MONTH | MONTH TO_MONTH MONTH
%declare SEMI CLOSED OFMONTH LABEL WEEKS EVERY APPT ORD DAY TO_DAY DAYPART JOIN FROM AT BETWEEN TO_TIME CLOCK NUM HOUR
%declare PART ALWAYS NOT ONLY OFF MONTH TO_MONTH DATE YEARLESS TO_DATE AT_DATE FROM_DATE
"""
_EVENING = 17 * HOUR
_NIGHT_ENDS = 6 * HOUR
_NOON = 12 * HOUR
_SECOND = 2
_MOST_ORDINAL_DAYS = 3
_YEAR = 12


@dataclass(slots=True)
class _Days:
    """Days as they were named together; `part` when it hangs on the word."""

    days: tuple[int, ...]
    part: int | None = None


@dataclass(slots=True)
class _Time:
    """One time: a span, or parts of the day. `apart`: a comma or `en` stood before it."""

    span: Span | None = None
    parts: tuple[int, ...] = ()
    apart: bool = False
    vague: bool = False


@dataclass(slots=True)
class _Clause:
    """Days with their times, before what is said of them elsewhere; `closed` days only have to differ from the rest."""

    slots: list[Slot]
    mods: list[Mod] = field(default_factory=list)
    closed: bool = False


@dataclass(slots=True)
class _Section:
    before: list[Mod]
    clauses: list[_Clause]
    after: list[Mod]


class _Words(Lexer):
    """Hands over the words that `times_tokens` found."""

    def __init__(self, lexer_conf: object) -> None:
        del lexer_conf

    def lex(self, data: Any) -> Iterator[Token]:  # type: ignore[override]
        for word in data:
            yield Token(word.kind, word)


def _word(token: Any) -> Word:
    word: Word = token.value
    return word


class _Meaning(Transformer[Token, Schedule]):
    """What each rule of the grammar means."""

    def start(self, children: list[Any]) -> Schedule:
        return _schedule([each for each in children if isinstance(each, _Section)])

    def section(self, children: list[Any]) -> _Section:
        before, *rest = children
        clauses, after = rest if rest and rest[0] is not None else ([], [])
        return _Section(before, clauses, after)

    def mods(self, children: list[Any]) -> list[Mod]:
        return [*children]

    def slots(self, children: list[Any]) -> list[_Clause]:
        return [*children]

    def full(self, children: list[Any]) -> _Clause:
        head, *times = children
        return _clause(head, times)

    def closed(self, children: list[Any]) -> _Clause:
        clause = _clause(children[0], [])
        return _Clause(clause.slots, clause.mods, closed=True)

    def bare(self, children: list[Any]) -> _Clause:
        return _clause(children[0], [])

    def turned(self, children: list[Any]) -> _Clause:
        times = [each for each in children if isinstance(each, _Time)]
        return _clause([each for each in children if not isinstance(each, _Time)] or [_Days(ALL_DAYS)], times)

    def head(self, children: list[Any]) -> list[Any]:
        return children

    def day(self, children: list[Any]) -> _Days:
        return _Days(_word(children[0]).value)

    def day_range(self, children: list[Any]) -> _Days:
        first, last = _word(children[0]), _word(children[2])
        if len(first.value) > 1 or (last.kind == "DAY" and len(last.value) > 1):
            raise Unclear
        start, end = first.value[0], last.value[0]
        days = tuple((start + each) % 7 for each in range((end - start) % 7 + 1))
        return _Days(days, last.value[1] if last.kind == "DAYPART" else None)

    def day_part(self, children: list[Any]) -> _Days:
        day, part = _word(children[0]).value
        return _Days((day,), part)

    def joined(self, children: list[Any]) -> _Days:
        words = [_word(each) for each in children if each.type != "JOIN"]
        return _Days(tuple(day for word in words[:-1] for day in word.value) + words[-1].value[:1], words[-1].value[1])

    def span(self, children: list[Any]) -> _Time:
        first = children[0]
        opens, closes = (each for each in children if isinstance(each, Word))
        apart = opens.apart if isinstance(first, Word) else _word(first).apart
        return _Time(span=_span(opens, closes), apart=apart, vague=opens.vague)

    def begins(self, children: list[Any]) -> _Time:
        words = [each if isinstance(each, Word) else _word(each) for each in children]
        moment = next(word for word in words if word.kind in {"CLOCK", "NUM"})
        if moment.value[0] >= DAY:
            raise Unclear
        return _Time(span=Span(moment.value[0]), apart=words[0].apart, vague=moment.vague)

    def part(self, children: list[Any]) -> _Time:
        words = [_word(each) for each in children if each.type == "PART"]
        return _Time(parts=tuple(part for word in words for part in word.value), apart=words[0].apart)

    def always(self, children: list[Any]) -> _Time:
        del children
        return _Time(span=Span(0, DAY), apart=True)

    def moment(self, children: list[Any]) -> Word:
        return _word(children[0])

    def mod(self, children: list[Any]) -> Mod:
        return Mod.of(_word(children[0]))

    def away(self, children: list[Any]) -> Mod:
        return Mod("away", tuple(each for each in children if not isinstance(each, Token)))

    def off(self, children: list[Any]) -> tuple[str, Any]:
        (found,) = children
        if isinstance(found, _Days):
            return "days", found.days
        return ("months", found) if isinstance(found, tuple) else ("off", _word(found).code)

    def only(self, children: list[Any]) -> Mod:
        return Mod("only", tuple(_word(each).code for each in children if each.type == "OFF"))

    def season(self, children: list[Any]) -> Mod:
        months = {month for each in children if isinstance(each, tuple) for month in each}
        return Mod("season", Season(months=tuple(sorted(months))))

    def month(self, children: list[Any]) -> tuple[int, ...]:
        first, last = _word(children[0]).value[0], _word(children[-1]).value[0]
        return tuple((first - 1 + each) % _YEAR + 1 for each in range((last - first) % _YEAR + 1))

    def since(self, children: list[Any]) -> Mod:
        return Mod("season", Season(first=_date(children[1])))

    def until(self, children: list[Any]) -> Mod:
        return Mod("season", Season(last=_date(children[1])))

    def dated(self, children: list[Any]) -> Mod:
        first, last = (_date(each) for each in children if each.type == "DATE")
        if first >= last:
            raise Unclear
        return Mod("season", Season(first=first, last=last))

    def once(self, children: list[Any]) -> Mod:
        return Mod.of(_word(children[0]))

    def yearly(self, children: list[Any]) -> Mod:
        first, last = (_word(each).value[1:] for each in children if each.type == "YEARLESS")
        if first == last:
            raise Unclear
        for month, day in (first, last):
            _checked(2024, month, day)
        return Mod("season", Season(between=(*first, *last)))


_PARSER = Lark(GRAMMAR, parser="lalr", lexer=_Words, transformer=_Meaning(), maybe_placeholders=True)


def schedule_of(words: list[Word]) -> Schedule | None:
    """What a line means, or nothing when it does not fit the grammar or does not say one thing."""
    try:
        found = _PARSER.parse(words)
    except (LarkError, Unclear):
        return None
    schedule: Schedule = found  # type: ignore[assignment]
    return schedule if schedule.slots else None


def _checked(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Unclear from error


def _date(token: Any) -> str:
    return _checked(*_word(token).value).isoformat()


def _span(opens: Word, closes: Word) -> Span:
    """A stretch of time; one that would run past midnight from before the evening is a mistake or means the afternoon."""
    start, end = opens.value[0], closes.value[0]
    if start == end or start >= DAY:
        raise Unclear
    if end < start:
        if start < _EVENING and not (closes.vague and _NIGHT_ENDS <= start <= _NOON and end + _NOON > start):
            raise Unclear
        end += _NOON if start < _EVENING else DAY  # `9 tot half 5`
    return Span(start, end)


def _clause(head: list[Any], times: list[_Time]) -> _Clause:
    """Days with times: one slot for each kind of day in the head."""
    mods = [Mod.of(_word(each)) for each in head if _kind(each) in {"LABEL", "WEEKS", "EVERY", "APPT", "DATE"}]
    slots = []
    for ordinals, named in _groups(head):
        parts = {each.part for each in named}
        if len(parts) > 1 and None in parts:
            raise Unclear  # `di en donderdagavond`: is it Tuesday evening?
        for part in sorted(parts, key=lambda each: -1 if each is None else each):
            days = tuple(sorted({day for each in named if each.part == part for day in each.days}))
            spans, more = _times(times, part)
            slots.append(Slot(days, spans, more, monthly=bool(ordinals), ordinals=ordinals))
    return _Clause(slots, mods)


def _kind(piece: Any) -> str:
    return piece.type if isinstance(piece, Token) else ""


def _groups(head: list[Any]) -> Iterator[tuple[tuple[int, ...], list[_Days]]]:
    """Which of the month, with the days it holds for. Without `van de maand` it holds for one day only."""
    ordinals: list[Word] = []
    named: list[_Days] = []
    told = any(_kind(each) == "OFMONTH" for each in head)
    ended = False
    for each in [*head, None]:
        kind = _kind(each)
        if each is None or (kind == "ORD" and named):
            _check_group(ordinals, named, told=told)
            yield tuple(sorted({word.value[0] for word in ordinals}, key=lambda n: (n == LAST, n))), named
            ordinals, named, ended = [], [], False
        if isinstance(each, _Days):
            if ended:
                raise Unclear
            named.append(each)
        elif kind == "ORD":
            ordinals.append(_word(each))
        elif kind == "OFMONTH":
            if not ordinals:
                raise Unclear
            ended = True


def _check_group(ordinals: list[Word], named: list[_Days], *, told: bool) -> None:
    if not named:
        raise Unclear
    if ordinals and not told and (len(named) > 1 or len(named[0].days) > 1):
        raise Unclear
    if ordinals and len({day for each in named for day in each.days}) > _MOST_ORDINAL_DAYS:
        raise Unclear  # `eerste werkdag van de maand` is one day, not five
    if not told and [word.value[0] for word in ordinals if word.code == "each"] == [_SECOND]:
        raise Unclear  # `elke tweede dinsdag`: of the month, or every other one?


def _times(times: list[_Time], part: int | None) -> tuple[tuple[Span, ...], tuple[int, ...]]:
    """Spans and parts; a part of the day that stands against a time says which half of the day is meant."""
    spans: set[Span] = set()
    parts: set[int] = set()
    place = 0
    while place < len(times):
        time, after = times[place], times[place + 1] if place + 1 < len(times) else None
        told: tuple[int, ...] = (part,) if part is not None else ()
        if time.span is None and after is not None and after.span is not None and not after.apart:
            told, time, place = (*told, *time.parts), after, place + 1
        elif time.span is not None and after is not None and after.span is None and not after.apart:
            told, place = (*told, *after.parts), place + 1
        if time.span is not None:
            spans.add(_told(time.span, told, vague=time.vague))
        elif part is not None and time.parts != (part,):
            raise Unclear
        else:
            parts.update(time.parts)
        place += 1
    if part is not None and not spans:
        parts.add(part)
    return tuple(sorted(spans)), tuple(sorted(parts))


def _told(span: Span, parts: tuple[int, ...], *, vague: bool) -> Span:
    """The span in the half of the day that its part names; `2-4 uur` alone is refused, for it may be either."""
    if not parts:
        if vague and HOUR <= span.opens < _NIGHT_ENDS:
            raise Unclear
        return span
    later = replace(span, opens=span.opens + _NOON, closes=span.closes + _NOON if span.closes else 0)
    for part in parts:
        lowest, highest = part_bounds(part)
        for each in (span, later) if vague and span.opens <= _NOON else (span,):
            night = part == max(range(4)) and each.opens < _NIGHT_ENDS
            if night or lowest - HOUR <= each.opens < highest:
                return each
    raise Unclear


def _schedule(sections: list[_Section]) -> Schedule:
    """All sections together. What stands in a section without days holds for the whole line."""
    whole = [mod for each in sections if not each.clauses for mod in each.before]
    filled = [each for each in sections if each.clauses]
    slots: list[Slot] = []
    closed: set[int] = set()
    for section in filled:
        if section.after and len(section.clauses) > 1 and len(filled) > 1:
            raise Unclear  # for which of these days?
        for clause in section.clauses:
            if clause.closed:
                closed |= {day for slot in clause.slots for day in slot.days}
                continue
            mods = [*whole, *section.before, *clause.mods, *section.after]
            slots += [with_mods(slot, mods) for slot in clause.slots]
    if closed & {day for slot in slots for day in slot.days}:
        raise Unclear
    return Schedule.of(slots)
