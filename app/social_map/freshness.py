"""How sure we still are of an offer: a pure function of dates and policy (architecture.md 1).

Nothing here looks at a clock or a database, so a page, the reminder and the index can never disagree.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from dateutil.relativedelta import relativedelta

from app.social_map.dates import date_in_words

State = Literal["fresh", "due", "stale", "hidden"]


class Terms(Protocol):
    """After how many months: ask the provider, warn the visitor, take it from the lists. Content's `Freshness` fits."""

    @property
    def confirm_every(self) -> int:
        """Months after which the provider is asked."""

    @property
    def warn_after(self) -> int:
        """Months after which visitors are warned."""

    @property
    def hide_after(self) -> int:
        """Months after which the offer leaves lists and search."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """`fresh`: nothing to do. `due`: the provider is asked. `stale`: the visitor is warned. `hidden`: out of the lists.

    `words` is the line for the page, in the language asked for.
    """

    state: State
    checked_on: date | None
    words: str


_SAY = {
    "nl": {
        "checked": "gecontroleerd op {day}",
        "stale": "gecontroleerd op {day}; vraag na of dit nog klopt",
        "never": "nog niet gecontroleerd; vraag na of dit klopt",
    },
    "en": {
        "checked": "checked on {day}",
        "stale": "checked on {day}; please ask if this is still right",
        "never": "not checked yet; please ask if this is right",
    },
}


def freshness(
    last_confirmed: date | None, today: date, terms: Terms, *, never_hide: bool = False, lang: str = "nl"
) -> Freshness:
    """How fresh an offer is today.

    :param last_confirmed: day somebody last said it is right; None when nobody ever did, which warns but never hides.
    :param never_hide: for kinds that policy keeps visible whatever their age, such as help in a crisis.
    """
    say = _SAY.get(lang, _SAY["nl"])
    if last_confirmed is None:
        return Freshness("stale", None, say["never"])
    day = date_in_words(last_confirmed, lang)
    if not never_hide and today >= last_day(last_confirmed, terms.hide_after):
        return Freshness("hidden", last_confirmed, say["stale"].format(day=day))
    if today >= last_day(last_confirmed, terms.warn_after):
        return Freshness("stale", last_confirmed, say["stale"].format(day=day))
    state: State = "due" if today >= last_day(last_confirmed, terms.confirm_every) else "fresh"
    return Freshness(state, last_confirmed, say["checked"].format(day=day))


def last_day(confirmed: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month (31 January + 1 = 28 or 29 February)."""
    try:
        return confirmed + relativedelta(months=months)
    except (ValueError, OverflowError):
        return date.max
