"""Who fits one offer or question, for the mediator: the best ones with the reasons, and how many a limit keeps out.

Whom a limit excludes is never named, only counted (I-36). Whoever was asked about each other before and said no is not asked
again; nothing else of what anybody answered counts.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.matching.facts import Ground, ground_of, offer_facts, question_facts
from app.matching.mediating import called
from app.matching.mediation import Mediation
from app.matching.models import KeptApart, Notice, Pair, PairState, Says, Side, Standing
from app.matching.pair_states import GOING
from app.matching.pairs import answer, propose
from app.matching.scoring import Excluded, Fit, best, judge

MOST: Final = 5
LIMITS: Final = frozenset({"not_tasks", "not_circumstances", "area", "emergency"})
"""Reasons of `Excluded` that are a limit somebody set."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One that fits. `proposals`: how many proposals and appointments it has now."""

    notice: Notice
    fit: Fit
    proposals: int


@dataclass(frozen=True, slots=True)
class Candidates:
    """The best ones first.

    :ivar more: how many fit besides those that are shown.
    :ivar limited: how many a limit keeps out.
    :ivar vog_open: how many wait for an answer to the VOG question.
    :ivar place_open: how many keep to some villages, while the question names none.
    """

    best: tuple[Candidate, ...] = ()
    more: int = 0
    limited: int = 0
    vog_open: int = 0
    place_open: int = 0


def candidates(mediation: Mediation, notice: Notice, today: date, most: int = MOST) -> Candidates:
    """Who of the other side fits this notice; nobody as long as it is not open."""
    if notice.standing is not Standing.OPEN:
        return Candidates()
    with mediation.database.reading() as session:
        others = session.exec(
            select(Notice)
            .where(
                Notice.municipality == notice.municipality,
                Notice.side == (Side.QUESTION if notice.side is Side.OFFER else Side.OFFER),
                Notice.standing == Standing.OPEN,
            )
            .order_by(col(Notice.id))
        ).all()
        left_out = _not_again(session, notice)
        busy = proposals_of(session, notice.municipality)
    ground = ground_of(mediation.content.now())
    fits: list[tuple[Notice, Fit]] = []
    kept_out: Counter[str] = Counter()
    for other in others:
        if other.id in left_out:
            continue
        offer, question = (notice, other) if notice.side is Side.OFFER else (other, notice)
        found = _judged(offer, question, ground, today)
        if isinstance(found, Fit):
            fits.append((other, found))
        elif set(offer.tasks) & set(question.tasks):
            kept_out["limited" if found.why in LIMITS else found.why] += 1
    fits.sort(key=lambda each: (not each[1].full, -each[1].score, each[0].id or 0))
    return Candidates(
        best=tuple(Candidate(other, fit, busy.get(other.id or 0, 0)) for other, fit in fits[:most]),
        more=max(0, len(fits) - most),
        limited=kept_out["limited"],
        vog_open=kept_out["vog"],
        place_open=kept_out["kern_unknown"],
    )


@dataclass(frozen=True, slots=True)
class AtEvent:
    """A question of an exchange event and the offers of that event that fit it, best first."""

    question: Notice
    offers: tuple[tuple[Notice, Fit], ...]


def in_event(mediation: Mediation, event_id: int, today: date, most: int = MOST) -> tuple[AtEvent, ...]:
    """Who of an event fits whom, for every open question of it."""
    with mediation.database.reading() as session:
        notices = session.exec(
            select(Notice)
            .where(Notice.event_id == event_id, Notice.standing == Standing.OPEN)
            .order_by(col(Notice.urgent).desc(), col(Notice.id))
        ).all()
        numbers = [each.id for each in notices]
        pairs = session.execute(
            sa.select(col(Pair.offer_id), col(Pair.question_id)).where(
                col(Pair.question_id).in_(numbers), col(Pair.state).in_((*GOING, PairState.DECLINED))
            )
        ).all()
        apart = session.execute(
            sa.select(col(KeptApart.offer_id), col(KeptApart.question_id)).where(
                col(KeptApart.question_id).in_(numbers)
            )
        ).all()
    offers = {each.id or 0: each for each in notices if each.side is Side.OFFER}
    questions = [each for each in notices if each.side is Side.QUESTION]
    left_out = [(int(one), int(other)) for one, other in (*pairs, *apart)]
    found = best(
        [offer_facts(each) for each in offers.values()],
        [question_facts(each) for each in questions],
        ground_of(mediation.content.now()),
        today,
        most=most,
        apart=left_out,
    )
    return tuple(
        AtEvent(each, tuple((offers[fitting.offer_id], fitting.fit) for fitting in found[each.id or 0]))
        for each in questions
    )


def put_together(mediation: Mediation, offer_id: int, question_id: int, actor: str) -> int:
    """Both are in the same room and say yes: proposed, answered twice, and nobody has to be called. Returns the match.

    Each step is one transaction, so what stops halfway waits on the board as a proposal like any other.

    :raises NobodyThere, PairNotPossible: as `app.matching.pairs.propose`.
    """
    pair = propose(mediation, offer_id, question_id, (), actor)
    for number in (question_id, offer_id):
        answer(mediation, pair, number, Says.YES, actor)
    for number in (question_id, offer_id):
        called(mediation, number, actor)
    return pair


def proposals_of(session: Session, municipality: str) -> Mapping[int, int]:
    """How many proposals and appointments each notice has now."""
    counts: Counter[int] = Counter()
    for side in (col(Pair.offer_id), col(Pair.question_id)):
        rows = session.execute(
            sa.select(side, sa.func.count())
            .join(Notice, col(Notice.id) == side)
            .where(col(Pair.state).in_(GOING), col(Notice.municipality) == municipality)
            .group_by(side)
        )
        for number, count in rows.all():
            counts[int(number)] += int(count)
    return counts


def _judged(offer: Notice, question: Notice, ground: Ground, today: date) -> Fit | Excluded:
    return judge(offer_facts(offer), question_facts(question), ground, today)


def _not_again(session: Session, notice: Notice) -> frozenset[int]:
    """Those that are kept apart, that have a proposal together now, or that said no to each other."""
    mine, theirs = (Pair.offer_id, Pair.question_id) if notice.side is Side.OFFER else (Pair.question_id, Pair.offer_id)
    apart, other = (
        (KeptApart.offer_id, KeptApart.question_id)
        if notice.side is Side.OFFER
        else (KeptApart.question_id, KeptApart.offer_id)
    )
    pairs = session.execute(
        sa.select(col(theirs)).where(col(mine) == notice.id, col(Pair.state).in_((*GOING, PairState.DECLINED)))
    ).scalars()
    kept = session.execute(sa.select(col(other)).where(col(apart) == notice.id)).scalars()
    return frozenset(pairs) | frozenset(kept)
