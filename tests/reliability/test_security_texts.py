"""Texts that somebody made to be slow, or to become more than text."""

import time

import pytest
from bs4 import BeautifulSoup

from app.content.loading import load_content
from app.content.overlay import overlay
from app.content.pages import render_page, to_html
from app.search.danger import recognise
from app.search.said_times import read_times_said
from app.web.personal_data import without_personal_data
from app.web.resident import corrections
from tests.web.staff.site import ROOT

SECONDS = 2.0
"""A hundred times what these took on a slow machine; without an end in the patterns it was 15 to 27 s."""


@pytest.fixture(scope="module")
def shipped():
    return load_content(ROOT / "content")


@pytest.mark.parametrize("piece", ["op ", "op\n", "elke ", "op elke de ", "in het ", "'s ", "maandag "])
def test_reading_times_takes_no_longer_for_a_row_of_little_words(piece):
    began = time.perf_counter()
    read_times_said((piece * 20_000)[:20_000])
    assert time.perf_counter() - began < SECONDS


@pytest.mark.parametrize(
    ("said", "day"), [("op maandag", "ma"), ("op  elke dinsdag", "di"), ("iedere woensdagavond", "wo")]
)
def test_the_words_before_a_day_still_belong_to_it(said, day):
    (found,) = read_times_said(said)
    assert (found.words, found.days) == (said, (day,))


@pytest.mark.parametrize("piece", ["1-", "Aw'", "(1", "0612345678", "a.", "\u0301"])
def test_taking_out_personal_data_is_quick_for_the_longest_text_a_form_takes(piece):
    began = time.perf_counter()
    without_personal_data((piece * corrections.LONGEST)[: corrections.LONGEST])
    assert time.perf_counter() - began < SECONDS


def test_looking_for_danger_is_quick_for_the_longest_question(shipped):
    words = " ".join(rule.phrases[0].replace("*", "") for rule in shipped.danger_rules)
    began = time.perf_counter()
    recognise((words + " ") * 100, shipped.danger_rules)
    assert time.perf_counter() - began < SECONDS


@pytest.mark.parametrize(
    "tag",
    [
        '<a href="{desk_email}">x</a>',
        '<p lang="{number:113}">x</p>',
        '<div dir="{accessibility_url}">x</div>',
        '<a hreflang="{desk_address}">x</a>',
    ],
)
def test_a_fact_never_lands_inside_a_tag(shipped, tag):
    town = shipped.municipalities[0]
    page = shipped.page("privacy").model_copy(update={"html": to_html(tag)})
    html = render_page(page, town, shipped.help_numbers)
    found = BeautifulSoup(html, "html.parser").find_all(True)[-1]
    assert (found.text, found.attrs) == ("x", {})


def test_a_line_of_dashes_at_the_end_of_a_first_sentence_stays_there(shipped):
    intro = "lang" * 30 + " ---"  # so long that YAML breaks the line before the dashes
    body = {"title": "Klacht", "intro": intro, "sources": ["Bron"], "markdown": shipped.page("klacht").markdown}
    page = overlay(shipped, [("pages/nl/klacht", body)]).page("klacht")
    assert (page.intro, page.sources, page.markdown.strip()) == (intro, ("Bron",), body["markdown"].strip())
