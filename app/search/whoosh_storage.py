"""Whoosh as a store of postings and columns: everything that knows how Whoosh keeps its files is in this module.

Terms come ready-made from our own analysis, in one field, with their impact as the weight. Reading goes through
memory: a segment's file is read whole, checked, and never touched again, so that a file that changes or shrinks under
us can do no harm. `refresh()` and shared searchers are never used (docs/adr, and design note on Whoosh's forks).
"""

from __future__ import annotations

import re
import threading
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from app.search.engine import IndexUnavailable
from app.search.facts import facts_of, many_from_bytes, to_bytes
from app.search.generations import checked, checks_of, record_checks
from app.search.impacts import impacts_of, words_of
from app.search.posting_pool import lighten

with warnings.catch_warnings():
    # Whoosh 2.7.4 is from 2016: the compiler warns about eight old spellings the first time it reads them.
    warnings.simplefilter("ignore")
    from whoosh import columns, fields, formats
    from whoosh.codec.whoosh3 import W3LeafMatcher
    from whoosh.filedb.filestore import FileStorage, RamStorage
    from whoosh.index import TOC, FileIndex, LockError
    from whoosh.matching.wrappers import FilterMatcher
    from whoosh.reading import SegmentReader, TermNotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from app.search.document import SearchDocument
    from app.search.engine import DocumentAnalyser
    from app.search.facts import Facts

NAME = "MAIN"
_TOC = re.compile(rf"_{NAME}_([0-9]+)\.toc\Z")


class Weighed(fields.FieldType):  # type: ignore[misc]
    """A field whose value is already a mapping of term to weight."""

    def __init__(self) -> None:
        super().__init__(format=formats.Existence(), analyzer=None)

    def index(self, value: Mapping[str, int], **_options: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Term bytes, frequency, weight and (no) value, as Whoosh wants them."""
        for term, weight in value.items():
            yield term.encode(), 1, float(weight), b""


SCHEMA = fields.Schema(
    all=Weighed(),
    words=Weighed(),
    key=fields.ID(),
    facts=fields.COLUMN(columns.VarBytesColumn()),
)


def create(folder: Path, documents: Iterable[SearchDocument], analyser: DocumentAnalyser) -> int:
    """A new index in an empty folder; how many documents it holds."""
    FileIndex.create(FileStorage(str(folder)), SCHEMA, NAME)
    return write(folder, documents, (), analyser)


def write(folder: Path, documents: Iterable[SearchDocument], gone: Iterable[int], analyser: DocumentAnalyser) -> int:
    """One batch: takes out `gone` and the older versions of `documents`, adds the documents, commits. Of a key given
    twice the last one counts. Returns the number written.
    """
    batch = {document.key: document for document in documents}
    try:
        writer = FileIndex(FileStorage(str(folder)), schema=SCHEMA, indexname=NAME).writer(timeout=10)
    except LockError:
        raise IndexUnavailable("busy", "De zoekindex wordt al bijgewerkt.") from None
    pool = lighten(writer)
    try:
        if writer.segments:
            _delete(writer, {*batch, *gone})
        for document in batch.values():
            pool.take("all", writer.docnum, impacts_of(document, analyser))
            pool.take("words", writer.docnum, dict.fromkeys(words_of(document), 1))
            writer.add_document(key=str(document.key), facts=to_bytes(facts_of(document)))
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    record_checks(folder)
    return len(batch)


def _delete(writer: Any, keys: Iterable[int]) -> None:
    with writer.searcher() as searcher:
        there = set(searcher.reader().field_terms("key"))
        for key in keys:
            if str(key) not in there:
                continue
            writer.delete_by_term("key", str(key), searcher=searcher)


def stamp(folder: Path) -> int:
    """Number of the last commit; it grows with every batch."""
    numbers = [int(found[1]) for entry in folder.iterdir() if (found := _TOC.match(entry.name))]
    if not numbers:
        raise IndexUnavailable("missing", "De zoekindex is leeg.")
    return max(numbers)


class Leaf:
    """One segment, read whole into memory. It never changes; which of its documents are deleted is told apart.

    Whoosh's reader is not safe between threads, so every reading of it holds the leaf's lock.
    """

    def __init__(self, storage: RamStorage, segment: Any) -> None:
        self.segment_id: str = segment.segment_id()
        self._lock = threading.Lock()
        self._reader = SegmentReader(storage, SCHEMA, segment)
        self.rows: int = segment.doc_count_all()
        column = self._reader.column_reader("facts", translate=False)
        self.facts: list[Facts] = many_from_bytes([column[row] for row in range(self.rows)])

    def read(self, field: str, term: str) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
        """Rows within this segment that hold the term, deleted ones included, and the impacts."""
        with self._lock:
            try:
                return decoded(self._reader.postings(field, term))
            except TermNotFound:
                return np.empty(0, np.intp), np.empty(0, np.uint8)

    def lexicon(self, field: str) -> list[str]:
        """Every term of a field in this segment."""
        with self._lock:
            return [term.decode() for term in self._reader.lexicon(field)]


def decoded(matcher: Any) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
    """All ids and weights of a matcher. Long lists are taken a block at a time (Whoosh 2.7.4's own format); anything
    else goes one by one through the public interface.
    """
    if isinstance(matcher, FilterMatcher):
        matcher = matcher.child
    ids: list[int] = []
    weights: list[float] = []
    if isinstance(matcher, W3LeafMatcher):
        while matcher.is_active():
            matcher._read_ids()  # noqa: SLF001
            matcher._read_weights()  # noqa: SLF001
            ids.extend(matcher._ids)  # noqa: SLF001
            weights.extend(matcher._weights)  # noqa: SLF001
            matcher._next_block()  # noqa: SLF001
    else:
        while matcher.is_active():
            ids.append(matcher.id())
            weights.append(matcher.weight())
            matcher.next()
    return np.array(ids, dtype=np.intp), np.array(weights, dtype=np.float64).astype(np.uint8)


class Segments:
    """The segments of one commit behind each other: the source of postings for a HotIndex."""

    def __init__(self, leaves: Sequence[Leaf], deleted: Sequence[frozenset[int]]) -> None:
        self.leaves = leaves
        self._deleted = deleted
        self.facts = [fact for leaf in leaves for fact in leaf.facts]
        self.alive = np.ones(len(self.facts), dtype=np.bool_)
        start = 0
        for leaf, gone in zip(leaves, deleted, strict=True):
            self.alive[[start + row for row in gone]] = False
            start += leaf.rows
        self._whole = bool(self.alive.all())

    def read(self, term: str) -> tuple[NDArray[np.intp], NDArray[np.uint8]]:
        """See postings.TermSource."""
        start = 0
        rows, impacts = [], []
        for leaf in self.leaves:
            of_leaf, worth = leaf.read("all", term)
            rows.append(of_leaf + start)
            impacts.append(worth)
            start += leaf.rows
        if not rows:
            return np.empty(0, np.intp), np.empty(0, np.uint8)
        all_rows, all_impacts = np.concatenate(rows), np.concatenate(impacts)
        if self._whole:
            return all_rows, all_impacts
        there = self.alive[all_rows]
        return all_rows[there], all_impacts[there]

    def terms(self) -> Iterable[str]:
        """See postings.TermSource."""
        return self._lexicon("all")

    def words(self) -> Iterable[str]:
        """See postings.TermSource."""
        return self._lexicon("words")

    def _lexicon(self, field: str) -> set[str]:
        found: set[str] = set()
        for leaf, gone in zip(self.leaves, self._deleted, strict=True):
            words = leaf.lexicon(field)
            found.update(words if not gone else (word for word in words if self._survives(leaf, gone, field, word)))
        return found

    @staticmethod
    def _survives(leaf: Leaf, gone: frozenset[int], field: str, word: str) -> bool:
        holders, _ = leaf.read(field, word)
        return len(holders) > len(gone) or any(row not in gone for row in holders.tolist())


def read(folder: Path, known: Mapping[str, Leaf]) -> tuple[Segments, int]:
    """The last commit in a folder and its number; segments that are known already are not read again."""
    number = stamp(folder)
    sums = _sums(folder)
    storage = RamStorage()
    toc_name = f"_{NAME}_{number}.toc"
    storage.files[toc_name] = checked(folder, toc_name, sums)
    toc = TOC.read(storage, NAME, gen=number, schema=SCHEMA)
    leaves = []
    for segment in toc.segments:
        leaf = known.get(segment.segment_id())
        if leaf is None:
            file = _file_of(segment)
            storage.files[file] = checked(folder, file, sums)
            leaf = Leaf(storage, segment)
        leaves.append(leaf)
    return Segments(leaves, [frozenset(segment.deleted_docs()) for segment in toc.segments]), number


def verify(folder: Path) -> None:
    """Compares every file of an index with its checksum; IndexUnavailable when one is damaged or gone."""
    number = stamp(folder)
    sums = _sums(folder)
    names = {entry.name for entry in folder.iterdir() if entry.suffix == ".seg"} | {f"_{NAME}_{number}.toc"}
    for name in sorted(names):
        checked(folder, name, sums)
    storage = RamStorage()
    storage.files[f"_{NAME}_{number}.toc"] = checked(folder, f"_{NAME}_{number}.toc", sums)
    for segment in TOC.read(storage, NAME, gen=number, schema=SCHEMA).segments:
        if _file_of(segment) not in names:
            raise IndexUnavailable("damaged", "In de zoekindex ontbreekt een bestand.")


def _file_of(segment: Any) -> str:
    name: str = segment.make_filename(".seg")
    return name


def _sums(folder: Path) -> dict[str, int]:
    try:
        return checks_of(folder)
    except FileNotFoundError:
        raise IndexUnavailable("damaged", "De controlelijst van de zoekindex ontbreekt.") from None
