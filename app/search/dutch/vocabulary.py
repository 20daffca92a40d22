"""What the Dutch analysis has to know about an index, and nothing more.

The analysis asks an index which words it holds: to leave known words alone, to correct
unknown ones, and to rejoin words that were typed apart. Any engine can answer that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol


class Vocabulary(Protocol):
    """The words of one generation of an index.

    An object never changes: when the index changes, the engine makes a new one. The
    analysis keeps what it derived for as long as it is handed the same object.
    """

    def __contains__(self, term: object) -> bool:
        """True when the term (a stem or a part, as `DutchAnalysis.document` gives it) is indexed."""

    def words(self) -> Iterable[str]:
        """Folded surface words of the offers, for typing errors and suggestions."""

    def document_frequency(self, term: str) -> int:
        """In how many offers the term occurs; 0 when unknown."""


class WordTable:
    """A vocabulary held in plain dictionaries: for engines that keep no better one, and for tests."""

    __slots__ = ("_frequencies", "_words")

    def __init__(self, frequencies: Mapping[str, int], words: Iterable[str]) -> None:
        self._frequencies = dict(frequencies)
        self._words = tuple(sorted(set(words)))

    def __contains__(self, term: object) -> bool:
        return term in self._frequencies

    def words(self) -> Iterable[str]:
        """The surface words, sorted."""
        return self._words

    def document_frequency(self, term: str) -> int:
        """In how many offers the term occurs."""
        return self._frequencies.get(term, 0)
