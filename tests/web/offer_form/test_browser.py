"""A coordinator writes an offer in a real browser, with and without scripts; the screens pass axe on phone and desktop."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlmodel import col, select

from app.accounts.rights import Role
from app.accounts.second_factor import code_now
from app.publishing.models import WorkingDraft
from app.social_map.models import Offer
from tests.web.staff.site import PASSWORD

pytestmark = pytest.mark.browser
WIDTHS = (320, 390, 1280)


def come_in(page, address, new):
    page.goto(f"{address}/inloggen")
    page.get_by_label("E-mailadres").fill(new.account.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Code").first.fill(code_now(new.secret))
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(re.compile(r"/(organisatie|beheer)/"))


def fill_in(page):
    """The fields a newcomer fills in: nine."""
    page.get_by_label("Hoe heet het?").fill("Breien en koffie")
    page.get_by_label("Wat voor aanbod is het?").select_option(label="Anderen ontmoeten")
    page.get_by_label("Zonder indicatie").check()
    page.get_by_label("Wat is het, in één zin?").fill("Samen breien met koffie.")
    page.get_by_label("Wanneer?").fill("di+do 10:00-12:00")
    page.locator("#postcode").fill("8051 AB")
    page.locator("#kosten").select_option("prijs")
    page.locator("#kosten_bedrag").fill("2,50")
    page.locator("#kosten_per").fill("keer")


def test_a_first_offer_is_out_in_a_few_minutes(visitor, desk, live_server):
    account = desk.account("schrijver@voorbeeld.example", Role.ORGANISATION, organisation=desk.organisation().uid)
    come_in(visitor, live_server, account)
    began = time.monotonic()
    visitor.locator("form[action$='/organisatie/aanbod/nieuw'] button").click()
    fill_in(visitor)
    visitor.get_by_role("button", name="Bekijken").click()
    visitor.get_by_role("link", name=re.compile("Tot welke dag geldt deze prijs")).click()
    visitor.locator("#kosten_geldig_tot").fill("2026-12-31")
    visitor.get_by_role("button", name="Bekijken").click()
    visitor.get_by_text("Zo zien bezoekers uw aanbod.").wait_for()
    assert visitor.get_by_text("€ 2,50 per keer").first.is_visible()
    visitor.get_by_role("button", name="Insturen").click()
    visitor.get_by_text(re.compile("antwoord uiterlijk")).first.wait_for()
    assert time.monotonic() - began < 60  # a machine; the fields and clicks are what a person does in five minutes
    with desk.database.reading() as session:
        offer = session.exec(select(Offer).order_by(col(Offer.id).desc())).first()
    assert offer.name == "Breien en koffie"


def test_the_script_keeps_what_is_typed_and_reads_it_back(page, desk, live_server):
    account = desk.account("schrijver@voorbeeld.example", Role.ORGANISATION, organisation=desk.organisation().uid)
    come_in(page, live_server, account)
    page.locator("form[action$='/organisatie/aanbod/nieuw'] button").click()
    assert page.get_by_text("Heeft iedereen die komt een VOG").is_hidden()
    page.get_by_label("Wat voor aanbod is het?").select_option("oppas")
    assert page.get_by_text("Heeft iedereen die komt een VOG").is_visible()
    page.get_by_label("Wanneer?").fill("wo 10-12")
    page.get_by_text("Zo lezen wij dit: woensdag").wait_for()
    page.get_by_text("Bewaard om").wait_for()
    with desk.database.reading() as session:
        assert session.exec(select(WorkingDraft)).one().values["tijden"] == ("wo 10-12",)
    page.get_by_label("Hoe heet het?").fill("Nog meer")
    page.get_by_text("Bewaren en straks verder").click()  # on top of what the script kept: nobody else wrote
    page.get_by_text("U kunt weggaan en straks verder schrijven").wait_for()
    page.reload()
    assert page.get_by_label("Hoe heet het?").input_value() == "Nog meer"


def test_enter_in_a_field_keeps_and_does_not_move_the_pin(page, desk, live_server):
    account = desk.account("schrijver@voorbeeld.example", Role.ORGANISATION, organisation=desk.organisation().uid)
    come_in(page, live_server, account)
    page.locator("form[action$='/organisatie/aanbod/nieuw'] button").click()
    page.get_by_label("Hoe heet het?").fill("Koffie")
    page.get_by_label("Hoe heet het?").press("Enter")
    page.get_by_text("U kunt weggaan en straks verder schrijven").wait_for()


def test_every_screen_passes_axe_and_fits(browser, desk, live_server):
    context = browser.new_context(locale="nl-NL")
    page = context.new_page()
    account = desk.account("redactie@voorbeeld.example", Role.EDITOR)
    come_in(page, live_server, account)
    page.goto(f"{live_server}/beheer/aanbod/nieuw?naam=voorbeeld")
    problems = []

    def look(where):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wide > 0:
                problems.append(f"{where} {width}: {wide} px too wide")
        found = Axe().run(page).response["violations"]
        problems.extend(f"{where}: {each['id']} {each['nodes'][0]['html'][:120]}" for each in found)

    look("whose")
    page.get_by_label("Naam van de organisatie of de persoon").fill("Breiclub")
    page.get_by_role("button", name="Begin met schrijven").click()
    look("empty")
    fill_in(page)
    page.get_by_role("button", name="Insturen").click()
    page.get_by_role("heading", name="Er zijn nog 2 dingen").wait_for()
    page.get_by_text("In andere talen").click()
    page.get_by_role("button", name="Engels erbij").click()
    page.wait_for_url(re.compile("vertalen"))
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    look("all open")
    page.locator("#kosten_geldig_tot").fill("2026-12-31")
    page.locator("#telefoon").fill("038 000 00 10")
    page.get_by_role("button", name="Bekijken").click()
    page.get_by_text("Zo zien bezoekers uw aanbod.").wait_for()
    look("preview")
    context.close()
    assert problems == []
