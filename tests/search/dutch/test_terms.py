from app.search.dutch.terms import WordReader


def test_a_compound_gives_the_whole_first_and_lighter_parts():
    whole, *parts = WordReader().analyse("logeeropvang")
    assert (whole.term, whole.weight) == ("logeeropvang", 1.0)
    assert parts
    assert all(0 < part.weight < 1 for part in parts)
    assert "opvangen" in {part.term for part in parts}  # opvang and opvangen are one family


def test_parts_common_in_the_field_weigh_least():
    weights = {term.term: term.weight for term in WordReader().analyse("respijtzorg")}
    assert weights["zorg"] < weights["respijt"]


def test_parts_of_parts_are_found():
    assert {"steun", "punt"} <= {term.term for term in WordReader().analyse("geheugensteunpunt")}


def test_inflected_simple_words_have_no_parts():
    assert len(WordReader().analyse("gesprekken")) == 1
