"""A time that somebody asked for, in words: on the chip that takes it away, above the results, and on a card."""

from collections.abc import Sequence
from datetime import date

from app.search.asking import Answer, Result
from app.search.said_times import SaidTime
from app.social_map.dates import date_in_words
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS
from app.web import wording
from app.web.running import language
from app.web.translating import INTERFACE
from app.web.translating import gettext as _

_DAYTIME = ("ochtend", "middag")


def chip(time: SaidTime) -> str:
    """What a chip says of a time: `Wanneer: donderdag, middag`."""
    return _chip(time.days, time.dayparts, time.on)


def chosen(day: str, daypart: str) -> str:
    """The same for a day or a part of the day that was chosen in the filters."""
    return _chip((day,) if day else (), (daypart,) if daypart else (), None)


def asked_for(answer: Answer) -> str:
    """The time a question is about, as a heading: `Op donderdagmiddag`; "" when none was asked."""
    question = answer.question
    if question.day or question.daypart:
        return _at((question.day,) if question.day else (), (question.daypart,) if question.daypart else (), None)
    said = list(dict.fromkeys(_at(time.days, time.dayparts, time.on) for time in answer.times))
    first = said[:1]
    return _(" of ").join([*first, *(words[:1].lower() + words[1:] for words in said[1:])])


def read_in_words(answer: Answer) -> str:
    """Beside the choice of a day: what was read from somebody's words, `donderdag, middag`; "" when nothing was, or
    when the words point at danger and no label is shown at all.
    """
    if answer.dangers:
        return ""
    return "; ".join(dict.fromkeys(", ".join(_named(time.days, time.dayparts, time.on)) for time in answer.times))


def otherwise(asked: int) -> str:
    """Above what is there at other times than the 35 bits of `asked`."""
    days, parts = _days(asked), _parts(asked)
    if days == len(WEEKDAYS):
        return _("Op andere tijden")
    return _("Op andere dagen") if len(parts) == len(DAYPARTS) else _("Op andere dagen of tijden")


def time_label(result: Result, asked: int) -> str:
    """What a card says when the offer is there at other times than the 35 bits of `asked`; "" when it is not."""
    if result.not_that_day:
        return _("Niet op die datum")
    return other_time(asked, result.card.when_mask) if result.other_time else ""


def other_time(asked: int, there: int) -> str:
    """The label of an offer that is there at other times: `Op andere avonden` when that is what it is.

    :param asked: 35 bits of what was asked; there: of the offer, which has none of them.
    """
    parts = _parts(asked)
    same_part = any(there >> (day * 4 + part) & 1 for day in range(7) for part in parts)
    if len(parts) == len(DAYPARTS) or (same_part and len(parts) > 1):
        return _("Op andere dagen")
    if same_part:
        return {
            "ochtend": _("Op andere ochtenden"),
            "middag": _("Op andere middagen"),
            "avond": _("Op andere avonden"),
            "nacht": _("Op andere nachten"),
        }[DAYPARTS[parts[0]]]
    of_offer = {DAYPARTS[part] for part in _parts(there)} if there else set()
    if of_offer and of_offer <= set(_DAYTIME):
        return _("Op andere tijden: overdag")
    if of_offer == {"avond"}:
        return _("Op andere tijden: 's avonds")
    return _("Op andere tijden")


def _days(mask: int) -> int:
    return sum(bool(mask >> (day * 4) & 15 or mask >> (28 + day) & 1) for day in range(7))


def _parts(mask: int) -> list[int]:
    """Places in DAYPARTS that a mask touches on any day."""
    return [part for part in range(len(DAYPARTS)) if any(mask >> (day * 4 + part) & 1 for day in range(7))]


def _chip(days: Sequence[str], parts: Sequence[str], on: date | None) -> str:
    return _("Wanneer: %(time)s", time=", ".join(_named(days, parts, on)))


def _named(days: Sequence[str], parts: Sequence[str], on: date | None) -> list[str]:
    named = [_date(on)] if on else [wording.day_label(day) for day in days]
    of_day = [_("overdag")] if tuple(parts) == _DAYTIME else _labels(parts)  # apart, or the extraction overlooks it
    return [*named, *of_day]


def _at(days: Sequence[str], parts: Sequence[str], on: date | None) -> str:
    named = _date(on) if on else _listed([wording.day_label(day) for day in days])
    if not named:
        return _in_part(parts)
    if not parts:
        return _("Op %(day)s", day=named)
    if len(days) == 1 and len(parts) == 1 and not on:
        return _("Op %(day)s%(part)s", day=named, part=wording.daypart_label(parts[0]))
    return _("Op %(day)s (%(part)s)", day=named, part=_listed(_labels(parts)))


def _in_part(parts: Sequence[str]) -> str:
    if tuple(parts) == _DAYTIME:
        return _("Overdag")
    return _("In de %(part)s", part=_listed(_labels(parts))) if parts else ""


def _labels(parts: Sequence[str]) -> list[str]:
    return [wording.daypart_label(part) for part in parts]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:-1]) + _(" en ") + words[-1] if len(words) > 1 else "".join(words)


def _date(on: date) -> str:
    """`donderdag 3 december`."""
    own = language()
    day = date_in_words(on, own if own in INTERFACE else "nl").removesuffix(f" {on.year}")
    return f"{wording.day_label(WEEKDAYS[on.weekday()])} {day}"
