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
_EARLIER = {"gesproken": "reached", "niet bereikt": "missed", "voicemail ingesproken": "voicemail"}
"""Notes of calls as they were first written, in Dutch. History is never edited, so they are read as the codes of now."""


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
        follow_up, follow_up_words (what somebody said when they looked back), handed_over (text: the team's name, or nothing for a colleague), letter_posted, settled (a message that came
        back, told in another way), done_elsewhere (the task in another system of the municipality).
    :param text: for call_attempt and support_contact a code: reached, missed or voicemail. Screens have the words for it, in
        the language of who reads; else what somebody wrote.
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
            _coded(line.kind, seal.open(TABLE, "sealed_note", line.uid, line.sealed_note)) if line.sealed_note else "",
        )
        for line in lines
    ]


def _coded(kind: str, text: str) -> str:
    if kind == "call_attempt":
        return _EARLIER.get(text, text)
    if kind == "support_contact" and text.startswith("Iemand van "):
        return "missed" if text.endswith("U was er niet.") else "reached"
    return text
