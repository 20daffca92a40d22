"""The tables of the agenda: activities, and the calendars of others that we read."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app import clock
from app.db import Frozen, Record, UTCDateTime, choice

WORDS = Frozen(tuple[str, ...])


def _identifier() -> str:
    return str(uuid.uuid4())


class ActivityStatus(StrEnum):
    """Where an activity stands. `cancelled` stays visible until its day has passed: people must not stand before a door."""

    REVIEW = "review"
    PUBLISHED = "published"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class Activity(Record, table=True):
    """Something on one day. Repeating things are offers with times; a calendar's repeated event becomes one row per day.

    `source_uid` is the UID of the calendar it came from, with its day when that repeats; the same again is the same row.
    `source` is the name of that calendar, empty when somebody typed it. `serves`: slugs of other municipalities it is for.
    `waiting`: words of a public activity that an editor has yet to read, by column; `waiting_since` says from when something
    waits. `flagged`: facts changed before an editor saw them. `version` counts every change: two people at once find out by
    it, and calendars see it as SEQUENCE.
    """

    __tablename__ = "activity"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "source_uid"),)

    id: int | None = Field(default=None, primary_key=True)
    uid: str = Field(default_factory=_identifier, max_length=36, unique=True)
    slug: str = Field(max_length=120, unique=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="CASCADE", index=True)
    source_uid: str = Field(max_length=300)
    source: str = Field(default="", max_length=120)
    status: ActivityStatus = Field(
        default=ActivityStatus.REVIEW, sa_type=choice(ActivityStatus, "activity_status"), nullable=False, index=True
    )
    title: str = Field(max_length=200)
    summary: str = Field(default="", max_length=2000)
    starts_at: datetime = Field(sa_type=UTCDateTime, index=True)
    ends_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    all_day: bool = False
    place: str = Field(default="", max_length=200)
    street: str = Field(default="", max_length=200)
    postcode: str = Field(default="", max_length=10)
    town: str = Field(default="", max_length=120)
    kern: str = Field(default="", max_length=64)
    municipality: str = Field(default="", max_length=64)
    phone: str = Field(default="", max_length=60)
    email: str = Field(default="", max_length=254)
    website: str = Field(default="", max_length=500)
    cost: str = Field(default="", max_length=200)
    sign_up: str = Field(default="", max_length=400)
    domains: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    target_groups: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    serves: tuple[str, ...] = Field(default=(), sa_type=WORDS, nullable=False)
    waiting: dict[str, str] = Field(default_factory=dict, sa_type=sa.JSON, nullable=False)
    waiting_since: datetime | None = Field(default=None, sa_type=UTCDateTime)
    flagged: bool = False
    version: int = 1
    remark: str = Field(default="", max_length=1000)
    example: bool = False
    changed_by: str = Field(default="", max_length=40)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    changed_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
