"""The tables of the search on PostgreSQL: what every web machine loads its executor from. Empty on SQLite."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from app.db import Record

TERMS = sa.JSON().with_variant(ARRAY(sa.Text), "postgresql")


class SearchRow(Record, table=True):
    """One offer as the search knows it; a row without `facts` is of an offer that was taken out.

    `terms` are those of our own analysis (sorted), `impacts` their worth in the same order, a byte each. `words` are the
    folded words as written. `generation` is the state in which the row was last written: who holds an older one reads what
    came after it. `lat` and `lon` in WGS84 degrees.
    """

    __tablename__ = "search_row"

    key: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    generation: int = Field(sa_type=sa.BigInteger, index=True)
    facts: bytes | None = None
    terms: list[str] = Field(default_factory=list, sa_type=TERMS, nullable=False)
    impacts: bytes = b""
    words: str = ""
    lat: float | None = None
    lon: float | None = None


class SearchState(Record, table=True):
    """The one row that says which generation the search is in, and in which format its rows are written.

    `whole`: the generation of the last time everything was made anew; who holds an older one reads everything.
    """

    __tablename__ = "search_state"

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    format: int = 0
    generation: int = Field(default=0, sa_type=sa.BigInteger)
    whole: int = Field(default=0, sa_type=sa.BigInteger)
