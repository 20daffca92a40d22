"""The rows of the search as PostgreSQL keeps them, turned over into postings: by numpy, a whole chunk of rows at once.

An offer's row lists its terms; a question asks per term for its offers. Turning 16,000 rows of 250 terms over takes a
tenth of a second, so every process does it for itself and no table of postings has to be kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from app.search.engine import IndexUnavailable
from app.search.facts import Facts, many_from_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from app.search.bitsets import Mask

    Numbers = NDArray[np.uint32]

MOST_ROWS = 16_384
"""Rows in one leaf: what turning it over takes of memory for a moment is bounded by it. Fits in two bytes."""
NUMBER = np.dtype("<u4")
"""How a number of a term is written."""


class PackedRow(NamedTuple):
    """One live row as it is kept; see models.SearchRow."""

    key: int
    facts: bytes
    terms: bytes
    impacts: bytes
    words: bytes


class Leaf:
    """Some rows, turned over. It never changes; which of its rows are deleted is told apart."""

    def __init__(self, rows: Sequence[PackedRow]) -> None:
        if len(rows) > MOST_ROWS:
            message = f"{len(rows)} rows in one leaf"
            raise ValueError(message)
        self.rows = len(rows)
        self.facts: list[Facts] = many_from_bytes([row.facts for row in rows])
        counts = np.array([len(row.impacts) for row in rows], dtype=np.int64)
        lengths = np.array([len(row.terms) for row in rows], dtype=np.int64)
        word_lengths = np.array([len(row.words) for row in rows], dtype=np.int64)
        if (
            (lengths != counts * NUMBER.itemsize).any()
            or (word_lengths % NUMBER.itemsize).any()
            or [fact.key for fact in self.facts] != [row.key for row in rows]
        ):
            raise IndexUnavailable("damaged", "De zoekindex in de database is beschadigd.")
        self.numbers, local = _renumbered(np.frombuffer(b"".join(row.terms for row in rows), dtype=NUMBER))
        order = np.argsort(local, kind="stable")  # by counting, when there are fewer than 65,536 terms: see _renumbered
        self._starts = np.concatenate(([0], np.cumsum(np.bincount(local, minlength=len(self.numbers)))))
        self._rows = np.repeat(np.arange(self.rows, dtype=np.uint16), counts)[order]
        self._impacts = np.frombuffer(b"".join(row.impacts for row in rows), dtype=np.uint8)[order]
        words = np.frombuffer(b"".join(row.words for row in rows), dtype=NUMBER)
        self.word_numbers, self._words = _renumbered(words)
        self._words_of = word_lengths // NUMBER.itemsize

    def read(self, number: int) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
        """Rows within this leaf that hold the term with this number, deleted ones included, and the impacts."""
        at = int(self.numbers.searchsorted(number))
        if at == len(self.numbers) or self.numbers[at] != number:
            return np.empty(0, np.intp), np.empty(0, np.uint8)
        first, last = self._starts[at], self._starts[at + 1]
        return self._rows[first:last].astype(np.intp), self._impacts[first:last]

    def terms(self, alive: Mask) -> Numbers:
        """The numbers of the terms that occur in rows that are alive."""
        if alive.all() or not len(self.numbers):
            return self.numbers
        return self.numbers[np.add.reduceat(alive[self._rows].astype(np.int64), self._starts[:-1]) > 0]

    def words(self, alive: Mask) -> Numbers:
        """The numbers of the words that occur in rows that are alive."""
        if alive.all():
            return self.word_numbers
        there = np.zeros(len(self.word_numbers), dtype=np.bool_)
        there[self._words[np.repeat(alive, self._words_of)]] = True
        return self.word_numbers[there]

    @property
    def nbytes(self) -> int:
        """Bytes of memory of the arrays."""
        arrays = (self.numbers, self._starts, self._rows, self._impacts, self.word_numbers, self._words, self._words_of)
        return sum(one.nbytes for one in arrays)


class Leaves:
    """The leaves of one generation behind each other: the source of postings for a HotIndex.

    :param deleted: per leaf the rows that count no more. :param numbers: of every term and word.
    """

    def __init__(self, leaves: Sequence[Leaf], deleted: Sequence[Sequence[int]], numbers: Mapping[str, int]) -> None:
        self.leaves = leaves
        self.facts = [fact for leaf in leaves for fact in leaf.facts]
        self._numbers = numbers
        self._alive = []
        for leaf, gone in zip(leaves, deleted, strict=True):
            mask = np.ones(leaf.rows, dtype=np.bool_)
            mask[list(gone)] = False
            self._alive.append(mask)
        self.alive: Mask = np.concatenate(self._alive) if leaves else np.ones(0, dtype=np.bool_)
        self._whole = bool(self.alive.all())

    def read(self, term: str) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
        """See postings.TermSource."""
        number = self._numbers.get(term)
        rows, impacts = [np.empty(0, np.intp)], [np.empty(0, np.uint8)]
        start = 0
        for leaf in self.leaves:
            if number is not None:
                of_leaf, worth = leaf.read(number)
                rows.append(of_leaf + start)
                impacts.append(worth)
            start += leaf.rows
        all_rows, all_impacts = np.concatenate(rows), np.concatenate(impacts)
        if self._whole:
            return all_rows, all_impacts
        there = self.alive[all_rows]
        return all_rows[there], all_impacts[there]

    def terms(self) -> Iterable[str]:
        """See postings.TermSource."""
        return self._texts(leaf.terms(alive) for leaf, alive in zip(self.leaves, self._alive, strict=True))

    def words(self) -> Iterable[str]:
        """See postings.TermSource."""
        return self._texts(leaf.words(alive) for leaf, alive in zip(self.leaves, self._alive, strict=True))

    def numbered(self) -> bool:
        """Whether every number in the rows is of a word that we know."""
        known = np.zeros(max(self._numbers.values(), default=-1) + 1, dtype=np.bool_)
        known[list(self._numbers.values())] = True
        return all(
            int(numbers.max(initial=-1)) < len(known) and bool(known[numbers].all())
            for leaf in self.leaves
            for numbers in (leaf.numbers.astype(np.int64), leaf.word_numbers.astype(np.int64))
        )

    def _texts(self, found: Iterable[Numbers]) -> list[str]:
        wanted: set[int] = set()
        for numbers in found:
            wanted.update(numbers.tolist())
        return [text for text, number in self._numbers.items() if number in wanted]


def packed(numbers: Iterable[int]) -> bytes:
    """Numbers of terms as a row keeps them."""
    return np.array(list(numbers), dtype=NUMBER).tobytes()


def unpacked(raw: bytes) -> list[int]:
    """The numbers that `packed` wrote."""
    numbers: list[int] = np.frombuffer(raw, dtype=NUMBER).tolist()
    return numbers


def _renumbered(numbers: Numbers) -> tuple[Numbers, NDArray[np.unsignedinteger[Any]]]:
    """The distinct numbers, ascending, and for each number its place among them: in two bytes when that is enough, which
    halves the memory and lets numpy sort by counting.
    """
    there = np.zeros(int(numbers.max(initial=0)) + 1, dtype=np.bool_)
    there[numbers] = True
    distinct = np.flatnonzero(there)
    place = np.empty(len(there), dtype=np.min_scalar_type(max(len(distinct) - 1, 256)))
    place[distinct] = np.arange(len(distinct))
    return distinct.astype(np.uint32), place[numbers]
