"""The history of an offer or question: one line per thing that happened, appended and never edited.

A line without words needs no key, so that a line can be added about the other side of a match; words are sealed.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app import clock
from app.data_keys import FieldSeal
from app.matching.models import Notice, NoticeEvent

TABLE = "help_notice_event"


@dataclass(frozen=True, slots=True)
class Happened:
    """One line, opened."""

    at: datetime
    actor: str
    kind: str
    public: bool
    note: str
    pair_id: int | None


def note(
    session: Session,
    notice_id: int,
    actor: str,
    kind: str,
    *,
    public: bool = False,
    pair_id: int | None = None,
    seal: FieldSeal | None = None,
    text: str = "",
) -> None:
    """Append a line, in the transaction of what it tells about.

    :param actor: `person`, `system` or `account:<number>`.
    :param kind: posted, approved, refused, paused, resumed, met, reopened, withdrawn, expired, blocked, changed, adjusted,
        confirmed, corrected, code_renewed, reminded, screened, called, exported; pair_proposed, pair_said_yes,
        pair_said_no, pair_took_back, pair_agreed, pair_lapsed, pair_ended, pair_undone, pair_goes_on, pair_reported,
        no_one_yet; for the mediator only public_line, block_reason, pair_undo_reason, pair_report_settled, and
        `to_call_…`, for who has to be called (`app.matching.letters`).
    :param public: whether the person reads it on their own page.
    :param seal: of this notice; needed when there is `text`.
    :raises ValueError: words without a key to seal them with.
    """
    uid = str(uuid.uuid4())
    if text and seal is None:
        message = "words need the key of their notice"
        raise ValueError(message)
    session.add(
        NoticeEvent(
            uid=uid,
            notice_id=notice_id,
            pair_id=pair_id,
            at=clock.now(),
            actor=actor[:40],
            kind=kind,
            public=public,
            sealed_note=seal.seal(TABLE, "sealed_note", uid, text) if seal and text else None,
        )
    )


def history_of(session: Session, notice: Notice, seal: FieldSeal) -> Sequence[Happened]:
    """Everything that happened, oldest first."""
    lines = session.exec(
        select(NoticeEvent).where(NoticeEvent.notice_id == notice.id).order_by(col(NoticeEvent.id))
    ).all()
    return tuple(
        Happened(
            line.at,
            line.actor,
            line.kind,
            line.public,
            seal.open(TABLE, "sealed_note", line.uid, line.sealed_note) if line.sealed_note else "",
            line.pair_id,
        )
        for line in lines
    )
