import re

import pymupdf
import pytest
from bs4 import BeautifulSoup

from app.paper import booklet as booklets
from app.paper.choosing import PaperChoice, entries
from app.places.distance import kilometres
from app.social_map.finding import cards
from app.social_map.models import Offer
from app.social_map.short_codes import offer_of, short_code
from app.web import pdf
from app.web.resident import paper
from tests.inspecting import Inspection

CHOICES = (
    {},
    {"kern": "putten"},
    {"kern": "krachtighuizen", "leefgebied": "sociaal-netwerk"},
    {"leefgebied": "inkomen", "doelgroep": "mantelzorgers"},
    {"doelgroep": "dementie", "letters": "groot"},
)


@pytest.fixture
def putten(standing):
    """A visitor of Putten in the shared region; the texts of offers may hold official words."""
    client = standing.test_client()
    client.host = "putten.localhost"
    client.inspection = Inspection()
    client.inspection.leave_out("plain_words")  # the texts of all offers, and how the law calls things
    return client


def soup(answer):
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def on_the_web(client, services, choice):
    """What the API answers, under the rule of I-02: of here, or of the region and for here. By its own public names."""
    town = services.content.now().municipality("putten")
    kern = next((each for each in town.kernen if each.slug == choice.get("kern")), None)
    question = {name: choice[name] for name in ("leefgebied", "doelgroep") if name in choice}
    if kern:
        question["plaats"] = kern.name
    found, page, pages = [], 1, 1
    while page <= pages:
        answer = client.get("/api/zoeken", query_string=question | {"pagina": page, "per_pagina": 100}).get_json()
        found += answer["results"]
        page, pages = page + 1, answer["pages"]
    own = {"regio", "putten", *(each.name.casefold() for each in ([kern] if kern else town.kernen))}
    with services.database.reading() as session:
        known = {card.slug: card for card in cards(session, range(1, 1_000)).values()}

    def belongs(result):
        card = known[result["id"]]
        if result["scope"] != "regio":
            return True
        if card.area_served:
            return any(area.casefold() in own for area in card.area_served)
        if card.lat is None:
            return False
        if kern:
            return result["distance_km"] <= 10
        return any(kilometres((each.lat, each.lon), (card.lat, card.lon)) <= 10 for each in town.kernen)

    return {known[result["id"]].id for result in found if belongs(result)}


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_paper_equals_the_web_that_minute(putten, standing, choice):
    services = standing.extensions["leefplein"]
    asked = PaperChoice(
        "putten", choice.get("kern", ""), choice.get("leefgebied", ""), choice.get("doelgroep", ""), "letters" in choice
    )
    in_booklet = [entry.id for entry in entries(services, asked, site="http://putten.localhost").entries]
    twin = soup(putten.get("/papier/boekje", query_string=choice))
    in_twin = [offer_of(article["data-code"]) for article in twin.find_all("article")]
    answer = putten.get("/papier/boekje.pdf", query_string=choice)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    with pymupdf.open(stream=answer.data, filetype="pdf") as document:
        text = " ".join(" ".join(page.get_text() for page in document).split())
    printed = [offer_of(code) for code in re.findall(r"Korte code (\w{3}-\w{3})", text)]
    assert in_booklet
    assert in_twin == in_booklet
    assert printed == in_booklet
    assert set(in_booklet) == on_the_web(putten, services, choice)


def test_the_page_to_choose_leads_to_both_and_to_somebody_who_sends_it(putten):
    putten.inspection = Inspection()
    page = soup(putten.get("/papier"))
    form = page.find("form", action="/papier/boekje")
    assert {each["name"] for each in form.find_all(["select", "input"])} == {
        "kern",
        "leefgebied",
        "doelgroep",
        "letters",
    }
    assert form.find("button", formaction="/papier/boekje.pdf")
    assert "per post" in page.get_text()
    assert page.main.find("a", href="tel:0380000010")
    assert page.find("a", href="/papier", string="Op papier"), "it is in the foot of every page"


def test_what_does_not_exist_in_an_old_address_is_left_out(putten):
    page = soup(putten.get("/papier/boekje?kern=nergens&leefgebied=toveren&doelgroep=reuzen"))
    assert page.h1.get_text() == "Hulp en activiteiten in Putten"
    assert page.find("article")


def test_the_choice_stays_in_the_links_of_the_twin(putten):
    page = soup(putten.get("/papier/boekje?kern=putten&doelgroep=dementie"))
    addresses = [link["href"] for link in page.main.find_all("a", href=re.compile("boekje.pdf"))]
    assert addresses == [
        "/papier/boekje.pdf?kern=putten&doelgroep=dementie",
        "/papier/boekje.pdf?kern=putten&doelgroep=dementie&letters=groot",
    ]
    assert putten.get(addresses[0]).headers["Content-Disposition"] == (
        'inline; filename="sociale-kaart-putten-putten-dementie.pdf"'
    )


def test_english_twin_marks_dutch_texts(putten):
    page = soup(putten.get("/en/papier/boekje?leefgebied=inkomen"))
    assert page.h1.get_text() == "Help and activities in Putten"
    assert page.find("article").h4["lang"] == "nl"


class TestWhatItCosts:
    def test_a_booklet_is_made_once_for_as_long_as_nothing_changes(self, putten, monkeypatch):
        asked = "/papier/boekje.pdf?leefgebied=verslaving"
        first = putten.get(asked).data
        monkeypatch.setattr(paper, "pdf_of", lambda _booklet: pytest.fail("made again"))
        assert putten.get(asked).data == first

    def test_a_change_on_the_map_makes_a_new_one(self, scenario_client, scenario_installation):
        scenario_client.inspection.leave_out("plain_words")
        before = scenario_client.get("/papier/boekje.pdf").data
        with scenario_installation.database.writing() as session:
            session.get(Offer, 1).phone = "038 111 22 33"
        after = scenario_client.get("/papier/boekje.pdf").data
        with pymupdf.open(stream=after, filetype="pdf") as document:
            assert any("038 111 22 33" in page.get_text() for page in document)
        assert before != after

    def test_when_it_is_busy_that_is_said_with_the_way_to_read_it_now(self, putten, monkeypatch):
        monkeypatch.setattr(pdf, "WAIT_SECONDS", 0.01)
        taken = [pdf._turns.acquire(blocking=False) for _each in range(pdf.AT_ONCE)]
        assert all(taken)
        try:
            answer = putten.get("/papier/boekje.pdf?leefgebied=justitie&letters=groot")
        finally:
            for _each in taken:
                pdf._turns.release()
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "20"
        assert soup(answer).find("a", href="/papier/boekje?leefgebied=justitie&letters=groot")
        assert putten.get("/papier/boekje.pdf?leefgebied=justitie&letters=groot").status_code == 200

    def test_a_process_remembers_only_so_many(self, monkeypatch):
        class Small:
            def __init__(self, mark):
                self.mark = mark

        monkeypatch.setattr(paper, "pdf_of", lambda booklet: booklet.mark.encode())
        for number in range(paper.KEPT + 5):
            assert paper.made(Small(f"proef {number}")) == f"proef {number}".encode()
        assert len(paper._made) == paper.KEPT

    def test_a_pdf_that_cannot_be_made_is_a_page_and_no_trace(self, putten, monkeypatch):
        def fails(_booklet):
            raise booklets.Untypesettable("proef")

        monkeypatch.setattr(paper, "pdf_of", fails)
        answer = putten.get("/papier/boekje.pdf?leefgebied=huisvesting")
        assert answer.status_code == 500
        assert "Er ging iets mis bij ons" in soup(answer).h1.get_text()


def test_the_page_of_an_offer_and_its_print_show_the_code(putten, standing):
    with standing.extensions["leefplein"].database.reading() as session:
        card = next(iter(cards(session, range(1, 500)).values()))
    code = short_code(card.id)
    for address in (f"/aanbod/{card.slug}", f"/aanbod/{card.slug}/print"):
        assert f"{code[:3]}-{code[3:]}" in soup(putten.get(address)).main.get_text()
