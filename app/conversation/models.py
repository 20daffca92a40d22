"""The tables of the conversation request.

Everything a person told about themselves stands sealed, with a key of its own per request (`app.data_keys`); what
stands open is what the queue, the terms and the counts need, and tells nobody who it is about.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app import clock
from app.db import Frozen, Record, UTCDateTime, choice


class Channel(StrEnum):
    """How a request came in (I-14): four ways that count the same."""

    DIGITAL = "digital"
    PHONE = "phone"
    DESK = "desk"
    LETTER = "letter"


class ForWhom(StrEnum):
    """Whose conversation it is (I-30, I-59)."""

    SELF = "self"
    CARER = "carer"
    TOGETHER = "together"
    BEHALF = "behalf"


class State(StrEnum):
    """Where a request stands (ecosystem.md 5.2)."""

    RECEIVED = "received"
    TAKEN_UP = "taken_up"
    PLANNED = "planned"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Support(StrEnum):
    """What the resident chose about free independent help (I-25). `to_ask`: staff could not ask yet."""

    YES = "yes"
    NO = "no"
    LATER = "later"
    TO_ASK = "to_ask"


class Holder(StrEnum):
    """Who holds a secret code of a request: the person it is about, or somebody who helps them with it."""

    PERSON = "person"
    HELPER = "helper"


class DeliveryState(StrEnum):
    """How far something is that has to reach somebody. `refused`: never by this road, so a person has to act."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class ConversationRequest(Record, table=True):
    """One request for a conversation. `uid` is its identity for keys and other systems; `reference` for people.

    `arrived_on` is the local day from which the legal term counts (for a letter: the day it came in); `due_on` the last
    day of the term; `plan_until` the last day for a personal plan; `erase_on` the day personal data goes.
    `sealed_contact` and `sealed_story` hold `app.conversation.shapes.Contact` and `Story` as JSON.
    A number is never given out again: audit lines outlive the request they name.
    """

    __tablename__ = "conversation_request"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(max_length=36, unique=True)
    reference: str = Field(max_length=12, unique=True)
    public_number: str = Field(max_length=10, unique=True)
    municipality: str = Field(max_length=64, index=True)
    kern: str = Field(default="", max_length=64)
    team: str = Field(default="", max_length=64, index=True)
    channel: Channel = Field(sa_type=choice(Channel, "channel"), nullable=False)
    for_whom: ForWhom = Field(sa_type=choice(ForWhom, "for_whom"), nullable=False)
    language: str = Field(default="nl", max_length=5)
    state: State = Field(default=State.RECEIVED, sa_type=choice(State, "state"), nullable=False, index=True)
    is_report: bool = True
    received_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime, index=True)
    arrived_on: date
    due_on: date = Field(index=True)
    plan_until: date
    support: Support = Field(sa_type=choice(Support, "support"), nullable=False)
    support_shares: tuple[str, ...] = Field(default=(), sa_type=Frozen(tuple[str, ...]), nullable=False)
    support_confirmed: bool = False
    support_ask_by: date | None = None
    contact_afterwards: bool = False
    follow_up_on: date | None = Field(default=None, index=True)
    follow_up_by: str = Field(default="", max_length=10)
    follow_up_done_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    seen_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    taken_by: int | None = Field(default=None, foreign_key="account.id")
    planned_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    erase_on: date | None = Field(default=None, index=True)
    again_of: int | None = Field(default=None, foreign_key="conversation_request.id", ondelete="SET NULL")
    sealed_contact: bytes
    sealed_story: bytes


class SentForm(Record, table=True):
    """Which request a form became, so that the same form sent twice is one request (promise 4). Only a digest stands here."""

    __tablename__ = "sent_form"

    digest: str = Field(primary_key=True, max_length=64)
    request_id: int = Field(foreign_key="conversation_request.id", ondelete="CASCADE", index=True)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class RequestAccess(Record, table=True):
    """A secret code with which somebody can see and change the request; only its digest is kept. Ended: it opens nothing."""

    __tablename__ = "request_access"

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="conversation_request.id", ondelete="CASCADE", index=True)
    holder: Holder = Field(sa_type=choice(Holder, "holder"), nullable=False)
    code_digest: str = Field(max_length=64)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class RequestEvent(Record, table=True):
    """One line of a request's history: appended, never edited. `sealed_note` opens with the request's key.

    `actor`: `person`, `helper`, `system`, `supporter:<account>` or `account:<account>`. `public`: the resident reads it.
    """

    __tablename__ = "request_event"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(max_length=36, unique=True)
    request_id: int = Field(foreign_key="conversation_request.id", ondelete="CASCADE", index=True)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    actor: str = Field(max_length=40)
    kind: str = Field(max_length=30)
    public: bool = False
    sealed_note: bytes | None = None


class RequestOutcome(Record, table=True):
    """One of the three outcomes that the desk recorded (I-15); a request may have several. Never a decision."""

    __tablename__ = "request_outcome"

    request_id: int = Field(primary_key=True, foreign_key="conversation_request.id", ondelete="CASCADE")
    code: str = Field(primary_key=True, max_length=30)
    recorded_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class Delivery(Record, table=True):
    """Something about a request that has to reach somebody by one road, until it is there.

    `channel`: `mail` (desk), `open_klant`, `webhook`, `resident_mail`, `letter` (a task for the desk), `support_mail`,
    `team_mail`. `purpose`: `request`, `receipt`, `added`, `corrected`, `withdrawn`, `support`, `planned`, `outcome`,
    `follow_up`, `code`, `changed`. `key` is sent along with every outward call and never changes (promise 8); `steps` holds what the
    other side answered, stored before the next call.
    """

    __tablename__ = "delivery"
    __table_args__ = (sa.UniqueConstraint("key", name="uq_delivery_key"), {"sqlite_autoincrement": True})

    id: int | None = Field(default=None, primary_key=True)
    request_id: int = Field(foreign_key="conversation_request.id", ondelete="CASCADE", index=True)
    key: str = Field(max_length=36)
    channel: str = Field(max_length=20, index=True)
    purpose: str = Field(max_length=20)
    state: DeliveryState = Field(
        default=DeliveryState.WAITING, sa_type=choice(DeliveryState, "delivery_state"), nullable=False, index=True
    )
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime, index=True)
    tried_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    delivered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    attempts: int = 0
    last_error: str = Field(default="", max_length=200)
    steps: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, nullable=False)


class Escalation(Record, table=True):
    """That somebody was told that something is late: each step once. `step`: quarter, four_hours, next_day, digest."""

    __tablename__ = "escalation"
    __table_args__ = (sa.UniqueConstraint("subject", "step", name="uq_escalation_subject_step"),)

    id: int | None = Field(default=None, primary_key=True)
    subject: str = Field(max_length=60)
    step: str = Field(max_length=20)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class ErasedCount(Record, table=True):
    """All that is left of erased requests: how many, by municipality and month."""

    __tablename__ = "erased_count"

    municipality: str = Field(primary_key=True, max_length=64)
    month: date = Field(primary_key=True)
    number: int = 0
