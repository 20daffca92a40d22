import pytest

from app.places.postcodes import Postcode, first_digits, lenient_postcode, postcode_within, read_postcode


@pytest.mark.parametrize("text", ["8051AB", "8051 ab", " 8051  AB ", "8051-ab", "8051.AB"])
def test_a_postcode_is_read_however_it_is_typed(text):
    assert read_postcode(text) == Postcode("8051", "AB")


def test_it_is_written_one_way_and_stored_another():
    assert (str(Postcode("8051", "AB")), Postcode("8051", "AB").code, str(Postcode("8051"))) == (
        "8051 AB",
        "8051AB",
        "8051",
    )


@pytest.mark.parametrize(
    "text", ["0851", "805", "80511", "8051 A", "8051 SS", "8051 sa", "8051 FO", "2023 is", "", "８０５１"]
)
def test_what_is_no_postcode_is_refused(text):
    assert read_postcode(text) is None


def test_letters_that_cannot_be_are_left_off_when_asked_gently():
    assert [lenient_postcode(text) for text in ("8051 SS", "8051 A", "8051 ab", "80511", "ab")] == [
        Postcode("8051"),
        Postcode("8051"),
        Postcode("8051", "AB"),
        None,
        None,
    ]


def test_a_postcode_among_words_leaves_the_words():
    assert postcode_within("8051 AB, Hattem") == (Postcode("8051", "AB"), "Hattem")
    assert postcode_within("Hattem 8051") == (Postcode("8051"), "Hattem")
    assert postcode_within("in 2023 is het") == (Postcode("2023"), "in   is het")
    assert postcode_within("06 12345678") is None


@pytest.mark.parametrize(
    ("text", "digits"), [("8", "8"), ("805", "805"), ("8051 a", "8051"), ("805x", ""), ("0", ""), ("80511", "")]
)
def test_the_beginning_of_a_postcode(text, digits):
    assert first_digits(text) == digits
