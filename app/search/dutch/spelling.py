"""Mends typing errors, but only in words that nobody knows.

A word that occurs in an offer, in a rule or in the language is never touched: correcting
words that do exist changes what somebody asked.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Final

from rapidfuzz.distance import OSA

from app.search.dutch.nearness import NearWords

_SHORTEST: Final = 4
_TWO_ERRORS_FROM: Final = 8
_SHORTEST_PIECE: Final = 4
_UNFINISHED_FROM: Final = 5
_LONGEST_MENDED: Final = 40
_HEARD_FROM: Final = 6  # sounds, before one of them may differ
_LAST: Final = "\U0010ffff"


# Letters that sound alike, for people who write as they hear: altsheimer, eensaam, regiotaksi, kresj.
_SOUNDS: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"x(?=[aeiou])", "ks"),
        (r"che?$|sj$", "s"),
        (r"isch", "is"),
        (r"sch(?=[aeiou])", "sx"),
        (r"tsch|tsj|sj", "s"),
        (r"ch", "x"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"qu", "kw"),
        (r"c(?=[eiy])", "s"),
        (r"[cq]", "k"),
        (r"g", "x"),
        (r"eau|oo", "o"),
        (r"ij|ei|y", "i"),
        (r"ou|au", "u"),
        (r"eu", "u"),
        (r"oe", "u"),
        (r"ie", "i"),
        (r"v", "f"),
        (r"[zs]|ts", "s"),
        (r"dt|d$", "t"),
        (r"b$", "p"),
        (r"n(?=k)", ""),
        (r"e(?:n)?$", ""),
        (r"(.)\1+", r"\1"),
    )
)


def sound(word: str) -> str:
    """How a folded word sounds, roughly; the same for spellings that Dutch ears take for one."""
    for pattern, heard in _SOUNDS:
        word = pattern.sub(heard, word)
    return word


class Speller:
    """Looks for the nearest word in one list of words."""

    __slots__ = ("_frequency", "_near", "_near_sounds", "_sounds", "_words")

    def __init__(self, words: Iterable[str], frequency: Callable[[str], int]) -> None:
        self._words = sorted({word for word in words if len(word) >= _SHORTEST and word.isalpha()})
        self._frequency = frequency
        self._near = NearWords(self._words)
        self._sounds: dict[str, list[str]] = {}
        for word in self._words:
            self._sounds.setdefault(sound(word), []).append(word)
        self._near_sounds = NearWords(self._sounds)

    def nearest(self, word: str) -> str | None:
        """The nearest word within one error (two from eight letters), or the word this one begins, or None.

        Swapping two letters next to each other is one error. Of equally near words the one
        with the same first letter goes first, then the one that most offers use.
        """
        if len(word) < _SHORTEST or not word.isalpha() or not word.isascii():
            return None
        most = 2 if len(word) >= _TWO_ERRORS_FROM else 1
        near = self._near.within(word, most)
        if len(word) == _SHORTEST:
            near = [hit for hit in near if hit[0][0] == word[0]]
        if not near:
            return self.finished(word) or self.heard(word)
        best = min(near, key=lambda hit: (hit[1], hit[0][0] != word[0], -self._frequency(hit[0]), hit[0]))
        if best[1] > 1:
            return self.finished(word) or self.heard(word) or best[0]
        return best[0]

    def heard(self, word: str) -> str | None:
        """The word that sounds the same, or almost the same when it is long; None when there is none."""
        own = sound(word)
        if len(own) < _SHORTEST - 1:
            return None
        alike = self._sounds.get(own)
        if alike is None and len(own) >= _HEARD_FROM:
            near = self._near_sounds.within(own, 1)
            alike = [one for hit in near if hit[0][0] == own[0] for one in self._sounds[hit[0]]]
        if not alike:
            return None
        return min(alike, key=lambda one: (OSA.distance(word, one), -self._frequency(one), one))

    def finished(self, word: str) -> str | None:
        """The shortest of the most used words that begin with an unfinished word, or None."""
        if len(word) < _UNFINISHED_FROM:
            return None
        begun = self._words[bisect_left(self._words, word) : bisect_left(self._words, word + _LAST)]
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
