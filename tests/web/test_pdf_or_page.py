"""When no PDF can be made, the page with the same words is one click away."""

import pytest
from bs4 import BeautifulSoup

from app.paper import posters
from app.paper.typesetting import Untypesettable


@pytest.mark.parametrize("lang", ["", "/en"])
def test_who_gets_no_pdf_gets_the_page_and_somebody_to_call(looker, monkeypatch, lang):
    def too_busy(*_args, **_more):
        raise Untypesettable("druk")

    monkeypatch.setattr(posters, "typeset", too_busy)
    posters.pdf_of.cache_clear()
    answer = looker.get(f"{lang}/papier/poster/somber.pdf?formaat=a5")
    page = BeautifulSoup(answer.text, "html.parser")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "20")
    assert page.main.find("a", href=f"{lang}/papier/poster/somber")
    assert page.main.find("a", href=f"{lang}/papier/poster/somber.pdf?formaat=a5")
    assert page.main.select_one('a[href^="tel:"]')
    monkeypatch.undo()
    assert looker.get(f"{lang}/papier/poster/somber.pdf?formaat=a5").status_code == 200, "and a moment after it works"
