"""The inspection of pages bites: a page with one mistake is refused for exactly that mistake."""

import pytest

from tests.inspecting import Inspection

WELL = (
    '<!doctype html><html lang="nl"><head><title>Waar kunnen we mee helpen? - Hattem</title></head><body><nav class="lp-help-bar">'
    '<a href="/hulp-nu">a</a><a href="tel:1">b</a><a href="/clientondersteuning">c</a><a href="/klacht">d</a></nav>'
    '<main><h1>Kop</h1><h2>Deel</h2><label for="x">X</label><input id="x" name="x"></main></body></html>'
)
MISTAKES = {
    "one_heading": ("<h1>Kop</h1>", ""),
    "heading_order": ("<h2>Deel</h2>", "<h4>Deel</h4>"),
    "title": ("Waar kunnen we mee helpen? - Hattem", "Hulp"),
    "lang": (' lang="nl"', ""),
    "unique_ids": ("<h1>", '<h1 id="x">'),
    "references": ("<h1>", '<h1 aria-describedby="nergens">'),
    "labels": ('for="x"', ""),
    "nothing_inline": ("<h1>", '<h1 style="color:red">'),
    "nothing_from_elsewhere": ("<h1>", '<img src="https://elders.example/x.png" alt=""><h1>'),
    "ways_to_a_person": ('<a href="/klacht">d</a>', ""),
    "plain_words": ("Deel", "U bent zelfredzaam"),
    "nothing_unfilled": ("Deel", "Op %(day)s"),
}


def test_a_good_page_passes():
    Inspection().look_at(WELL, "test")


@pytest.mark.parametrize("rule", sorted(MISTAKES))
def test_one_mistake_is_found(rule):
    page = WELL.replace(*MISTAKES[rule])
    assert page != WELL
    with pytest.raises(AssertionError, match=rule):
        Inspection().look_at(page, "test")
    patient = Inspection()
    patient.leave_out(rule)
    patient.look_at(page, "test")


def test_every_rule_has_its_mistake():
    assert {name.removeprefix("rule_") for name in dir(Inspection) if name.startswith("rule_")} == set(MISTAKES)


def test_an_unknown_rule_is_not_left_out_in_silence():
    with pytest.raises(AssertionError):
        Inspection().leave_out("nothing_like_it")


def test_a_page_seen_before_passes_and_one_that_changed_is_read_again():
    token = WELL.replace("<h1>", '<input type="hidden" name="csrf_token" value="{}"><h1>')
    Inspection().look_at(token.format("a"), "test")
    Inspection().look_at(token.format("b"), "test")
    with pytest.raises(AssertionError, match="plain_words"):
        Inspection().look_at(token.format("b").replace("Deel", "U bent zelfredzaam"), "test")
