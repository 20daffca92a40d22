"""The engine of installations on PostgreSQL: the database keeps the index, a HotIndex in memory answers (hot_engine.py).

No machine keeps a file: whoever starts loads every row, and who holds an index reads only what was written since. Any
worker on any machine may write, in the database's one turn to write. A whole new index is written aside as an edition of
its own, a few hundred rows a turn so that nobody waits for it, and comes into use with the change of one row.
"""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from app.db import DatabaseGone
from app.search import postgres_storage
from app.search.columns import Columns
from app.search.engine import Health, IndexUnavailable, Suggestion
from app.search.hot_engine import LOOK_EVERY_SECONDS, Hot, HotEngine, damage_told, no_suggestions
from app.search.hot_index import HotIndex
from app.search.packed import MOST_ROWS, Leaf, Leaves, PackedRow
from app.search.postgres_storage import Numbers, State
from app.search.postings import Postings

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from sqlalchemy.engine import Connection
    from sqlmodel import Session

    from app.db import Database
    from app.search.document import SearchDocument
    from app.search.engine import DocumentAnalyser

BATCH = 250
"""Offers written in one turn while a whole index is made."""
PATIENCE_SECONDS = 10.0
LEAST_ANEW = 500
SHARE_ANEW = 16
"""When more rows than LEAST_ANEW and than one in SHARE_ANEW were written since everything was loaded, everything is loaded
anew: until then each look reads all of those, so that there is never more than one leaf of changes."""
ONE_REBUILD = "search-rebuild"


class Rows(NamedTuple):
    """What a HotIndex was read from. base: what was loaded whole, in generation `since`; changes came on top."""

    state: State
    base: tuple[Leaf, ...]
    since: int
    numbers: dict[str, int]

    @property
    def label(self) -> str:
        """The state in one word."""
        return f"{self.state.edition}.{self.state.generation}"


class PostgresEngine(HotEngine[Rows]):
    """A SearchEngine whose index is the database itself."""

    name = "postgres"

    def __init__(
        self,
        database: Database,
        analyser: DocumentAnalyser,
        suggestions: Callable[[], Iterable[Suggestion]] = no_suggestions,
        look_every: float = LOOK_EVERY_SECONDS,
    ) -> None:
        super().__init__(analyser, suggestions, look_every)
        self._database = database
        self._numbers = Numbers()
        self._writes = False

    def index(self, documents: Iterable[SearchDocument]) -> int:
        """See SearchEngine. IndexUnavailable("missing") when there is no index yet: rebuild first."""
        batch = {document.key: document for document in documents}
        rows = [postgres_storage.read_words(document, self._analyser) for document in batch.values()]
        with self._turn() as session:
            state = postgres_storage.state_in(session)
            if not rows:
                return 0
            self._numbers.catch_up(session, state.edition)
            there = postgres_storage.live_among(session, state, batch)
            new = State(state.edition, state.generation + 1, state.documents + len(batch) - there)
            postgres_storage.put(session, new.edition, new.generation, rows, self._numbers)
            postgres_storage.settle(session, new)
        return len(batch)

    def delete(self, keys: Iterable[int]) -> int:
        """See SearchEngine."""
        with self._turn() as session:
            state = postgres_storage.state_in(session)
            gone = postgres_storage.take_out(session, state, set(keys), state.generation + 1)
            if gone:
                new = State(state.edition, state.generation + 1, state.documents - gone)
                postgres_storage.settle(session, new)
        return gone

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """See SearchEngine. The old index answers until the new one is complete; a failure leaves it in use. Others go
        on writing meanwhile: what they change in the old one is carried over.
        """
        with self._alone():
            self._sweep()
            with self._turn() as session:
                edition, begun = postgres_storage.begin_edition(session)
            try:
                written = self._build(edition, begun, iter(documents))
            finally:
                with suppress(DatabaseGone, IndexUnavailable):
                    self._sweep()  # the old one, or what was half made
        self._fresh()
        return written

    def _build(self, edition: int, begun: State, documents: Iterator[SearchDocument]) -> int:
        numbers = Numbers()
        used: set[int] = set()
        keys: set[int] = set()
        while batch := {document.key: document for document in islice(documents, BATCH)}:
            rows = [postgres_storage.read_words(document, self._analyser) for document in batch.values()]
            with self._turn() as session:
                numbers.catch_up(session, edition)
                used |= postgres_storage.put(session, edition, 0, rows, numbers)
            keys.update(batch)
        with self._turn() as session:
            postgres_storage.switch(session, edition, begun, used, len(keys))
        return len(keys)

    def health(self) -> Health:
        """Counts and measures every row in the database, and loads what changed."""
        hot = self._hot
        state = "" if hot is None else hot.source.label
        documents = 0 if hot is None else hot.index.columns.documents
        try:
            with damage_told(), self._looking(behind=False) as connection:
                postgres_storage.verify(connection, postgres_storage.state_in(connection))
            now = self._fresh()
        except IndexUnavailable as trouble:
            return Health(self.name, ok=False, generation=state, documents=documents, detail=str(trouble))
        except Exception as error:  # noqa: BLE001  (a health check says what is wrong and never fails itself)
            detail = f"De zoekindex is niet te lezen ({type(error).__name__})."
            return Health(self.name, ok=False, generation=state, documents=documents, detail=detail)
        return Health(self.name, True, now.source.label, now.index.columns.documents, "De zoekindex is in orde.")

    def memory(self) -> int:
        """Bytes of numpy arrays held now."""
        hot = self._hot
        return 0 if hot is None else hot.index.nbytes + sum(leaf.nbytes for leaf in hot.source.base)

    def _newest(self, held: Hot[Rows] | None, *, behind: bool) -> Hot[Rows]:
        behind = behind and not self._writes  # who writes must find it back at once
        with self._looking(behind=behind) as connection:
            state = postgres_storage.state_in(connection)
            if held is not None:
                have = held.source.state
                if have == state or (behind and self._database.replica is not None and state < have):
                    return held  # the same, or from a copy that is further behind than what is held
                changed = _changed(connection, held.source, state)
                if changed is not None:
                    return changed
            return _whole(connection, state)

    @contextmanager
    def _looking(self, *, behind: bool) -> Iterator[Connection]:
        """A connection of which every statement sees the same moment."""
        with self._database.looking(behind=behind) as connection:
            yield connection.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def _turn(self) -> Iterator[Session]:
        """The turn to write. What goes wrong is told, and nothing was written then."""
        self._writes = True
        try:
            with damage_told(), self._database.writing() as session:
                yield session
        except DatabaseGone as gone:
            self._numbers.forget()
            raise IndexUnavailable("unwritable", "De zoekindex in de database is nu niet te schrijven.") from gone
        except BaseException:
            self._numbers.forget()
            raise
        self._looked = 0.0  # look again at the next question

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The only one anywhere that makes a whole index; IndexUnavailable("busy") after PATIENCE_SECONDS."""
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            with self._database.alone(ONE_REBUILD) as mine:
                if mine:
                    yield
                    return
            if time.monotonic() >= until:
                raise IndexUnavailable("busy", "De zoekindex wordt al opnieuw gemaakt.")
            time.sleep(0.05)

    def _sweep(self) -> None:
        more = True
        while more:
            with self._turn() as session:
                more = postgres_storage.sweep_some(session)


def _whole(connection: Connection, state: State) -> Hot[Rows]:
    """Every row of the edition."""
    numbers = postgres_storage.numbers_in(connection)
    base = tuple(Leaf(chunk) for chunk in postgres_storage.rows_of(connection, state.edition, MOST_ROWS))
    return _hot(Rows(state, base, state.generation, numbers), ())


def _changed(connection: Connection, held: Rows, state: State) -> Hot[Rows] | None:
    """What was loaded whole, with everything written since on top; None when it is better to load all anew."""
    rows_held = sum(leaf.rows for leaf in held.base)
    if state.edition != held.state.edition or state.generation < held.state.generation:
        return None
    if postgres_storage.count_since(connection, state, held.since) > max(LEAST_ANEW, rows_held // SHARE_ANEW):
        return None
    rows, gone = postgres_storage.changed_since(connection, state, held.since)
    new = postgres_storage.numbers_in(connection, max(held.numbers.values(), default=-1))
    numbers = held.numbers | new if new else held.numbers
    try:
        return _hot(Rows(state, held.base, held.since, numbers), rows, {*gone, *(row.key for row in rows)})
    except IndexUnavailable:
        return None


def _hot(source: Rows, changes: Sequence[PackedRow], stale: Container[int] = ()) -> Hot[Rows]:
    """A HotIndex of what was loaded whole without the stale keys, with the changes on top."""
    leaves = [*source.base, Leaf(changes)] if changes else list(source.base)
    deleted = [[row for row, fact in enumerate(leaf.facts) if fact.key in stale] for leaf in source.base]
    held = Leaves(leaves, [*deleted, []][: len(leaves)], source.numbers)
    columns = Columns(held.facts, held.alive)
    if columns.documents != source.state.documents or not held.numbered():
        raise IndexUnavailable("damaged", "In de zoekindex in de database ontbreken rijen of woorden.")
    return Hot(HotIndex(columns, Postings(held, columns.rows, columns.documents), source.label), source)
