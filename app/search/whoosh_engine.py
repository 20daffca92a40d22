"""The default engine on SQLite: Whoosh 2.7.4 keeps the index on disk, a HotIndex in memory answers (hot_engine.py)."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from app.search import whoosh_storage
from app.search.columns import Columns
from app.search.engine import Health, IndexUnavailable, Suggestion
from app.search.generations import Generations
from app.search.hot_engine import LOOK_EVERY_SECONDS, Hot, HotEngine, damage_told, no_suggestions
from app.search.hot_index import HotIndex
from app.search.postings import Postings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from app.search.document import SearchDocument
    from app.search.engine import DocumentAnalyser


class Files(NamedTuple):
    """What a HotIndex was read from: generation and commit, and its segments by name, so that none is read twice."""

    state: tuple[str, int]
    leaves: dict[str, whoosh_storage.Leaf]

    @property
    def label(self) -> str:
        """The state in one word."""
        return f"{self.state[0]}.{self.state[1]}"


class WhooshEngine(HotEngine[Files]):
    """A SearchEngine on a folder."""

    name = "whoosh"

    def __init__(
        self,
        folder: Path,
        analyser: DocumentAnalyser,
        suggestions: Callable[[], Iterable[Suggestion]] = no_suggestions,
        look_every: float = LOOK_EVERY_SECONDS,
    ) -> None:
        super().__init__(analyser, suggestions, look_every)
        self._generations = Generations(folder)

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

    def health(self) -> Health:
        """Reads every file of the index; a second at most for 20,000 offers."""
        hot = self._hot
        state = "" if hot is None else hot.source.label
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
        return Health(self.name, True, now.source.label, now.index.columns.documents, "De zoekindex is in orde.")

    def _write(self, documents: Iterable[SearchDocument], gone: Iterable[int]) -> int:
        with self._generations.writing():
            folder = self._generations.folder / self._generations.current()
            with damage_told():
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

    def _newest(self, held: Hot[Files] | None, *, behind: bool) -> Hot[Files]:
        del behind  # a disk has no copies
        name = self._generations.current()
        folder = self._generations.folder / name
        if held is not None and held.source.state == (name, whoosh_storage.stamp(folder)):
            return held
        segments, number = whoosh_storage.read(folder, held.source.leaves if held else {})
        columns = Columns(segments.facts, segments.alive)
        source = Files((name, number), {leaf.segment_id: leaf for leaf in segments.leaves})
        return Hot(HotIndex(columns, Postings(segments, columns.rows, columns.documents), source.label), source)


@contextmanager
def _full_disk_told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise IndexUnavailable("unwritable", f"De zoekindex is niet te schrijven: {error}") from error
