"""A schedule said back: in plain Dutch or English for who confirms or listens, and as the shortest line to type.

What is said in Dutch and what is typed can both be read again, and then mean the same (a property test watches it).
"""

from collections.abc import Iterable, Sequence
from datetime import date

from app.social_map.schedule import ALL_DAYS, DAY, HOUR, LAST, Appointment, Label, Off, Schedule, Season, Slot, Span
from app.social_map.times_words import (
    DAYS_EN,
    DAYS_NL,
    MONTHS_EN,
    MONTHS_NL,
    PARTS_NL,
    SHORT_DAYS,
)

_TWO = 2
_YEAR = 12
_NIGHT_ENDS = 6
_ORDINALS_NL = {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", 5: "vijfde", LAST: "laatste"}
_ORDINALS_EN = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", LAST: "last"}
_PARTS_EN = ("in the morning", "in the afternoon", "in the evening", "at night")
_OFF_NL = {
    Off.SCHOOL: "in de schoolvakanties", Off.SUMMER: "in de zomervakantie", Off.AUTUMN: "in de herfstvakantie",
    Off.CHRISTMAS: "in de kerstvakantie", Off.SPRING: "in de voorjaarsvakantie", Off.MAY: "in de meivakantie", Off.PUBLIC: "op feestdagen",
}  # fmt: skip
_OFF_EN = {
    Off.SCHOOL: "in the school holidays", Off.SUMMER: "in the summer holidays", Off.AUTUMN: "in the autumn holidays",
    Off.CHRISTMAS: "in the Christmas holidays", Off.SPRING: "in the spring holidays", Off.MAY: "in the May holidays",
    Off.PUBLIC: "on public holidays",
}  # fmt: skip
_LABELS_NL = {
    Label.ABOUT: "ongeveer", Label.WALK_IN: "inloop", Label.PHONE: "telefonisch", Label.HOURS: "spreekuur",
    Label.YEAR_ROUND: "het hele jaar", Label.ALSO_SCHOOL: "ook in de schoolvakantie", Label.ALSO_PUBLIC: "ook op feestdagen",
}  # fmt: skip
_LABELS_EN = {
    Label.ABOUT: "more or less", Label.WALK_IN: "walk-in", Label.PHONE: "by phone", Label.HOURS: "open hour",
    Label.YEAR_ROUND: "all year", Label.ALSO_SCHOOL: "also in the school holidays", Label.ALSO_PUBLIC: "also on public holidays",
}  # fmt: skip
_EVERY_NL = {(False, 2): "om de week", (True, 1): "één keer per maand", (True, 2): "om de twee maanden", (True, 3): "om de drie maanden"}  # fmt: skip
_NUMBERS_NL, _NUMBERS_EN = ("", "een", "twee", "drie", "vier"), ("", "one", "two", "three", "four")


def said(schedule: Schedule, lang: str = "nl") -> str:
    """The schedule in plain words: `woensdag van 10.00 tot 12.00 uur, niet in de schoolvakanties`."""
    return _lines(schedule, "en" if lang == "en" else "nl")


def typed(schedule: Schedule) -> str:
    """The schedule as the shortest line that means it: `wo 10:00-12:00, niet in de schoolvakanties`."""
    return _lines(schedule, "typed")


def slot_said(slot: Slot, lang: str = "nl") -> str:
    """One slot with all that holds for it."""
    return ", ".join((_when(slot, lang), *_beside(slot, lang)))


def _lines(schedule: Schedule, lang: str) -> str:
    if len(schedule.slots) == 1:
        return slot_said(schedule.slots[0], lang)
    beside = [_beside(slot, lang) for slot in schedule.slots]
    shared = [each for each in beside[0] if all(each in other for other in beside[1:])] if beside else []
    lines = [
        ", ".join((_when(slot, lang), *(each for each in own if each not in shared)))
        for slot, own in zip(schedule.slots, beside, strict=True)
    ]
    return "; ".join((*lines, *([", ".join(shared)] if shared else [])))


def _when(slot: Slot, lang: str) -> str:
    if slot.days == ALL_DAYS and slot.always:
        return "day and night" if lang == "en" else "dag en nacht"
    days = _days_of(slot, lang)
    times = _times_of(slot, lang)
    return f"{days} {times}" if times else days


def _days_of(slot: Slot, lang: str) -> str:
    if not slot.ordinals:
        return _short_days(slot.days) if lang == "typed" else days_said(slot.days, lang)
    if lang == "typed":
        which = "+".join("laatste" if each == LAST else f"{each}e" for each in slot.ordinals)
        return f"{which} {_short_days(slot.days)} v/d maand"
    if lang == "en":
        return (
            f"{listed([_ORDINALS_EN[each] for each in slot.ordinals], lang)} {days_said(slot.days, lang)} of the month"
        )
    return f"{listed([_ORDINALS_NL[each] for each in slot.ordinals], lang)} {days_said(slot.days, lang)} van de maand"


def days_said(days: Sequence[int], lang: str) -> str:
    """Weekdays in words; three or more in a row as a range."""
    names = DAYS_EN if lang == "en" else DAYS_NL
    if len(days) == len(ALL_DAYS):
        return "every day" if lang == "en" else "elke dag"
    if len(days) > _TWO and [*days] == [*range(days[0], days[-1] + 1)]:
        return f"{names[days[0]]} {'to' if lang == 'en' else 'tot en met'} {names[days[-1]]}"
    return listed([names[day] for day in days], lang)


def _short_days(days: Sequence[int]) -> str:
    if len(days) == len(ALL_DAYS):
        return "dagelijks"
    if len(days) > _TWO and [*days] == [*range(days[0], days[-1] + 1)]:
        return f"{SHORT_DAYS[days[0]][0]}-{SHORT_DAYS[days[-1]][0]}"
    return "+".join(SHORT_DAYS[day][0] for day in days)


def _times_of(slot: Slot, lang: str) -> str:
    if slot.always and not slot.parts:
        return "day and night" if lang == "en" else "dag en nacht"
    times = [_span_said(span, lang) for span in slot.spans]
    times += _parts_said(slot.parts, lang)
    return listed(times, lang) if lang != "typed" else " en ".join(times)


def _parts_said(parts: tuple[int, ...], lang: str) -> list[str]:
    if lang == "typed":
        return [PARTS_NL[part] for part in parts]
    if parts[:2] == (0, 1):
        return ["overdag" if lang == "nl" else "during the day", *_parts_said(parts[2:], lang)]
    return [f"'s {PARTS_NL[part]}s" if lang == "nl" else _PARTS_EN[part] for part in parts]


def _span_said(span: Span, lang: str) -> str:
    if span == Span(0, DAY):
        return "day and night" if lang == "en" else "dag en nacht"
    opens, closes = clock_said(span.opens, lang), clock_said(span.closes, lang)
    if lang == "typed":
        return f"{opens}-{closes}" if span.closes else f"vanaf {opens}"
    if lang == "en":
        return f"from {opens} to {closes}" if span.closes else f"from {opens}"
    return f"van {opens} tot {closes} uur" if span.closes else f"vanaf {opens} uur"


def clock_said(moment: int, lang: str) -> str:
    """A minute after midnight as a clock shows it; before six with a nought, so that nobody takes it for the afternoon."""
    hours, minutes = divmod(moment if moment <= DAY else moment - DAY, HOUR)
    shown = f"{hours:02}" if hours < _NIGHT_ENDS or lang == "typed" else str(hours)
    return f"{shown}{'.' if lang == 'nl' else ':'}{minutes:02}"


def _beside(slot: Slot, lang: str) -> tuple[str, ...]:
    """What holds for the days and times, in the order in which it can be read again."""
    english = lang == "en"
    found = [(_LABELS_EN if english else _LABELS_NL)[label] for label in slot.labels]
    if slot.weeks:
        week = {"even": ("even weken", "in even weeks"), "odd": ("oneven weken", "in odd weeks")}[slot.weeks]
        found.append(week[english])
    elif every := _every(slot, english=english):
        found.append(every)
    if slot.appointment is not Appointment.NONE:
        also = slot.appointment is Appointment.ALSO
        found.append(
            (("also " if also else "") + "by appointment") if english else ("ook " if also else "") + "op afspraak"
        )
    found += _season_said(slot.season, english=english)
    off = _OFF_EN if english else _OFF_NL
    if slot.only:
        found.append(("only " if english else "alleen ") + listed([off[each] for each in slot.only], lang))
    away = [off[each] for each in slot.away]
    if slot.not_months:
        away.append(_months_said(slot.not_months, english=english))
    if away:
        found.append(("not " if english else "niet ") + listed(away, lang))
    return tuple(found)


def _every(slot: Slot, *, english: bool) -> str:
    if (slot.interval == 1 and not slot.monthly) or (slot.ordinals and slot.interval == 1):
        return ""
    if not english:
        return _EVERY_NL.get((slot.monthly, slot.interval), f"om de {_NUMBERS_NL[slot.interval]} weken")
    if slot.interval == 1:
        return "once a month"
    return f"every {_NUMBERS_EN[slot.interval]} {'months' if slot.monthly else 'weeks'}"


def _season_said(season: Season, *, english: bool) -> list[str]:
    found = []
    if season.months:
        found.append(_months_said(season.months, english=english, alone=True))
    if season.between:
        first, last = season.between[:2], season.between[2:]
        found.append(_stretch(_yearly(first, english=english), _yearly(last, english=english), english=english))
    start, end = season.valid_from, season.valid_to
    if start and end:
        one, other = _dated(start, english=english), _dated(end, english=english)
        found.append(("on " if english else "op ") + one if start == end else _stretch(one, other, english=english))
    elif start:
        found.append(("from " if english else "vanaf ") + _dated(start, english=english))
    elif end:
        found.append(("until " if english else "tot en met ") + _dated(end, english=english))
    return found


def _stretch(one: str, other: str, *, english: bool) -> str:
    return f"from {one} to {other}" if english else f"van {one} tot en met {other}"


def _yearly(month_day: tuple[int, ...], *, english: bool) -> str:
    month, day = month_day
    return f"{day} {(MONTHS_EN if english else MONTHS_NL)[month - 1]}"


def _dated(day: date, *, english: bool) -> str:
    return f"{_yearly((day.month, day.day), english=english)} {day.year:04}"


def _months_said(months: tuple[int, ...], *, english: bool, alone: bool = False) -> str:
    """Months in words; three or more in a row, over New Year too, as a range."""
    names = MONTHS_EN if english else MONTHS_NL
    starts = [month for month in months if (month - 2) % _YEAR + 1 not in months]
    if len(starts) == 1 and len(months) > _TWO:
        first = starts[0]
        last = (first + len(months) - 2) % _YEAR + 1
        before = ("from" if english else "van") if alone else "in"
        return f"{before} {names[first - 1]} {'to' if english else 'tot en met'} {names[last - 1]}"
    return "in " + listed([names[month - 1] for month in months], "en" if english else "nl")


def listed(words: Iterable[str], lang: str) -> str:
    """`a, b en c`."""
    *most, last = [*words] or [""]
    return f"{', '.join(most)} {'and' if lang == 'en' else 'en'} {last}" if most else last
