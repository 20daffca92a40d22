"""Distances as the crow flies, for one place or for all places at once.

The haversine formula on a sphere. The straight chord between two points on the unit sphere gives it without a sine
per offer: chord^2 / 4 is the haversine of the angle, so distance = 2 R asin(chord / 2).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

import numpy as np

Real = TypeVar("Real", np.float32, np.float64)

if TYPE_CHECKING:
    from numpy.typing import NDArray

EARTH_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""

SERIES_REACHES = 0.05
"""Half chords up to here (637 km) use x + x^3/6 + 3x^5/40 for the arcsine: off by less than a millimetre, much faster."""


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Distance in km between two places in degrees WGS84."""
    phi, other_phi = math.radians(lat), math.radians(other_lat)
    half = (
        math.sin((other_phi - phi) / 2) ** 2
        + math.cos(phi) * math.cos(other_phi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def on_the_sphere(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points on the unit sphere, shape (3, n), of degrees of shape (n,); NaN stays NaN."""
    phi, lam = np.radians(lat), np.radians(lon)
    return np.stack((np.cos(phi) * np.cos(lam), np.cos(phi) * np.sin(lam), np.sin(phi)))


def kilometres_to_many(points: NDArray[np.float64], lat: float, lon: float) -> NDArray[np.float64]:
    """Distances in km, shape (n,), from a place in degrees to points of `on_the_sphere`; NaN where a point is NaN."""
    half = squared_chords(points, lat, lon)
    np.sqrt(half, out=half)
    half *= 0.5
    if np.fmax.reduce(half, initial=0.0) > SERIES_REACHES:
        np.minimum(half, 1.0, out=half)
        np.arcsin(half, out=half)
    else:
        square = half * half
        half *= 1 + square * (1 / 6 + square * (3 / 40))
    half *= 2 * EARTH_KM
    return half


def squared_chords(points: NDArray[Real], lat: float, lon: float) -> NDArray[Real]:
    """Squares of the chords from a place in degrees to points on the unit sphere, as precise as the points are."""
    phi, lam = math.radians(lat), math.radians(lon)
    total: NDArray[Real] = points[0] - points.dtype.type(math.cos(phi) * math.cos(lam))
    total *= total
    for row, middle in ((1, math.cos(phi) * math.sin(lam)), (2, math.sin(phi))):
        apart = points[row] - points.dtype.type(middle)
        apart *= apart
        total += apart
    return total


def squared_chord(km: float) -> float:
    """The square of the chord that belongs to a distance in km; beyond half the earth round everything is near."""
    if km >= math.pi * EARTH_KM:
        return math.inf
    return (2 * math.sin(max(km, 0.0) / (2 * EARTH_KM))) ** 2
