"""Paper maps that a team ordered, for people who are visited at home (I-47)."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from app import clock
from app.db import Record, UTCDateTime, choice


class PaperOrderState(StrEnum):
    """How far an order is."""

    ASKED = "asked"
    PRINTED = "printed"
    HANDED_OVER = "handed_over"
    CANCELLED = "cancelled"


class PaperOrder(Record, table=True):
    """So many booklets of one choice, for one team. The choice is what `app.paper.choosing.PaperChoice` holds."""

    __tablename__ = "paper_order"

    id: int | None = Field(default=None, primary_key=True)
    municipality: str = Field(max_length=64, index=True)
    team: str = Field(default="", max_length=64)
    kern: str = Field(default="", max_length=64)
    domain: str = Field(default="", max_length=64)
    target_group: str = Field(default="", max_length=64)
    large_print: bool = False
    number: int = 1
    wanted_on: date | None = None
    remark: str = Field(default="", max_length=400)
    state: PaperOrderState = Field(
        default=PaperOrderState.ASKED, sa_type=choice(PaperOrderState, "paper_order_state"), nullable=False, index=True
    )
    asked_by: str = Field(default="", max_length=40)
    asked_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    changed_by: str = Field(default="", max_length=40)
    changed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
