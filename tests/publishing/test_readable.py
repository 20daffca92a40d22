"""Hints while somebody writes: what stands in the way of a reader, and nothing where a text reads easily."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.publishing.plain_words import PLAINER
from app.publishing.readable import MOST_HINTS, hints


def kinds(text):
    return [hint.kind for hint in hints(text)]


def test_an_easy_text_gets_no_hints():
    text = "Wij drinken samen koffie. U bent welkom op woensdag. Bel ons als u een vraag hebt, of loop binnen."
    assert hints(text) == ()


def test_a_long_sentence_is_pointed_out_with_its_length_and_its_beginning():
    text = "Wij helpen u met alle vragen die u hebt over zorg en geld en wonen en ook over vervoer naar de dokter in de stad."
    (hint,) = hints(text)
    assert hint.kind == "long_sentence"
    assert hint.words.startswith("Wij helpen u met alle vragen")
    assert "25 woorden" in hint.advice


def test_a_word_of_policy_comes_with_a_plainer_one():
    (hint,) = hints("Wij bieden laagdrempelige koffie.")
    assert hint.kind == "plainer"
    assert "makkelijk om naar toe te gaan" in hint.advice


def test_a_phrase_is_heard_as_a_whole_and_half_a_word_is_not():
    assert kinds("Bel met betrekking tot de bus.") == ["plainer"]
    assert hints("De welkome gast kwam.") == ()


def test_a_long_word_that_few_people_know_is_pointed_out():
    assert kinds("Wij doen aan levensloopbestendigheidsonderzoek.") == ["rare"]


def test_nobody_does_anything():
    assert kinds("U wordt door ons geholpen.") == ["passive"]


def test_shouting_is_pointed_out_first():
    assert kinds("BEL NU METEEN ONS NUMMER! Indien u wilt.")[0] == "shouting"


def test_there_are_never_more_than_a_few():
    assert len(hints("Indien tevens derhalve thans middels diverse participatie. " * 20)) <= MOST_HINTS


def test_no_plainer_word_is_itself_on_the_list():
    for word, plainer in PLAINER.items():
        assert plainer.casefold() not in PLAINER, word


@given(st.text(max_size=400))
def test_whatever_is_typed_it_never_breaks(text):
    assert len(hints(text)) <= MOST_HINTS


@pytest.mark.parametrize("file", sorted(Path("content/examples").glob("*.csv")))
def test_our_own_examples_read_easily(file):
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    hard = [row["naam"] for row in rows if len(hints(f"{row.get('samenvatting', '')}")) > 1]
    assert len(hard) <= len(rows) // 20, hard
