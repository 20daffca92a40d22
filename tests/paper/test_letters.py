"""A letter on paper says what its page says, and only an address stands behind the window."""

import pymupdf

from app.paper.letters import Block, Run, blocks_of, pdf_of_letter, pdf_of_slip, text_of
from tests.paper.papers import BODY, LETTER, SLIP
from tests.paper.reading import words_of

MM = 72 / 25.4


def test_a_page_is_read_without_what_is_only_for_ears():
    assert blocks_of(BODY) == (
        Block("paragraph", (Run("Hattem, "), Run("nu", bold=True), Run("\nbij <b> u thuis"))),
        Block("heading", (Run("Kop"),)),
        Block("item", (Run("bel 038 000 00 00."),)),
        Block("item", (Run("‘twee’\ndrie"),)),
        Block("paragraph", (Run("slot"),)),
    )
    assert text_of(blocks_of(BODY)).endswith("‘twee’ drie slot")


def test_only_the_address_shows_through_the_window():
    with pymupdf.open(stream=pdf_of_letter(LETTER), filetype="pdf") as document:
        window = pymupdf.Rect(20 * MM, 45 * MM, 110 * MM, 85 * MM)
        assert document[0].get_text(clip=window).split("\n")[:3] == ["Postbus 000", "mevrouw Voorbeeld", "Straat 1"]
        above = pymupdf.Rect(0, 0, 210 * MM, 45 * MM)
        assert document[0].get_text(clip=above).strip() == ""


def test_the_whole_letter_and_the_whole_slip_are_on_paper():
    assert text_of(LETTER.blocks) in words_of(pdf_of_letter(LETTER)).replace("• ", "")
    said = words_of(pdf_of_slip(SLIP))
    for number in range(12):
        assert f"{number + 1}. Maaltijd {number}" in said
    assert said.count("R85-GN3") == 12
