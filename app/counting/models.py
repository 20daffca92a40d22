"""The one table of counts. It is written when something happens and never changed for a month that is over, so that a
report about a finished period stays the same for ever.
"""

from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Record


class Measure(StrEnum):
    """What is counted, with what `way` and `detail` say of it.

    UNMET way search or route; detail none or far (search), ended (route). What the desk did not find is a DESK_ANSWER.
    DESK_ANSWER way the caller's channel (phone, desk, letter, digital); detail found, not_found, no_referral.
    REFERRAL way print, mail, letter or link; detail own, other (the worker's own employer) or municipality.
    REQUEST way the channel; detail the choice about client support.
    TERM way first_contact or conversation; detail in_time or late.
    OUTCOME way one of the three outcomes (a conversation may have several).
    FOLLOW_UP way the question; detail the answer.
    COMPLAINT way what it is about; detail received, and in_time or late when it is answered.
    CALL_BACK detail accepted, declined or unanswered.

    Two measures must never count the same thing in two ways: one would tell what the other hides (adr 0012). A new one
    needs its rule in `app.insight.blocks.RULES`.
    """

    UNMET = "unmet"
    DESK_ANSWER = "desk_answer"
    REFERRAL = "referral"
    REQUEST = "request"
    TERM = "term"
    OUTCOME = "outcome"
    FOLLOW_UP = "follow_up"
    COMPLAINT = "complaint"
    CALL_BACK = "call_back"


class Tally(Record, table=True):
    """How often, in one month. `kern` and `domain` are slugs; empty where they are not known or do not matter."""

    __tablename__ = "tally"
    __table_args__ = (
        sa.UniqueConstraint("municipality", "measure", "month", "kern", "domain", "way", "detail", name="uq_tally"),
    )

    id: int | None = Field(default=None, primary_key=True)
    month: date
    municipality: str = Field(max_length=64)
    measure: str = Field(max_length=20)
    kern: str = Field(default="", max_length=64)
    domain: str = Field(default="", max_length=64)
    way: str = Field(default="", max_length=40)
    detail: str = Field(default="", max_length=40)
    count: int = 0
