"""The default engine: Whoosh 2.7.4 keeps the index on disk, a HotIndex in memory answers.

Each process looks at most once a second whether the index has changed; when it has, one thread reads what is new and
swaps a new HotIndex in, while the others go on with the one they have.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.search import whoosh_storage
from app.search.columns import Columns
from app.search.engine import Explanation, Health, IndexUnavailable, Limits, Matches, Suggestion
from app.search.generations import Generations
from app.search.hot_index import HotIndex
from app.search.postings import Postings
from app.search.suggestions import Suggestions
from app.search.vocabulary import IndexVocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from app.search.document import SearchDocument
    from app.search.dutch.analysis import AnalysedQuery
    from app.search.dutch.vocabulary import Vocabulary
    from app.search.engine import DocumentAnalyser

LOOK_EVERY_SECONDS = 1.0
TRIES = 3


def no_suggestions() -> Iterable[Suggestion]:
    """The boring source of suggestions."""
    return ()


class _Hot:
    """What one process holds of the index: swapped as a whole."""

    __slots__ = ("index", "leaves", "state", "suggestions", "vocabulary")

    def __init__(self, index: HotIndex, state: tuple[str, int], leaves: dict[str, whoosh_storage.Leaf]) -> None:
        self.index = index
        self.state = state
        self.leaves = leaves
        self.vocabulary = IndexVocabulary(index.postings)
        self.suggestions: Suggestions | None = None


class WhooshEngine:
    """A SearchEngine on a folder. `suggestions` is asked again after each change of the index."""

    name = "whoosh"

    def __init__(
        self,
        folder: Path,
        analyser: DocumentAnalyser,
        suggestions: Callable[[], Iterable[Suggestion]] = no_suggestions,
        look_every: float = LOOK_EVERY_SECONDS,
    ) -> None:
        self._generations = Generations(folder)
        self._analyser = analyser
        self._suggestions = suggestions
        self._look_every = look_every
        self._hot: _Hot | None = None
        self._looked = 0.0
        self._trouble: IndexUnavailable | None = None
        self._loading = threading.Lock()

    def index(self, documents: Iterable[SearchDocument]) -> int:
        """See SearchEngine. IndexUnavailable("missing") when there is no index yet: rebuild first."""
        return self._write(documents, ())

    def delete(self, keys: Iterable[int]) -> int:
        """See SearchEngine."""
        gone = set(keys)
        there = len(gone.intersection(self._fresh().index.keys()))
        self._write((), gone)
        return there

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """See SearchEngine. The old index answers until the new one is complete; a failure leaves it in use."""
        with self._generations.writing():
            name = self._generations.begin()
            try:
                folder = self._generations.folder / name
                with _full_disk_told():
                    written = whoosh_storage.create(folder, documents, self._analyser)
                    self._generations.switch(name)
            except BaseException:
                self._generations.sweep(self._in_use())
                raise
        self._fresh()
        return written

    def search(self, query: AnalysedQuery, limits: Limits) -> Matches:
        """See SearchEngine."""
        hot = self._current()
        try:  # `_damage_told` written out: a context manager takes a tenth of the time of a small search
            return hot.index.search(query, limits)
        except IndexUnavailable:
            raise
        except Exception as error:
            raise _damaged(error) from error

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """See SearchEngine."""
        hot = self._current()
        if hot.suggestions is None:
            hot.suggestions = Suggestions(self._suggestions())
        return hot.suggestions.begin_with(prefix, limit)

    def explain(self, key: int, query: AnalysedQuery) -> Explanation | None:
        """See SearchEngine."""
        hot = self._current()
        with _damage_told():
            return hot.index.explain(key, query)

    def explain_many(self, keys: Sequence[int], query: AnalysedQuery) -> dict[int, Explanation]:
        """See SearchEngine."""
        hot = self._current()
        with _damage_told():
            return hot.index.explain_many(keys, query)

    def vocabulary(self) -> Vocabulary:
        """See SearchEngine. The same object until the index changes."""
        return self._current().vocabulary

    def keys(self) -> Sequence[int]:
        """See SearchEngine."""
        return self._fresh().index.keys()

    def health(self) -> Health:
        """Reads every file of the index; a second at most for 20,000 offers."""
        hot = self._hot
        state = "" if hot is None else _label(hot.state)
        documents = 0 if hot is None else hot.index.columns.documents
        try:
            name = self._generations.current()
            whoosh_storage.verify(self._generations.folder / name)
            now = self._fresh()
        except IndexUnavailable as trouble:
            return Health(self.name, ok=False, generation=state, documents=documents, detail=str(trouble))
        except Exception as error:  # noqa: BLE001  (a health check says what is wrong and never fails itself)
            detail = f"De zoekindex is niet te lezen ({type(error).__name__})."
            return Health(self.name, ok=False, generation=state, documents=documents, detail=detail)
        return Health(self.name, True, _label(now.state), now.index.columns.documents, "De zoekindex is in orde.")

    def memory(self) -> int:
        """Bytes of numpy arrays held now; the segments' own files come on top."""
        hot = self._hot
        return 0 if hot is None else hot.index.nbytes

    def _write(self, documents: Iterable[SearchDocument], gone: Iterable[int]) -> int:
        with self._generations.writing():
            folder = self._generations.folder / self._generations.current()
            with _damage_told():
                whoosh_storage.verify(folder)
            with _full_disk_told():
                written = whoosh_storage.write(folder, documents, gone, self._analyser)
        self._fresh()
        return written

    def _in_use(self) -> str | None:
        try:
            return self._generations.current()
        except IndexUnavailable:
            return None

    def _current(self) -> _Hot:
        """What is held; looks for changes at most once in `look_every` seconds. A damaged index on disk does not take
        away what is held already.
        """
        hot = self._hot
        now = time.monotonic()
        if hot is not None and now - self._looked < self._look_every:
            return hot
        if hot is None:
            if self._trouble is not None and now - self._looked < self._look_every:
                raise IndexUnavailable(self._trouble.reason, str(self._trouble))
            return self._fresh()
        if self._loading.acquire(blocking=False):
            try:
                self._looked = now
                hot = self._load()
            except IndexUnavailable:
                return hot
            finally:
                self._loading.release()
        return hot

    def _fresh(self) -> _Hot:
        """What is on disk now, loaded when that is not what is held."""
        with self._loading:
            self._looked = time.monotonic()
            return self._load()

    def _load(self) -> _Hot:
        tries = TRIES
        while True:
            tries -= 1
            try:
                with _damage_told():
                    hot = self._load_once()
            except IndexUnavailable as trouble:
                # A writer may have swept the files away while they were being read: look again.
                if not tries or trouble.reason != "damaged":
                    self._trouble = trouble
                    raise
                time.sleep(0.01)
            else:
                self._trouble = None
                return hot

    def _load_once(self) -> _Hot:
        name = self._generations.current()
        folder = self._generations.folder / name
        hot = self._hot
        if hot is not None and hot.state == (name, whoosh_storage.stamp(folder)):
            return hot
        segments, number = whoosh_storage.read(folder, hot.leaves if hot else {})
        columns = Columns(segments.facts, segments.alive)
        state = (name, number)
        index = HotIndex(columns, Postings(segments, columns.rows, columns.documents), _label(state))
        self._hot = _Hot(index, state, {leaf.segment_id: leaf for leaf in segments.leaves})
        return self._hot


def _label(state: tuple[str, int]) -> str:
    return f"{state[0]}.{state[1]}"


@contextmanager
def _damage_told() -> Iterator[None]:
    """Whatever Whoosh says about bad files becomes one clear IndexUnavailable."""
    try:
        yield
    except IndexUnavailable:
        raise
    except Exception as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> IndexUnavailable:
    return IndexUnavailable("damaged", f"De zoekindex is niet te lezen ({type(error).__name__}).")


@contextmanager
def _full_disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexUnavailable("unwritable", f"De zoekindex is niet te schrijven: {error}") from error
