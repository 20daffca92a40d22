"""The tables of complaints. What a person told stands sealed, with a key of its own per complaint, as with requests."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from app import clock
from app.db import Record, UTCDateTime, choice


def _identifier() -> str:
    return str(uuid.uuid4())


class ComplaintHolder(StrEnum):
    """Who may read it: the confidential adviser, or the complaints officer. Never both unless the resident says so."""

    ADVISER = "adviser"
    OFFICER = "officer"


class About(StrEnum):
    """What it is about: the whole social domain (I-53)."""

    TREATMENT = "treatment"
    QUALITY = "quality"
    LATE = "late"
    MUNICIPALITY = "municipality"
    ORGANISATION = "organisation"
    VOLUNTEER = "volunteer"
    OTHER = "other"


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    RECEIVED = "received"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Complaint(Record, table=True):
    """One complaint. `uid` names its key; `reference` is for people; `code_digest` opens it for who complained.

    Who it is about stands in `sealed_story`, never in the open. `acknowledge_by` and `due_on` are the days promised to who
    complained (`longer`: the second was put off, once); `erase_on` is the day all of it goes but the count, and stands only
    when it was answered or withdrawn. `form_digest` tells one form from another, so that a form sent twice is one complaint.
    """

    __tablename__ = "complaint"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=_identifier, max_length=36, unique=True)
    reference: str = Field(max_length=12, unique=True)
    code_digest: str = Field(max_length=64)
    form_digest: str = Field(max_length=64, unique=True)
    municipality: str = Field(max_length=64, index=True)
    language: str = Field(default="nl", max_length=5)
    about: About = Field(sa_type=choice(About, "about"), nullable=False)
    holder: ComplaintHolder = Field(sa_type=choice(ComplaintHolder, "complaint_holder"), nullable=False)
    state: ComplaintState = Field(
        default=ComplaintState.RECEIVED, sa_type=choice(ComplaintState, "complaint_state"), nullable=False, index=True
    )
    received_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    acknowledge_by: date
    acknowledged_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    due_on: date
    longer: bool = False
    answered_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    erase_on: date | None = Field(default=None, index=True)
    sealed_contact: bytes
    sealed_story: bytes


class ComplaintEvent(Record, table=True):
    """One line of its history: appended, never edited. `public`: who complained reads it.

    `actor`: `person`, `system` or `account:<number>`.
    """

    __tablename__ = "complaint_event"

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=_identifier, max_length=36, unique=True)
    complaint_id: int = Field(foreign_key="complaint.id", ondelete="CASCADE", index=True)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    actor: str = Field(max_length=40)
    kind: str = Field(max_length=30)
    public: bool = False
    sealed_note: bytes | None = None
