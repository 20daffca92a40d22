"""The sieve is only there for speed: it may never hold back a word that is near."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from app.search.dutch.nearness import NearWords

words = st.text(alphabet="abcdeé", max_size=9)


@given(st.lists(words, max_size=20, unique=True), words, st.integers(1, 2))
def test_every_near_word_is_found_with_its_distance(known, word, errors):
    expected = [(one, OSA.distance(word, one)) for one in known if OSA.distance(word, one) <= errors]
    assert NearWords(known).within(word, errors) == expected


def test_swapped_letters_are_one_error():
    assert NearWords(["taxi", "fiets"]).within("taix", 1) == [("taxi", 1)]
    assert NearWords([]).within("taix", 2) == []
