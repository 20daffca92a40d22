"""The slip as PDF: what the sheet says, with the short code and the square of every offer."""

import re

import pytest
from bs4 import BeautifulSoup

from app.social_map.short_codes import offer_of
from tests.applications import application
from tests.installing import copy_of
from tests.paper.reading import tags_of, what_is_wrong_for_who_does_not_see, words_of
from tests.web.front_desk.calls import ask, at_desk, tick
from tests.web.front_desk.test_workspace_slip import MEAL, SOUP, TABLE


@pytest.fixture(scope="module")
def desk(example_template, tmp_path_factory):
    services = copy_of(example_template, tmp_path_factory.mktemp("slip-pdf"))
    with application(services) as app:
        client = at_desk(app, services)
        tick(client, ask(client, q="maaltijd", postcode="8051"), MEAL, TABLE, SOUP)
        yield client
    services.database.close()


def squeezed(text):
    return "".join(text.replace("-", "").replace("•", "").split())


def test_the_paper_says_what_the_sheet_says_and_leads_to_each_offer(desk):
    sheet = BeautifulSoup(desk.get("/loket/briefje/print").text, "html.parser")
    assert sheet.find("a", href="/loket/briefje/print.pdf")
    answer = desk.get("/loket/briefje/print.pdf")
    assert what_is_wrong_for_who_does_not_see(answer.data, "nl", "Belbriefje") == []
    said = words_of(answer.data)
    for each in sheet.select(".lp-visually-hidden"):
        each.decompose()
    for text in [each.get_text() for each in sheet.select("article h2, article dd, article .lp-slip-sheet__phone")]:
        assert squeezed(text) in squeezed(said), text
    codes = re.findall(r"Korte code (\w{3}-\w{3})", said)
    assert codes == [each.get_text() for each in sheet.select("section .lp-nowrap") if "-" in each.get_text()]
    assert len({offer_of(code) for code in codes} - {None}) == 3
    assert [
        code in alt
        for code, (_tag, alt) in zip(codes, [t for t in tags_of(answer.data) if t[0] == "Figure"], strict=True)
    ] == [True] * 3


def test_the_letter_with_the_slip_leaves_its_address_open(desk):
    page = BeautifulSoup(desk.get("/loket/briefje/brief").text, "html.parser")
    assert page.find("a", href="/loket/briefje/brief.pdf")
    answer = desk.get("/loket/briefje/brief.pdf")
    assert what_is_wrong_for_who_does_not_see(answer.data, "nl", "Brief van Hattem") == []
    said = squeezed(words_of(answer.data))
    assert "." * 40 in said
    for line in page.select_one("article").get_text().split("\n"):
        assert squeezed(line) in said, line


def test_an_empty_slip_leads_back(desk):
    desk.post("/loket/uitkomst", data={"uitkomst": "found", "kanaal": "phone"})
    for path in ("print.pdf", "brief.pdf"):
        assert desk.get(f"/loket/briefje/{path}").status_code == 303
