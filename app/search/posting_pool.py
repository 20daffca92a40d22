"""The postings of one batch, gathered per term: Whoosh's own pool pickles each posting to disk and sorts them all.

Documents come in order, so each term's list is in order by itself and only the terms need sorting. Five million
postings (20,000 offers) take about 45 MB here.
"""

from __future__ import annotations

import warnings
from array import array
from typing import TYPE_CHECKING, Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # see whoosh_storage
    from whoosh.codec.whoosh3 import W3FieldWriter

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Posting = tuple[str, bytes, int, float, bytes]
"""Field, term, document, weight and (no) value, as Whoosh wants them."""


class PostingPool:
    """Stands in for `whoosh.writing.PostingPool`, for fields whose postings carry no value."""

    def __init__(self) -> None:
        self._terms: dict[str, dict[bytes, tuple[array[int], array[float]]]] = {}

    def add(self, posting: Posting) -> None:
        """One posting; of one term they come in the order of the documents."""
        field, term, document, weight, _value = posting
        terms = self._terms.setdefault(field, {})
        held = terms.get(term)
        if held is None:
            held = terms[term] = array("I"), array("f")
        held[0].append(document)
        held[1].append(weight)

    def take(self, field: str, document: int, terms: Mapping[str, int]) -> None:
        """All terms of one field of one document, with their weights: `add` without its detours."""
        own = self._terms.setdefault(field, {})
        for term, weight in terms.items():
            text = term.encode()
            held = own.get(text)
            if held is None:
                held = own[text] = array("I"), array("f")
            held[0].append(document)
            held[1].append(weight)

    def by_term(self) -> Iterator[tuple[str, bytes, array[int], array[float]]]:
        """Field, term, documents and weights, by field and term; the pool is empty afterwards."""
        for field in sorted(self._terms):
            terms = self._terms.pop(field)
            for text in sorted(terms):
                yield field, text, *terms.pop(text)

    def iter_postings(self) -> Iterator[Posting]:
        """The same one posting at a time, as Whoosh asks for them."""
        for field, text, documents, weights in self.by_term():
            for document, weight in zip(documents, weights, strict=True):
                yield field, text, document, weight, b""

    def cleanup(self) -> None:
        """Let go of what is left, when the batch is taken back."""
        self._terms.clear()


def lighten(writer: Any) -> PostingPool:
    """Give a Whoosh writer this pool, and spare it looking for field lengths, which none of our fields has.

    Without this it asks the disk for a file that is not there once for every posting. Whoosh 2.7.4's own format is
    written a block at a time, with the same bytes; any other goes one posting at a time through the public interface.
    """
    pool = writer.pool = PostingPool()
    writer.codec.length_stats = False
    fields = writer.fieldwriter
    if type(fields) is W3FieldWriter:
        fields.add_postings = lambda schema, _lengths, _postings: _write(fields, schema, pool)
    return pool


def _write(fields: Any, schema: Any, pool: PostingPool) -> None:
    last = None
    for field, text, documents, weights in pool.by_term():
        if field != last:
            if last is not None:
                fields.finish_field()
            fields.start_field(field, schema[field])
            last = field
        fields.start_term(text)
        _write_term(fields._postwriter, documents, weights)  # noqa: SLF001  (see lighten)
        fields.finish_term()
    if last is not None:
        fields.finish_field()


def _write_term(postings: Any, documents: array[int], weights: array[float]) -> None:
    size = postings._blocklimit  # noqa: SLF001
    for start in range(0, len(documents), size):
        if start:
            postings._write_block()  # noqa: SLF001
        block = weights[start : start + size]
        postings._ids.extend(documents[start : start + size])  # noqa: SLF001
        postings._weights.extend(block)  # noqa: SLF001
        postings._maxweight = max(block)  # noqa: SLF001
