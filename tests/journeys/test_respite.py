"""An evening off: S02, S03 and S04 of the acceptance scenarios through a real browser, with variants of our own.

Every walk also shows that looking, choosing a day and opening a sentence of the check leave nothing behind.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
import sqlalchemy as sa
from playwright.sync_api import Locator, Page, expect

from app import clock
from app.db import Database
from app.social_map.models import Offer
from app.social_map.places_free import set_places
from app.social_map.vocabulary import Status, Vog
from tests.accessibility.test_every_page import axe_finds_nothing
from tests.applications import application
from tests.conftest import PHONE
from tests.journeys.walking import fact, main
from tests.serving import serving
from tests.web.resident.route_walking import everything

pytestmark = pytest.mark.browser
NETWORK = re.compile(r"uw (eigen )?netwerk|buren|mensen om u heen|nog iemand zoeken", re.IGNORECASE)
LADDER = ("Licht: iemand komt bij u thuis", "Overdag ergens anders", "'s Nachts ergens anders")


@dataclass
class Site:
    """The site of Putten with the offers of the scenarios."""

    address: str
    database: Database

    def change(self, offer: str, **facts: object) -> None:
        """Change one offer as an editor's decision would."""
        with self.database.writing() as session:
            session.execute(sa.update(Offer).where(Offer.source_id == offer).values(**facts))

    def places(self, offer: str, available: int, *, days_ago: int = 0) -> None:
        """Say how many places are free."""
        with self.database.writing() as session:
            number = session.execute(sa.select(Offer.id).where(Offer.source_id == offer)).scalar_one()
            set_places(session, number, available, actor="test", at=clock.now() - timedelta(days=days_ago))


@pytest.fixture
def site(scenario_installation):
    with application(scenario_installation) as app, serving(app) as address:
        yield Site(address.replace("127.0.0.1", "putten.localhost"), scenario_installation.database)


def rungs(page: Page) -> list[str]:
    """The rungs in the order in which they stand."""
    return page.locator("[data-rung] > h3").all_inner_texts()


def names(page: Page, title: str) -> list[str]:
    """What stands on one rung."""
    return [
        each.replace("\xad", "")
        for each in page.get_by_role("region", name=title).locator(".lp-card__title").all_inner_texts()
    ]


def on_ladder(page: Page, name: str) -> Locator:
    """One offer on the ladder."""
    return page.get_by_role("article").filter(has=page.get_by_role("heading", level=4, name=name))


def show(page: Page) -> None:
    page.get_by_role("button", name="Laat zien wat past").click()


def test_s02_a_daughter_who_cannot_keep_it_up(visitor, site):
    visitor.goto(site.address + "/mantelzorg")
    assert rungs(visitor) == list(LADDER)
    visitor.get_by_role("checkbox", name="Er is ook 's nachts hulp nodig").check()
    visitor.get_by_role("checkbox", name="Ik houd het niet vol").check()
    show(visitor)
    assert rungs(visitor) == list(reversed(LADDER))
    assert visitor.locator(".lp-rung .lp-card__title").first.inner_text().replace("\xad", "") == "Logeerhuis De Heg"
    assert "Avondoppas aan huis" in names(visitor, LADDER[0])
    person = visitor.get_by_role("region", name="U hoeft dit niet alleen te dragen")
    expect(person).to_be_in_viewport()
    assert person.locator('a[href="tel:0380000010"]').bounding_box()["height"] >= 44
    assert not NETWORK.search(main(visitor))
    visitor.get_by_role("button", name="Vraag een gesprek voor uzelf").click()
    assert visitor.url == f"{site.address}/gesprek"
    expect(visitor.locator("input[name=voor_wie][value=mantelzorger]")).to_be_checked()


def test_s03_a_husband_who_cares_for_somebody(visitor, site):
    visitor.goto(site.address)
    visitor.get_by_role("main").get_by_role("link", name="Ik zorg voor iemand").click()
    assert rungs(visitor) == list(LADDER)
    assert names(visitor, "Mensen die hetzelfde meemaken") == ["Lotgenoten dementie"]
    assert (
        "Onafhankelijke hulp Putten"
        in visitor.get_by_role("region", name="Gratis hulp van iemand die naast u staat").inner_text()
    )
    asked = {field.get_attribute("name") for field in visitor.locator("main :is(input, select, textarea)").all()}
    assert asked <= {"merkt", "dag", "dagdeel", "plaats", "aanbod", "terug", "doen", "csrf_token", None}
    assert not re.search(r"diagnose|ziektebeeld|aandoening", main(visitor), re.IGNORECASE)
    visitor.get_by_role("button", name="Vraag een gesprek voor uzelf").click()
    assert visitor.url == f"{site.address}/gesprek"


def test_s04_a_carer_reads_about_staying_over(visitor, site):
    visitor.goto(site.address + "/mantelzorg")
    card = on_ladder(visitor, "Logeerhuis De Heg")
    for said in ("Harderwijk", "de gemeente beslist hierover", "eigen bijdrage", "VOG", "Meestal wachten"):
        assert said in card.inner_text()
    card.get_by_role("link", name="Logeerhuis De Heg", exact=True).click()
    visitor.get_by_role("heading", level=1, name="Logeerhuis De Heg").wait_for()
    assert "maximaal drie etmalen per week" in main(visitor)
    assert "Zorgverleners kijken samen met u" in main(visitor)
    assert "de gemeente beslist hierover" in fact(visitor, "Wie beslist")
    assert "eigen bijdrage" in fact(visitor, "Kosten")
    assert re.search(r"1\d,\d kilometer\s+van Putten", fact(visitor, "Waar"))
    assert re.search("Vrijwilligersvervoer|Vervoer: vraag na", fact(visitor, "Hoe komt u er?"))
    assert fact(visitor, "Is er plek?") == "Vraag na of er plek is."


def test_variant_another_weekday_ranks_labels_and_hides_nothing(visitor, site):
    visitor.goto(site.address + "/mantelzorg")
    visitor.get_by_label("Welke dag?").select_option("vrijdag")
    visitor.get_by_label("Welk deel van de dag?").select_option("middag")
    visitor.get_by_label("Waar?").fill("Putten")
    show(visitor)
    assert visitor.url.endswith("?dag=vr&dagdeel=middag&plaats=Putten#even-overnemen")
    assert names(visitor, LADDER[0]) == ["Dagoppas Ermelo", "Avondoppas aan huis"]
    assert "Op andere tijden" in on_ladder(visitor, "Avondoppas aan huis").inner_text()
    assert "Op andere" not in on_ladder(visitor, "Dagoppas Ermelo").inner_text()
    assert names(visitor, LADDER[2]) == ["Logeerhuis De Heg"]
    visitor.get_by_role("link", name="Toch elke dag en overal").click()
    assert names(visitor, LADDER[0]) == ["Avondoppas aan huis", "Dagoppas Ermelo"]


def test_variant_a_sunday_nobody_comes(visitor, site):
    visitor.goto(site.address + "/mantelzorg")
    visitor.get_by_label("Welke dag?").select_option("zondag")
    show(visitor)
    light = visitor.get_by_role("region", name=LADDER[0]).inner_text()
    assert "Op de tijd die u koos (zondag) weten wij hier niemand." in light
    assert len(names(visitor, LADDER[0])) == 2


def test_variant_an_empty_rung_is_said_and_has_somebody_to_call(visitor, site):
    site.change("F03", status=Status.WITHDRAWN)
    visitor.goto(site.address + "/mantelzorg")
    assert rungs(visitor) == list(LADDER)
    empty = visitor.get_by_role("region", name=LADDER[1])
    assert "Hier weten wij nu niemand die dit doet." in empty.inner_text()
    assert empty.locator('a[href="tel:0380000010"]').count() == 1


def test_variant_places_that_expired_are_asked_for(visitor, site):
    site.places("F04", 2, days_ago=2)
    site.places("F03", 2, days_ago=9)
    visitor.goto(site.address + "/mantelzorg")
    assert "Nu 2 plekken vrij (bijgewerkt op " in on_ladder(visitor, "Logeerhuis De Heg").inner_text()
    assert "Vraag na of er plek is." in on_ladder(visitor, "Dagopvang De Es").inner_text()
    site.places("F04", 0)
    visitor.reload()
    full = on_ladder(visitor, "Logeerhuis De Heg").inner_text()
    assert "Nu geen plek vrij" in full
    assert "Vraag naar de wachttijd" in full


def test_variant_no_certificate_is_said_plainly(visitor, site):
    site.change("F01", vog=Vog.NO)
    visitor.goto(site.address + "/mantelzorg")
    assert "geen VOG" in on_ladder(visitor, "Avondoppas aan huis").inner_text()
    visitor.goto(site.address + "/aanbod/avondoppas-aan-huis")
    assert "geen VOG" in fact(visitor, "VOG (verklaring over gedrag)")


def test_the_check_stays_on_the_screen(page, site):
    """Opened with the keyboard alone: help appears, nothing is sent, nothing is kept."""
    page.goto(site.address + "/mantelzorg")
    page.wait_for_load_state("networkidle")
    before, cookies = everything(site.database), page.context.cookies()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    check = page.get_by_role("region", name="Hoe gaat het met ú?")
    assert "Dit blijft op uw scherm. Wij zien het niet." in check.inner_text()
    statements = check.locator("summary")
    assert statements.count() == 7
    for number in range(statements.count()):
        statements.nth(number).focus()
        page.keyboard.press("Enter")
        expect(check.locator("details").nth(number)).to_have_attribute("open", "")
        assert check.locator("details").nth(number).locator('a[href^="tel:"]').first.is_visible()
    assert not re.search(r"score|punten|overbelast|uitslag", check.inner_text(), re.IGNORECASE)
    check.get_by_role("link", name="Kijk bij: 's nachts ergens anders").click()
    expect(page.get_by_role("region", name=LADDER[2])).to_be_in_viewport()
    assert [url for url in sent if "/static/icon.svg" not in url] == [], "only the browser's own picture for its tab"
    assert page.context.cookies() == cookies
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert everything(site.database) == before


def test_the_check_opens_without_scripts(visitor, site):
    visitor.goto(site.address + "/mantelzorg")
    visitor.get_by_text("Ik slaap slecht omdat ik moet opletten.").click()
    assert "Wie kan een nacht van mij overnemen?" in main(visitor)


def test_everybody_can_use_the_page_in_every_state(page, site):
    site.change("F03", status=Status.WITHDRAWN)
    site.places("F04", 2)
    for path in ("", "?dag=do&dagdeel=middag", "?plaats=Nergenshuizen"):
        page.goto(site.address + "/mantelzorg" + path)
        for each in page.locator("main summary").all():
            each.click()
        axe_finds_nothing(page)
        page.set_viewport_size({"width": 320, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        page.set_viewport_size(PHONE)
    page.goto(site.address + "/mantelzorg")
    page.get_by_role("checkbox", name="Ik houd het niet vol").check()
    show(page)
    axe_finds_nothing(page)
