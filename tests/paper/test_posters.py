"""A poster says little, can be called from afar, and fits on one sheet."""

from dataclasses import replace

import pytest

from app.paper.posters import STRIPS, pdf_of, spoken_address
from tests.paper.papers import BARE, POSTER
from tests.paper.reading import pages_in, tags_of, words_of

LONG = replace(
    POSTER,
    title="Zorgen voor een ander die steeds meer hulp nodig heeft",
    intro="Steeds meer mensen zorgen voor iemand van wie zij houden. " * 5,
    sentence="‘Ik zorg voor mijn man en ik weet niet hoe lang ik het nog volhoud. Wie kan er met mij meedenken?’",
    phone="038 000 00 00 (loket)",
)


@pytest.mark.parametrize("size", ["a4", "a5"])
def test_even_much_text_stays_on_one_sheet(size):
    assert pages_in(pdf_of(LONG, size)) == 1


def test_the_strips_are_seen_and_heard_once():
    poster, flyer = pdf_of(POSTER, "a4"), pdf_of(POSTER, "a5")
    assert words_of(poster).count(POSTER.phone) == STRIPS + 1
    assert words_of(flyer).count(POSTER.phone) == 1
    assert tags_of(poster) == tags_of(flyer), "who listens hears no strips"
    assert ("Figure", POSTER.square_words) in tags_of(poster)


def test_an_address_can_be_said():
    assert spoken_address(BARE, "nl") == "hattem punt example schuine streep onderwerp schuine streep eenzaamheid"
    assert spoken_address("a-b.nl:80/x", "en") == "a hyphen b dot nl colon 80 slash x"
