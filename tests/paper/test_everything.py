"""Every layout on paper can be heard as well as seen (PDF/UA-1): made once each, and looked at inside."""

import pytest

from app.paper.forms import pdf_of as form_pdf
from app.paper.letters import pdf_of_letter, pdf_of_slip
from app.paper.posters import pdf_of as poster_pdf
from app.paper.typesetting import TEMPLATES, typeset
from tests.paper import papers
from tests.paper.reading import what_is_wrong_for_who_does_not_see

PLAN = {
    "title": "Mijn plan", "owner": "", "made": "vandaag", "columns": ["a", "b", "c", "d"], "foot": "Loket",
    "blocks": [{"heading": "Wie", "paragraphs": ["x"], "items": ["y"], "rows": [["1", "2", "3", "4"]]}],
    "words": {"page": "bladzijde", "of": "van"},
}  # fmt: skip
MADE = {
    "poster.typ": lambda: (poster_pdf(papers.POSTER, "a4"), "nl", "Alleen, en dat valt zwaar - Hattem"),
    "form.typ": lambda: (form_pdf(papers.EMPTY), "nl", papers.EMPTY.title),
    "letter.typ": lambda: (pdf_of_letter(papers.LETTER), "nl", papers.LETTER.title),
    "slip.typ": lambda: (pdf_of_slip(papers.SLIP), "nl", papers.SLIP.title),
    "plan.typ": lambda: (typeset("plan.typ", PLAN, lang="nl", title="Mijn plan"), "nl", "Mijn plan"),
}
MORE = {
    "a flyer": lambda: (poster_pdf(papers.POSTER, "a5"), "nl", "Alleen, en dat valt zwaar - Hattem"),
    "a filled form": lambda: (form_pdf(papers.FILLED), "en", papers.FILLED.title),
}


@pytest.mark.parametrize("name", [*MADE, *MORE])
def test_who_does_not_see_it_can_hear_it(name):
    assert what_is_wrong_for_who_does_not_see(*(MADE | MORE)[name]()) == []


def test_every_layout_is_in_the_test_above():
    """The booklet has tests of its own; the house is what they share."""
    assert set(MADE) == {each.name for each in TEMPLATES.glob("*.typ")} - {"booklet.typ", "house.typ"}


def test_the_check_bites(tmp_path):
    raw, _lang, _title = MADE["form.typ"]()
    assert what_is_wrong_for_who_does_not_see(raw, "en", "iets anders") == ["language", "title"]
