"""A request's history: one line per thing that happened, appended and never edited. Notes are sealed with the request."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app import clock
from app.conversation.models import ConversationRequest, RequestEvent
from app.data_keys import FieldSeal

TABLE = "request_event"


@dataclass(frozen=True, slots=True)
class Happened:
    """One line, opened."""

    at: datetime
    actor: str
    kind: str
    public: bool
    note: str


def note(
    session: Session,
    request: ConversationRequest,
    seal: FieldSeal,
    actor: str,
    kind: str,
    *,
    text: str = "",
    public: bool = False,
) -> None:
    """Append a line, in the transaction of what it tells about.

    :param kind: received, seen, taken_up, call_attempt, planned, outcome, closed, withdrawn, corrected, added_words,
        plan_added, support_changed, code_renewed, helper_ended, taken_over, again, exported, desk_note, support_contact,
        follow_up, done_elsewhere (the task in another system of the municipality).
    :param public: whether the resident reads it too.
    """
    uid = str(uuid.uuid4())
    session.add(
        RequestEvent(
            uid=uid,
            request_id=request.id or 0,
            at=clock.now(),
            actor=actor[:40],
            kind=kind,
            public=public,
            sealed_note=seal.seal(TABLE, "sealed_note", uid, text) if text else None,
        )
    )


def history_of(session: Session, request: ConversationRequest, seal: FieldSeal) -> Sequence[Happened]:
    """Everything that happened, oldest first."""
    lines = session.exec(
        select(RequestEvent).where(RequestEvent.request_id == request.id).order_by(col(RequestEvent.id))
    ).all()
    return [
        Happened(
            line.at,
            line.actor,
            line.kind,
            line.public,
            seal.open(TABLE, "sealed_note", line.uid, line.sealed_note) if line.sealed_note else "",
        )
        for line in lines
    ]
