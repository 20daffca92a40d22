"""When: weekdays and parts of the day, read from the simple forms people write.

What is not understood stays text and counts as "not known": a time is never guessed. This module is the seam: a fuller
reader can come behind `read_times`, `wanted_mask` and `in_words` without anybody else changing.

A mask is an int of 35 bits. Bit `weekday * 4 + daypart` (Monday 0, morning 0) for a known part of a known day; bit
`28 + weekday` when the day is known and the part is not (`ma-vr`). 0 is not known.
Morning is 6-12, afternoon 12-18, evening 18-23, night 23-6 and belongs to the day on which it begins.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from app.social_map.names import fold_name
from app.social_map.plain_text import line
from app.social_map.times_said import ANY_PART, mask_said, said
from app.social_map.times_tokens import DAY, HOUR, tokens_of
from app.social_map.times_words import ALL_DAYS, ALL_PARTS, Role, Token
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS

_ENOUGH = 30
_PART_HOURS = ((6, 12), (12, 18), (18, 23), (23, 30), (0, 6))
_NO_FIXED_TIME = frozenset(
    {"op afspraak", "na afspraak", "volgens afspraak", "in overleg", "in overleg met u", "op aanvraag", "wisselend"}
)


@dataclass(frozen=True, slots=True)
class TimesRead:
    """What was read. `words` is the line written out in Dutch, or the line as typed when it was not understood."""

    mask: int
    understood: bool
    words: str


@dataclass(slots=True)
class _Group:
    """Days and the times that hold for all of them."""

    days: list[int] = field(default_factory=list)
    bits: set[int] = field(default_factory=set)  # parts of the day
    always: bool = False
    times_first: bool = False


@lru_cache(maxsize=8192)
def read_times(text: str) -> TimesRead:
    """Read a line about times. Never raises; what is not understood gives mask 0 and the line as typed."""
    typed, cut = line(text)
    tokens = [] if cut else tokens_of(typed)
    mask = _mask(tokens) if tokens else 0
    return TimesRead(mask, True, said(tokens, "nl")) if mask else TimesRead(0, False, typed)


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
    """Times written out for somebody who listens: `di+do 18:30-22:30` is "dinsdag en donderdag van 18.30 tot 22.30 uur".

    :param value: a line as typed, or a mask. A line that is not understood comes back as typed; mask 0 is "".
    :param lang: `nl` or `en`; any other language gets the Dutch words.
    """
    lang = "en" if lang == "en" else "nl"
    if isinstance(value, int):
        return mask_said(value, lang)
    read = read_times(value)
    return read.words if lang == "nl" or not read.understood else said(tokens_of(line(value)[0]), lang)


def _mask(tokens: list[Token]) -> int:
    """The bits of a line, or 0 when it names no time or says something the simple forms do not have."""
    groups = [_Group()]
    place = 0
    while place < len(tokens):
        step = _take(tokens, place, groups)
        if not step:
            return 0
        place += step
    mask = 0
    for group in groups:
        mask |= _bits(group)
    return mask


def _take(tokens: list[Token], place: int, groups: list[_Group]) -> int:
    """Put the token at `place` in its group; how many tokens that used, 0 when it cannot be read."""
    token = tokens[place]
    if token.role in _TAKERS:
        return _TAKERS[token.role](tokens, place, groups)
    return 0 if token.role is Role.UNTIL else 1


def _take_days(tokens: list[Token], place: int, groups: list[_Group]) -> int:
    """Days, or a range of days; a part of the day that hangs on the last one holds for all (`ma t/m donderdagavond`)."""
    days = tokens[place].value
    group = _group_for_days(groups)
    roles = _next_roles(tokens, place)
    if roles[:1] == [Role.UNTIL] and len(roles) > 1 and len(days) == 1:
        end = tokens[place + 2]
        if end.role is Role.DAY_AND_PART or (end.role is Role.DAYS and len(end.value) == 1):
            group.days += [(days[0] + each) % 7 for each in range((end.value[0] - days[0]) % 7 + 1)]
            group.bits.update(end.value[1:])
            return 3
    group.days += days
    return 2 if _hyphen_before_and(tokens, place) else 1


def _take_day_and_part(tokens: list[Token], place: int, groups: list[_Group]) -> int:
    """`woensdagochtend`. A stay from Friday evening to Sunday is more than the simple forms."""
    if _next_roles(tokens, place)[:1] == [Role.UNTIL]:
        return 0
    day, part = tokens[place].value
    group = _group_for_days(groups)
    group.days.append(day)
    group.bits.add(part)
    return 1


def _take_parts(tokens: list[Token], place: int, groups: list[_Group]) -> int:
    """`'s avonds`, `overdag`."""
    _group_for_times(groups).bits.update(tokens[place].value)
    if _hyphen_before_and(tokens, place):
        return 2
    return 0 if _next_roles(tokens, place)[:1] == [Role.UNTIL] else 1


def _take_always(tokens: list[Token], place: int, groups: list[_Group]) -> int:
    """`dag en nacht`."""
    del tokens, place
    _group_for_times(groups).always = True
    return 1


def _next_roles(tokens: list[Token], place: int) -> list[Role]:
    return [each.role for each in tokens[place + 1 : place + 3]]


def _hyphen_before_and(tokens: list[Token], place: int) -> bool:
    """Whether a hyphen follows that stands for the rest of a word: `dinsdag- en donderdagavond`."""
    return _next_roles(tokens, place) == [Role.UNTIL, Role.AND] and tokens[place + 1].nl == "-"


def _take_clock(tokens: list[Token], place: int, groups: list[_Group]) -> int:
    """A time with its end (`10-12 uur`), or a time at which something starts (`om 14.00 uur`)."""
    first = tokens[place]
    rest = tokens[place + 1 :]
    skip = 1 if rest and rest[0].role is Role.HOUR else 0
    after = [each.role for each in rest[skip : skip + 2]]
    if (
        after[:1] in ([Role.UNTIL], [Role.AND])
        and len(after) > 1
        and after[1] in {Role.CLOCK, Role.NUMBER}
        and (after[0] is Role.UNTIL or _between(tokens, place))
    ):
        parts = _parts_of(first.value[0], rest[skip + 1].value[0])
        _group_for_times(groups).bits.update(parts)
        return 3 + skip if parts else 0
    told = first.role is Role.CLOCK or (
        place > 0 and tokens[place - 1].role is Role.FROM and tokens[place - 1].value == (1,)
    )
    if not told or after[:1] == [Role.UNTIL]:
        return 0
    _group_for_times(groups).bits.add(_part_at(first.value[0]))
    return 1


_TAKERS: dict[Role, Callable[[list[Token], int, list[_Group]], int]] = {
    Role.DAYS: _take_days,
    Role.DAY_AND_PART: _take_day_and_part,
    Role.PARTS: _take_parts,
    Role.ALWAYS: _take_always,
    Role.CLOCK: _take_clock,
    Role.NUMBER: _take_clock,
}


def _between(tokens: list[Token], place: int) -> bool:
    return place > 0 and tokens[place - 1].nl == "tussen"


def _group_for_days(groups: list[_Group]) -> _Group:
    """Days after times open a new group, unless the line began with its times (`9-17 uur ma-vr`)."""
    last = groups[-1]
    if not last.days and (last.bits or last.always):
        last.times_first = True
    elif (last.bits or last.always) and not last.times_first:
        groups.append(_Group())
    return groups[-1]


def _group_for_times(groups: list[_Group]) -> _Group:
    if groups[-1].times_first and groups[-1].days:
        groups.append(_Group())
    return groups[-1]


def _bits(group: _Group) -> int:
    if group.always and not group.days:
        return (1 << ANY_PART) - 1
    parts = set(ALL_PARTS) if group.always else group.bits
    if not parts:
        return sum(1 << (ANY_PART + day) for day in set(group.days))
    days = set(group.days) or set(ALL_DAYS)
    return sum(1 << (day * 4 + part) for day in days for part in parts)


def _parts_of(start: int, end: int) -> set[int]:
    """The parts of the day a stretch of minutes overlaps by half an hour or more; the part it starts in when it is short."""
    if start == end:
        return set()
    if end < start:
        end += DAY
    parts = set()
    for shift in (0, DAY):
        for number, (opens, closes) in enumerate(_PART_HOURS):
            shared = min(end, closes * HOUR + shift) - max(start, opens * HOUR + shift)
            if shared >= _ENOUGH:
                parts.add(min(number, 3))
    return parts or {_part_at(start)}


def _part_at(moment: int) -> int:
    hour = moment // HOUR
    return next((min(number, 3) for number, (opens, closes) in enumerate(_PART_HOURS) if opens <= hour < closes), 3)
