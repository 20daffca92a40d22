"""Distances agree with geopy's, which reckons with the flattened earth."""

from __future__ import annotations

import numpy as np
import pytest
from geopy.distance import geodesic
from hypothesis import given
from hypothesis import strategies as st

from app.search.distance import kilometres, kilometres_to_many, on_the_sphere, squared_chord, squared_chords

LAT = st.floats(50.7, 53.6)
LON = st.floats(3.3, 7.3)


@given(LAT, LON, LAT, LON)
def test_within_half_a_percent_of_geopy(lat: float, lon: float, other_lat: float, other_lon: float) -> None:
    exact = geodesic((lat, lon), (other_lat, other_lon)).km
    points = on_the_sphere(np.array([other_lat]), np.array([other_lon]))
    assert kilometres(lat, lon, other_lat, other_lon) == pytest.approx(exact, rel=0.005, abs=1e-6)
    assert kilometres_to_many(points, lat, lon)[0] == pytest.approx(exact, rel=0.005, abs=1e-6)


@given(st.floats(-89, 89), st.floats(-180, 180), st.floats(-89, 89), st.floats(-180, 180))
def test_both_ways_of_reckoning_agree_anywhere(lat: float, lon: float, other_lat: float, other_lon: float) -> None:
    points = on_the_sphere(np.array([other_lat]), np.array([other_lon]))
    one = kilometres(lat, lon, other_lat, other_lon)
    assert kilometres_to_many(points, lat, lon)[0] == pytest.approx(one, rel=1e-6, abs=1e-5)


def test_an_unknown_place_has_no_distance() -> None:
    points = on_the_sphere(np.array([np.nan, 52.0]), np.array([np.nan, 5.0]))
    far = kilometres_to_many(points, 52.0, 5.0)
    assert np.isnan(far[0])
    assert far[1] == 0.0


def test_a_radius_is_the_same_as_a_chord() -> None:
    points = on_the_sphere(np.array([52.1]), np.array([5.0]))
    far = kilometres(52.0, 5.0, 52.1, 5.0)
    chord = squared_chords(points, 52.0, 5.0)[0]
    assert squared_chord(far - 0.001) < chord < squared_chord(far + 0.001)
    assert squared_chord(30_000.0) == float("inf")
    assert squared_chord(-1.0) == 0.0
