"""What is said of days and times beside them: how often, in which season, when not, by appointment.

Gathered first and laid over a slot together, so that two things that contradict each other are seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.social_map.schedule import Appointment, Label, Off, Season, Slot
from app.social_map.times_words import Word


class Unclear(Exception):
    """The words fit the grammar and still do not say one thing."""


@dataclass(frozen=True, slots=True)
class Mod:
    """One such saying. `name`: weeks, every, label, appt, once, season, only or away; `value` goes with it."""

    name: str
    value: Any

    @classmethod
    def of(cls, word: Word) -> "Mod":
        """The saying of one word."""
        if word.kind == "DATE":
            return cls("once", word.value)
        return cls(word.kind.lower(), word.value if word.kind == "EVERY" else word.code)


def with_mods(slot: Slot, mods: Sequence[Mod]) -> Slot:
    """The slot with all that is said of it.

    :raises Unclear: when it contradicts itself.
    """
    said: dict[str, list[Any]] = {}
    for mod in mods:
        said.setdefault(mod.name, []).append(mod.value)
    slot = _rhythm(slot, set(said.get("every", ())), set(said.get("weeks", ())))
    appointment = {Appointment(each) for each in said.get("appt", ())} or {slot.appointment}
    if len(appointment) > 1:
        raise Unclear
    slot = replace(
        slot,
        appointment=appointment.pop(),
        labels=tuple(sorted({Label(each) for each in said.get("label", ())})),
        only=tuple(sorted({Off(each) for codes in said.get("only", ()) for each in codes})),
    )
    slot = _seasonal(slot, said.get("season", ()), said.get("once", ()))
    return _without(slot, [item for items in said.get("away", ()) for item in items])


def _rhythm(slot: Slot, every: set[tuple[int, int]], weeks: set[str]) -> Slot:
    if len(every) > 1 or len(weeks) > 1 or (weeks and (every or slot.ordinals)):
        raise Unclear
    if weeks:
        return replace(slot, weeks=weeks.pop())
    if not every:
        return slot
    monthly, interval = every.pop()
    if slot.ordinals and not monthly:
        raise Unclear
    return replace(slot, monthly=bool(monthly), interval=interval)


def _seasonal(slot: Slot, seasons: Sequence[Season], once: Sequence[tuple[int, int, int]]) -> Slot:
    found = Season()
    for season in seasons:
        for name in ("months", "between", "first", "last"):
            value = getattr(season, name)
            if value and getattr(found, name):
                raise Unclear
            found = replace(found, **{name: value}) if value else found
    if found.between and (found.months or found.first or found.last):
        raise Unclear
    if once:
        if seasons or len(once) > 1 or slot.monthly or slot.weeks or slot.interval > 1:
            raise Unclear
        day = _day(once[0])
        if day.weekday() not in slot.days:
            raise Unclear
        return replace(slot, days=(day.weekday(),), season=Season(first=day.isoformat(), last=day.isoformat()))
    if found.first and found.last and found.first > found.last:
        raise Unclear
    return replace(slot, season=found)


def _day(value: tuple[int, int, int]) -> date:
    try:
        return date(*value)
    except ValueError as error:
        raise Unclear from error


def _without(slot: Slot, items: Sequence[tuple[str, Any]]) -> Slot:
    """Take away what is named; naming what was not there is a contradiction."""
    days, months, off = set[int](), set[int](), set[Off]()
    for kind, value in items:
        if kind == "days":
            days.update(value)
        elif kind == "months":
            months.update(value)
        else:
            off.add(Off(value))
    if off & {*slot.only} or (days and (not days < {*slot.days} or slot.ordinals)):
        raise Unclear
    in_season = {*slot.season.months}
    if in_season and months:
        if not months < in_season:
            raise Unclear
        slot = replace(slot, season=replace(slot.season, months=tuple(sorted(in_season - months))))
        months = set()
    return replace(
        slot,
        days=tuple(day for day in slot.days if day not in days),
        away=tuple(sorted(off)),
        not_months=tuple(sorted(months)),
    )
