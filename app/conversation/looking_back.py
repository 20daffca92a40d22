"""What people see of their own request: where it stands, what they told, what was done with it, and who looked (I-56)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlmodel import Session, col, select

from app import clock
from app.audit.changed import open_changes
from app.audit.models import AuditLine
from app.conversation.access import has_access, still_open
from app.conversation.history import Happened, history_of
from app.conversation.lifecycle import Action, allowed
from app.conversation.models import ConversationRequest, Holder, RequestOutcome, State
from app.conversation.office import NobodyHome, Office, contact_of, story_of, subject_of
from app.conversation.plan import counts_as_personal_plan
from app.conversation.shapes import Contact, Story
from app.data_keys import Erased, FieldSeal
from app.sealing import Unopened

Who = Literal["person", "helper", "desk", "support", "system"]
_LOOKING = re.compile(r"view|print|open$")
"""How an action is called that changes nothing: `conversation.view`, `conversation.support_view`, `conversation.print-list`."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One line of the audit, without anybody's name or number.

    :ivar looked: somebody only looked; else something was done.
    :ivar changes: old and new value of what was corrected.
    """

    at: datetime
    who: Who
    action: str
    looked: bool
    changes: dict[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Own:
    """A request as its own people see it, at one moment."""

    request: ConversationRequest
    contact: Contact
    story: Story
    holder: Holder
    helper_comes_in: bool
    history: Sequence[Happened]
    outcomes: tuple[str, ...]
    traces: Sequence[Trace]
    again: tuple[str, ...]

    def may(self, action: Action) -> bool:
        """Whether this can be done with it now."""
        return allowed(self.request.state, action)

    def happened(self, kind: str) -> Happened | None:
        """The last time that this happened."""
        return next((line for line in reversed(self.history) if line.kind == kind), None)

    def public_note(self, kind: str) -> str:
        """The last words that came with this, for the resident to read."""
        lines = (line.note for line in reversed(self.history) if line.kind == kind and line.public and line.note)
        return next(lines, "")

    @property
    def plan_counts(self) -> bool:
        """Whether a plan that is handed in today counts as the personal plan of the law."""
        return counts_as_personal_plan(self.request)

    @property
    def looks_back_now(self) -> bool:
        """Whether the day has come that they chose to look back (S22)."""
        on: date | None = self.request.follow_up_on
        asked = on is not None and on <= clock.today() and self.request.follow_up_done_at is None
        return asked and self.request.state is not State.WITHDRAWN


def own_request(office: Office, access_id: int) -> Own:
    """Everything there is to see with this access.

    :raises NobodyHome: the access was ended, or the request is gone.
    """
    with office.database.reading() as session:
        opened = still_open(session, access_id)
        request = session.get(ConversationRequest, opened.request_id)
        if request is None:
            raise NobodyHome
        try:
            seal = office.keys.open(subject_of(request.uid))
        except Erased:
            raise NobodyHome from None
        number = request.id or 0
        return Own(
            request=request,
            contact=contact_of(request, seal),
            story=story_of(request, seal),
            holder=opened.holder,
            helper_comes_in=has_access(session, number, Holder.HELPER),
            history=_readable(history_of(session, request, seal), opened.holder),
            outcomes=tuple(
                session.exec(
                    select(RequestOutcome.code)
                    .where(RequestOutcome.request_id == number)
                    .order_by(col(RequestOutcome.recorded_at), col(RequestOutcome.code))
                ).all()
            ),
            traces=[
                Trace(
                    line.at,
                    _who(line.actor),
                    line.action.removeprefix("conversation."),
                    bool(_LOOKING.search(line.action)),
                    _changes(seal, request.uid, line.detail),
                )
                for line in _lines(session, number)
            ],
            again=tuple(
                session.exec(
                    select(ConversationRequest.reference)
                    .where(ConversationRequest.again_of == number)
                    .order_by(col(ConversationRequest.id))
                ).all()
            ),
        )


def _readable(history: Sequence[Happened], holder: Holder) -> Sequence[Happened]:
    """What this holder may read. What the desk wrote for itself is the person's to ask for (AVG art. 15), not for who helps
    them: it may be about the one who helps.
    """
    if holder is Holder.PERSON:
        return history
    return [line for line in history if line.public]


def _lines(session: Session, number: int) -> Sequence[AuditLine]:
    return session.exec(
        select(AuditLine).where(AuditLine.subject == f"request:{number}").order_by(col(AuditLine.id))
    ).all()


def _changes(seal: FieldSeal, uid: str, detail: bytes | None) -> dict[str, tuple[object, object]]:
    try:
        return dict(open_changes(seal, uid, detail)) if detail else {}
    except Unopened:
        return {}  # sealed with a key that this request no longer has: that it was changed still shows


def _who(actor: str) -> Who:
    kind = actor.partition(":")[0]
    if kind == "person":
        return "person"
    if kind == "helper":
        return "helper"
    return {"account": "desk", "supporter": "support"}.get(kind, "system")  # type: ignore[return-value]
