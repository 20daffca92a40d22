"""The tables of the search on PostgreSQL: what every web machine loads its executor from. Empty on SQLite."""

import sqlalchemy as sa
from sqlmodel import Field

from app.db import Record


class SearchRow(Record, table=True):
    """One offer as the search knows it, in one edition; a row without `facts` is of an offer that was taken out.

    `terms` are the numbers (in `search_term`) of the terms of our own analysis, ascending, four bytes each with the lowest
    first; `impacts` their worth in the same order, a byte each; `words` the numbers of the folded words as written. So no
    text of an offer stands here, and numpy reads 20,000 of them in one go. `generation` is the state in which the row was
    last written: who holds an older one reads what came after it.
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
