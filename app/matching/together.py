"""Holding both sides of a match in one transaction, and what is done to both: a line in the history, news, the end.

Notices are locked in the order of their numbers, and everybody whom a change reaches is locked before the first line is
written, so that two changes that cross each other wait instead of stopping each other.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.data_keys import FieldSeal
from app.matching.history import note
from app.matching.letters import News, must_call, tell
from app.matching.lifecycle import ENDED, Action, allowed, close, move
from app.matching.mediation import Mediation, NobodyThere, held_pair, subject_of
from app.matching.models import Notice, NoticeEvent, Pair
from app.matching.pair_states import GOING, other_of, side_of

REPORTED: Final = "pair_reported"
SETTLED: Final = "pair_report_settled"
Whose = TypeVar("Whose")


@dataclass(slots=True)
class Together:
    """A change under way, with every notice it reaches held."""

    mediation: Mediation
    session: Session
    notices: dict[int, Notice]
    _seals: dict[str, FieldSeal] | None = field(default=None)

    def notice(self, number: int) -> Notice:
        """One of those that are held.

        :raises NobodyThere: it is not there any more.
        """
        found = self.notices.get(number)
        if found is None:
            raise NobodyThere
        return found

    def seal(self, notice: Notice) -> FieldSeal | None:
        """The key of a notice; None when it was destroyed."""
        if self._seals is None:
            self._seals = self.mediation.keys.open_many(subject_of(each.uid) for each in self.notices.values())
        return self._seals.get(subject_of(notice.uid))

    def note(
        self, notice: Notice, actor: str, kind: str, pair: Pair | None = None, *, text: str = "", public: bool = True
    ) -> None:
        """A line in the history of one side. Words are dropped when their key is gone: nobody could read them."""
        seal = self.seal(notice) if text else None
        note(
            self.session,
            notice.id or 0,
            actor,
            kind,
            public=public,
            pair_id=pair.id if pair else None,
            seal=seal,
            text=text if seal else "",
        )

    def tell(self, notice: Notice, news: News, **facts: str) -> None:
        """A mail, or a call to make."""
        tell(self.session, self.mediation, notice, self.seal(notice), news, **facts)

    def reporter_of(self, pair: Pair) -> Notice:
        """Who was the first to report what waits now: who is reported does not turn it round by reporting back.

        :raises NobodyThere: they erased their data.
        """
        lines = self.session.execute(
            sa.select(col(NoticeEvent.kind), col(NoticeEvent.notice_id))
            .where(col(NoticeEvent.pair_id) == pair.id, col(NoticeEvent.kind).in_((REPORTED, SETTLED)))
            .order_by(col(NoticeEvent.id))
        ).all()
        return self.notice(first_reporter((line.kind, line.notice_id) for line in lines) or 0)

    def finish(self, notice: Notice, action: Action) -> None:
        """End a notice that was held with its partners: its matches are let go and the others told.

        :raises app.matching.lifecycle.NotPossible: nothing was changed.
        """
        move(notice, action)
        if notice.standing in ENDED:
            let_go = close(self.session, notice, self.mediation.terms(notice.municipality))
            tell_the_others(self.session, self.mediation, notice, let_go)
        self.session.add(notice)

    def block(self, notice: Notice, actor: str) -> None:
        """Block a notice that was held with its partners. A person tells them, never a mail. Once ended, it stays so."""
        if not allowed(notice.standing, Action.BLOCK):
            return
        self.finish(notice, Action.BLOCK)
        self.note(notice, actor, "blocked")
        must_call(self.session, notice, "blocked")


@contextmanager
def holding(
    mediation: Mediation, numbers: Iterable[int], municipality: str = "", *, partners: bool = False
) -> Iterator[Together]:
    """Hold these notices until the change is committed.

    :param municipality: of who asks; empty for the whole region.
    :param partners: hold those with whom a match goes on as well, because they are told.
    :raises NobodyThere: one of them is not there, or of another municipality.
    """
    named = frozenset(numbers)
    with mediation.database.writing() as session:
        notices = _hold(session, named | (_partners(session, named) if partners else frozenset()))
        if partners:  # who came in between; nobody can any more
            notices |= _hold(session, _partners(session, named) - notices.keys())
        if not _all_there(notices, named, municipality):
            raise NobodyThere
        yield Together(mediation, session, notices)


@contextmanager
def holding_pair(
    mediation: Mediation,
    pair_id: int,
    municipality: str = "",
    notice_id: int | None = None,
    *,
    partners: bool = False,
) -> Iterator[tuple[Together, Pair]]:
    """Hold a match and both its sides until the change is committed.

    :param notice_id: has to be one of the two, when it is given.
    :raises NobodyThere: there is no such match, or not for who asks.
    """
    with mediation.database.reading() as session:
        sides = session.execute(
            sa.select(col(Pair.offer_id), col(Pair.question_id)).where(col(Pair.id) == pair_id)
        ).first()
    if sides is None:
        raise NobodyThere
    with holding(mediation, sides, municipality, partners=partners) as work:
        pair = held_pair(work.session, pair_id)
        if notice_id is not None and side_of(pair, notice_id) is None:
            raise NobodyThere
        yield work, pair


def tell_the_others(session: Session, mediation: Mediation, notice: Notice, let_go: Iterable[int]) -> None:
    """Whoever had a match with this notice that was let go (`app.matching.lifecycle.close`) hears that it does not go on.

    :param let_go: numbers of those matches, already ended, in this transaction.
    """
    numbers = tuple(let_go)
    if not numbers:
        return
    pairs = session.exec(select(Pair).where(col(Pair.id).in_(numbers)).order_by(col(Pair.id))).all()
    others = [other_of(pair, notice.id or 0) for pair in pairs]
    found = {each.id: each for each in session.exec(select(Notice).where(col(Notice.id).in_(others))).all()}
    seals = mediation.keys.open_many(subject_of(each.uid) for each in found.values())
    for number in dict.fromkeys(others):
        other = found.get(number)
        if other is not None:
            tell(session, mediation, other, seals.get(subject_of(other.uid)), News.OFF)


def first_reporter(lines: Iterable[tuple[str, Whose]]) -> Whose | None:
    """Who reported first since the last report was settled, or the one that was settled last.

    :param lines: kind and whose line it is, of a match's history, oldest first.
    """
    found, settled = None, True
    for kind, whose in lines:
        if kind == REPORTED and settled:
            found, settled = whose, False
        settled = settled or kind == SETTLED
    return found


def account_in(actor: str) -> int | None:
    """The number of the account in `account:<number>`."""
    kind, _, number = actor.partition(":")
    return int(number) if kind == "account" and number.isascii() and number.isdigit() else None


def _hold(session: Session, numbers: frozenset[int]) -> dict[int, Notice]:
    if not numbers:
        return {}
    found = session.exec(
        select(Notice)
        .where(col(Notice.id).in_(sorted(numbers)))
        .order_by(col(Notice.id))
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return {each.id: each for each in found if each.id is not None}


def _partners(session: Session, numbers: frozenset[int]) -> frozenset[int]:
    rows = session.execute(
        sa.select(col(Pair.offer_id), col(Pair.question_id)).where(
            sa.or_(col(Pair.offer_id).in_(numbers), col(Pair.question_id).in_(numbers)), col(Pair.state).in_(GOING)
        )
    ).all()
    return frozenset(number for row in rows for number in row) - numbers


def _all_there(notices: dict[int, Notice], named: frozenset[int], municipality: str) -> bool:
    return all(
        number in notices and (not municipality or notices[number].municipality == municipality) for number in named
    )
