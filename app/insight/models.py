"""The notes people chose to leave about what they did not find. Counts stand in `app.counting`."""

from datetime import datetime

from sqlmodel import Field

from app import clock
from app.db import Record, UTCDateTime


class SearchNote(Record, table=True):
    """Words a visitor chose to send under "vertel wat u zocht", cleaned of personal data, for the editor."""

    __tablename__ = "search_note"

    id: int | None = Field(default=None, primary_key=True)
    municipality: str = Field(max_length=64)
    words: str = Field(max_length=400)
    became: str = Field(default="", max_length=160)
    settled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
