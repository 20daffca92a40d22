"""The public formula says what it does, and the constants keep its order: fit, distance, availability, freshness."""

from __future__ import annotations

import pytest

from app.search import ranking


def test_each_thing_counts_for_less_than_the_one_before() -> None:
    distance = 1 - ranking.nearness(1e9)
    availability = 1 - min(ranking.AVAILABILITY_FACTOR)
    freshness = 1 - ranking.freshness(-1, 0)
    assert distance > availability > freshness > 0


def test_rare_words_say_more() -> None:
    assert ranking.rarity(100, 1) > ranking.rarity(100, 50) > ranking.rarity(100, 100) > 0
    assert ranking.rarity(100, 0) == 0


def test_nearness_only_falls() -> None:
    values = [ranking.nearness(km) for km in (0, 1, 5, 20, 300)]
    assert values == sorted(values, reverse=True)
    assert values[0] == 1


@pytest.mark.parametrize(("when", "asked", "expected"), [(0, 4, "unknown"), (4, 4, "yes"), (6, 4, "yes"), (2, 4, "no")])
def test_availability(when: int, asked: int, expected: str) -> None:
    assert ranking.AVAILABILITIES[ranking.availability(when, asked)] == expected


def test_a_date_in_the_future_is_as_fresh_as_today() -> None:
    assert ranking.freshness(200, 100) == ranking.freshness(100, 100) == 1
    assert ranking.freshness(-1, 100) == ranking.freshness(100 - 365, 100) == ranking.freshness(-400, 100)


def test_answering_everything_beats_answering_half() -> None:
    assert ranking.coverage(2, 2) == 1 > ranking.coverage(1, 2) > 0
    assert ranking.coverage(0, 0) == 1


@pytest.mark.parametrize(
    "name", ["SATURATION", "COVERAGE", "KIND_BOOST", "DISTANCE_SHARE", "NEAR_ENOUGH", "ASSUMED_KM", "GOOD_ENOUGH"]
)
def test_the_published_formula_names_its_constants(name: str) -> None:
    assert ranking.__doc__ is not None
    assert name in ranking.__doc__
    assert hasattr(ranking, name)
