"""The table of audit lines. Each line holds the digest of the one before it, so that a changed or missing line shows."""

from datetime import datetime

from sqlmodel import Field

from app import clock
from app.db import Record, UTCDateTime


class AuditLine(Record, table=True):
    """Who (`actor`, an account number or `cli`) did what (`action`) to what (`subject`). No personal data of residents.

    `detail` is sealed with the key of the request it is about: unreadable for good once that key is destroyed, while the
    chain stays whole.
    """

    __tablename__ = "audit_line"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
    actor: str = Field(max_length=80, index=True)
    action: str = Field(max_length=60)
    subject: str = Field(default="", max_length=200, index=True)
    detail: bytes | None = None
    previous: str = Field(default="", max_length=64)
    digest: str = Field(max_length=64, unique=True)
