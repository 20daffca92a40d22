"""The route through a real browser: S05-S12 and S16 of the acceptance scenarios (S02 and S03: test_respite.py).

After every walk the database holds what it held before: nothing is kept before somebody sends. Only that a route ended
without help is counted, without a person (I-04).
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from app.db import Database
from tests.accessibility.test_every_page import axe_finds_nothing
from tests.applications import application
from tests.conftest import PHONE
from tests.journeys.walking import main
from tests.serving import serving
from tests.web.resident.route_walking import rows

pytestmark = pytest.mark.browser
ALONE = "ik voel me alleen"


@dataclass
class Site:
    """The site of Putten with the offers of the scenarios."""

    address: str
    database: Database


@pytest.fixture
def site(scenario_installation):
    """A site of one's own; after the walk no table may have gained a row, but one count of a route that ended without help."""
    before = rows(scenario_installation.database)
    with application(scenario_installation) as app, serving(app) as address:
        yield Site(address.replace("127.0.0.1", "putten.localhost"), scenario_installation.database)
    after = rows(scenario_installation.database)
    assert after.pop("tally") - before.pop("tally") in (0, 1)
    assert after == before


def begin(page: Page, site: Site, words: str, *, age: str = "") -> None:
    page.goto(site.address)
    page.get_by_role("main").get_by_role("link", name="Stap voor stap kijken wat past").click()
    page.get_by_label("Wat is uw vraag?").fill(words)
    if age:
        page.get_by_text("Wilt u er iets bij vertellen?").click()
        page.get_by_label("Hoe oud is degene die hulp nodig heeft?").fill(age)
    press(page, "Verder")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def at(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def request_form(page: Page) -> Locator:
    """The field for one's own words in the request for a conversation."""
    return page.locator('main [name="vraag"]').first


def names(page: Page, heading: str) -> list[str]:
    section = page.get_by_role("region", name=heading)
    section.locator(".lp-card__title").first.wait_for()
    return [each.replace("\xad", "") for each in section.locator(".lp-card__title").all_inner_texts()]


def test_s05_a_mother_of_a_boy_of_fifteen(visitor, site):
    begin(visitor, site, "mijn zoon", age="15")
    at(visitor, "Hulp voor kinderen, jongeren en ouders")
    text = main(visitor)
    assert names(visitor, "Wie u kan helpen") == ["Centrum voor Jeugd en Gezin"]
    assert "Dat heet een familiegroepsplan" in text
    for number in ("08000432", "08002000", "112"):
        assert visitor.get_by_role("main").locator(f'a[href="tel:{number}"]').count() >= 1
    assert "Dagopvang" not in text


def test_s06_a_widow_who_feels_alone(visitor, site):
    begin(visitor, site, ALONE)
    press(visitor, "Nee, of liever niet")
    at(visitor, "Is er een oplossing in de buurt?")
    assert names(visitor, "Hulp van mensen uit de buurt")[:2] == ["Bezoek 75+", "Koffie-inloop"]
    text = main(visitor)
    assert "Begeleiding aan huis" not in text or text.index("Koffie-inloop") < text.index("Begeleiding aan huis")
    assert not re.search(r"depress|stoornis|diagnose|psychisch", text, re.IGNORECASE)
    press(visitor, re.compile("Dit ga ik proberen.*Bezoek 75"))
    call = visitor.get_by_role("main").locator('a[href="tel:0341000422"]').first
    assert call.bounding_box()["height"] >= 44
    assert "U kunt zeggen:" in main(visitor), "a sentence to use when asking"


def test_s07_the_whole_route_as_drawn(visitor, site):
    begin(visitor, site, ALONE)
    assert "Stap 1 van 3" in main(visitor)
    assert "U vertelde: ik voel me alleen" in main(visitor).replace("‘", "").replace("’", "")
    press(visitor, "Nee, of liever niet")
    assert "Stap 2 van 3" in main(visitor)
    press(visitor, "Nee, dit helpt mij niet")
    assert "Stap 3 van 3" in main(visitor)
    at(visitor, "U kunt een gesprek aanvragen")
    visitor.get_by_role("main").get_by_role("link", name="Vraag een gesprek aan").click()
    assert visitor.url == f"{site.address}/gesprek"
    expect(request_form(visitor)).to_have_value(ALONE)


def test_s07_back_and_forward_keep_answers_and_never_ask_to_send_again(visitor, site):
    begin(visitor, site, ALONE)
    press(visitor, "Ja, er is iemand")
    at(visitor, "Is het vol te houden?")
    visitor.get_by_role("radio", name="Elke week").check()
    press(visitor, "Verder")
    end = visitor.url
    for _ in range(3):
        visitor.go_back()
    assert visitor.get_by_label("Wat is uw vraag?").input_value() == ALONE
    visitor.go_forward()
    at(visitor, "Is er iemand in uw eigen omgeving die kan helpen?")
    visitor.go_forward()
    expect(visitor.get_by_role("radio", name="Elke week")).to_be_checked()
    visitor.go_forward()
    assert visitor.url == end
    visitor.reload()
    assert visitor.url == end
    visitor.goto(f"{site.address}/wegwijzer/2")
    press(visitor, "Nee, of liever niet")
    at(visitor, "Is er een oplossing in de buurt?")
    assert "alleen" not in visitor.url


def test_s08_somebody_close_by_helps(visitor, site):
    begin(visitor, site, ALONE)
    press(visitor, "Ja, er is iemand")
    for question in ("Hoe vaak is er hulp nodig?", "Hoelang kan de ander dit volhouden?", "Wie neemt het over"):
        assert question in main(visitor)
    visitor.get_by_role("radio", name="Af en toe").check()
    visitor.get_by_role("radio", name="Zo lang als nodig is").check()
    visitor.get_by_role("radio", name="Er is iemand anders", exact=True).check()
    press(visitor, "Verder")
    at(visitor, "Fijn dat er iemand is")
    text = main(visitor)
    for said in ("eigen-kracht-conferentie", "familiegroepsplan", "Als het niet meer gaat", "Zinnen om mee te vragen"):
        assert said in text
    visitor.get_by_role("link", name="Een lege week om te printen").click()
    visitor.emulate_media(media="print")
    assert visitor.get_by_role("cell").count() >= 21
    assert visitor.locator(".lp-rota").bounding_box()["width"] > 300


def test_s09_something_nearby_that_did_not_help_after_all(visitor, site):
    begin(visitor, site, ALONE)
    press(visitor, "Nee, of liever niet")
    press(visitor, re.compile("Dit ga ik proberen.*Bezoek 75"))
    at(visitor, "U hebt iets gevonden")
    assert visitor.get_by_role("link", name="Print dit").get_attribute("href") == "/aanbod/bezoek-75/print"
    assert "Toch niet opgelost?" in main(visitor)
    press(visitor, "Vraag een gesprek aan")
    assert visitor.url == f"{site.address}/gesprek"
    expect(request_form(visitor)).to_have_value(ALONE)
    assert "Bezoek 75+ geprobeerd" in visitor.content()


def test_s10_somebody_who_wants_to_speak_to_a_person_at_once(visitor, site):
    visitor.goto(site.address + "/wegwijzer")
    press(visitor, "Ik wil iemand spreken")
    assert visitor.url == f"{site.address}/gesprek"
    expect(request_form(visitor)).to_be_visible()


def test_s10_what_was_typed_comes_along(visitor, site):
    visitor.goto(site.address + "/wegwijzer")
    visitor.get_by_label("Wat is uw vraag?").fill(ALONE)
    press(visitor, "Ik wil iemand spreken")
    expect(request_form(visitor)).to_have_value(ALONE)


@pytest.mark.parametrize("steps", [(), ("Nee, of liever niet",), ("Nee, of liever niet", "Nee, dit helpt mij niet")])
def test_s11_help_now_from_any_step(visitor, site, steps):
    begin(visitor, site, ALONE)
    for name in steps:
        press(visitor, name)
    visitor.get_by_role("navigation", name="Dit kan ook, op elk moment").get_by_role(
        "link", name="Nu hulp nodig"
    ).click()
    assert visitor.locator("main form").count() == 0
    first = visitor.get_by_role("main").get_by_role("link", name=re.compile("Alarmnummer")).first
    assert first.get_attribute("href") == "tel:112"


def test_s11_nothing_is_kept_of_who_only_looks(visitor, site):
    visitor.goto(site.address + "/wegwijzer")
    visitor.get_by_role("main").get_by_role("link", name="Nu hulp nodig").click()
    assert visitor.context.cookies() == []


def test_s12_independent_help_from_a_step(visitor, site):
    begin(visitor, site, ALONE)
    visitor.get_by_role("main").get_by_role("link", name="Onafhankelijke hulp").click()
    text = main(visitor)
    assert "De gemeente Putten betaalt deze hulp" in text
    assert "werken niet voor de gemeente" in text
    assert visitor.get_by_role("main").locator('a[href="tel:0380000110"]').count() >= 1


def test_s16_a_neighbour_who_worries(visitor, site):
    visitor.goto(site.address + "/wegwijzer")
    press(visitor, "Ik vraag dit voor een ander")
    visitor.get_by_role("main").get_by_role("link", name="Ik maak me zorgen om iemand").click()
    text = main(visitor)
    assert "Wat u zelf kunt doen" in text
    for number in ("112", "08002000", "0380000010"):
        assert visitor.get_by_role("main").locator(f'a[href="tel:{number}"]').count() >= 1
    assert visitor.locator("main form, main input, main textarea, main select").count() == 0


def test_wiping_leaves_nothing_on_the_device(visitor, site):
    begin(visitor, site, ALONE)
    press(visitor, "Wis wat ik invulde")
    visitor.goto(site.address + "/wegwijzer")
    assert visitor.get_by_label("Wat is uw vraag?").input_value() == ""


def test_a_whole_step_with_the_keyboard_alone(page, site):
    page.goto(site.address + "/wegwijzer")
    page.get_by_label("Wat is uw vraag?").focus()
    page.keyboard.type(ALONE)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    at(page, "Is er iemand in uw eigen omgeving die kan helpen?")
    page.get_by_role("button", name="Ja, er is iemand").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    at(page, "Is er een oplossing in de buurt?")


def test_every_step_can_be_used_by_everybody(page, site):
    """Axe finds nothing and nothing runs off the narrowest phone, on every kind of step."""

    def look() -> None:
        axe_finds_nothing(page)
        page.set_viewport_size({"width": 320, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
        page.set_viewport_size(PHONE)

    begin(page, site, ALONE)
    look()
    press(page, "Ja, er is iemand")
    look()
    press(page, "Verder")
    look()  # nothing was chosen: the page with a mistake
    page.get_by_role("radio", name="Eigenlijk gaat het nu al niet meer").check()
    press(page, "Verder")
    look()
    page.goto(site.address + "/wegwijzer/2")
    press(page, "Nee, of liever niet")
    look()
    press(page, re.compile("Dit ga ik proberen.*Bezoek 75"))
    look()
    page.goto(site.address + "/mantelzorg")
    look()
