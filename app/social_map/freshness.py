"""How sure we still are of an offer: a pure function of dates and policy (architecture.md 1).

Nothing here looks at a clock or a database, so a page, the reminder and the index can never disagree.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

from dateutil.relativedelta import relativedelta

from app.social_map.dates import date_in_words
from app.social_map.vocabulary import ConfirmedBy

State = Literal["fresh", "due", "stale", "hidden"]


NOBODY = "nobody"
"""Instead of who checked it: it came in from a source on that day, and nobody looked yet."""


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
        "checked": "gecontroleerd op {day}{by}",
        "organisation": " door de organisatie",
        "municipality": " door de gemeente",
        "stale": "gecontroleerd op {day}{by}; vraag na of dit nog klopt",
        "added": "hier opgenomen op {day}{by}, nog niet gecontroleerd",
        "added_stale": "hier opgenomen op {day}{by}, nog niet gecontroleerd; vraag na of dit klopt",
        "never": "nog niet gecontroleerd; vraag na of dit klopt",
    },
    "en": {
        "checked": "checked on {day}{by}",
        "organisation": " by the organisation",
        "municipality": " by the municipality",
        "stale": "checked on {day}{by}; please ask if this is still right",
        "added": "added here on {day}{by}, not checked yet",
        "added_stale": "added here on {day}{by}, not checked yet; please ask if this is right",
        "never": "not checked yet; please ask if this is right",
    },
}


def freshness(
    last_confirmed: date | None,
    today: date,
    terms: Terms,
    *,
    by: ConfirmedBy | str | None = None,
    never_hide: bool = False,
    lang: str = "nl",
) -> Freshness:
    """How fresh an offer is today.

    :param last_confirmed: day somebody last said it is right; None when nobody ever did, which warns but never hides.
    :param by: who said so; a list it came from is named as its source, so that is not said twice. `NOBODY`: the day is
        only when it came in, and the words say that.
    :param never_hide: for kinds that policy keeps visible whatever their age, such as help in a crisis.
    """
    say = _SAY.get(lang, _SAY["nl"])
    if last_confirmed is None:
        return Freshness("stale", None, say["never"])
    day, who = date_in_words(last_confirmed, lang), checked_by(by, lang)
    checked, stale = ("added", "added_stale") if by == NOBODY else ("checked", "stale")
    if not never_hide and today >= last_day(last_confirmed, terms.hide_after):
        return Freshness("hidden", last_confirmed, say[stale].format(day=day, by=who))
    if today >= last_day(last_confirmed, terms.warn_after):
        return Freshness("stale", last_confirmed, say[stale].format(day=day, by=who))
    state: State = "due" if today >= last_day(last_confirmed, terms.confirm_every) else "fresh"
    return Freshness(state, last_confirmed, say[checked].format(day=day, by=who))


def checked_by(by: ConfirmedBy | str | None, lang: str) -> str:
    """The end of "checked on …": " by the organisation", or nothing when no person is known to have checked it."""
    return _SAY.get(lang, _SAY["nl"]).get(str(by), "") if by in {"organisation", "municipality"} else ""


def last_day(confirmed: date, months: int) -> date:
    """The same day so many months later; the last day of a shorter month (31 January + 1 = 28 or 29 February)."""
    try:
        return confirmed + relativedelta(months=months)
    except (ValueError, OverflowError):
        return date.max
