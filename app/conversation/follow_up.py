"""The look back that somebody chose: "vraag mij over een maand hoe het gaat" (S22). Off unless it was asked for.

By mail it goes by itself, once; by telephone or letter it is a dated task in the desk's queue, because people do that.
The mail only says that there is something to look at: the answer is given on the own page, or to the desk.
"""

from datetime import date, datetime, time
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.conversation.deliveries import post_deliveries
from app.conversation.models import ConversationRequest, Delivery, State
from app.conversation.office import NobodyHome, Office, contact_of, locked, subject_of
from app.data_keys import Erased

BY_MAIL: Final = "email"
PURPOSE: Final = "follow_up"


def post_follow_ups(office: Office, today: date) -> int:
    """Send the mails whose day has come; returns how many.

    The mail that was posted is itself the mark that it was, in the same transaction, so no clock that jumps and no crash
    sends it twice. Somebody whose mail address was taken away meanwhile becomes a task for the desk: the promise stays.

    :param today: the day in the Netherlands (`clock.today()`).
    """
    with office.database.reading() as session:
        numbers = [
            request.id or 0
            for request in session.exec(
                select(ConversationRequest).where(*_due(today)).order_by(col(ConversationRequest.id))
            )
            if not _posted(session, request)
        ]
    return sum(_post(office, number, today) for number in numbers)


def _post(office: Office, number: int, today: date) -> int:
    with office.database.writing() as session:
        try:
            request = locked(session, number)
            seal = office.keys.open(subject_of(request.uid))
        except (NobodyHome, Erased):
            return 0
        still = session.exec(
            select(ConversationRequest.id).where(ConversationRequest.id == number, *_due(today))
        ).first()
        if still is None or _posted(session, request):
            return 0
        contact = contact_of(request, seal)
        if not contact.email:
            request.follow_up_by = "phone" if contact.phone else "letter"
            session.add(request)
            record(session, "system", "conversation.follow_up_to_desk", f"request:{number}")
            return 0
        post_deliveries(session, office, request, contact, PURPOSE)
        record(session, "system", "conversation.follow_up", f"request:{number}")
    return 1


def _due(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(ConversationRequest.follow_up_on) <= today,
        col(ConversationRequest.follow_up_by) == BY_MAIL,
        col(ConversationRequest.follow_up_done_at).is_(None),
        col(ConversationRequest.state) != State.WITHDRAWN,
    )


def _posted(session: Session, request: ConversationRequest) -> bool:
    """Whether the mail of the chosen day was posted. One from before that day is another mail: they chose anew since."""
    if request.follow_up_on is None:
        return False
    from_then = datetime.combine(request.follow_up_on, time(), tzinfo=clock.AMSTERDAM)
    asked = select(Delivery.id).where(
        Delivery.request_id == request.id, Delivery.purpose == PURPOSE, col(Delivery.created_at) >= from_then
    )
    return session.exec(asked.limit(1)).first() is not None
