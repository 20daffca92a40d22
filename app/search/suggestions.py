"""What may be suggested while somebody types: names of offers, kinds, and words that other words stand for.

The lines and their counts come from the database (published offers only), never from the index. A suggestion is
found by the beginning of any of its words.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from app.search.dutch import folding

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.search.engine import Suggestion

_LAST = "\U0010ffff"
LONGEST_PREFIX = 60


class Suggestions:
    """A sorted list that is searched by halving it: a few microseconds at any size."""

    def __init__(self, suggestions: Iterable[Suggestion]) -> None:
        best: dict[str, Suggestion] = {}
        for one in suggestions:
            folded = " ".join(folding.tokens(one.text))
            known = best.get(folded)
            if folded and (known is None or one.count > known.count):
                best[folded] = one
        entries = sorted(
            (folded[start:], start > 0, -one.count, one.text, one)
            for folded, one in best.items()
            for start in _beginnings(folded)
        )
        self._keys = [entry[0] for entry in entries]
        self._entries = entries
        self._found = lru_cache(maxsize=2048)(self._find)

    def begin_with(self, prefix: str, limit: int) -> tuple[Suggestion, ...]:
        """At most `limit` suggestions; those that begin with the prefix as a whole first, then most offers first."""
        folded = " ".join(folding.fold(prefix[:LONGEST_PREFIX]).replace("'", "").replace("-", " ").split())
        return self._found(folded, limit) if folded and limit > 0 else ()

    def _find(self, folded: str, limit: int) -> tuple[Suggestion, ...]:
        first, last = bisect_left(self._keys, folded), bisect_left(self._keys, folded + _LAST)
        ranked = sorted(entry[1:] for entry in self._entries[first:last])
        chosen: dict[str, Suggestion] = {}
        for _, _, text, one in ranked:
            chosen.setdefault(text, one)
            if len(chosen) == limit:
                break
        return tuple(chosen.values())


def _beginnings(folded: str) -> list[int]:
    return [0, *(place + 1 for place, letter in enumerate(folded) if letter == " ")]
