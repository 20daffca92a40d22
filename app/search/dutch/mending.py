"""Decides per word of a question whether it is known, and what was meant when it is not.

Belongs to one vocabulary and one set of rules, so that what was worked out for a word can
be kept until either changes.
"""

from __future__ import annotations

from typing import Final

from app.search.dutch.spelling import Speller
from app.search.dutch.stems import stem
from app.search.dutch.synonyms import SynonymRules
from app.search.dutch.terms import MODIFIER, WeightedTerm, WordReader
from app.search.dutch.vocabulary import Vocabulary

_CACHED_CORRECTIONS: Final = 4096
_EDGE_FROM: Final = 4
_REST_FROM: Final = 3
_DOUBTED_FROM: Final = 6  # letters, before an ordinary Dutch word may be a typing error all the same


class Mender:
    """Knows, mends and takes apart words against one index and one set of rules."""

    __slots__ = ("_mended", "_reader", "_rules", "_speller", "_vocabulary")

    def __init__(self, reader: WordReader, vocabulary: Vocabulary, rules: SynonymRules) -> None:
        self._reader = reader
        self._vocabulary = vocabulary
        self._rules = rules
        self._speller: Speller | None = None
        self._mended: dict[str, str | None] = {}

    def leads_somewhere(self, root: str) -> bool:
        """True when an offer holds this stem or a rule knows it by itself."""
        return root in self._vocabulary or self._rules.knows(root)

    def known(self, word: str) -> bool:
        """True when an offer or a rule holds the word, or all its parts."""
        if word in self._rules.words or self.leads_somewhere(stem(word)):
            return True
        parts = self._reader.split(word)
        return bool(parts) and all(self.leads_somewhere(stem(part)) for part in parts)

    def mended(self, word: str, *, at_any_price: bool = False) -> str | None:
        """The word that was meant, or None when the word is known or nothing is near.

        :param at_any_price: nothing was found at all, so an ordinary Dutch word that no
            offer holds may be a typing error too; then only with the same first letter.
        """
        if self.known(word):
            return None
        ordinary = self._reader.known(word) or self._reader.known(stem(word))
        if ordinary and not (at_any_price and len(word) >= _DOUBTED_FROM):
            return None
        if word not in self._mended:
            if len(self._mended) >= _CACHED_CORRECTIONS:
                self._mended.clear()
            self._mended[word] = self._nearest(word)
        nearest = self._mended[word]
        if ordinary and nearest is not None and nearest[0] != word[0]:
            return None
        return nearest

    def edges(self, word: str) -> tuple[WeightedTerm, ...]:
        """The longest beginning or end that leads somewhere, of a word nobody knows: `geheugen` of geheugentest."""
        if not word.isascii() or not word.isalpha():
            return ()
        for length in range(len(word) - _REST_FROM, _EDGE_FROM - 1, -1):
            for edge in (word[:length], word[-length:]):
                if self.leads_somewhere(stem(edge)) and self._reader.splitter().is_part(edge):
                    return (WeightedTerm(stem(edge), MODIFIER),)
        return ()

    def _nearest(self, word: str) -> str | None:
        splitter = self._reader.splitter()
        if self._speller is None:
            vocabulary = self._vocabulary
            known = {*vocabulary.words(), *self._rules.words}
            pieces = {part for one in list(known) for part in self._reader.split(one)}
            self._speller = Speller(known | pieces, lambda one: vocabulary.document_frequency(stem(one)))
        nearest = self._speller.nearest(word)
        if nearest is not None:
            return nearest
        if splitter.split(word):
            return None
        return self._speller.nearest_compound(word, splitter.is_part)
