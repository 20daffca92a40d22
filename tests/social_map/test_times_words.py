"""Every word about times has Dutch and English words to be said with."""

from app.social_map.times_words import PHRASES, WORDS, Role


def test_every_word_can_be_said_in_both_languages():
    tokens = [*WORDS.values(), *(token for _, token in PHRASES)]
    assert tokens
    assert all(token.nl for token in tokens)
    assert all(token.en for token in tokens if token.role is not Role.HOUR)


def test_every_weekday_is_known_short_and_long():
    for number, (short, long) in enumerate(
        zip(
            ("ma", "di", "wo", "do", "vr", "za", "zo"),
            ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
            strict=True,
        )
    ):
        assert WORDS[short].value == WORDS[long].value == (number,)
