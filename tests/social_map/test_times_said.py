"""Signs and short forms become words."""

from app.social_map.times_said import mask_said, said
from app.social_map.times_tokens import tokens_of


def test_a_range_of_days_and_a_range_of_hours_are_said_differently():
    assert said(tokens_of("ma-vr 9-17"), "nl") == "maandag tot en met vrijdag van 9 tot 17 uur"
    assert said(tokens_of("ma-vr 9-17"), "en") == "Monday to Friday from 9:00 to 17:00"


def test_days_with_the_same_times_are_said_together():
    assert mask_said(0b0100_0000_0100, "nl") == "maandag en woensdag (avond)"
