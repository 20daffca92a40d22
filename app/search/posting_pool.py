"""The postings of one batch, gathered per term: Whoosh's own pool pickles each posting to disk and sorts them all.

Documents come in order, so each term's list is in order by itself and only the terms need sorting. Five million
postings (20,000 offers) take about 45 MB here.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Posting = tuple[str, bytes, int, float, bytes]
"""Field, term, document, weight and (no) value, as Whoosh wants them."""


class PostingPool:
    """Stands in for `whoosh.writing.PostingPool`, for fields whose postings carry no value."""

    def __init__(self) -> None:
        self._documents: dict[tuple[str, bytes], array[int]] = {}
        self._weights: dict[tuple[str, bytes], array[float]] = {}

    def add(self, posting: Posting) -> None:
        """One posting; of one term they come in the order of the documents."""
        term = posting[:2]
        documents = self._documents.get(term)
        if documents is None:
            documents = self._documents[term] = array("I")
            self._weights[term] = array("f")
        documents.append(posting[2])
        self._weights[term].append(posting[3])

    def iter_postings(self) -> Iterator[Posting]:
        """Every posting, by field, term and document; the pool is empty afterwards."""
        for term in sorted(self._documents):
            field, text = term
            documents, weights = self._documents.pop(term), self._weights.pop(term)
            for document, weight in zip(documents, weights, strict=True):
                yield field, text, document, weight, b""

    def cleanup(self) -> None:
        """Let go of what is left, when the batch is taken back."""
        self._documents.clear()
        self._weights.clear()


def lighten(writer: Any) -> None:
    """Give a Whoosh writer this pool, and spare it looking for field lengths, which none of our fields has.

    Without this it asks the disk for a file that is not there once for every posting.
    """
    writer.pool = PostingPool()
    writer.codec.length_stats = False
