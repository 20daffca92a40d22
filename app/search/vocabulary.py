"""The words of one generation of the index, for the Dutch analysis (app/search/dutch/vocabulary.py)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.search.postings import Postings


class IndexVocabulary:
    """Never changes: a new generation has a new vocabulary."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings

    @cached_property
    def _terms(self) -> frozenset[str]:
        return frozenset(self._postings.terms())

    @cached_property
    def _words(self) -> tuple[str, ...]:
        return tuple(self._postings.words())

    def __contains__(self, term: object) -> bool:
        return term in self._terms

    def words(self) -> Iterable[str]:
        """Folded words as written, sorted."""
        return self._words

    def document_frequency(self, term: str) -> int:
        """In how many offers the term occurs."""
        return len(self._postings.of(term).rows) if term in self._terms else 0
