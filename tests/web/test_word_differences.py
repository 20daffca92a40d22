import random

import pytest

from app.web.word_differences import Part, is_long, words_apart


def test_a_changed_word_is_shown_between_what_stayed():
    assert words_apart("Wij drinken koffie op dinsdag.", "Wij drinken thee op dinsdag.") == (
        Part("same", "Wij drinken "),
        Part("gone", "koffie"),
        Part("new", "thee"),
        Part("same", " op dinsdag."),
    )


@pytest.mark.parametrize("seed", range(40))
def test_both_texts_can_be_read_from_it(seed):
    chance = random.Random(seed)
    words = ["koffie", "thee", "op", "dinsdag", "\n\n", "de", "buurt.", "  "]
    before, after = (" ".join(chance.choices(words, k=chance.randint(0, 40))) for _ in range(2))
    parts = words_apart(before, after)
    assert "".join(part.text for part in parts if part.kind != "gone") == after
    assert "".join(part.text for part in parts if part.kind != "new") == before


def test_equal_texts_have_one_part():
    assert words_apart("Een zin.", "Een zin.") == (Part("same", "Een zin."),)
    assert words_apart("", "") == ()


def test_very_long_texts_are_not_compared():
    before, after = "woord " * 9000, "ander " * 9000
    assert [part.kind for part in words_apart(before, after)] == ["gone", "new"]


def test_short_facts_stand_side_by_side():
    assert not is_long("038 000 01 01", "038 000 01 02")
    assert not is_long("", "x" * 500)
    assert is_long("woord " * 20, "woord " * 21)
    assert not is_long("woord " * 20, "iets heel anders " * 20)
