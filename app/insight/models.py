"""Counts of what people did not find, and the notes they chose to leave."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from app import clock
from app.db import Record, UTCDateTime


class UnmetNeed(Record, table=True):
    """How often a search found nothing (good) locally, per month, municipality, kern and life domain. Never the words."""

    __tablename__ = "unmet_need"
    __table_args__ = (sa.UniqueConstraint("month", "municipality", "kern", "domain", "reason"),)

    id: int | None = Field(default=None, primary_key=True)
    month: date
    municipality: str = Field(max_length=64)
    kern: str = Field(default="", max_length=64)
    domain: str = Field(default="", max_length=64)
    reason: str = Field(max_length=20)
    count: int = 0


class SearchNote(Record, table=True):
    """Words a visitor chose to send under "vertel wat u zocht", cleaned of personal data, for the editor."""

    __tablename__ = "search_note"

    id: int | None = Field(default=None, primary_key=True)
    municipality: str = Field(max_length=64)
    words: str = Field(max_length=400)
    became: str = Field(default="", max_length=160)
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
