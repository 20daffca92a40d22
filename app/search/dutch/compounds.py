"""Takes Dutch compounds apart, so that `opvang` finds `logeeropvang`.

Dutch writes compounds as one word, and every new service gets a new one. A word is
split along the cheapest path through a lexicon: few parts, and common ones. Linking
letters are allowed after a part; particles and suffixes never count as a part, so that
`vervoer` and `verzorging` have nothing in common.
"""

from __future__ import annotations

from typing import Final

from app.search.dutch.words import Lexicon, never_split

_SHORTEST_COMPOUND: Final = 6
_LONGEST_COMPOUND: Final = 48
_SHORTEST_PART: Final = 3
_LONGEST_PART: Final = 22
_NEVER: Final = float("inf")
_SHORTEST_INFLECTED: Final = 4
_SPLIT_KNOWN_FROM: Final = 8  # letters: shorter words of the lexicon are left whole
_PER_PART: Final = 6.0
_LINKING_S: Final = 1.2
_SHORT_PART_COSTS: Final = {3: 2.5, 4: 0.8}
_COMMON: Final = 5.0  # Zipf: from here on a word is common enough to cost nothing extra
# What a believable split costs at most: so much for two parts, and more for each further one.
_MOST_FOR_TWO: Final = 17.0
_MOST_PER_MORE: Final = 7.0


class Splitter:
    """Splits words along the best path through one lexicon. Not cached here: callers cache what they derive."""

    __slots__ = ("_cost",)

    def __init__(self, lexicon: Lexicon) -> None:
        self._cost = {word: _part_cost(word, zipf) for word, zipf in lexicon.parts.items()}

    def is_part(self, word: str) -> bool:
        """True when the word can be a part of a compound."""
        return word in self._cost

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of a folded word in order, without linking letters; empty when it is no compound."""
        length = len(word)
        if not _SHORTEST_COMPOUND <= length <= _LONGEST_COMPOUND or not word.isalpha() or never_split(word):
            return ()
        if word in self._cost and length < _SPLIT_KNOWN_FROM:
            return ()
        path = self._best_path(word)
        if len(path) == 1:
            return ()
        return path

    def _best_path(self, word: str) -> tuple[str, ...]:
        """The cheapest row of parts that makes up the word; empty when none is believable."""
        length = len(word)
        best: list[tuple[float, int, str]] = [(_NEVER, -1, "")] * (length + 1)
        best[0] = (0.0, -1, "")
        for start in range(length - _SHORTEST_PART + 1):
            base = best[start][0]
            if base == _NEVER:
                continue
            for end in range(start + _SHORTEST_PART, min(length, start + _LONGEST_PART) + 1):
                part = word[start:end]
                step = self._step(part, is_last=end == length)
                if step is None or end - start == length:
                    continue
                total = base + step
                if total < best[end][0]:
                    best[end] = (total, start, part)
                linked = total + _LINKING_S
                if end + 2 < length and word[end] == "s" and part[-1] != "s" and linked < best[end + 1][0]:
                    best[end + 1] = (linked, start, part)
        return _walk_back(best)

    def _step(self, part: str, *, is_last: bool) -> float | None:
        step = self._cost.get(part)
        if step is None and is_last:
            return self._inflected_cost(part)  # casemanagers, uitleenpunten
        return step

    def _inflected_cost(self, part: str) -> float | None:
        for ending in ("s", "en", "n", "e"):
            if part.endswith(ending) and len(part) - len(ending) >= _SHORTEST_INFLECTED:
                known = self._cost.get(part[: -len(ending)])
                if known is not None:
                    return known + 1.0
        return None


def _walk_back(best: list[tuple[float, int, str]]) -> tuple[str, ...]:
    """The parts along the path that ends at the end of the word."""
    total, start, part = best[-1]
    parts: list[str] = []
    while start >= 0:
        parts.append(part)
        _, start, part = best[start]
    if total > _MOST_FOR_TWO + _MOST_PER_MORE * (len(parts) - 2):
        return ()
    return tuple(reversed(parts))


def _part_cost(word: str, zipf: float) -> float:
    """Few, long and common parts are cheap."""
    short = _SHORT_PART_COSTS.get(len(word), 0.0)
    return _PER_PART + short + max(0.0, _COMMON - zipf)
