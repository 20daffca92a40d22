"""What is counted of requests, in the transaction of what happened: never who, never what it is about (`app.counting`).

What is undone is not counted back: a count that goes down would tell that somebody turned back. A conversation that is
recorded, opened again and recorded once more counts twice; a first contact counts once per request.
"""

from collections.abc import Sequence
from typing import Final

from sqlmodel import Session, col, select

from app import clock
from app.content.conversation_terms import ConversationTerms
from app.conversation.models import ConversationRequest, RequestEvent
from app.conversation.terms import terms_from
from app.counting.keeping import Happened, count
from app.counting.models import Measure

_CONTACTS: Final = ("call_attempt", "planned", "outcome")
"""Lines of history that show that the desk turned to the resident."""


def count_request(session: Session, request: ConversationRequest) -> None:
    """A request was accepted: by which road, from which kern, and the choice about client support as it is now."""
    count(
        session,
        Happened(
            Measure.REQUEST,
            request.municipality,
            request.kern,
            way=request.channel.value,
            detail=request.support.value,
        ),
    )


def count_contact(session: Session, request: ConversationRequest, rules: ConversationTerms) -> None:
    """The desk is about to note that it turned to the resident: count whether the first time was within the term.

    Call it before that line of history is added. Working days of `first_contact_days`, from the day it came in.
    """
    earlier = select(RequestEvent.id).where(
        RequestEvent.request_id == request.id, col(RequestEvent.kind).in_(_CONTACTS)
    )
    if session.exec(earlier.limit(1)).first() is None:
        in_time = clock.today() <= terms_from(request.arrived_on, rules).first_contact_by
        _term(session, request, "first_contact", in_time=in_time)


def count_outcome(session: Session, request: ConversationRequest, codes: Sequence[str]) -> None:
    """The outcome of a conversation is recorded: each of its codes once, and whether it was before `due_on` was over."""
    _term(session, request, "conversation", in_time=clock.today() <= request.due_on)
    for code in codes:
        count(session, Happened(Measure.OUTCOME, request.municipality, request.kern, way=code))


def _term(session: Session, request: ConversationRequest, way: str, *, in_time: bool) -> None:
    detail = "in_time" if in_time else "late"
    count(session, Happened(Measure.TERM, request.municipality, request.kern, way=way, detail=detail))
