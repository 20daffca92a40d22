"""S30: staff print the paper map for the village of Putten in large print, and an old booklet still leads somewhere."""

from urllib.request import Request, urlopen

import pymupdf
import pytest
import sqlalchemy as sa
from playwright.sync_api import expect

from app import clock
from app.content.letterhead import day_in_words
from app.social_map.models import Offer
from app.social_map.short_codes import short_code
from tests.applications import application
from tests.serving import serving


@pytest.fixture
def putten(scenario_installation):
    with application(scenario_installation) as app, serving(app) as address:
        yield address.replace("127.0.0.1", "putten.localhost"), scenario_installation.database


def code_of(database, source_id):
    with database.reading() as session:
        return short_code(session.execute(sa.select(Offer.id).where(Offer.source_id == source_id)).scalar_one())


def test_s30_the_paper_map_of_putten_in_large_print(visitor, putten):
    address, database = putten
    visitor.goto(f"{address}/papier")
    visitor.get_by_label("Waar woont u?").select_option(label="Putten")
    visitor.get_by_label("Groot").check()
    visitor.get_by_role("button", name="Laat het boekje zien").click()

    expect(visitor.get_by_role("heading", name="Inhoud")).to_be_visible()
    codes = {article.get_attribute("data-code") for article in visitor.locator("article").all()}
    assert code_of(database, "F06") in codes
    assert code_of(database, "F15") not in codes
    twin = visitor.locator("main").inner_text()

    at = address.replace("putten.localhost", "127.0.0.1")
    asked = Request(
        f"{at}/papier/boekje.pdf?kern=putten&letters=groot", headers={"Host": address.removeprefix("http://")}
    )
    with urlopen(asked) as paper, pymupdf.open(stream=paper.read(), filetype="pdf") as pdf:
        text = "\n".join(page.get_text() for page in pdf).replace("\u00ad", "").replace("\u2010\n", "")
        assert pdf.get_toc(), "who does not leaf through can jump"
    for said in (day_in_words(clock.today(), "nl"), "Inhoud", "Wie beslist", "Grote letters"):
        assert said in text
    for number in ("038 000 00 10", "038 000 01 10", "038 000 02 10"):  # desk, free help, confidential adviser
        assert number in text
        assert number in twin
    spaced = {f"{code[:3]}-{code[3:]}" for code in codes}
    assert all(code in text for code in spaced), "the same entries as the page of that minute"

    visitor.goto(f"{address}/k")
    visitor.get_by_label("Korte code").fill(code_of(database, "F15").lower())
    visitor.get_by_role("button", name="Zoek op").click()
    with database.reading() as session:
        heir = session.execute(sa.select(Offer.name).where(Offer.source_id == "F06")).scalar_one()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text(heir)
