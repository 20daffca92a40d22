"""The form for the conversation: on the page and on paper the same questions, and room to write."""

import pytest
from bs4 import BeautifulSoup

from tests.paper.reading import what_is_wrong_for_who_does_not_see, words_of


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_paper_asks_what_the_page_asks(looker, lang):
    looker.inspection.leave_out("plain_words")
    base = "/en/gesprek/formulier" if lang == "en" else "/gesprek/formulier"
    page = BeautifulSoup(looker.get(base).text, "html.parser")
    answer = looker.get(f"{base}.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert what_is_wrong_for_who_does_not_see(answer.data, lang, page.h1.get_text()) == []
    said = words_of(answer.data).replace("-", "").replace(" ", "")
    texts = [each.get_text() for each in page.select(".lp-sheet h2, .lp-sheet p, main > p")]
    assert len(texts) >= 12
    for text in texts:
        assert "".join(text.split()).replace("-", "") in said, text
    assert page.find("a", href=f"{base}.pdf")
