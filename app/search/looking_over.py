"""A second look at the first hits, with what their offers say: where an engine's columns do not know enough.

It is done to the hits of any engine, so that page and API and every engine have one order.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from app.db import Database
from app.search.engine import Hit, Limits, Matches
from app.social_map.finding import Card, cards_in

MOST = 100
"""So many hits are looked at; what comes after them keeps its place."""
Search = Callable[[Limits], Matches]
Look = Callable[[Sequence[Hit], Mapping[int, Card]], tuple[Hit, ...]]
"""The same hits in their new order, perhaps with other labels; a card that is not there was withdrawn meanwhile."""


def looking_over(search: Search, database: Database, look: Look) -> Search:
    """The same search, with a second look at its first hits; the part that was asked for is cut out afterwards."""

    def searching(limits: Limits) -> Matches:
        end = limits.offset + limits.count
        found = search(replace(limits, offset=0, count=max(MOST, end)))
        first, rest = found.hits[:MOST], found.hits[MOST:]
        with database.looking(behind=True) as connection:  # for the order only: what may be shown is asked afterwards
            cards = cards_in(connection, [hit.key for hit in (*first, *found.unknown_access)])
        return replace(
            found,
            hits=(*look(first, cards), *rest)[limits.offset : end],
            unknown_access=look(found.unknown_access, cards),
        )

    return searching
