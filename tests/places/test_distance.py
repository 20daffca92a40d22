import numpy as np
import pytest

from app.places.distance import kilometres, kilometres_over_a_sphere, kilometres_to_many
from app.places.national import national_places

HATTEM, ZWOLLE, ELST = (52.475, 6.0639), (52.5125, 6.0944), (51.9192, 5.8417)


def test_known_distances():
    assert kilometres(HATTEM, ZWOLLE) == pytest.approx(4.66, abs=0.05)
    assert kilometres(HATTEM, ELST) == pytest.approx(63.7, abs=0.3)
    assert kilometres(HATTEM, HATTEM) == 0


def test_the_three_measures_agree_within_half_a_percent():
    facts = [fact for fact, _ in national_places()]
    many = kilometres_to_many(HATTEM, [fact.lat for fact in facts], [fact.lon for fact in facts])
    for at in range(0, len(facts), 40):
        there = (facts[at].lat, facts[at].lon)
        exact = kilometres(HATTEM, there)
        assert many[at] == pytest.approx(exact, rel=0.005, abs=0.001)
        assert kilometres_over_a_sphere(HATTEM, there) == pytest.approx(many[at], rel=1e-9, abs=1e-6)


def test_a_place_that_is_not_known_has_no_distance():
    found = kilometres_to_many(HATTEM, [np.nan, ZWOLLE[0]], [6.0, ZWOLLE[1]])
    assert np.isnan(found[0])
    assert found[1] > 4


def test_no_places_no_distances():
    assert kilometres_to_many(HATTEM, [], []).shape == (0,)
