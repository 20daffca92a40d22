"""Bringing one delivery: told what to bring by the outbox, it tries once and writes down how that went.

Every attempt was counted by the claim before anything here began. What went wrong is written down and raised, so that
the message comes back, slower and slower and without an end; a delivery that lost its message is found and gets a new
one. So each is waiting with a message, there, or on the desk's list (promises 5, 7, 8).
"""

from datetime import timedelta
from typing import Final

import structlog
from sqlmodel import Session, col, select

from app import clock
from app.conversation.channels.errand import Errand, NotNeeded
from app.conversation.channels.roads import MAY_REFUSE, ROADS
from app.conversation.deliveries import KIND
from app.conversation.models import ConversationRequest, Delivery, DeliveryState
from app.conversation.office import Office, subject_of
from app.crash import reached
from app.data_keys import Erased
from app.mailing.delivering import NotDelivered, Refused
from app.outbox.models import OutboxMessage
from app.outbox.posting import post

LOST_AFTER: Final = timedelta(minutes=1)
"""A delivery this old has its message: both are one transaction."""
_AT_ONCE: Final = 500
_LONGEST_ERROR: Final = 200
log = structlog.get_logger()


def deliver(office: Office, delivery_id: int, number_of_attempts: int) -> None:
    """Try once. A delivery that is there already, or that nobody needs any more, is left alone.

    :param number_of_attempts: as the claim counted them.
    :raises NotDelivered: not this time; the reason holds no personal data.
    """
    found = _begin(office, delivery_id, number_of_attempts)
    if found is None:
        return
    delivery, request = found

    def keep(step: str, value: str) -> None:
        _keep(office, delivery_id, step, value)

    try:
        seal = office.keys.open(subject_of(request.uid))
        ROADS[delivery.channel](Errand(office, delivery, request, seal, keep, dict(delivery.steps)))
    except (NotNeeded, Erased):
        _end(office, delivery_id, DeliveryState.CANCELLED)
    except Refused as problem:
        if delivery.channel not in MAY_REFUSE:
            raise _noted(office, delivery_id, f"refused {problem}") from None
        log.warning("message refused for good", delivery=delivery_id, channel=delivery.channel)
        _end(office, delivery_id, DeliveryState.REFUSED, f"refused {problem}")
    except NotDelivered as problem:
        raise _noted(office, delivery_id, str(problem)) from None
    except Exception as problem:  # noqa: BLE001  (whatever went wrong, it stays and comes back; words could hold anything)
        raise _noted(office, delivery_id, type(problem).__name__) from None
    else:
        reached("before mark")
        _end(office, delivery_id, DeliveryState.DELIVERED)


def post_what_was_forgotten(office: Office) -> int:
    """Give every delivery that waits without a message a new one; returns how many there were.

    Deliveries are read before messages: who is delivered meanwhile gets a message too many, which finds nothing to do.
    They are locked, so that two workers never post for the same one.
    """
    with office.database.writing() as session:
        waiting = session.exec(
            select(Delivery.id)
            .where(
                col(Delivery.state) == DeliveryState.WAITING,
                col(Delivery.channel).in_(tuple(ROADS)),
                # What a clock that was set back left in the future is looked after as well.
                (col(Delivery.created_at) < clock.now() - LOST_AFTER)
                | (col(Delivery.created_at) > clock.now() + LOST_AFTER),
            )
            .order_by(col(Delivery.id))
            .with_for_update(skip_locked=True)
        ).all()
        lost = sorted({number for number in waiting if number} - _with_a_message(session))
        for number in lost[:_AT_ONCE]:
            post(session, KIND, delivery=number)
    if lost:
        log.warning("deliveries without a message", number=len(lost))
    return len(lost[:_AT_ONCE])


def _with_a_message(session: Session) -> set[int]:
    payloads = session.exec(
        select(OutboxMessage.payload).where(OutboxMessage.kind == KIND, col(OutboxMessage.done_at).is_(None))
    ).all()
    return {int(payload.get("delivery") or 0) for payload in payloads}


def _begin(office: Office, delivery_id: int, attempts: int) -> tuple[Delivery, ConversationRequest] | None:
    with office.database.writing() as session:
        delivery = _held(session, delivery_id)
        if delivery is None:
            return None
        request = session.get(ConversationRequest, delivery.request_id)
        if request is None:
            return None
        delivery.attempts = max(attempts, delivery.attempts + 1)
        delivery.tried_at = clock.now()
        session.add(delivery)
    return delivery, request


def _held(session: Session, delivery_id: int) -> Delivery | None:
    return session.exec(
        select(Delivery)
        .where(Delivery.id == delivery_id, col(Delivery.state) == DeliveryState.WAITING)
        .with_for_update()
    ).first()


def _keep(office: Office, delivery_id: int, step: str, value: str) -> None:
    reached(f"before step {step}")
    with office.database.writing() as session:
        delivery = session.exec(select(Delivery).where(Delivery.id == delivery_id).with_for_update()).first()
        if delivery is not None:
            delivery.steps = {**delivery.steps, step: value}
            session.add(delivery)
    reached(f"after step {step}")


def _noted(office: Office, delivery_id: int, reason: str) -> NotDelivered:
    with office.database.writing() as session:
        delivery = _held(session, delivery_id)
        if delivery is not None:
            delivery.last_error = reason[:_LONGEST_ERROR]
            session.add(delivery)
    return NotDelivered(reason)


def _end(office: Office, delivery_id: int, state: DeliveryState, reason: str = "") -> None:
    with office.database.writing() as session:
        delivery = _held(session, delivery_id)
        if delivery is None:
            return  # taken back meanwhile
        delivery.state = state
        delivery.last_error = reason[:_LONGEST_ERROR]
        if state is DeliveryState.DELIVERED:
            delivery.delivered_at = clock.now()
        session.add(delivery)
