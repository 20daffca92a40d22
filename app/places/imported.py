"""What `leefplein places import` left in the database, as the gazetteer reads it.

Four-character codes and names go into memory (5,000 rows, 2 MB); the 460,000 six-character codes of the country stay
in the database and are looked up one by one.
"""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from app.db import Database, DatabaseGone
from app.places.layers import PC4_LENGTH
from app.places.models import PlacePoint
from app.places.table import PlaceFact


class Imported:
    """The imported layer. `point` never raises; the others let a database error through."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._fine = False

    def mark(self) -> object:
        """Something that is different after every import."""
        with self._database.reading() as session:
            newest = session.exec(select(sa.func.max(col(PlacePoint.updated_at)))).one()
            return newest, session.exec(select(sa.func.count()).select_from(PlacePoint)).one()

    def facts(self) -> list[PlaceFact]:
        """Places and four-digit postcodes; where only six characters were imported, the middle of each four."""
        with self._database.reading() as session:
            coarse = list(_coarse(session))
            fine = list(_middles(session))
        self._fine = bool(fine)
        known = {fact.code for fact in coarse}
        return coarse + [fact for fact in fine if fact.code not in known]

    def point(self, code: str) -> PlaceFact | None:
        """The point of one six-character postcode."""
        if not self._fine:
            return None
        try:
            with self._database.reading() as session:
                row = session.exec(select(PlacePoint).where(PlacePoint.code == code)).first()
                return PlaceFact(row.code, row.name, row.municipality, row.lat, row.lon, row.source) if row else None
        except (DatabaseGone, SQLAlchemyError):
            return None  # the four digits still give an answer


def _coarse(session: Session) -> Iterator[PlaceFact]:
    columns = (PlacePoint.code, PlacePoint.name, PlacePoint.municipality, PlacePoint.lat, PlacePoint.lon)
    rows = session.execute(
        sa.select(*columns, PlacePoint.source).where(sa.func.length(PlacePoint.code) <= PC4_LENGTH)  # type: ignore[call-overload]
    )
    return (PlaceFact(*row) for row in rows)


def _middles(session: Session) -> Iterator[PlaceFact]:
    digits = sa.func.substr(PlacePoint.code, 1, PC4_LENGTH)
    place = (digits, PlacePoint.name, PlacePoint.municipality)
    rows = session.execute(
        sa.select(  # type: ignore[call-overload]
            *place,
            sa.func.avg(PlacePoint.lat),
            sa.func.avg(PlacePoint.lon),
            sa.func.max(PlacePoint.source),
            sa.func.count(),
        )
        .where(sa.func.length(PlacePoint.code) > PC4_LENGTH)
        .group_by(*place)
    )
    return (PlaceFact(*row) for row in rows)
