"""A mask said aloud."""

from app.social_map.times_said import mask_said


def test_days_with_the_same_times_are_said_together():
    assert mask_said(0b0100_0000_0100, "nl") == "maandag en woensdag (avond)"
    assert mask_said(0b0100_0000_0100, "en") == "Monday and Wednesday (evening)"


def test_all_of_it_is_day_and_night():
    assert mask_said((1 << 28) - 1, "nl") == "dag en nacht"
