"""The search's tables in PostgreSQL: everything that knows how rows, numbers of terms and the state are kept (models.py).

Readers see one moment of the database (REPEATABLE READ), so never half of a change. Writers hold the database's one turn
to write, so numbers of terms and generations follow each other without gaps between machines; what takes long (reading the
words of an offer) is done before the turn is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY

from app.search.engine import DocumentAnalyser, IndexUnavailable
from app.search.facts import FORMAT, facts_of, to_bytes
from app.search.impacts import impacts_of, words_of
from app.search.models import SearchRow, SearchState, SearchTerm
from app.search.packed import PackedRow, packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection
    from sqlmodel import Session

    from app.search.document import SearchDocument

LAYOUT = 1
"""Raise this when the columns change their meaning; FORMAT is of what the facts say."""
KEPT_AS = FORMAT * 1000 + LAYOUT
SWEPT_AT_ONCE = 20_000
_row: Any = SearchRow.__table__  # type: ignore[attr-defined]  # SQLModel's table
_term: Any = SearchTerm.__table__  # type: ignore[attr-defined]
_state: Any = SearchState.__table__  # type: ignore[attr-defined]
_PACKED = (_row.c.key, _row.c.facts, _row.c.terms, _row.c.impacts, _row.c.words)


class State(NamedTuple):
    """Which edition is in use, in which generation, and how many offers it holds."""

    edition: int
    generation: int
    documents: int


class Read(NamedTuple):
    """One offer, read and weighed, before its words have numbers."""

    key: int
    facts: bytes
    impacts: dict[str, int]
    words: frozenset[str]


def read_words(document: SearchDocument, analyser: DocumentAnalyser) -> Read:
    """What takes long: the terms of an offer and what they are worth."""
    return Read(
        key=document.key,
        facts=to_bytes(facts_of(document)),
        impacts=impacts_of(document, analyser),
        words=words_of(document),
    )


def state_in(connection: Connection | Session) -> State:
    """The state as it is now; IndexUnavailable when there is no index, or one of another version."""
    try:
        found = connection.execute(
            sa.select(_state.c.format, _state.c.edition, _state.c.generation, _state.c.documents)
        ).first()
    except sa.exc.ProgrammingError as error:
        raise IndexUnavailable("missing", "De tabellen van de zoekindex zijn er niet.") from error
    if found is None or not found.edition:
        raise IndexUnavailable("missing", "Er is nog geen zoekindex.")
    if found.format != KEPT_AS:
        raise IndexUnavailable("old", "De zoekindex is van een andere versie en wordt opnieuw gemaakt.")
    return State(found.edition, found.generation, found.documents)


def rows_of(connection: Connection, edition: int, size: int) -> Iterator[list[PackedRow]]:
    """Every live row of an edition by key, `size` at a time."""
    last = -(2**31)
    while True:
        chunk = connection.execute(
            sa.select(*_PACKED)
            .where(_row.c.edition == edition, _row.c.facts.is_not(None), _row.c.key > last)
            .order_by(_row.c.key)
            .limit(size)
        ).all()
        if chunk:
            yield [PackedRow(*row) for row in chunk]
            last = chunk[-1].key
        if len(chunk) < size:
            return


def changed_since(connection: Connection, state: State, generation: int) -> tuple[list[PackedRow], list[int]]:
    """Rows written after a generation, and the keys of what was taken out after it."""
    found = connection.execute(
        sa.select(*_PACKED).where(_row.c.edition == state.edition, _row.c.generation > generation).order_by(_row.c.key)
    ).all()
    rows = [PackedRow(*row) for row in found if row.facts is not None]
    return rows, [row.key for row in found if row.facts is None]


def count_since(connection: Connection, state: State, generation: int) -> int:
    """How many rows were written after a generation."""
    return int(
        connection.scalar(
            sa.select(sa.func.count()).where(_row.c.edition == state.edition, _row.c.generation > generation)
        )
        or 0
    )


def numbers_in(connection: Connection | Session, after: int = -1) -> dict[str, int]:
    """The terms and words with a number above `after`."""
    found = connection.execute(sa.select(_term.c.text, _term.c.id).where(_term.c.id > after))
    return {text: number for text, number in found}  # noqa: C416  (rows are no pairs to `dict`)


def verify(connection: Connection, state: State) -> None:
    """Counts and measures every row; IndexUnavailable when something is gone or of the wrong length."""
    length = sa.func.octet_length
    live = _row.c.facts.is_not(None)
    wrong = (length(_row.c.terms) != 4 * length(_row.c.impacts)) | (length(_row.c.words) % 4 != 0)
    found = connection.execute(
        sa.select(sa.func.count().filter(live), sa.func.count().filter(wrong)).where(_row.c.edition == state.edition)
    ).one()
    if tuple(found) != (state.documents, 0):
        raise IndexUnavailable(
            "damaged",
            f"De zoekindex in de database is beschadigd: {found[0]} van {state.documents} rijen, {found[1]} fout.",
        )


class Numbers:
    """The numbers of terms and words as a writer knows them: of one edition, and never more than what was committed.

    One object for one writer; a transaction that fails must `forget`.
    """

    def __init__(self) -> None:
        self._edition = -1
        self._of: dict[str, int] = {}
        self._last = -1

    def forget(self) -> None:
        """Read them anew at the next turn."""
        self.__init__()  # type: ignore[misc]

    def catch_up(self, session: Session, edition: int) -> None:
        """Read what others added. Only within the turn to write."""
        if edition != self._edition:
            self.forget()
            self._edition = edition
        self._take(numbers_in(session, self._last))

    def give(self, session: Session, texts: Iterable[str]) -> dict[str, int]:
        """Numbers for all these texts; those without one get the next. Only within the turn, after `catch_up`."""
        new = sorted(set(texts) - self._of.keys())
        if new:
            rows = [{"id": number, "text": text} for number, text in enumerate(new, self._last + 1)]
            session.execute(sa.insert(_term), rows)
            self._take({row["text"]: row["id"] for row in rows})  # type: ignore[misc]
        return self._of

    def _take(self, numbers: dict[str, int]) -> None:
        self._of.update(numbers)
        self._last = max(self._last, max(numbers.values(), default=-1))


def put(session: Session, edition: int, generation: int, rows: Sequence[Read], numbers: Numbers) -> set[int]:
    """Writes rows over those with the same keys; the numbers their terms and words have."""
    if not rows:
        return set()
    of = numbers.give(session, {text for row in rows for text in (*row.impacts, *row.words)})
    _upsert(
        session,
        [
            {
                "edition": edition,
                "generation": generation,
                "key": row.key,
                "facts": row.facts,
                **_by_number(row.impacts, of),
                "words": packed(sorted(of[word] for word in row.words)),
            }
            for row in rows
        ],
    )
    return {of[text] for row in rows for text in (*row.impacts, *row.words)}


def take_out(session: Session, state: State, keys: Iterable[int], generation: int) -> int:
    """Leaves an empty row for each of these offers, so that every machine hears of it; how many were there."""
    emptied = {"facts": None, "terms": b"", "impacts": b"", "words": b""}
    done: Any = session.execute(
        sa.update(_row)
        .where(_row.c.edition == state.edition, _row.c.key.in_(list(keys)), _row.c.facts.is_not(None))
        .values(generation=generation, **emptied)
    )
    return int(done.rowcount)


def live_among(session: Session, state: State, keys: Iterable[int]) -> int:
    """How many of these offers the index holds."""
    counted = sa.select(sa.func.count()).where(
        _row.c.edition == state.edition, _row.c.key.in_(list(keys)), _row.c.facts.is_not(None)
    )
    return int(session.scalar(counted) or 0)


def settle(session: Session, state: State) -> None:
    """Puts a state in use: the last thing of a turn."""
    values = {"format": KEPT_AS, **state._asdict()}
    statement = postgresql.insert(_state).values(id=1, **values)
    session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def begin_edition(session: Session) -> tuple[int, State]:
    """Room for a new edition beside the one in use, and the state now (edition 0 when nothing is in use)."""
    now = _whatever(session)
    return now.edition + 1, now


def sweep_some(session: Session) -> bool:
    """Removes a part of what belongs to no edition in use; whether there is more. For many short turns."""
    unused = (
        sa.select(_row.c.edition, _row.c.key).where(_row.c.edition != _whatever(session).edition).limit(SWEPT_AT_ONCE)
    )
    done: Any = session.execute(sa.delete(_row).where(sa.tuple_(_row.c.edition, _row.c.key).in_(unused)))
    return bool(done.rowcount == SWEPT_AT_ONCE)


def switch(session: Session, edition: int, begun: State, used: set[int], written: int) -> None:
    """Puts a finished edition in use. What was changed in the old one since it was begun is newer and goes along.

    :param begun: the state when the edition was begun. :param used: the numbers its rows have. :param written: how many.
    :raises IndexUnavailable: when somebody else made one meanwhile, or swept ours away; the old one stays in use.
    """
    now = _whatever(session)
    there = session.scalar(sa.select(sa.func.count()).where(_row.c.edition == edition))
    if now.edition != begun.edition or there != written:
        raise IndexUnavailable("busy", "De zoekindex wordt al opnieuw gemaakt.")
    generation = now.generation + 1
    if session.scalar(sa.select(_state.c.format)) == KEPT_AS:
        used = used | _carried_over(session, (now.edition, edition), begun.generation, generation)
    session.execute(sa.delete(_term).where(_term.c.id != sa.all_(sa.literal(sorted(used), ARRAY(sa.Integer)))))
    live = sa.select(sa.func.count()).where(_row.c.edition == edition, _row.c.facts.is_not(None))
    settle(session, State(edition, generation, int(session.scalar(live) or 0)))


def _carried_over(session: Session, editions: tuple[int, int], since: int, generation: int) -> set[int]:
    """Copies what was changed after a generation into the new edition; the numbers of terms and words it has."""
    old, new = editions
    names = [column.name for column in _row.c if column.name not in ("edition", "generation")]
    newer = sa.select(sa.literal(new), sa.literal(generation), *(_row.c[name] for name in names)).where(
        _row.c.edition == old, _row.c.generation > since
    )
    statement = postgresql.insert(_row).from_select(["edition", "generation", *names], newer)
    changed = {name: statement.excluded[name] for name in ("generation", *names) if name != "key"}
    copied = session.execute(
        statement.on_conflict_do_update(index_elements=["edition", "key"], set_=changed).returning(
            _row.c.terms, _row.c.words
        )
    )
    return {number for row in copied for raw in row for number in unpacked(raw)}


def _whatever(session: Session) -> State:
    """The state, of whatever version."""
    found = session.execute(sa.select(_state.c.edition, _state.c.generation, _state.c.documents)).first()
    return State(*found) if found else State(0, 0, 0)


def _upsert(session: Session, rows: list[dict[str, object]]) -> None:
    statement = postgresql.insert(_row)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in ("edition", "key")}
    session.execute(statement.on_conflict_do_update(index_elements=["edition", "key"], set_=changed), rows)


def _by_number(impacts: dict[str, int], of: dict[str, int]) -> dict[str, bytes]:
    ordered = sorted((of[term], impact) for term, impact in impacts.items())
    return {"terms": packed(number for number, _ in ordered), "impacts": bytes(impact for _, impact in ordered)}
