"""Everything a person gave, and everything that was recorded about it, to take along (AVG art. 15 and 20, promise 49).

Nothing is left out because it is awkward: words of the desk, who looked when, what was corrected, what was sent. Only
names of people who work are roles, and numbers that open something are not in it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from app import clock
from app.conversation.looking_back import Own, own_request
from app.conversation.models import Delivery, DeliveryState, Holder, RequestAccess
from app.conversation.office import Office
from app.references import spaced_reference

_OPEN_FIELDS = (
    "municipality", "kern", "team", "channel", "for_whom", "language", "state", "is_report", "received_at", "arrived_on",
    "due_on", "plan_until", "support", "support_shares", "support_confirmed", "support_ask_by", "contact_afterwards",
    "follow_up_on", "follow_up_by", "follow_up_done_at", "seen_at", "planned_at", "closed_at", "erase_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """Something that went, or has to go, to somebody about the request."""

    made_at: datetime
    channel: str
    purpose: str
    state: DeliveryState
    arrived_at: datetime | None


@dataclass(frozen=True, slots=True)
class Code:
    """That somebody could come in, from when until when; the code itself is known to nobody but them."""

    holder: Holder
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Everything:
    """All there is about one request."""

    own: Own
    messages: tuple[Message, ...]
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the readable file, with names and values below it; without a value a line is left out."""

    title: str
    rows: Sequence[tuple[str, str]]


def everything(office: Office, access_id: int) -> Everything:
    """Gather it all.

    :raises app.conversation.office.NobodyHome: this access opens nothing any more.
    """
    own = own_request(office, access_id)
    number = own.request.id
    with office.database.reading() as session:
        sent = session.exec(select(Delivery).where(Delivery.request_id == number).order_by(col(Delivery.id))).all()
        accesses = session.exec(
            select(RequestAccess).where(RequestAccess.request_id == number).order_by(col(RequestAccess.id))
        ).all()
    return Everything(
        own,
        tuple(Message(each.created_at, each.channel, each.purpose, each.state, each.delivered_at) for each in sent),
        tuple(Code(each.holder, each.created_at, each.ended_at) for each in accesses),
    )


def as_json(taken: Everything) -> str:
    """For another program; days and moments as in ISO 8601, UTC."""
    own = taken.own
    request = own.request
    said = {
        "format": "leefplein-request-1",
        "made_at": clock.now(),
        "reference": spaced_reference(request.reference),
        "request": {name: getattr(request, name) for name in _OPEN_FIELDS},
        "contact": own.contact.model_dump(mode="json"),
        "story": own.story.model_dump(mode="json"),
        "outcomes": own.outcomes,
        "history": [
            {"at": each.at, "who": each.actor.partition(":")[0], "what": each.kind, "note": each.note}
            for each in own.history
        ],
        "looked_and_changed": [
            {"at": each.at, "who": each.who, "what": each.action, "looked": each.looked, "changes": each.changes}
            for each in own.traces
        ],
        "messages": [_plain(each) for each in taken.messages],
        "codes": [_plain(each) for each in taken.codes],
        "asked_again": [spaced_reference(each) for each in own.again],
    }
    return json.dumps(said, ensure_ascii=False, indent=2, default=_iso) + "\n"


def as_text(sections: Sequence[Section]) -> str:
    """To read and to print: plain text, a value of more lines set in."""
    parts: list[str] = []
    for section in sections:
        rows = [(name, value) for name, value in section.rows if value]
        if not rows:
            continue
        parts += [section.title, "-" * len(section.title)]
        parts += [f"{name}: {_set_in(value)}" if name else _set_in(value) for name, value in rows]
        parts.append("")
    return "\n".join(parts)


def _set_in(value: str) -> str:
    return value.replace("\n", "\n    ")


def _plain(each: Message | Code) -> dict[str, Any]:
    return {name: getattr(each, name) for name in each.__slots__}


def _iso(value: object) -> str:
    iso = getattr(value, "isoformat", None)
    return str(iso()) if iso else str(value)
