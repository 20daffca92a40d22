"""The mediator's board: everything somebody has to do something about, the most pressing first, without a single name.

Rows are read by column, so that nothing sealed leaves the database for a list; names stand on the page of one notice, and
every look at that is written down. The number of queries is the same for ten offers and for ten thousand.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

import sqlalchemy as sa
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import case

from app import clock
from app.matching.letters import CALLED, TO_CALL, News
from app.matching.lifecycle import LIVING
from app.matching.mediation import Mediation
from app.matching.models import Entered, Notice, NoticeEvent, Pair, PairState, Says, Side, Standing
from app.social_map.vocabulary import Frequency, Vog

ROWS: Final = 50
Section = Literal["new", "offers", "questions", "expiring", "asked", "agreed", "reported", "follow_ups"]


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """An offer or question in a list.

    :ivar age_days: since it was posted.
    :ivar late: it waits to be looked at longer than was promised.
    :ivar waiting: how many proposals wait for an answer.
    :ivar agreed: how many arrangements stand; the notice may be open beside them.
    """

    id: int
    reference: str
    municipality: str
    side: Side
    standing: Standing
    entered: Entered
    kern: str
    tasks: tuple[str, ...]
    when_mask: int
    frequency: Frequency | None
    urgent: bool
    needed_on: date | None
    vog: Vog
    event_id: int | None
    posted_at: datetime
    answer_by: date
    expires_on: date
    public_line: str
    example: bool
    age_days: int
    late: bool
    waiting: int
    agreed: int


@dataclass(frozen=True, slots=True)
class PairRow:
    """A match in a list. `late`: both should have answered by now, or the mediator should have phoned."""

    id: int
    state: PairState
    municipality: str
    offer_id: int
    offer_reference: str
    offer_says: Says
    question_id: int
    question_reference: str
    question_says: Says
    tasks: tuple[str, ...]
    urgent: bool
    proposed_at: datetime
    decide_by: date
    agreed_at: datetime | None
    follow_up_on: date | None
    reported_at: datetime | None


@dataclass(frozen=True, slots=True)
class CallRow:
    """Somebody to phone, because they gave no mail address or because a person should tell them.

    :ivar why: values of `app.matching.letters.News`, or `mail`, `blocked` or `report`, each once.
    """

    notice: NoticeRow
    why: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Board:
    """At most `ROWS` of each; `totals` has how many there are, by the names of the fields."""

    reported: tuple[PairRow, ...]
    to_call: tuple[CallRow, ...]
    new: tuple[NoticeRow, ...]
    questions: tuple[NoticeRow, ...]
    asked: tuple[PairRow, ...]
    follow_ups: tuple[PairRow, ...]
    agreed: tuple[PairRow, ...]
    offers: tuple[NoticeRow, ...]
    expiring: tuple[NoticeRow, ...]
    totals: dict[str, int]


def overdue(session: Session) -> tuple[int, int]:
    """In the whole region: how many wait longer for an answer than was promised, and how many reports wait."""
    late = select(func.count(col(Notice.id))).where(Notice.standing == Standing.NEW, Notice.answer_by < clock.today())
    waiting = select(func.count(col(Pair.id))).where(
        col(Pair.reported_at).is_not(None), col(Pair.report_handled_at).is_(None)
    )
    return session.exec(late).one(), session.exec(waiting).one()


def board(mediation: Mediation, municipality: str) -> Board:
    """Everything there is to do, at one moment.

    :param municipality: slug that bounds what is seen; empty for the whole region.
    """
    with mediation.database.reading() as session:
        calls, number_of_calls = _calls(session, municipality)
        return Board(
            reported=_pair_rows(session, municipality, "reported"),
            to_call=calls,
            new=_notice_rows(session, municipality, "new"),
            questions=_notice_rows(session, municipality, "questions"),
            asked=_pair_rows(session, municipality, "asked"),
            follow_ups=_pair_rows(session, municipality, "follow_ups"),
            agreed=_pair_rows(session, municipality, "agreed"),
            offers=_notice_rows(session, municipality, "offers"),
            expiring=_notice_rows(session, municipality, "expiring"),
            totals=_totals(session, municipality) | {"to_call": number_of_calls},
        )


def rows_of(
    mediation: Mediation, municipality: str, section: Section, page: int = 1
) -> tuple[NoticeRow, ...] | tuple[PairRow, ...]:
    """One page of one list, `ROWS` at a time; an empty one after the last. `page` counts from 1."""
    with mediation.database.reading() as session:
        if section in _of_notices():
            return _notice_rows(session, municipality, section, page)
        return _pair_rows(session, municipality, section, page)


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a mediator looks for among offers and questions; what is None or empty does not matter."""

    side: Side | None = None
    standing: Standing | None = None
    task: str = ""
    kern: str = ""


def listed(
    mediation: Mediation, municipality: str, asked: Narrowed, page: int = 1
) -> tuple[tuple[NoticeRow, ...], int]:
    """One page of what is looked for, urgent first, then the one that waits longest; and how many there are.

    An offer without villages of its own serves all of them, so it is found in each.
    """
    holds: list[sa.ColumnElement[bool]] = [*_within(municipality)]
    if asked.side is not None:
        holds.append(col(Notice.side) == asked.side)
    if asked.standing is not None:
        holds.append(col(Notice.standing) == asked.standing)
    columns = sa.select(col(Notice.id), col(Notice.tasks), col(Notice.kern), col(Notice.area), col(Notice.side))
    order = (col(Notice.urgent).desc(), col(Notice.posted_at), col(Notice.id))
    with mediation.database.reading() as session:
        fitting = [
            row.id
            for row in session.execute(columns.where(*holds).order_by(*order)).all()
            if (not asked.task or asked.task in row.tasks) and (not asked.kern or _serves(row, asked.kern))
        ]
        first = (max(page, 1) - 1) * ROWS
        wanted = fitting[first : first + ROWS]
        found = session.execute(sa.select(*_columns()).where(col(Notice.id).in_(wanted)).order_by(*order)).all()
        return _made(session, found), len(fitting)


def _serves(row: Any, kern: str) -> bool:
    if kern in {row.kern, *row.area}:
        return True
    return row.side is Side.OFFER and not row.area


def _of_notices() -> dict[str, tuple[sa.ColumnElement[bool], tuple[Any, ...]]]:
    """Which notices are in a list, and their order."""
    is_open = col(Notice.standing) == Standing.OPEN
    return {
        "new": (col(Notice.standing) == Standing.NEW, (Notice.answer_by, Notice.id)),
        "offers": (is_open & (col(Notice.side) == Side.OFFER), (Notice.posted_at, Notice.id)),
        "questions": (
            is_open & (col(Notice.side) == Side.QUESTION),
            (
                col(Notice.urgent).desc(),
                case((col(Notice.needed_on).is_(None), 1), else_=0),
                Notice.needed_on,
                Notice.posted_at,
                Notice.id,
            ),
        ),
        "expiring": (
            col(Notice.standing).in_(LIVING) & col(Notice.reminded_at).is_not(None),
            (Notice.expires_on, Notice.id),
        ),
    }


def _of_pairs() -> dict[str, tuple[sa.ColumnElement[bool], tuple[Any, ...]]]:
    """Which matches are in a list, and their order."""
    agreed = col(Pair.state) == PairState.AGREED
    waits = col(Pair.reported_at).is_not(None) & col(Pair.report_handled_at).is_(None)
    unreported = col(Pair.reported_at).is_(None)
    return {
        "reported": (waits, (Pair.reported_at, Pair.id)),
        "asked": (col(Pair.state) == PairState.ASKED, (Pair.decide_by, Pair.id)),
        "follow_ups": (
            agreed & unreported & (col(Pair.follow_up_on) <= clock.today()),
            (Pair.follow_up_on, Pair.id),
        ),
        "agreed": (agreed & unreported, (col(Pair.agreed_at).desc(), Pair.id)),
    }


_NOTICE_COLUMNS: Final = (
    *("id", "reference", "municipality", "side", "standing", "entered", "kern", "tasks", "when_mask", "frequency"),
    *("urgent", "needed_on", "vog", "event_id", "posted_at", "answer_by", "expires_on", "public_line", "example"),
)


def _columns() -> list[Any]:
    return [getattr(Notice, name) for name in _NOTICE_COLUMNS]


def _notice_rows(session: Session, municipality: str, section: str, page: int = 1) -> tuple[NoticeRow, ...]:
    holds, order = _of_notices()[section]
    asked = sa.select(*_columns()).where(holds, *_within(municipality)).order_by(*order)
    return _made(session, session.execute(_paged(asked, page)).all())


def _made(session: Session, rows: Sequence[Any]) -> tuple[NoticeRow, ...]:
    going = _going(session, [row.id for row in rows])
    today = clock.today()
    return tuple(
        NoticeRow(
            **{name: getattr(row, name) for name in _NOTICE_COLUMNS},
            age_days=(today - row.posted_at.astimezone(clock.AMSTERDAM).date()).days,
            late=row.standing is Standing.NEW and row.answer_by < today,
            waiting=going[row.id, PairState.ASKED],
            agreed=going[row.id, PairState.AGREED],
        )
        for row in rows
    )


def _pair_rows(session: Session, municipality: str, section: str, page: int = 1) -> tuple[PairRow, ...]:
    holds, order = _of_pairs()[section]
    offer, question = sa.orm.aliased(Notice), sa.orm.aliased(Notice)
    asked = (
        sa.select(
            *(
                getattr(Pair, name)
                for name in (
                    *("id", "state", "offer_id", "offer_says", "question_id", "question_says", "proposed_at"),
                    *("decide_by", "agreed_at", "follow_up_on", "reported_at"),
                )
            ),
            col(offer.reference).label("offer_reference"),
            col(question.reference).label("question_reference"),
            col(question.municipality),
            col(question.tasks),
            col(question.urgent),
        )
        .join(offer, col(offer.id) == col(Pair.offer_id))
        .join(question, col(question.id) == col(Pair.question_id))
        .where(holds)
        .order_by(*order)
    )
    if municipality:
        asked = asked.where(col(question.municipality) == municipality)
    return tuple(PairRow(**row) for row in session.execute(_paged(asked, page)).mappings())


def _going(session: Session, numbers: Sequence[int]) -> dict[tuple[int, PairState], int]:
    """How many proposals wait and how many arrangements stand at each of these notices."""
    found: dict[tuple[int, PairState], int] = defaultdict(int)
    if not numbers:
        return found
    rows = session.execute(
        sa.select(col(Pair.offer_id), col(Pair.question_id), col(Pair.state)).where(
            col(Pair.state).in_((PairState.ASKED, PairState.AGREED)),
            sa.or_(col(Pair.offer_id).in_(numbers), col(Pair.question_id).in_(numbers)),
        )
    ).all()
    for offer_id, question_id, state in rows:
        found[offer_id, state] += 1
        found[question_id, state] += 1
    return found


def _calls(session: Session, municipality: str) -> tuple[tuple[CallRow, ...], int]:
    """Who is to be phoned: a line to call stands after the last call. The one who waits longest is first."""
    call = sa.orm.aliased(NoticeEvent)
    answered = (
        sa.select(sa.literal(1))
        .where(col(call.notice_id) == col(NoticeEvent.notice_id), col(call.kind) == CALLED)
        .where(col(call.id) > col(NoticeEvent.id))
        .exists()
    )
    waits = (
        sa.select(
            col(NoticeEvent.notice_id),
            func.min(col(NoticeEvent.id)).label("first"),
            func.min(NoticeEvent.at).label("at"),
        )
        .join(Notice, col(Notice.id) == col(NoticeEvent.notice_id))
        .where(
            col(NoticeEvent.kind).startswith(TO_CALL, autoescape=True), ~answered, _still_so(), *_within(municipality)
        )
        .group_by(col(NoticeEvent.notice_id))
        .subquery()
    )
    total = int(session.execute(sa.select(func.count()).select_from(waits)).scalar_one())
    if not total:
        return (), 0
    rows = session.execute(
        sa.select(*_columns(), waits.c.first, waits.c.at)
        .join(waits, waits.c.notice_id == col(Notice.id))
        .order_by(waits.c.first)
        .limit(ROWS)
    ).all()
    notices = _made(session, rows)
    why: dict[int, dict[str, None]] = defaultdict(dict)
    lines = session.execute(
        sa.select(col(NoticeEvent.notice_id), col(NoticeEvent.kind))
        .where(
            col(NoticeEvent.notice_id).in_([each.id for each in notices]),
            col(NoticeEvent.kind).startswith(TO_CALL, autoescape=True),
            ~answered,
            _still_so(),
        )
        .order_by(col(NoticeEvent.id))
    ).all()
    for notice_id, kind in lines:
        why[notice_id][kind.removeprefix(TO_CALL)] = None
    return tuple(
        CallRow(notice, tuple(why[notice.id]), row.at) for notice, row in zip(notices, rows, strict=True)
    ), total


def _still_so() -> sa.ColumnElement[bool]:
    """Whether a line to call is still news: nobody asks again who answered, or tells of a yes that was taken back."""
    mine = col(NoticeEvent.notice_id)
    silent = ((col(Pair.offer_id) == mine) & (col(Pair.offer_says) == Says.NOTHING)) | (
        (col(Pair.question_id) == mine) & (col(Pair.question_says) == Says.NOTHING)
    )
    asked = sa.exists().where(col(Pair.state) == PairState.ASKED, silent)
    agreed = sa.exists().where(
        col(Pair.state) == PairState.AGREED,
        col(Pair.reported_at).is_(None),
        (col(Pair.offer_id) == mine) | (col(Pair.question_id) == mine),
    )
    kind = col(NoticeEvent.kind)
    return ((kind != f"{TO_CALL}{News.PROPOSED}") | asked) & ((kind != f"{TO_CALL}{News.AGREED}") | agreed)


def _totals(session: Session, municipality: str) -> dict[str, int]:
    notices, pairs = _of_notices(), _of_pairs()
    first = session.execute(
        sa.select(*(func.count(case((holds, 1))) for holds, _ in notices.values()))
        .select_from(Notice)
        .where(*_within(municipality))
    ).one()
    second = session.execute(
        sa.select(*(func.count(case((holds, 1))) for holds, _ in pairs.values()))
        .select_from(Pair)
        .join(Notice, col(Notice.id) == col(Pair.question_id))
        .where(*_within(municipality))
    ).one()
    return dict(zip((*notices, *pairs), (*first, *second), strict=True))


def _within(municipality: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (col(Notice.municipality) == municipality,) if municipality else ()


def _paged(asked: sa.Select[Any], page: int) -> sa.Select[Any]:
    return asked.limit(ROWS).offset((max(page, 1) - 1) * ROWS)
