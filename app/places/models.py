"""The tables of places: what an operator imported, and what a geocoder once answered.

The point of most places comes from content/places.csv; these rows fill in the rest of the country.
"""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from app import clock
from app.db import Record, UTCDateTime


class PlacePoint(Record, table=True):
    """One imported point. `code` is `8051`, `8051AB` or empty (a place without a postcode); degrees are WGS84.

    The municipality is part of the key: without a postcode only that tells two villages of one name apart.
    """

    __tablename__ = "place_point"
    __table_args__ = (UniqueConstraint("code", "name", "municipality"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(default="", max_length=6, index=True)
    name: str = Field(max_length=120)
    municipality: str = Field(default="", max_length=120)
    lat: float
    lon: float
    source: str = Field(default="", max_length=200)
    updated_at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime, index=True)


class GeocodeAnswer(Record, table=True):
    """What a geocoder said about one postcode, so that it is asked once. Never an address, never a name of a person.

    Without `lat` and `lon` the provider did not know the postcode.
    """

    __tablename__ = "geocode_answer"
    __table_args__ = (UniqueConstraint("query", "provider"),)

    id: int | None = Field(default=None, primary_key=True)
    query: str = Field(max_length=6)
    provider: str = Field(max_length=40)
    lat: float | None = None
    lon: float | None = None
    kern: str = Field(default="", max_length=120)
    municipality: str = Field(default="", max_length=120)
    at: datetime = Field(default_factory=clock.now, sa_type=UTCDateTime)
