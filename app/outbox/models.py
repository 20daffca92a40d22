"""The outbox table."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app import clock
from app.db import Record, UTCDateTime


class OutboxMessage(Record, table=True):
    """One piece of work for later. `attempts` and `lease_until` are set by the claim, before the work starts."""

    __tablename__ = "outbox_message"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40, index=True)
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=sa.JSON, nullable=False)
    created_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    next_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime, index=True)
    lease_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    attempts: int = 0
    last_error: str = ""
    done_at: datetime | None = Field(default=None, sa_type=UTCDateTime, index=True)


class WorkerBeat(Record, table=True):
    """A sign of life of each worker, so that a dead one is noticed."""

    __tablename__ = "worker_beat"

    name: str = Field(primary_key=True, max_length=80)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
