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


@pytest.mark.parametrize(
    ("when", "asked", "expected"),
    [
        (0, 4, "unknown"),
        (4, 4, "yes"),
        (6, 4, "yes"),
        (2, 4, "no"),
        (1 << 28, 4, "unknown"),  # only the day is known, and a part of it was asked
        (1 << 29, 4, "no"),
    ],
)
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


def _step(ladder: str, weight: str, time: int | None = 0, scope: int | None = 0, km: float = 1.0) -> int:
    return ranking.step(ladder, weight, time, scope, km, served=True)


def test_who_can_come_then_goes_before_who_may_and_who_comes_at_other_times() -> None:
    steps = [_step("light", "light", time) for time in (0, 1, 2)]
    assert steps == sorted(set(steps))
    assert max(steps) < _step("light", "day") == _step("light", "night") < _step("light", "")


def test_it_is_turned_round_when_it_is_no_longer_bearable() -> None:
    assert _step("heavy", "night") < _step("heavy", "day") < _step("heavy", "light") < _step("heavy", "")


def test_who_really_comes_at_night_stands_beside_staying_elsewhere() -> None:
    assert _step("at_night", "light", 0) == _step("at_night", "night", 1) == 0
    assert _step("at_night", "light", 2) > _step("at_night", "day")


@pytest.mark.parametrize("form", ["day", "night"])
def test_who_asks_for_one_form_gets_that_by_time(form: str) -> None:
    steps = [_step(form, form, time) for time in (0, 1, 2)]
    assert steps == sorted(set(steps))
    assert max(steps) < _step(form, "light") == ranking.EVERYTHING_ELSE


def test_who_does_not_come_here_stands_with_everything_else() -> None:
    elsewhere, region = 3, ranking.REGION
    assert _step("light", "light", scope=elsewhere) == ranking.EVERYTHING_ELSE
    assert _step("light", "light", scope=region, km=60) == ranking.EVERYTHING_ELSE
    assert ranking.step("light", "light", 0, region, 10, served=False) == ranking.EVERYTHING_ELSE
    assert ranking.step("light", "night", 0, region, 10, served=False) < ranking.EVERYTHING_ELSE, (
        "one goes there oneself"
    )
    assert _step("light", "light", scope=region, km=10) == 0, "it says that it comes everywhere"
    assert _step("light", "light", scope=None, km=0) == 0


def test_every_step_has_a_name() -> None:
    for name, ladder in ranking.LADDERS.items():
        assert {ranking.group(name, step) for row in ladder.steps for step in row} <= set(ladder.groups)
        assert ranking.group(name, ranking.AFTER + 1) == "rest"
    assert ranking.group("", 0) == ""
