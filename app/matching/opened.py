"""One offer or question opened by a mediator: everything they may see of it. Every look is an audit line."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.audit import record
from app.data_keys import Erased, FieldSeal
from app.matching.history import TABLE, Happened, history_of
from app.matching.mediation import Mediation, NobodyThere, person_of, seal_of, subject_of, words_of
from app.matching.models import KeptApart, Notice, NoticeEvent, Pair, Standing
from app.matching.pair_states import contact_open, other_of
from app.matching.shapes import Person, Words
from app.matching.ways import Way, ways_out

_FOR_THE_MEDIATOR = ("pair_reported", "pair_undo_reason", "pair_report_settled")


@dataclass(frozen=True, slots=True)
class OpenedPair:
    """A match of the notice that is open, and who is on the other side.

    :ivar other_name: first name; empty when their data was erased.
    :ivar said: what somebody reported, or why it was taken back, in the order in which it was written.
    """

    pair: Pair
    other_id: int
    other_reference: str
    other_name: str
    other_standing: Standing
    contact_open: bool
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenedNotice:
    """Everything a mediator may see of an offer or a question.

    :ivar history: every line, oldest first, also those that the person does not read.
    :ivar pairs: the newest first.
    :ivar apart: numbers of the notices it is never put together with.
    :ivar ways: for a question: what there is when nobody may or can.
    """

    notice: Notice
    person: Person
    words: Words
    history: tuple[Happened, ...]
    pairs: tuple[OpenedPair, ...]
    apart: frozenset[int]
    ways: tuple[Way, ...]


def opened(mediation: Mediation, notice_id: int, municipality: str, actor: str) -> OpenedNotice:
    """Open an offer or a question, and write down that it was.

    :param municipality: of who looks; empty for the whole region.
    :raises NobodyThere: it is not there, not here, or its data was erased.
    """
    with mediation.database.writing() as session:
        notice = session.get(Notice, notice_id)
        if notice is None or (municipality and notice.municipality != municipality):
            raise NobodyThere
        try:
            seal = seal_of(mediation, notice)
        except Erased:
            raise NobodyThere from None
        found = OpenedNotice(
            notice=notice,
            person=person_of(notice, seal),
            words=words_of(notice, seal),
            history=tuple(history_of(session, notice, seal)),
            pairs=_pairs(mediation, session, notice),
            apart=_apart(session, notice_id),
            ways=ways_out(mediation, notice),
        )
        record(session, actor, "notice.open", f"notice:{notice_id}")
    return found


def _pairs(mediation: Mediation, session: Session, notice: Notice) -> tuple[OpenedPair, ...]:
    number = notice.id or 0
    pairs = session.exec(
        select(Pair)
        .where(sa.or_(col(Pair.offer_id) == number, col(Pair.question_id) == number))
        .order_by(col(Pair.id).desc())
    ).all()
    wanted = {each for pair in pairs for each in (pair.offer_id, pair.question_id)}
    sides = {each.id or 0: each for each in session.exec(select(Notice).where(col(Notice.id).in_(wanted))).all()}
    seals = mediation.keys.open_many(subject_of(each.uid) for each in sides.values())
    said = _said(session, [pair.id or 0 for pair in pairs], sides, seals)
    made = []
    for pair in pairs:
        other = sides[other_of(pair, number)]
        seal = seals.get(subject_of(other.uid))
        made.append(
            OpenedPair(
                pair=pair,
                other_id=other.id or 0,
                other_reference=other.reference,
                other_name=person_of(other, seal).first_name if seal else "",
                other_standing=other.standing,
                contact_open=contact_open(pair),
                said=tuple(said.get(pair.id or 0, ())),
            )
        )
    return tuple(made)


def _said(
    session: Session, pairs: Iterable[int], sides: dict[int, Notice], seals: dict[str, FieldSeal]
) -> dict[int, list[str]]:
    """What was written for the mediator about these matches, from both sides, each with its own key."""
    lines = session.exec(
        select(NoticeEvent)
        .where(col(NoticeEvent.pair_id).in_(list(pairs)), col(NoticeEvent.kind).in_(_FOR_THE_MEDIATOR))
        .order_by(col(NoticeEvent.id))
    ).all()
    found: dict[int, list[str]] = {}
    for line in lines:
        seal = seals.get(subject_of(sides[line.notice_id].uid))
        if seal and line.sealed_note and line.pair_id is not None:
            found.setdefault(line.pair_id, []).append(seal.open(TABLE, "sealed_note", line.uid, line.sealed_note))
    return found


def _apart(session: Session, number: int) -> frozenset[int]:
    rows = session.exec(
        select(KeptApart).where(sa.or_(col(KeptApart.offer_id) == number, col(KeptApart.question_id) == number))
    ).all()
    return frozenset(row.question_id if row.offer_id == number else row.offer_id for row in rows)
