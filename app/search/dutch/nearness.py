"""Which of many words are within a few typing errors of one: quickly, and missing none.

Counting errors against every word takes half a millisecond. So first a sieve on the letters alone, for all words at
once: an error changes the length by one at most, and which letters a word has by two at most. The few words that
stay are compared letter by letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
from rapidfuzz.distance import OSA

_A: Final = ord("a")
_LETTERS: Final = 26
_MARKS_CHANGED: Final = 2
"""By one error at most: one letter is lost and another one comes."""


class NearWords:
    """A fixed list of words; ten bytes each besides the words themselves."""

    __slots__ = ("_lengths", "_marks", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)
        self._lengths = np.array([min(len(word), 255) for word in self._words], dtype=np.int16)
        self._marks = np.array([_marks(word) for word in self._words], dtype=np.uint64)

    def within(self, word: str, errors: int) -> list[tuple[str, int]]:
        """Words with at most so many errors, and how many; two letters that changed places are one error."""
        changed = np.bitwise_count(self._marks ^ np.uint64(_marks(word)))
        close = (changed <= errors * _MARKS_CHANGED) & (abs(self._lengths - min(len(word), 255)) <= errors)
        near = []
        for place in close.nonzero()[0].tolist():
            distance = OSA.distance(word, self._words[place], score_cutoff=errors)
            if distance <= errors:
                near.append((self._words[place], distance))
        return near


def _marks(word: str) -> int:
    """One bit for every letter that is there, another one for every letter that is there twice."""
    marks = 0
    for letter in word:
        bit = ord(letter) - _A
        if 0 <= bit < _LETTERS:
            marks |= 1 << (bit + _LETTERS if marks >> bit & 1 else bit)
    return marks
