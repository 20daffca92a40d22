"""One word as terms: its stem, and the parts when it is a compound.

Offers and questions go through the same door here, so that they always meet.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from app.search.dutch.compounds import Splitter
from app.search.dutch.stems import stem
from app.search.dutch.words import FAINT_STEMS, Lexicon, build_lexicon

WHOLE: Final = 1.0
# Of a compound the last part says what it is, the others what it is for.
HEAD: Final = 0.6
MODIFIER: Final = 0.65
NESTED: Final = 0.5
FAINT_PART: Final = 0.25
_CACHED_WORDS: Final = 20_000
_SPLIT_FROM: Final = 6  # letters
_NESTED_FROM: Final = 8


class WeightedTerm(NamedTuple):
    """One term for the index; weight 0..1."""

    term: str
    weight: float


class WordReader:
    """Reads words with one lexicon, which is built when the first long word comes by; caches what it read."""

    __slots__ = ("_analysed", "_lexicon", "_splitter")

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon
        self._splitter: Splitter | None = None
        self._analysed: dict[str, tuple[WeightedTerm, ...]] = {}

    def known(self, word: str) -> bool:
        """True when the language knows the word, whether or not an offer uses it."""
        return word in self._lexicon_built().known

    def analyse(self, word: str) -> tuple[WeightedTerm, ...]:
        """The stem of one folded word with weight 1, then its parts. Cached."""
        known = self._analysed.get(word)
        if known is not None:
            return known
        terms = (WeightedTerm(stem(word), WHOLE), *self._parts(word))
        if len(self._analysed) >= _CACHED_WORDS:
            self._analysed.clear()
        self._analysed[word] = terms
        return terms

    def _parts(self, word: str) -> tuple[WeightedTerm, ...]:
        """Stems of a compound's parts; parts of parts weigh less, words common in the field least."""
        whole = stem(word)
        found: dict[str, float] = {}
        pieces = self.split(word)
        for place, piece in enumerate(pieces):
            weight = HEAD if place == len(pieces) - 1 else MODIFIER
            inner = self.split(piece) if len(piece) >= _NESTED_FROM else ()
            for part, part_weight in ((piece, weight), *((smaller, NESTED) for smaller in inner)):
                term = stem(part)
                if term == whole:
                    continue
                heavy = min(part_weight, FAINT_PART) if term in FAINT_STEMS else part_weight
                found[term] = max(found.get(term, 0.0), heavy)
        return tuple(WeightedTerm(term, weight) for term, weight in found.items())

    def split(self, word: str) -> tuple[str, ...]:
        """The parts of a compound; empty for a simple word."""
        if len(word) < _SPLIT_FROM:
            return ()
        splitter = self.splitter()
        root = stem(word)
        if root != word and splitter.is_part(root) and not splitter.split(root):
            return ()  # an inflected simple word: gesprekken
        return splitter.split(word)

    def splitter(self) -> Splitter:
        """The splitter over the lexicon."""
        if self._splitter is None:
            self._splitter = Splitter(self._lexicon_built())
        return self._splitter

    def _lexicon_built(self) -> Lexicon:
        if self._lexicon is None:
            self._lexicon = build_lexicon()
        return self._lexicon
