"""A page with a municipality's own facts in it: numbers to dial, and nothing an editor types can harm."""

import pytest

from app.content.messages import PREFIX
from app.content.models import Page
from app.content.pages import page_fields, render_intro, render_page, split_front_matter, to_html


def page(markdown, intro="Welkom bij {municipality}."):
    return Page.model_validate(page_fields({"title": "Proef", "intro": intro}, markdown, lang="nl", slug="proef"))


def test_facts_are_filled_in_and_numbers_can_be_dialled(shipped):
    putten = shipped.municipality("putten")
    html = render_page(page("Bel {desk_name}: {desk_phone}, {desk_hours}."), putten)
    assert '<a href="tel:0380000010">038 000 00 10</a>' in html
    assert "Loket Putten" in html
    assert "maandag tot en met vrijdag 9.00 tot 12.00 uur" in html
    assert render_intro(page("x"), putten) == "Welkom bij Putten."


def test_help_numbers_come_from_the_one_list(shipped):
    html = render_page(page("Bel {number:113}."), shipped.default_municipality, shipped.help_numbers)
    assert '<a href="tel:08000113">0800-0113</a>' in html
    assert 'href="/hulp-nu"' in render_page(page("Bel {number:113}."), shipped.default_municipality)


def test_facts_are_escaped(shipped):
    town = shipped.default_municipality
    desk = town.desk.model_copy(update={"name": "<script>alert(1)</script>", "phone": '038"><b>'})
    html = render_page(page("{desk_name} {desk_phone}"), town.model_copy(update={"desk": desk}))
    assert "<script" not in html
    assert "<b>" not in html


@pytest.mark.parametrize(
    "nasty",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[klik](javascript:alert(1))",
        '<p style="color:red" onclick="x()">tekst</p>',
        "<iframe src='https://elders.example'></iframe>",
    ],
)
def test_only_known_markup_survives(nasty):
    html = to_html(nasty)
    for word in ("<script", "<img", 'href="javascript', "onclick", "style=", "<iframe"):
        assert word not in html


def test_a_change_of_language_can_be_marked():
    assert '<span lang="nl" dir="ltr">hallo</span>' in to_html('merhaba <span lang="nl" dir="ltr">hallo</span>')


def test_a_list_of_deviations_is_a_list(shipped):
    html = render_page(page("{known_deviations}"), shipped.default_municipality)
    assert html.startswith("<ul><li>")
    assert "<p><ul>" not in html


def test_every_shipped_page_is_filled_in_for_every_municipality(shipped):
    for each in (page for page in shipped.pages if not page.slug.startswith(PREFIX)):  # mails: see test_messages.py
        for town in shipped.municipalities:
            html = render_page(each, town, shipped.help_numbers) + render_intro(each, town, shipped.help_numbers)
            assert "{" not in html, (each.lang, each.slug)
            assert "<h1" not in html


def test_front_matter_is_told_from_text():
    assert split_front_matter("---\ntitle: a\n---\n\ntekst\n") == ("title: a", "tekst\n", 4)
    assert split_front_matter("tekst")[0] is None
