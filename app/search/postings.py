"""Which offers hold a term, as arrays: read once from the engine's storage and kept while they are being asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

import numpy as np

from app.search.bitsets import packed
from app.search.impacts import STEPS
from app.search.ranking import rarity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from app.search.bitsets import Bits
    from app.search.dutch.analysis import WeightedTerm

TERMS_KEPT = 1_000_000
"""Postings of terms kept at most, nine bytes each: 9 MB."""
CONCEPTS_KEPT = 12_000_000
"""Bytes of concepts kept at most."""
SMALLEST = 20
"""What keeping something costs besides its rows, in rows."""

Key = TypeVar("Key")
Value = TypeVar("Value")


class TermSource(Protocol):
    """Where postings come from."""

    def read(self, term: str) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
        """Rows that hold the term, ascending and without deleted ones, and the impact of 1 to STEPS in each."""
        ...

    def terms(self) -> Iterable[str]:
        """Every term that occurs."""
        ...

    def words(self) -> Iterable[str]:
        """Every folded word as written."""
        ...


class Posting(NamedTuple):
    """Rows and impacts of one term, and what the term says (see ranking.rarity)."""

    rows: NDArray[np.intp]
    impacts: NDArray[np.uint8]
    rarity: float


class Answers(NamedTuple):
    """Who answers one concept: the set, what the best term in each row is worth, and the most that it could be.

    codes: per row of the index 0, or a place in `worths`: two bytes per offer instead of eight, and no searching.
    """

    bits: Bits
    codes: NDArray[np.unsignedinteger[Any]]
    worths: NDArray[np.float64]
    most: float

    def worth(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Worth of these rows, shape (len(rows),); 0 where no term occurs."""
        return self.worths.take(self.codes.take(rows))

    @property
    def nbytes(self) -> int:
        """Bytes of memory."""
        return self.bits.nbytes + self.codes.nbytes + self.worths.nbytes


class Kept(Generic[Key, Value]):
    """Values by key up to a total size; what was kept longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._sizes: dict[Key, int] = {}
        self._size = 0
        self._lock = threading.Lock()

    def get(self, key: Key) -> Value | None:
        """The value, if it is still kept."""
        return self._values.get(key)

    def keep(self, key: Key, value: Value, size: int) -> None:
        """Keeps a value and lets older ones go until everything fits."""
        with self._lock:
            if key in self._sizes:
                return
            self._values[key] = value
            self._sizes[key] = size + SMALLEST
            self._size += size + SMALLEST
            while self._size > self._most and len(self._values) > 1:
                oldest, _ = self._values.popitem(last=False)
                self._size -= self._sizes.pop(oldest)

    def values(self) -> list[Value]:
        """Everything that is kept now."""
        with self._lock:
            return list(self._values.values())


class Postings:
    """The terms of one generation. Safe to share between threads: the source is read under a lock."""

    def __init__(
        self, source: TermSource, rows: int, documents: int, kept: tuple[int, int] = (TERMS_KEPT, CONCEPTS_KEPT)
    ) -> None:
        self._source = source
        self._rows = rows
        self._documents = documents
        self._terms: Kept[str, Posting] = Kept(kept[0])
        self._concepts: Kept[tuple[WeightedTerm, ...], Answers] = Kept(kept[1])
        self._lock = threading.Lock()

    def of(self, term: str) -> Posting:
        """The posting of a term; without rows when it does not occur."""
        known = self._terms.get(term)
        if known is None:
            with self._lock:
                rows, impacts = self._source.read(term)
            known = Posting(rows, impacts, rarity(self._documents, len(rows)))
            self._terms.keep(term, known, len(rows))
        return known

    def answers(self, terms: tuple[WeightedTerm, ...]) -> Answers:
        """Which rows answer a concept with these alternatives: the best one counts."""
        known = self._concepts.get(terms)
        if known is None:
            known = self._answers(terms)
            self._concepts.keep(terms, known, known.nbytes)
        return known

    def _answers(self, terms: tuple[WeightedTerm, ...]) -> Answers:
        weighed = [(self.of(term.term), term.weight) for term in terms if term.weight > 0]
        present = [(posting, weight) for posting, weight in weighed if len(posting.rows)]
        most = max((weight * posting.rarity for posting, weight in present), default=0.0)
        # A code is (number of the term) x 256 + impact, and worths[code] = weight x rarity x impact.
        steps = np.array([weight * posting.rarity / STEPS for posting, weight in present])
        worths = np.outer(steps, np.arange(STEPS + 1)).ravel()
        codes = np.zeros(self._rows, dtype=np.min_scalar_type(max(len(worths), 1) - 1))
        for number, (posting, _) in enumerate(present):
            mine = posting.impacts + codes.dtype.type(number * (STEPS + 1))
            if number:
                before = codes[posting.rows]
                mine = np.where(worths[mine] > worths[before], mine, before)
            codes[posting.rows] = mine
        return Answers(packed(codes > 0), codes, worths, most)

    def terms(self) -> Iterable[str]:
        """Every term that occurs."""
        with self._lock:
            return list(self._source.terms())

    def words(self) -> Iterable[str]:
        """Every folded word as written, sorted."""
        with self._lock:
            return sorted(set(self._source.words()))

    @property
    def nbytes(self) -> int:
        """Bytes of memory of the arrays kept now."""
        terms = sum(one.rows.nbytes + one.impacts.nbytes for one in self._terms.values())
        return terms + sum(one.nbytes for one in self._concepts.values())
