"""Stays of day and night: `vr 17:00 t/m zo 17:00` is one weekend, and `dagelijks, max 3 etmalen per week` is round the clock.

The grammar of `times_grammar` reads days that each have the same hours. A stay runs on through the night, so it is
read apart, and only when it can mean nothing else: an end that is no later on the clock than the beginning cannot be
opening hours.
"""

import re

from app.social_map.schedule import ALL_DAYS, DAY, HOUR, Span, parts_of
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS

_NAMES = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_DAY = "|".join((*_NAMES, *WEEKDAYS))
_CLOCK = r"(\d{1,2})(?:[.:]([0-5]\d))?(?: ?uur)?"
_FROM_TO = re.compile(rf"(?:van )?({_DAY}) {_CLOCK} ?(?:t/m|tot en met|tot|-|–) ?({_DAY}) {_CLOCK}")
_ROUND_THE_CLOCK = re.compile(
    r"(?:dagelijks|elke dag|alle dagen)[,;]? \(?(?:max\.?|maximaal|hooguit|ten hoogste) \d+ etmalen(?: (?:per|in de) (?:week|maand|jaar))?\)?"
)
_LAST_HOUR = 24
_MORNING = 6 * HOUR


def stay_mask(text: str) -> int:
    """The parts of days that a stay takes in, as 35 bits (app/social_map/times.py); 0 when the line is no stay.

    :param text: one line, as typed.
    """
    typed = " ".join(text.casefold().split()).strip(" .")
    if _ROUND_THE_CLOCK.fullmatch(typed):
        return (1 << len(ALL_DAYS) * len(DAYPARTS)) - 1
    found = _FROM_TO.fullmatch(typed)
    if found is None:
        return 0
    first, last = (_weekday(found[place]) for place in (1, 4))
    opens, closes = (int(found[place]) * HOUR + int(found[place + 1] or 0) for place in (2, 5))
    if first == last or closes > opens or max(opens, closes) >= _LAST_HOUR * HOUR:
        return 0
    mask = _bits(first, Span(opens, DAY + _MORNING))
    day = (first + 1) % len(WEEKDAYS)
    while day != last:
        mask |= _bits(day, Span(_MORNING, DAY + _MORNING))
        day = (day + 1) % len(WEEKDAYS)
    return mask | (_bits(last, Span(_MORNING, closes)) if closes > _MORNING else 0)


def _weekday(name: str) -> int:
    return WEEKDAYS.index(name) if name in WEEKDAYS else _NAMES.index(name)


def _bits(day: int, span: Span) -> int:
    return sum(1 << (day * len(DAYPARTS) + part) for part in parts_of(span))
