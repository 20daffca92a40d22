"""The tables of the desk's work for callers. Only a call-back holds personal data, sealed with a key of its own."""

import uuid
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app import clock
from app.db import Frozen, Record, UTCDateTime, choice

WORDS = Frozen(tuple[str, ...])


def _identifier() -> str:
    return str(uuid.uuid4())


class Slip(Record, table=True):
    """A call slip that can be looked at for a while with a short code: the offers (slugs), and nothing about who called."""

    __tablename__ = "slip"

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=12, unique=True)
    municipality: str = Field(max_length=64)
    offers: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    made_by: str = Field(default="", max_length=40)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    ends_at: datetime = Field(sa_type=UTCDateTime, index=True)


class Bundle(Record, table=True):
    """Offers that the desk often gives together (a saved *arrangement*), with advice for the colleague who uses it."""

    __tablename__ = "bundle"
    __table_args__ = (sa.UniqueConstraint("municipality", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    municipality: str = Field(max_length=64)
    name: str = Field(max_length=120)
    advice: str = Field(default="", max_length=1000)
    offers: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    changed_by: str = Field(default="", max_length=40)
    changed_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class DeskTextKind(StrEnum):
    """What a text of the desk is: the answer to a frequent question, or how the work is done."""

    QUESTION = "question"
    INSTRUCTION = "instruction"


class DeskText(Record, table=True):
    """A text for the desk itself, found by the same search box. `words`: what people say; `look_again_on`: check it then."""

    __tablename__ = "desk_text"

    id: int | None = Field(default=None, primary_key=True)
    municipality: str = Field(max_length=64, index=True)
    kind: DeskTextKind = Field(sa_type=choice(DeskTextKind, "desk_text_kind"), nullable=False)
    title: str = Field(max_length=200)
    words: str = Field(default="", max_length=400)
    body: str = Field(default="", max_length=8000)
    look_again_on: date | None = None
    version: int = 1
    example: bool = False
    changed_by: str = Field(default="", max_length=40)
    changed_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class OfferNote(Record, table=True):
    """What desk workers tell each other about an offer. Never about a person, never public."""

    __tablename__ = "offer_note"

    id: int | None = Field(default=None, primary_key=True)
    offer_id: int = Field(foreign_key="offer.id", ondelete="CASCADE", index=True)
    municipality: str = Field(max_length=64)
    words: str = Field(max_length=1000)
    written_by: str = Field(default="", max_length=40)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Handover(Record, table=True):
    """A note for the next shift of the desk: what waits, never about whom. Gone some days after it was done."""

    __tablename__ = "handover"

    id: int | None = Field(default=None, primary_key=True)
    municipality: str = Field(max_length=64, index=True)
    words: str = Field(max_length=1000)
    written_by: str = Field(default="", max_length=40)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    done_by: str = Field(default="", max_length=40)
    done_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class CallBackState(StrEnum):
    """How a request to call somebody back stands with the provider."""

    NEW = "new"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class CallBack(Record, table=True):
    """A caller agreed that a provider calls back. `uid` names its key; `sealed_contact` and `sealed_question` open with it.

    `answer_by` is the last day for the provider's answer; after it the desk sees an alarm (`alarmed_at`: it was told).
    `erase_on`: everything goes, a number of days after it was answered.
    """

    __tablename__ = "call_back"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=_identifier, max_length=36, unique=True)
    municipality: str = Field(max_length=64, index=True)
    offer_id: int = Field(foreign_key="offer.id", ondelete="CASCADE", index=True)
    organisation: str = Field(max_length=36, index=True)
    state: CallBackState = Field(
        default=CallBackState.NEW, sa_type=choice(CallBackState, "call_back_state"), nullable=False, index=True
    )
    asked_by: str = Field(default="", max_length=40)
    asked_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    answer_by: date
    told_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    alarmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    answered_by: str = Field(default="", max_length=40)
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    erase_on: date | None = Field(default=None, index=True)
    sealed_contact: bytes
    sealed_question: bytes
    sealed_answer: bytes | None = None
