"""What editors changed on a screen: versioned rows that are laid over the shipped content files by path."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from app import clock
from app.db import Record, UTCDateTime


class ContentEdit(Record, table=True):
    """One version of one piece of content. The newest published version of a path is what the public sees.

    `path` as in app/content/overlay.py (`synonyms/respijt-even-weg`); `body` empty means: taken away.
    """

    __tablename__ = "content_edit"
    __table_args__ = (sa.UniqueConstraint("path", "version"),)

    id: int | None = Field(default=None, primary_key=True)
    path: str = Field(max_length=160, index=True)
    version: int
    state: str = Field(max_length=20)
    body: Any = Field(default=None, sa_type=sa.JSON(none_as_null=True), nullable=True)
    author: str = ""
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
