"""What has to reach whom about a request: decided and written in the transaction of the decision it follows from.

A delivery row says what must arrive and how far it is; an outbox message makes somebody work on it. Which hand brings
it where stands in `app.conversation.channels`.
"""

import uuid
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlmodel import Session, col

from app.accounts.keys import AccountKeys
from app.accounts.slowing import counted_today, within_the_day
from app.conversation.models import ConversationRequest, Delivery, DeliveryState, Support
from app.conversation.office import Office
from app.conversation.shapes import Contact
from app.outbox.posting import post

KIND: Final = "request.deliver"
RECEIPTS_A_DAY_TO_ONE: Final = 10
TO_THE_DESK: Final = ("mail", "open_klant", "webhook")


def post_deliveries(
    session: Session, office: Office, request: ConversationRequest, contact: Contact, purpose: str
) -> None:
    """Everything that follows from something that happened to a request.

    :param purpose: `request` (it came in), `added`, `corrected`, `withdrawn`, `support` (the choice changed),
        `planned`, `outcome`, `follow_up`, `changed` (a new secret code was made).
    """
    channels: list[tuple[str, str]] = []
    if purpose in {"request", "added", "corrected", "withdrawn"}:
        channels += [(channel, purpose) for channel in desk_channels(office, request.municipality)]
    if purpose in {"request", "support"} and request.support is Support.YES:
        channels.append(("support_mail", purpose))
    road = road_to(contact)
    if purpose == "request" and road == "resident_mail" and not _few_enough(session, office, contact.email):
        road = ""
    if road and purpose in {"request", "planned", "outcome"}:
        channels.append((road, "receipt" if purpose == "request" else purpose))
    if road == "resident_mail" and purpose in {"support", "withdrawn", "changed"}:
        # Who did not do this themself has to hear of it, whoever held a code.
        channels.append((road, "changed"))
    if purpose == "follow_up" and request.follow_up_by == "email" and contact.email:
        channels.append(("resident_mail", purpose))
    _post(session, [_delivery(request, channel, why) for channel, why in channels])


def post_delivery(session: Session, request: ConversationRequest, channel: str, purpose: str) -> Delivery:
    """One thing that has to arrive by one road."""
    delivery = _delivery(request, channel, purpose)
    _post(session, [delivery])
    return delivery


def _few_enough(session: Session, office: Office, address: str) -> bool:
    """Nobody may use us to fill somebody else's mailbox: a few receipts a day for one address. The page still shows one."""
    keys = AccountKeys.of(office.settings)
    return within_the_day(session, counted_today(keys, f"receipt|{address.casefold()}", RECEIPTS_A_DAY_TO_ONE))


def _delivery(request: ConversationRequest, channel: str, purpose: str) -> Delivery:
    return Delivery(request_id=request.id or 0, key=str(uuid.uuid4()), channel=channel, purpose=purpose)


def _post(session: Session, deliveries: Sequence[Delivery]) -> None:
    """Write them in one go: the others wait for their turn to write meanwhile."""
    session.add_all(deliveries)
    session.flush()
    for delivery in deliveries:
        if delivery.channel != "letter":  # people do that: it stands on the desk's list until it is in the post
            post(session, KIND, delivery=delivery.id)


def desk_channels(office: Office, municipality: str) -> list[str]:
    """The roads to the desk besides its own queue, which is there always."""
    set_up = office.settings.channels(municipality)
    there = {
        "mail": office.town(municipality).conversation.mail != "none",
        "open_klant": bool(set_up.open_klant_url),
        "webhook": bool(set_up.webhook_url),
    }
    return [channel for channel in TO_THE_DESK if there[channel]]


def road_to(contact: Contact) -> str:
    """How the resident gets our messages: by mail, by letter, or (empty) only by telephone or on their own page.

    Who ticked what is safe, and left mail out, gets no mail; who gave a mail address and ticked nothing, does: the
    message itself tells nothing about the question.
    """
    mail_is_safe = not contact.safe or "email" in contact.safe or contact.preference == "email"
    if contact.email and mail_is_safe:
        return "resident_mail"
    letter_is_safe = "letter" in contact.safe or contact.preference == "letter"
    if contact.street and letter_is_safe:
        return "letter"
    return ""


def cancel(session: Session, request_id: int, channel: str) -> None:
    """What still waits for this road need not arrive any more (support that was withdrawn)."""
    session.execute(
        sa.update(Delivery)
        .where(
            col(Delivery.request_id) == request_id,
            col(Delivery.channel) == channel,
            col(Delivery.state) == DeliveryState.WAITING,
        )
        .values(state=DeliveryState.CANCELLED)
    )
