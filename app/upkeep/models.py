"""The tables of upkeep: which step was taken for which offer, and what the checker found."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field

from app import clock
from app.db import Record, UTCDateTime, choice
from app.upkeep.vocabulary import Checked, Step, Told


class FreshnessStep(Record, table=True):
    """A step of the loop that was taken for one offer. `since` is the day it was last confirmed (or made): a confirmation
    begins a new round, and a step is taken once in a round. `told`: how the organisation heard.
    """

    __tablename__ = "freshness_step"
    __table_args__ = (sa.UniqueConstraint("offer_id", "since", "step"),)

    id: int | None = Field(default=None, primary_key=True)
    offer_id: int = Field(foreign_key="offer.id", index=True, ondelete="CASCADE")
    since: date
    step: Step = Field(sa_type=choice(Step, "freshness_step"), nullable=False)
    told: Told = Field(sa_type=choice(Told, "freshness_told"), nullable=False)
    called_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)


class CheckedAddress(Record, table=True):
    """A website, telephone number or mail address of an offer as the checker last found it. `failures` in a row."""

    __tablename__ = "checked_address"
    __table_args__ = (sa.UniqueConstraint("offer_id", "what"),)

    id: int | None = Field(default=None, primary_key=True)
    offer_id: int = Field(foreign_key="offer.id", index=True, ondelete="CASCADE")
    what: str = Field(max_length=20)
    value: str = Field(default="", max_length=500)
    state: Checked = Field(default=Checked.FINE, sa_type=choice(Checked, "checked_state"), nullable=False, index=True)
    reason: str = Field(default="", max_length=60)
    failures: int = 0
    failing_since: datetime | None = Field(default=None, sa_type=UTCDateTime)
    checked_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    next_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime, index=True)
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
