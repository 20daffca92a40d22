import re

from app.paper.words import WORDS, filled, words_in

BLANK = re.compile(r"\{(\w+)\}")


def test_both_languages_say_the_same_things_with_the_same_facts():
    dutch, english = WORDS["nl"], WORDS["en"]
    assert dutch.keys() == english.keys()
    for name, sentence in dutch.items():
        assert set(BLANK.findall(sentence)) == set(BLANK.findall(english[name])), name


def test_another_language_reads_dutch():
    assert words_in("tr") is WORDS["nl"]


def test_braces_in_a_fact_stay_what_they_are():
    assert filled("Bel {name}.", name="het {loket}") == "Bel het {loket}."
