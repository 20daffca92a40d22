"""Empty forms have room to write; filled forms show what was typed, as it was typed."""

from app.paper.forms import filled, pdf_of
from tests.paper.papers import EMPTY, FILLED
from tests.paper.reading import words_of


def test_what_was_typed_stands_as_it_was_typed():
    said = words_of(pdf_of(FILLED))
    assert "Told first line second line Name: #panic(1) *x*" in said
    assert "None" not in said


def test_a_heading_without_answers_is_left_out():
    assert filled([("Leeg", [("a", "")]), ("Niets", [])]) == ()


def test_the_question_its_hint_and_the_desk_stand_on_the_empty_form():
    said = words_of(pdf_of(EMPTY))
    for part in ("Voor het gesprek", "U bent de baas.", "Waar wil ik over praten?", "Kort mag.", "Loket"):
        assert part in said
