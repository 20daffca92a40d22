"""The tables of the search on PostgreSQL: what every web machine loads its executor from. Empty on SQLite."""

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Field

from app.db import Record

POINT = "point(lon * 0.615, lat)"
"""Where an offer is, for the index of neighbours: a degree of longitude is 0.615 of one of latitude in the middle of the country."""
POINT_INDEX = "ix_search_row_point"


class SearchRow(Record, table=True):
    """One offer as the search knows it, in one edition; a row without `facts` is of an offer that was taken out.

    `terms` are the numbers (in `search_term`) of the terms of our own analysis, ascending, four bytes each with the lowest
    first; `impacts` their worth in the same order, a byte each; `words` the numbers of the folded words as written. So no
    text of an offer stands here, and numpy reads 20,000 of them in one go. `generation` is the state in which the row was
    last written: who holds an older one reads what came after it. `lat` and `lon` in WGS84 degrees.
    """

    __tablename__ = "search_row"
    __table_args__ = (sa.Index("ix_search_row_edition_generation", "edition", "generation"),)

    edition: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    key: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    generation: int = Field(sa_type=sa.BigInteger)
    facts: bytes | None = None
    terms: bytes = b""
    impacts: bytes = b""
    words: bytes = b""
    lat: float | None = None
    lon: float | None = None


# An index over an expression that SQLite does not have cannot be declared in the table without a warning at each comparison.
event.listen(
    SearchRow.__table__,  # type: ignore[attr-defined]  # SQLModel's table
    "after_create",
    sa.DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy's own
        f"CREATE INDEX {POINT_INDEX} ON search_row USING gist ({POINT})"
    ).execute_if(dialect="postgresql"),
)


class SearchTerm(Record, table=True):
    """The number of a term or a word. Numbers are only added while an edition lasts; a new edition drops what it does not use."""

    __tablename__ = "search_term"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    text: str


class SearchState(Record, table=True):
    """The one row that says which edition of the search is in use and in which generation it is.

    A whole new index is written aside as an edition of its own and comes into use when this row names it. `format` is how
    the rows are written, `documents` how many offers they hold: who counts another number has found damage.
    """

    __tablename__ = "search_state"

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    format: int = 0
    edition: int = 0
    generation: int = Field(default=0, sa_type=sa.BigInteger)
    documents: int = 0
