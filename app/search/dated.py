"""A date instead of a weekday: who comes on Thursdays is not there on this Thursday of the school holidays.

The engines order by weekday and part of the day. When somebody names one date, the first hits are held beside what
their times say of that date, and stand where they belong then. Page and API share it, as they share everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.db import Database
from app.search.engine import Availability, Hit, Limits, Matches
from app.search.looking_over import Search, looking_over
from app.search.ranking import AVAILABILITIES, EVERYTHING_ELSE, LADDERS, WEIGHTS
from app.search.said_times import SaidTime
from app.social_map.finding import Card
from app.social_map.schedule_dates import Holidays, fits_on
from app.social_map.times import read_times
from app.social_map.vocabulary import DAYPARTS


@dataclass(frozen=True, slots=True)
class _Day:
    """The date that was asked, the places in DAYPARTS (None: any), and the holidays of the region."""

    on: date
    parts: tuple[int | None, ...]
    holidays: Holidays


def dated(
    search: Search,
    limits: Limits,
    times: Sequence[SaidTime],
    database: Database,
    holidays: Holidays,
) -> Matches:
    """What a search finds; held beside the date when one date was said and nothing else.

    :param search: an engine's search with the question filled in. :param holidays: of the region of the site.
    """
    if len(times) != 1 or times[0].on is None:
        return search(limits)
    parts = tuple(DAYPARTS.index(part) for part in times[0].dayparts)
    day = _Day(times[0].on, parts or (None,), holidays)
    return looking_over(search, database, lambda hits, cards: _in_order(hits, cards, day, limits.ladder))(limits)


def _in_order(hits: Sequence[Hit], cards: Mapping[int, Card], day: _Day, ladder: str) -> tuple[Hit, ...]:
    """The hits as they are on the day; put in order again when the question has an order in steps."""
    told = [_told(hit, cards[hit.key], day, ladder) if hit.key in cards else hit for hit in hits]
    return tuple(sorted(told, key=lambda hit: hit.step) if ladder else told)


def _told(hit: Hit, card: Card, day: _Day, ladder: str) -> Hit:
    schedule = read_times(card.times).schedule
    if schedule is None or hit.available == "no":
        return hit
    fits = {fits_on(schedule, day.on, part, day.holidays) for part in day.parts}
    there: Availability = "yes" if "yes" in fits else "unknown" if "unknown" in fits else "no"
    if there in ("yes", hit.available):
        return hit
    step = hit.step
    if ladder and step < EVERYTHING_ELSE:
        weight = WEIGHTS.index(card.respite or LADDERS[ladder].form)
        step = LADDERS[ladder].steps[weight][AVAILABILITIES.index(there)]
    return hit._replace(available=there, step=step)
