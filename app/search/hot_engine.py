"""What engines that answer from memory share: they hold a HotIndex, look now and then whether it is still the newest,
and swap in a newer one.

Each process looks at most once a second whether the index has changed; when it has, one thread reads what is new and
swaps a new HotIndex in, while the others go on with the one they have. Where the index is kept is the engine's own.
"""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from contextlib import contextmanager
from typing import TYPE_CHECKING, Generic, TypeVar

from app.db import DatabaseGone
from app.search.engine import Explanation, IndexUnavailable, Limits, Matches, Suggestion
from app.search.suggestions import Suggestions
from app.search.vocabulary import IndexVocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from app.search.dutch.analysis import AnalysedQuery
    from app.search.dutch.vocabulary import Vocabulary
    from app.search.engine import DocumentAnalyser
    from app.search.hot_index import HotIndex

LOOK_EVERY_SECONDS = 1.0
TRIES = 3
Source = TypeVar("Source")


def no_suggestions() -> Iterable[Suggestion]:
    """The boring source of suggestions."""
    return ()


class Hot(Generic[Source]):
    """What one process holds of the index: swapped as a whole. `source`: what it was read from."""

    __slots__ = ("index", "source", "suggestions", "vocabulary")

    def __init__(self, index: HotIndex, source: Source) -> None:
        self.index = index
        self.source = source
        self.vocabulary = IndexVocabulary(index.postings)
        self.suggestions: Suggestions | None = None


class HotEngine(ABC, Generic[Source]):
    """The reading half of a SearchEngine. `suggestions` is asked again after each change of the index."""

    def __init__(
        self,
        analyser: DocumentAnalyser,
        suggestions: Callable[[], Iterable[Suggestion]] = no_suggestions,
        look_every: float = LOOK_EVERY_SECONDS,
    ) -> None:
        self._analyser = analyser
        self._suggestions = suggestions
        self._look_every = look_every
        self._hot: Hot[Source] | None = None
        self._looked = 0.0
        self._trouble: IndexUnavailable | None = None
        self._loading = threading.Lock()

    @abstractmethod
    def _newest(self, held: Hot[Source] | None, *, behind: bool) -> Hot[Source]:
        """The index as it is kept now; `held` itself when nothing changed. Only one thread at a time.

        :param behind: a copy that is a little behind will do.
        """

    def search(self, query: AnalysedQuery, limits: Limits) -> Matches:
        """See SearchEngine."""
        hot = self._current()
        try:  # `damage_told` written out: a context manager takes a tenth of the time of a small search
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
        with damage_told():
            return hot.index.explain(key, query)

    def explain_many(self, keys: Sequence[int], query: AnalysedQuery) -> dict[int, Explanation]:
        """See SearchEngine."""
        hot = self._current()
        with damage_told():
            return hot.index.explain_many(keys, query)

    def vocabulary(self) -> Vocabulary:
        """See SearchEngine. The same object until the index changes."""
        return self._current().vocabulary

    def keys(self) -> Sequence[int]:
        """See SearchEngine."""
        return self._fresh().index.keys()

    def memory(self) -> int:
        """Bytes of numpy arrays held now, without what the source itself holds."""
        hot = self._hot
        return 0 if hot is None else hot.index.nbytes

    def _current(self) -> Hot[Source]:
        """What is held; looks for changes at most once in `look_every` seconds. A damaged index, or a database that is
        away, does not take away what is held already.
        """
        hot = self._hot
        now = time.monotonic()
        if hot is not None and now - self._looked < self._look_every:
            return hot
        if hot is None:
            if self._trouble is not None and now - self._looked < self._look_every:
                raise IndexUnavailable(self._trouble.reason, str(self._trouble))
            return self._fresh(behind=True)
        if self._loading.acquire(blocking=False):
            try:
                self._looked = now
                hot = self._load(behind=True)
            except (IndexUnavailable, DatabaseGone):
                return hot
            finally:
                self._loading.release()
        return hot

    def _fresh(self, *, behind: bool = False) -> Hot[Source]:
        """The index as it is kept now, loaded when that is not what is held."""
        with self._loading:
            self._looked = time.monotonic()
            return self._load(behind=behind)

    def _load(self, *, behind: bool) -> Hot[Source]:
        tries = TRIES
        while True:
            tries -= 1
            try:
                with damage_told():
                    self._hot = self._newest(self._hot, behind=behind)
            except IndexUnavailable as trouble:
                # A writer may have swept it away while it was being read: look again.
                if not tries or trouble.reason != "damaged":
                    self._trouble = trouble
                    raise
                time.sleep(0.01)
            else:
                self._trouble = None
                return self._hot


@contextmanager
def damage_told() -> Iterator[None]:
    """Whatever a store says about a bad index becomes one clear IndexUnavailable; a database that is away stays that."""
    try:
        yield
    except (IndexUnavailable, DatabaseGone):
        raise
    except Exception as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> IndexUnavailable:
    return IndexUnavailable("damaged", f"De zoekindex is niet te lezen ({type(error).__name__}).")
