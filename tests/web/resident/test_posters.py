"""Posters: on the site and on paper the same, found from where one is, with somebody to call."""

import pytest
from bs4 import BeautifulSoup

from tests.paper.reading import pages_in, what_is_wrong_for_who_does_not_see, words_of

SUBJECTS = ("eenzaamheid", "dementie", "somber", "geldzorgen", "zorgen-voor-een-ander")


def soup(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def heard_or_seen(article):
    for each in article.select(".lp-visually-hidden, svg"):
        each.decompose()
    return article.get_text(" ", strip=True).split()


@pytest.mark.parametrize("size", ["a4", "a5"])
@pytest.mark.parametrize("slug", SUBJECTS)
def test_each_subject_has_a_poster_that_says_the_same_on_paper(looker, slug, size):
    page = soup(looker.get(f"/papier/poster/{slug}"))
    answer = looker.get(f"/papier/poster/{slug}.pdf?formaat={size}")
    assert (answer.status_code, answer.mimetype, pages_in(answer.data)) == (200, "application/pdf", 1)
    title = page.h1.get_text()
    assert what_is_wrong_for_who_does_not_see(answer.data, "nl", f"{title} - Hattem") == []
    assert page.select_one(".lp-poster__phone a")["href"] == "tel:0380000000"
    # A line may end in the middle of an address on paper; words and their order are the same.
    twin = "".join(heard_or_seen(page.select_one(".lp-poster")))
    assert twin in "".join(words_of(answer.data).split())


def test_the_square_leads_to_the_subject_and_says_so(looker):
    page = soup(looker.get("/papier/poster/dementie"))
    link = page.select_one(".lp-poster__scan a")
    assert link["href"].endswith("/onderwerp/dementie")
    assert "onderwerp/dementie" in page.select_one("svg[role=img]")["aria-label"]
    assert "schuine streep onderwerp" in page.select_one(".lp-poster__scan").get_text()
    assert looker.get("/onderwerp/dementie").status_code == 200


def test_one_finds_them_from_paper_and_from_the_subject(looker):
    looker.inspection.leave_out("plain_words")  # the texts of offers
    assert soup(looker.get("/papier")).find("a", href="/papier/poster")
    links = {link["href"] for link in soup(looker.get("/papier/poster")).main.find_all("a")}
    for slug in SUBJECTS:
        assert {f"/papier/poster/{slug}", f"/papier/poster/{slug}.pdf?formaat=a5"} <= links
        assert soup(looker.get(f"/onderwerp/{slug}")).find("a", href=f"/papier/poster/{slug}")


def test_in_english_it_is_english(looker):
    looker.inspection.leave_out("plain_words")
    answer = looker.get("/en/papier/poster/dementie.pdf")
    title = soup(looker.get("/en/papier/poster/dementie")).h1.get_text()
    assert what_is_wrong_for_who_does_not_see(answer.data, "en", f"{title} - Hattem") == []


@pytest.mark.parametrize("path", ["onzin", "onzin.pdf", "dementie.pdf.pdf"])
def test_what_is_no_subject_has_no_poster(looker, path):
    assert looker.get(f"/papier/poster/{path}").status_code == 404


def test_another_size_is_the_poster(looker):
    assert looker.get("/papier/poster/somber.pdf?formaat=a0").data == looker.get("/papier/poster/somber.pdf").data
