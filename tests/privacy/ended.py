"""Requests that ended, for the tests of what happens to them afterwards."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import col

from app import clock
from app.conversation.asking import ask
from app.conversation.models import ConversationRequest, Delivery, DeliveryState, State
from app.conversation.office import Office
from tests.conversation.conftest import a_request


def ended(
    office: Office, erase_on: date, form: str = "form", *, seen=True, arrived=True, state=State.CLOSED, **more
) -> int:
    """A request that is over and may go from `erase_on`; its number. `arrived`: the desk got every message about it."""
    number = ask(office, a_request(**more), form).request_id
    with office.database.writing() as session:
        session.execute(
            sa.update(ConversationRequest)
            .where(col(ConversationRequest.id) == number)
            .values(state=state, erase_on=erase_on, seen_at=clock.now() if seen else None)
        )
        if arrived:
            session.execute(
                sa.update(Delivery)
                .where(col(Delivery.request_id) == number)
                .values(state=DeliveryState.DELIVERED, delivered_at=clock.now())
            )
    return number


def numbers(office: Office) -> set[int]:
    """The requests that are there."""
    with office.database.reading() as session:
        return set(session.execute(sa.select(col(ConversationRequest.id))).scalars())
