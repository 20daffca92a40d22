"""A line is cut into known words, or into nothing."""

from app.social_map.times_tokens import tokens_of
from app.social_map.times_words import Role


def test_known_words_become_tokens():
    assert [token.role for token in tokens_of("di+do 18:30")] == [Role.DAYS, Role.AND, Role.DAYS, Role.CLOCK]


def test_one_unknown_word_makes_the_line_unread():
    assert tokens_of("di en een beetje do") == []


def test_a_phrase_goes_before_its_words():
    (token,) = tokens_of("dag en nacht")
    assert token.role is Role.ALWAYS


def test_an_endless_line_is_not_followed():
    assert tokens_of("ma " * 200) == []
