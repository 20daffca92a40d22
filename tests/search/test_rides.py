"""Rides and the stretch they serve (I-44)."""

from typing import NamedTuple

import pytest

from app.search.rides import Spot, serves


class Ride(NamedTuple):
    municipality: str
    area_served: tuple[str, ...]


HUINEN, PUTTEN, HARDERWIJK = Spot("Huinen", "Putten"), Spot("Putten", "Putten"), Spot("Harderwijk", "Harderwijk")


@pytest.mark.parametrize(
    ("municipality", "served", "start", "goal", "answer"),
    [
        ("Putten", (), HUINEN, PUTTEN, "yes"),
        ("Putten", (), HUINEN, HARDERWIJK, "yes"),
        ("Putten", ("Putten",), HUINEN, PUTTEN, "yes"),
        ("Putten", ("putten",), HUINEN, HARDERWIJK, "ask"),
        ("Putten", ("Krachtighuizen",), HUINEN, PUTTEN, "no"),
        ("Putten", ("Huinen",), HUINEN, PUTTEN, "ask"),
        ("Ermelo", (), HUINEN, PUTTEN, "no"),
        ("Ermelo", ("Ermelo", "Putten"), HUINEN, PUTTEN, "yes"),
        ("Zwolle", ("regio",), HUINEN, HARDERWIJK, "yes"),
        ("", (), HUINEN, PUTTEN, "yes"),
        ("Putten", ("Putten",), Spot(), HARDERWIJK, "ask"),
        ("Putten", ("Putten",), HUINEN, Spot(), "yes"),
    ],
)
def test_a_ride_serves_a_stretch_or_has_to_be_asked(municipality, served, start, goal, answer):
    assert serves(Ride(municipality, served), start, goal) == answer
