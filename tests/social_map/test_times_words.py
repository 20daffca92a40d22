"""Every weekday and month is known short and long, and every phrase is a pattern of a known word."""

import re

from app.social_map.times_words import MONTHS_NL, PHRASES, WORDS

TERMINALS = {"APPT", "OFMONTH", "WEEKS", "EVERY", "ALWAYS", "DAY", "TO", "AT", "NOT", "LABEL", "OFF"}


def test_every_weekday_is_known_short_and_long():
    for number, (short, long) in enumerate(
        zip(
            ("ma", "di", "wo", "do", "vr", "za", "zo"),
            ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
            strict=True,
        )
    ):
        assert WORDS[short].value == WORDS[long].value == (number,)


def test_every_month_is_known_short_and_long():
    for number, month in enumerate(MONTHS_NL, 1):
        assert WORDS[month].value == (number,)
    assert WORDS["okt"].value == (10,)


def test_every_phrase_is_a_pattern():
    for pattern, word in PHRASES:
        assert re.compile(pattern)
        assert word.kind in TERMINALS
