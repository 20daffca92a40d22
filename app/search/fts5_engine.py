"""The engine that needs nothing but Python: SQLite's FTS5 finds, plain Python puts in order.

It is what answers when the default index is gone (built in memory from the database), and it is the other opinion in
the tests: it shares the formulas of ranking.py with the default engine and none of its code. Terms come ready-made
from our own analysis, so FTS5's own reading of text is not used.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.search import plain_order, ranking
from app.search.dutch.vocabulary import WordTable
from app.search.engine import Explanation, Health, IndexUnavailable, Limits, Matches, Reason, Suggestion
from app.search.facts import FORMAT, Facts, facts_of, many_from_bytes, to_bytes
from app.search.hot_engine import no_suggestions
from app.search.impacts import STEPS, impacts_of, words_of
from app.search.ranking import rarity
from app.search.suggestions import Suggestions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from app.search.document import SearchDocument
    from app.search.dutch.analysis import AnalysedQuery
    from app.search.dutch.vocabulary import Vocabulary
    from app.search.engine import DocumentAnalyser

FILE = "fts5.sqlite"
_TABLES = """
CREATE TABLE IF NOT EXISTS about (format INTEGER NOT NULL, stamp INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS offers (key INTEGER PRIMARY KEY, facts BLOB NOT NULL, impacts TEXT NOT NULL, words TEXT NOT NULL);
CREATE VIRTUAL TABLE IF NOT EXISTS terms USING fts5(coded, tokenize='ascii', detail='none');
CREATE VIRTUAL TABLE IF NOT EXISTS frequencies USING fts5vocab(terms, 'row');
"""


class Fts5Engine:
    """A SearchEngine in one SQLite file, or in memory when `folder` is None."""

    name = "fts5"

    def __init__(
        self,
        folder: Path | None,
        analyser: DocumentAnalyser,
        suggestions: Callable[[], Iterable[Suggestion]] = no_suggestions,
    ) -> None:
        self._folder = folder
        self._analyser = analyser
        self._suggestions = suggestions
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._facts: tuple[int, dict[int, Facts]] | None = None
        self._vocabulary: tuple[int, Vocabulary] | None = None
        self._suggested: tuple[int, Suggestions] | None = None

    def index(self, documents: Iterable[SearchDocument]) -> int:
        """See SearchEngine. IndexUnavailable("missing") when there is no index yet: rebuild first."""
        batch = {document.key: document for document in documents}
        with self._writing(new=False) as connection:
            _take_out(connection, batch)
            self._add(connection, batch.values())
        return len(batch)

    def delete(self, keys: Iterable[int]) -> int:
        """See SearchEngine."""
        with self._writing(new=False) as connection:
            return _take_out(connection, set(keys))

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """See SearchEngine. One transaction: others see the old index until it is complete."""
        with self._lock:
            try:
                return self._rebuild(documents)
            except IndexUnavailable as trouble:
                if trouble.reason not in ("damaged", "old") or self._folder is None:
                    raise
                self._throw_away(self._folder)
                return self._rebuild(documents)

    def _rebuild(self, documents: Iterable[SearchDocument]) -> int:
        with self._writing(new=True) as connection:
            batch = {document.key: document for document in documents}
            connection.execute("DELETE FROM offers")
            connection.execute("DELETE FROM terms")
            self._add(connection, batch.values())
        return len(batch)

    def search(self, query: AnalysedQuery, limits: Limits) -> Matches:
        """See SearchEngine."""
        with self._reading() as (connection, stamp):
            facts = self._all_facts(connection, stamp)
            fit = self._fit(connection, query, facts, respite=ranking.adds_respite(limits.ladder))
            asked = bool(query.concepts or query.kinds or query.domains)
            return plain_order.matches(fit, facts, limits, asked=asked, generation=str(stamp))

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """See SearchEngine."""
        with self._reading() as (_, stamp):
            if self._suggested is None or self._suggested[0] != stamp:
                self._suggested = (stamp, Suggestions(self._suggestions()))
            return self._suggested[1].begin_with(prefix, limit)

    def explain(self, key: int, query: AnalysedQuery) -> Explanation | None:
        """See SearchEngine."""
        with self._reading() as (connection, stamp):
            facts = self._all_facts(connection, stamp)
            if key not in facts:
                return None
            impacts = json.loads(connection.execute("SELECT impacts FROM offers WHERE key = ?", (key,)).fetchone()[0])
            found: list[Reason] = []
            missed: list[str] = []
            for concept in query.concepts:
                worth = sorted(
                    (
                        -term.weight * rarity(len(facts), _frequency(connection, term.term)) * impacts[term.term],
                        term.term,
                    )
                    for term in concept.terms
                    if term.term in impacts
                )
                if worth:
                    found.append(Reason(concept.words, tuple(term for _, term in worth), concept.because))
                else:
                    missed.append(concept.words)
        kind = facts[key].kind if facts[key].kind in query.kinds else None
        domains = tuple(domain for domain in query.domains if domain in facts[key].domains)
        return Explanation(key, tuple(found), tuple(missed), kind, domains)

    def explain_many(self, keys: Sequence[int], query: AnalysedQuery) -> dict[int, Explanation]:
        """See SearchEngine."""
        return {key: said for key in keys if (said := self.explain(key, query)) is not None}

    def vocabulary(self) -> Vocabulary:
        """See SearchEngine. The same object until the index changes."""
        with self._reading() as (connection, stamp):
            if self._vocabulary is None or self._vocabulary[0] != stamp:
                counted = connection.execute("SELECT term, doc FROM frequencies").fetchall()
                words = {word for (row,) in connection.execute("SELECT words FROM offers") for word in row.split()}
                self._vocabulary = (stamp, WordTable({_term(code): count for code, count in counted}, words))
            return self._vocabulary[1]

    def keys(self) -> Sequence[int]:
        """See SearchEngine."""
        with self._reading() as (connection, _):
            return [key for (key,) in connection.execute("SELECT key FROM offers ORDER BY key")]

    def health(self) -> Health:
        """Lets SQLite check its own file."""
        try:
            with self._reading() as (connection, stamp):
                verdict = str(connection.execute("PRAGMA quick_check").fetchone()[0])
                documents = int(connection.execute("SELECT count(*) FROM offers").fetchone()[0])
        except IndexUnavailable as trouble:
            return Health(self.name, ok=False, generation="", documents=0, detail=str(trouble))
        if verdict != "ok":
            return Health(self.name, False, str(stamp), documents, f"De zoekindex is beschadigd: {verdict}")
        return Health(self.name, True, str(stamp), documents, "De zoekindex is in orde.")

    def close(self) -> None:
        """Lets go of the file; the next question opens it again. What was in memory is gone."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
            self._connection = None
            self._facts = self._vocabulary = self._suggested = None

    def _add(self, connection: sqlite3.Connection, documents: Iterable[SearchDocument]) -> None:
        for document in documents:
            impacts = impacts_of(document, self._analyser)
            row = (
                document.key,
                to_bytes(facts_of(document)),
                json.dumps(impacts),
                " ".join(sorted(words_of(document))),
            )
            connection.execute("INSERT INTO offers VALUES (?, ?, ?, ?)", row)
            coded = " ".join(_code(term) for term in impacts)
            connection.execute("INSERT INTO terms (rowid, coded) VALUES (?, ?)", (document.key, coded))

    def _fit(
        self, connection: sqlite3.Connection, query: AnalysedQuery, facts: dict[int, Facts], *, respite: bool
    ) -> dict[int, float]:
        """Key -> fit of everything that is found; with `respite` that is all respite care too."""
        if not (query.concepts or query.kinds or query.domains):
            return dict.fromkeys(facts, 1.0)
        rare = {
            term.term: rarity(len(facts), _frequency(connection, term.term))
            for concept in query.concepts
            for term in concept.terms
            if term.weight > 0
        }
        wanted = " OR ".join(_code(term) for term, worth in sorted(rare.items()) if worth)
        found: dict[int, dict[str, int]] = {}
        if wanted:
            question = "SELECT key, impacts FROM offers WHERE key IN (SELECT rowid FROM terms WHERE terms MATCH ?)"
            found = {key: json.loads(impacts) for key, impacts in connection.execute(question, (wanted,))}
        worths = [
            [(term.term, term.weight * rare[term.term] / STEPS) for term in concept.terms if rare.get(term.term)]
            for concept in query.concepts
        ]
        most = [
            max(term.weight * rare[term.term] for term in concept.terms if rare.get(term.term))
            for concept in query.concepts
            if any(rare.get(term.term) for term in concept.terms)
        ]
        told = [worth for worth in worths if worth]
        return plain_order.fit(found, told, sum(most), query, facts, respite=respite)

    def _all_facts(self, connection: sqlite3.Connection, stamp: int) -> dict[int, Facts]:
        if self._facts is None or self._facts[0] != stamp:
            rows = [row for (row,) in connection.execute("SELECT facts FROM offers ORDER BY key")]
            try:
                self._facts = (stamp, {fact.key: fact for fact in many_from_bytes(rows)})
            except (ValueError, TypeError) as error:
                raise IndexUnavailable("damaged", "De gegevens in de zoekindex zijn beschadigd.") from error
        return self._facts[1]

    @contextmanager
    def _reading(self) -> Iterator[tuple[sqlite3.Connection, int]]:
        with self._lock, _told():
            connection = self._open(new=False)
            connection.execute("BEGIN")
            try:
                yield connection, int(connection.execute("SELECT stamp FROM about").fetchone()[0])
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def _writing(self, *, new: bool) -> Iterator[sqlite3.Connection]:
        with self._lock, _told():
            connection = self._open(new=new)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("UPDATE about SET stamp = stamp + 1")
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def _open(self, *, new: bool) -> sqlite3.Connection:
        """The connection; `new` makes the file and the tables when they are not there."""
        path = None if self._folder is None else self._folder / FILE
        if self._connection is not None and (path is None or path.exists()):
            return self._connection
        self.close()
        if not new and (path is None or not path.exists()):
            raise IndexUnavailable("missing", "Er is nog geen zoekindex.")
        if path is not None:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        connection = sqlite3.connect(path or ":memory:", timeout=10, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            if new:
                connection.executescript(_TABLES)
                connection.execute("INSERT INTO about SELECT ?, 0 WHERE NOT EXISTS (SELECT 1 FROM about)", (FORMAT,))
            _check_format(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _throw_away(self, folder: Path) -> None:
        self.close()
        for name in (FILE, f"{FILE}-wal", f"{FILE}-shm"):
            (folder / name).unlink(missing_ok=True)


def _check_format(connection: sqlite3.Connection) -> None:
    (version,) = connection.execute("SELECT format FROM about").fetchone()
    if version != FORMAT:
        raise IndexUnavailable("old", "De zoekindex is van een andere versie en wordt opnieuw gemaakt.")


def _code(term: str) -> str:
    """A term as a word that FTS5 leaves alone, whatever signs are in it."""
    return "x" + term.encode().hex()


def _term(code: str) -> str:
    return bytes.fromhex(code[1:]).decode()


def _frequency(connection: sqlite3.Connection, term: str) -> int:
    row = connection.execute("SELECT doc FROM frequencies WHERE term = ?", (_code(term),)).fetchone()
    return int(row[0]) if row else 0


def _take_out(connection: sqlite3.Connection, keys: Iterable[int]) -> int:
    gone = 0
    for key in keys:
        connection.execute("DELETE FROM terms WHERE rowid = ?", (key,))
        gone += connection.execute("DELETE FROM offers WHERE key = ?", (key,)).rowcount
    return gone


@contextmanager
def _told() -> Iterator[None]:
    """Whatever SQLite says about a bad file becomes one clear IndexUnavailable."""
    try:
        yield
    except sqlite3.OperationalError as error:
        reason = "busy" if "locked" in str(error) else "damaged"
        raise IndexUnavailable(reason, f"De zoekindex is niet te gebruiken: {error}") from error
    except sqlite3.DatabaseError as error:
        raise IndexUnavailable("damaged", f"De zoekindex is niet te lezen: {error}") from error
