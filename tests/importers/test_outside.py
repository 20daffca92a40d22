"""Values as other people's systems give them."""

import time

import pytest

from importers.outside import email_of, phone_of, site_of, without_html


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Koffie", "Koffie"),
        ("5 < 6 en 7 > 3", "5 < 6 en 7 > 3"),
        ("<p>Een</p><p>Twee</p>", "Een\nTwee"),
        ("een<br/>twee", "een\ntwee"),
        ("a<script>alert(1)</script>b", "a b"),
        ("a<style>p{}", "a"),
        ("a<!-- weg -->b<!-- nooit dicht", "ab"),
        ("&lt;b&gt;vet&lt;/b&gt; &amp; dun", "vet & dun"),
        ("&amp;lt;b&amp;gt;", ""),
        ("<a href='javascript:x'>hier", "hier"),
    ],
)
def test_only_words_are_left(typed, said):
    assert without_html(typed) == said


@pytest.mark.parametrize("piece", ["<", "<a ", "<!--", "<script>", "&lt;", "&", "<style", "\n \n"])
def test_a_value_made_to_be_slow_is_not(piece):
    start = time.perf_counter()
    without_html(piece * 200_000)
    assert time.perf_counter() - start < 3


@pytest.mark.parametrize(
    ("typed", "said", "good"),
    [
        ("+31 38 000 01 01", "038 000 0101", True),
        ("0031380000101", "038 000 0101", True),
        ("(038) 000 01 01", "038 000 0101", True),
        ("+49 5941 0000", "+49 5941 0000", True),
        ("bel ons", "bel ons", False),
        ("12", "12", False),
    ],
)
def test_a_number_is_said_as_people_dial_it(typed, said, good):
    assert phone_of(typed) == (said, good)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("www.voorbeeld.example", "https://www.voorbeeld.example"),
        ("http://voorbeeld.example/a?b=c", "http://voorbeeld.example/a?b=c"),
        ("javascript:alert(1)", ""),
        ("https://voorbeeld.example/<script> x", ""),
        ("geen", ""),
    ],
)
def test_an_address_can_be_clicked_or_is_none(typed, said):
    assert site_of(typed) == said


def test_a_mail_address_is_one_or_none():
    assert email_of("mailto:huis@voorbeeld.example") == "huis@voorbeeld.example"
    assert email_of("huis at voorbeeld") == ""
