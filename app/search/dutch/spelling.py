"""Mends typing errors, but only in words that nobody knows.

A word that occurs in an offer, in a rule or in the language is never touched: correcting
words that do exist changes what somebody asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_SHORTEST: Final = 4
_TWO_ERRORS_FROM: Final = 8
_SHORTEST_PIECE: Final = 4
_UNFINISHED_FROM: Final = 5
_LONGEST_MENDED: Final = 40


class Speller:
    """Looks for the nearest word in one list of words."""

    __slots__ = ("_frequency", "_words")

    def __init__(self, words: Iterable[str], frequency: Callable[[str], int]) -> None:
        self._words = [word for word in dict.fromkeys(words) if len(word) >= _SHORTEST and word.isalpha()]
        self._frequency = frequency

    def nearest(self, word: str) -> str | None:
        """The nearest word within one error (two from eight letters), or the word this one begins, or None.

        Swapping two letters next to each other is one error. Of equally near words the one
        with the same first letter goes first, then the one that most offers use.
        """
        if len(word) < _SHORTEST or not word.isalpha() or not word.isascii():
            return None
        most = 2 if len(word) >= _TWO_ERRORS_FROM else 1
        near = extract(word, self._words, scorer=OSA.distance, score_cutoff=most, limit=12, processor=None)
        if len(word) == _SHORTEST:
            near = [hit for hit in near if hit[0][0] == word[0]]
        if not near:
            return self.finished(word)
        best = min(near, key=lambda hit: (hit[1], hit[0][0] != word[0], -self._frequency(hit[0]), hit[0]))
        if best[1] > 1:
            return self.finished(word) or best[0]
        return best[0]

    def finished(self, word: str) -> str | None:
        """The shortest of the most used words that begin with an unfinished word, or None."""
        if len(word) < _UNFINISHED_FROM:
            return None
        begun = [one for one in self._words if one.startswith(word)]
        if not begun:
            return None
        return min(begun, key=lambda one: (-self._frequency(one), len(one), one))

    def nearest_compound(self, word: str, is_part: Callable[[str], bool]) -> str | None:
        """The word with one of its two parts mended: respitopvang -> respijtopvang."""
        if len(word) < 2 * _SHORTEST_PIECE or len(word) > _LONGEST_MENDED:
            return None
        for cut in range(len(word) - _SHORTEST_PIECE, _SHORTEST_PIECE - 1, -1):
            head, tail = word[:cut], word[cut:]
            if is_part(tail):
                mended = self.nearest(head) if len(head) > _SHORTEST else None
                if mended is not None and is_part(mended):
                    return mended + tail
            if is_part(head):
                mended = self.nearest(tail) if len(tail) > _SHORTEST else None
                if mended is not None and is_part(mended):
                    return head + mended
        return None
