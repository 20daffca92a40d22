"""Theme pages: offers alive, nearest first, somebody to call, and never a dead end."""

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app.social_map.models import Offer
from app.social_map.vocabulary import Status

THEMES = ("eenzaamheid", "dementie", "somber", "geldzorgen", "zorgen-voor-een-ander")


def parts(answer):
    soup = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    return {
        section.h2.get_text(strip=True): [card["data-offer"] for card in section.select("article[data-offer]")]
        for section in soup.select("main section")
        if section.h2
    }


def higher_up(answer):
    """The headings that point to an offer which stands higher on the page."""
    soup = BeautifulSoup(answer.get_data(as_text=True), "html.parser")
    return {
        s.h2.get_text(strip=True) for s in soup.select("main section") if s.h2 and "Dit past hier ook:" in s.get_text()
    }


@pytest.mark.parametrize("slug", THEMES)
def test_no_offer_stands_on_the_page_twice(looker, slug):
    shown = [offer for offers in parts(looker.get(f"/onderwerp/{slug}")).values() for offer in offers]
    assert len(shown) == len(set(shown))


def test_what_fits_twice_is_pointed_to_with_its_number(looker):
    answer = looker.get("/onderwerp/geldzorgen")
    assert "Bang om uw huis te verliezen?" in higher_up(answer)
    section = BeautifulSoup(answer.get_data(as_text=True), "html.parser").select_one("section:has(#deel-3)")
    assert section.select_one('a[href^="tel:"]')
    assert section.select_one('a[href^="/aanbod/"], a[href^="/hulp/"]')


@pytest.mark.parametrize("slug", THEMES)
def test_every_theme_shows_offers_under_each_heading_and_a_sentence_to_begin_with(looker, slug):
    looker.inspection.leave_out("plain_words")
    answer = looker.get(f"/onderwerp/{slug}")
    found = parts(answer)
    page = looker.application.extensions["leefplein"].content.now().theme_page(slug)
    for part in page.parts:
        assert found[part.heading] or part.heading in higher_up(answer), f"{slug}: nothing under {part.heading}"
        assert len(found[part.heading]) <= part.most
    assert page.to_say in answer.get_data(as_text=True)


def test_the_offers_are_alive(client, installation):
    before = parts(client.get("/onderwerp/eenzaamheid"))["Iemand bij u thuis"]
    assert before
    with installation.database.writing() as session:
        for offer in session.exec(select(Offer).where(Offer.kind.in_(["bezoek", "maatje"]))):
            offer.status = Status.WITHDRAWN
            session.add(offer)
    text = client.get("/onderwerp/eenzaamheid").get_data(as_text=True)
    assert "Hier is nu niets in de buurt" in text
    assert not any(f'data-offer="{each}"' in text for each in before)


def test_own_municipality_comes_first(looker):
    answer = looker.get("/onderwerp/eenzaamheid")
    first = BeautifulSoup(answer.get_data(as_text=True), "html.parser").select_one("article[data-offer]")
    assert "Hattem" in first.get_text()


def test_a_place_that_nobody_knows_is_said_and_the_page_stays_whole(looker):
    answer = looker.get("/onderwerp/dementie?plaats=xqzzy")
    assert answer.status_code == 200
    assert parts(answer)
    assert 'role="status"' in answer.get_data(as_text=True)


def test_danger_numbers_stand_on_the_page_about_feeling_down(looker):
    text = looker.get("/onderwerp/somber").get_data(as_text=True)
    assert "0800-0113" in text
    assert text.index("0800-0113") < text.index("data-offer"), (
        "whoever needs it now does not scroll past all offers first"
    )


def test_an_unknown_theme_is_a_page_that_is_not_there(looker):
    assert looker.get("/onderwerp/bestaat-niet").status_code == 404


def test_home_leads_to_every_theme(looker):
    text = looker.get("/").get_data(as_text=True)
    assert all(f'href="/onderwerp/{slug}"' in text for slug in THEMES)
