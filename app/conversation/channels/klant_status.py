"""What became of a task in Open Klant, asked a few at a time: who looks at their own request sees that it was dealt with.

It never closes the request by itself: the outcome of a conversation is recorded by somebody of the desk, in our words.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from sqlmodel import Session, col, select

from app.conversation.channels.open_klant import CHANNEL, DONE, connect
from app.conversation.history import note
from app.conversation.models import ConversationRequest, Delivery, DeliveryState, State
from app.conversation.office import Office, subject_of
from app.data_keys import Erased
from app.mailing.delivering import NotDelivered

AT_ONCE: Final = 20
EVENT: Final = "done_elsewhere"
TEXT: Final = "In het systeem van de gemeente afgerond."
log = structlog.get_logger()


@dataclass(slots=True)
class Asking:
    """Goes round all tasks that are not dealt with yet; `after` is the delivery it came to."""

    after: int = 0

    def turn(self, office: Office) -> int:
        """Ask about the next few; returns how many turned out to be dealt with. A system that is away is asked later."""
        done, rows = 0, self._next(office)
        self.after = rows[-1][0] if len(rows) == AT_ONCE else 0  # the next turn goes on, or begins at the beginning
        for delivery_id, municipality, number, steps in rows:
            if DONE in steps:
                continue
            try:
                found = connect(office, municipality).get("internetaken", {"referentienummer": number})
            except NotDelivered as problem:
                log.info("no status from open klant", delivery=delivery_id, problem=str(problem))
                break
            ours = [each for each in found if each.get("referentienummer") == number]
            if ours and all(each.get("status") == DONE for each in ours):
                done += _write_down(office, delivery_id, str(ours[0].get("afgehandeldOp") or DONE))
        return done

    def _next(self, office: Office) -> list[tuple[int, str, str, Mapping[str, Any]]]:
        with office.database.reading() as session:
            rows = session.exec(
                select(Delivery.id, ConversationRequest.municipality, ConversationRequest.public_number, Delivery.steps)
                .join(ConversationRequest, col(ConversationRequest.id) == Delivery.request_id)
                .where(
                    Delivery.channel == CHANNEL,
                    Delivery.purpose == "request",
                    Delivery.state == DeliveryState.DELIVERED,
                    col(ConversationRequest.state).not_in((State.CLOSED, State.WITHDRAWN)),
                    col(Delivery.id) > self.after,
                )
                .order_by(col(Delivery.id))
                .limit(AT_ONCE)
            ).all()
        return [(number or 0, municipality, public, steps) for number, municipality, public, steps in rows]


def _write_down(office: Office, delivery_id: int, moment: str) -> int:
    with office.database.writing() as session:
        delivery = _locked(session, delivery_id)
        if delivery is None or DONE in delivery.steps:
            return 0
        request = session.get(ConversationRequest, delivery.request_id)
        if request is None:
            return 0
        try:
            seal = office.keys.open(subject_of(request.uid))
        except Erased:
            return 0
        delivery.steps = {**delivery.steps, DONE: moment[:40]}
        session.add(delivery)
        note(session, request, seal, "system", EVENT, text=TEXT, public=True)
    return 1


def _locked(session: Session, delivery_id: int) -> Delivery | None:
    return session.exec(select(Delivery).where(Delivery.id == delivery_id).with_for_update()).first()
