"""What lies near, asked of the database itself: for who reads the map without the search, in any order or by distance.

On PostgreSQL a GiST index over the places finds both, so that a question about five kilometres does not read a whole
country. It holds points on a plane: a degree of longitude counts as 0.615 of one of latitude, as in the middle of the
Netherlands (52 degrees north), which is at most four in a hundred off from north to south. So whoever needs exactness measures
what comes out; what comes out is never too little.
"""

import math
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.places.distance import kilometres_over_a_sphere
from app.social_map.models import PLACE_POINT, Offer, Place
from app.social_map.vocabulary import Status

_KM_PER_DEGREE: Final = 111.0
"""A little less than it is, so that a square is never too small."""
_SPARE: Final = 20
LON_IN_LAT: Final = 0.615
_offer: Any = Offer.__table__  # type: ignore[attr-defined]  # SQLModel's table
_place: Any = Place.__table__  # type: ignore[attr-defined]
NEAREST = sa.text(
    f"""
    SELECT offer.id, place.lat, place.lon FROM place JOIN offer ON offer.place_id = place.id
    WHERE offer.status = :published AND NOT place.confidential AND place.lat IS NOT NULL AND place.lon IS NOT NULL
    ORDER BY {PLACE_POINT} <-> point(:x, :lat) LIMIT :some
    """  # noqa: S608  (no word of a visitor is in it)
)


def square_around(connection: Connection, lat: float, lon: float, km: float) -> sa.ColumnElement[bool]:
    """The rows of `place` in the square that holds a circle of `km` around a point in WGS84 degrees; measure them afterwards."""
    high = km / _KM_PER_DEGREE
    wide = km / (_KM_PER_DEGREE * max(0.1, math.cos(math.radians(min(90.0, abs(lat) + high)))))
    if connection.dialect.name != "postgresql":
        return sa.and_(_place.c.lat.between(lat - high, lat + high), _place.c.lon.between(lon - wide, lon + wide))
    square = sa.func.box(
        sa.func.point((lon - wide) * LON_IN_LAT, lat - high), sa.func.point((lon + wide) * LON_IN_LAT, lat + high)
    )
    return sa.literal_column(PLACE_POINT).bool_op("<@")(square)


def nearest(connection: Connection, lat: float, lon: float, count: int) -> list[tuple[int, float]]:
    """The public offers nearest to a point in WGS84 degrees, on PostgreSQL: row numbers with the distance in km over a
    sphere, nearest first. What has no place, or a secret one, is never among them.
    """
    rows = connection.execute(
        NEAREST,
        {"lat": lat, "x": lon * LON_IN_LAT, "published": Status.PUBLISHED.value, "some": count + count // 4 + _SPARE},
    )
    measured = [(row.id, kilometres_over_a_sphere((lat, lon), (row.lat, row.lon))) for row in rows]
    return sorted(measured, key=lambda found: (found[1], found[0]))[:count]
