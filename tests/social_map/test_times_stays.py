"""Stays of day and night, and lines that look like one."""

import pytest

from app.social_map.times import in_words, read_times, wanted_mask

WEEKEND = "vr 17:00 t/m zo 17:00"


@pytest.mark.parametrize(
    "line", [WEEKEND, "van vrijdag 17 uur tot zondag 17 uur", "vr 17 - zo 16.30", "VR 17:00 T/M ZO 17:00."]
)
def test_a_weekend_away_is_the_weekend_and_no_other_day(line):
    mask = read_times(line).mask
    for day, part in (("vr", "avond"), ("vr", "nacht"), ("za", "ochtend"), ("za", "nacht"), ("zo", "middag")):
        assert mask & wanted_mask(day, part), (day, part)
    for day, part in (("do", "middag"), ("vr", "ochtend"), ("zo", "avond"), ("zo", "nacht"), ("ma", None)):
        assert not mask & wanted_mask(day, part), (day, part)


def test_it_runs_on_past_sunday():
    mask = read_times("za 14:00 t/m ma 9:00").mask
    assert mask & wanted_mask("zo", "nacht")
    assert mask & wanted_mask("ma", "ochtend")
    assert not mask & wanted_mask("ma", "middag")


@pytest.mark.parametrize("line", ["dagelijks, max 3 etmalen per week", "elke dag, maximaal 14 etmalen per jaar"])
def test_who_stays_whole_days_every_day_can_be_there_at_night(line):
    mask = read_times(line).mask
    assert all(mask & wanted_mask(day, part) for day in ("ma", "zo") for part in ("ochtend", "avond", "nacht"))


@pytest.mark.parametrize("line", [WEEKEND, "dagelijks, max 3 etmalen per week"])
def test_it_is_understood_and_said_as_it_was_typed(line):
    read = read_times(line)
    assert (read.understood, read.words, in_words(line), in_words(line, "en")) == (True, line, line, line)


@pytest.mark.parametrize(
    "line",
    [
        "za 10.00 t/m zo 16.00",
        "ma 9:00 t/m vr 17:00",
        "vr 17:00 t/m vr 16:00",
        "vr 25:00 t/m zo 17:00",
        "max 3 etmalen per week",
        "vr t/m ma, of een midweek",
    ],
)
def test_what_can_mean_opening_hours_is_not_guessed(line):
    assert (read_times(line).mask, read_times(line).understood) == (0, False)
