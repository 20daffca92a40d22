"""An editor at work in a real browser, with and without scripts; every staff page passes axe on phone and desktop."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_now
from tests.web.figures.scene import everything
from tests.web.staff.site import PASSWORD

pytestmark = pytest.mark.browser
WIDTHS = (390, 1280)
PAGES = (
    "/inloggen/account", "/uitloggen", "/beheer/", "/beheer/aanbod?wat=wijziging", "/beheer/aanbod/1", "/beheer/niet-gevonden", "/beheer/verbeteringen",
    "/beheer/zoektermen?woord=oppas&vraag=even+weg", "/beheer/zoektermen/nieuw", "/beheer/hulpnummers", "/beheer/hulpnummers/landelijk/113", "/beheer/teksten",
    "/beheer/teksten/nl/privacy", "/beheer/teksten/ar/hulp-nu", "/beheer/import", "/en/beheer/", "/beheer/wegwijzer", "/beheer/wegwijzer/route", "/beheer/wegwijzer/route/begin", "/beheer/wegwijzer/route/stap/begin",
    "/beheer/wegwijzer/route/stap/volhouden", "/beheer/wegwijzer/route/stap-erbij", "/beheer/wegwijzer/route/stap/samen/weg",
    "/beheer/wegwijzer/route/deel/youth", "/beheer/wegwijzer/route/proef", "/en/beheer/wegwijzer/route",
    "/beheer/cijfers?gemeente=hattem&jaar=2025", "/beheer/cijfers/dekking?gemeente=overbetuwe", "/cijfers/2025",
)  # fmt: skip


def account_in(services):
    keys = AccountKeys(services.settings.secret_key)
    with services.database.writing() as session:
        return create_account(session, keys, email="redacteur@voorbeeld.example", password=PASSWORD, role=Role.EDITOR)


def come_in(page, address, new):
    page.goto(f"{address}/inloggen")
    page.get_by_label("E-mailadres").fill(new.account.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Code").fill(code_now(new.secret))
    page.get_by_role("button", name="Inloggen").click()
    page.get_by_role("heading", name="Overzicht", level=1).wait_for()


def test_an_editor_adds_a_word_and_sees_at_once_what_the_search_makes_of_it(visitor, installation, live_server):
    come_in(visitor, live_server, account_in(installation))
    visitor.get_by_role("link", name="Inhoud", exact=True).click()
    visitor.get_by_role("link", name="Zoektermen").click()
    visitor.get_by_role("link", name="Nieuwe zoekterm").click()
    visitor.get_by_label("Wat mensen zeggen").fill("flierefluiten")
    visitor.get_by_role("button", name="Bewaar").click()
    assert visitor.get_by_role("heading", name="Er is nog 1 ding om aan te passen").is_visible()
    assert visitor.get_by_label("Wat mensen zeggen").input_value() == "flierefluiten"
    visitor.get_by_label("Waar dan ook op gezocht wordt").fill("respijtzorg")
    visitor.get_by_role("button", name="Bewaar").click()
    assert visitor.get_by_text("De zoekterm werkt meteen").is_visible()
    assert visitor.get_by_label("Vraag, in gewone woorden").input_value() == "flierefluiten"
    assert visitor.get_by_text("ook: respijtzorg").is_visible()
    visitor.get_by_role("button", name="Uitloggen").click()
    assert visitor.get_by_role("heading", name="U bent uitgelogd").is_visible()


def test_every_staff_page_passes_axe_and_fits(browser, installation, live_server):
    everything(installation.database, range(40, 80), month=date(2025, 5, 1), kern="hattem", domain="inkomen")
    context = browser.new_context(locale="nl-NL")
    page = context.new_page()
    problems = []

    def look_at(where):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            problems.extend(
                (where, width, each["id"], each["nodes"][0]["html"][:200])
                for each in Axe().run(page).response["violations"]
            )
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                problems.append((where, width, "too wide", ""))

    page.goto(f"{live_server}/inloggen")
    look_at("/inloggen")
    page.get_by_role("button", name="Verder").click()
    look_at("/inloggen, empty")
    come_in(page, live_server, account_in(installation))
    for path in PAGES:
        answer = page.goto(live_server + path)
        assert answer.status == 200, path
        look_at(path)
    context.close()
    assert problems == []
