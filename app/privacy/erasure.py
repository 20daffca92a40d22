"""Erasing a request: its rows, then its key. What is left is a count, and audit lines that tell nobody anything (promise 47).

The rows go here; `app.privacy.finishing` destroys the key after them.
"""

from collections.abc import Callable
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app import clock
from app.audit import record
from app.conversation.deliveries import KIND
from app.conversation.models import (
    ConversationRequest,
    Delivery,
    ErasedCount,
    Escalation,
    RequestAccess,
    RequestEvent,
    RequestOutcome,
    SentForm,
)
from app.conversation.office import NobodyHome, Office, locked, subject_of
from app.crash import reached
from app.outbox.models import OutboxMessage
from app.outbox.posting import post
from app.privacy.finishing import ORDER, finish

_PARTS: Final = (RequestAccess, RequestEvent, RequestOutcome, SentForm, Delivery)


def erase(
    office: Office,
    request_id: int,
    actor: str,
    *,
    only_if: Callable[[Session, ConversationRequest], bool] | None = None,
    thorough: bool = True,
) -> bool:
    """Remove everything of one request, in the files too, and destroy its key, so that no backup can be read.

    :param actor: `system` or `cli`.
    :param only_if: asked once more with the request held, so that a request that changed meanwhile is left alone.
    :param thorough: False for who erases many: `finish` once at the end destroys the keys and writes the file anew.
    :returns: whether it was erased; False when there is no such request or it is left alone.
    """
    with office.database.writing() as session:
        try:
            request = locked(session, request_id)
        except NobodyHome:
            return False
        if only_if is not None and not only_if(session, request):
            return False
        subject = subject_of(request.uid)
        _remove(session, request)
        _count(session, request.municipality)
        record(session, actor, "conversation.erase", f"request:{request_id}")
        post(session, ORDER, subject=subject)
    reached("rows erased")
    if thorough:
        finish(office)
    return True


def _remove(session: Session, request: ConversationRequest) -> None:
    number = request.id or 0
    deliveries = list(session.exec(select(Delivery.id).where(Delivery.request_id == number)).all())
    session.execute(
        sa.delete(OutboxMessage).where(
            col(OutboxMessage.kind) == KIND,
            col(OutboxMessage.payload)["delivery"].as_integer().in_(deliveries),
        )
    )
    subjects = [f"request:{number}", *(f"delivery:{each}" for each in deliveries)]
    session.execute(sa.delete(Escalation).where(col(Escalation.subject).in_(subjects)))
    for table in _PARTS:
        session.execute(sa.delete(table).where(col(table.request_id) == number))
    session.execute(
        sa.update(ConversationRequest).where(col(ConversationRequest.again_of) == number).values(again_of=None)
    )
    session.delete(request)
    session.flush()


def _count(session: Session, municipality: str) -> None:
    month = clock.today().replace(day=1)
    counted = session.get(ErasedCount, (municipality, month), with_for_update=True)
    if counted is None:
        counted = ErasedCount(municipality=municipality, month=month)
    counted.number += 1
    session.add(counted)
