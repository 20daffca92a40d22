"""How far apart places are, in kilometres as the crow flies.

One exact measure (geodesic on the WGS84 ellipsoid, geopy) for what a page shows, and one for many points at once
(a sphere, numpy) for ordering; the tests hold them within 0.5 % of each other.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from geopy.distance import EARTH_RADIUS, geodesic, great_circle
from numpy.typing import ArrayLike, NDArray

Point = Sequence[float]
"""Latitude and longitude in WGS84 degrees, in that order."""


def kilometres(here: Point, there: Point) -> float:
    """Exact distance in km between two points."""
    return _kilometres(here[0], here[1], there[0], there[1])


@lru_cache(maxsize=4096)
def _kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    return float(geodesic((lat, lon), (other_lat, other_lon)).km)


def kilometres_over_a_sphere(here: Point, there: Point) -> float:
    """Distance in km over a sphere: ten times faster than `kilometres`, at most 0.5 % off."""
    return float(great_circle(tuple(here), tuple(there)).km)


def kilometres_to_many(here: Point, lats: ArrayLike, lons: ArrayLike) -> NDArray[np.float64]:
    """Distances in km from one point to n points (haversine).

    :param lats: n latitudes in WGS84 degrees; NaN where the place is not known.
    :param lons: n longitudes, likewise.
    :returns: n distances; NaN where the place is not known.
    """
    lat, lon = np.radians(np.asarray(lats, dtype=np.float64)), np.radians(np.asarray(lons, dtype=np.float64))
    own_lat, own_lon = np.radians(here[0]), np.radians(here[1])
    half = np.sin((lat - own_lat) / 2) ** 2 + np.cos(lat) * np.cos(own_lat) * np.sin((lon - own_lon) / 2) ** 2
    distances: NDArray[np.float64] = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(np.clip(half, 0.0, 1.0)))
    return distances
