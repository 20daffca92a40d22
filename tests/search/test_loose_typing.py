import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.loose_typing import LONGEST_RUN_TOGETHER, pieces, spellings


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("doooood", "dood"), ("nieeeet", "niet"), ("ni", "niet"), ("leve", "leven"), ("wort", "word"), ("slaad", "slaat")],
)
def test_what_may_have_been_meant(typed, meant):
    assert meant in set(spellings(typed))


def test_the_word_itself_comes_first():
    assert next(iter(spellings("wordt"))) == "wordt"


def test_words_run_together_come_apart():
    known = {"ik", "wil", "dood", "niet", "meer", "nietmeer"}
    assert pieces("ikwildood", known) == ["ik", "wil", "dood"]
    assert pieces("ikwilnietmeer", known) == ["ik", "wil", "nietmeer"]
    assert pieces("kwil", known) == ["ik", "wil"]
    assert pieces("koffiedrinken", known) == []
    assert pieces("ikwil", known) == []


@given(st.text(max_size=60))
def test_pieces_make_up_the_word_again(word):
    known = {word[start : start + size] for start in range(0, len(word), 3) for size in (2, 3)}
    found = pieces(word, known)
    assert not found or "".join(found) in {word, "i" + word}
    assert not found or len(word) <= LONGEST_RUN_TOGETHER
