import time

from app.search.dutch.words import STOP_WORDS, build_lexicon


def test_lexicon_is_built_quickly_and_knows_the_field():
    build_lexicon()
    start = time.perf_counter()
    lexicon = build_lexicon(["krachtighuizen"])
    assert time.perf_counter() - start < 0.5
    assert len(lexicon.parts) > 20_000
    assert {"respijtzorg", "krachtighuizen", "moeder"} <= lexicon.known
    assert lexicon.parts["zorg"] > 4
    assert "ver" not in lexicon.parts


def test_words_that_matter_are_no_stop_words():
    assert not STOP_WORDS & {"iemand", "geen", "zonder", "niet", "alleen", "dag"}
