"""A line is cut into known words, or into nothing; what a sign does depends on its neighbours."""

from app.social_map.times_tokens import tokens_of


def kinds(line):
    return [word.kind for word in tokens_of(line)]


def test_known_words_become_tokens():
    assert kinds("di+do 18:30") == ["DAY", "DAY", "CLOCK"]


def test_one_unknown_word_makes_the_line_unread():
    assert kinds("di en een beetje do") == []


def test_a_phrase_goes_before_its_words():
    assert kinds("dag en nacht") == ["ALWAYS"]
    assert kinds("van 8 tot 24 uur") == ["FROM", "NUM", "TO_TIME", "NUM", "HOUR"]


def test_a_hyphen_is_a_range_of_days_or_of_times_or_the_rest_of_a_word():
    assert kinds("ma-vr 9-12") == ["DAY", "TO_DAY", "DAY", "NUM", "TO_TIME", "NUM"]
    assert kinds("ma- en woensdagmiddag") == ["DAY", "JOIN", "DAYPART"]


def test_a_comma_behind_an_exception_closes_what_it_belongs_to():
    assert "SEMI" in kinds("ma 9-12 (niet in de schoolvakanties), di 9-12")
    assert "SEMI" not in kinds("ma 9-12, di 9-12")


def test_an_endless_line_is_not_followed():
    assert tokens_of("ma " * 300) == []
