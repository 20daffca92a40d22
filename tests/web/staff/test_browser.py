"""From the link in the mail to the work, in a real browser with and without scripts; every page passes axe on phone and desktop."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from app.accounts.forgotten import make_link
from app.accounts.inviting import invite
from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_now
from tests.web.staff.site import PASSWORD

pytestmark = pytest.mark.browser
EMAIL = "anja@voorbeeld.example"
WIDTHS = (320, 1280)
PAGES = (
    "/beheer/accounts", "/beheer/accounts/uitnodigen", "/beheer/accounts/1", "/beheer/samen", "/en/beheer/accounts",
    "/en/beheer/samen",
)  # fmt: skip


def problems_of(page, where):
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found += [
            (where, width, each["id"], each["nodes"][0]["html"][:200])
            for each in Axe().run(page).response["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append((where, width, "too wide", ""))
    return found


def invited(services, **more):
    with services.database.writing() as session:
        keys = AccountKeys.of(services.settings)
        return invite(session, keys, email=EMAIL, name="Anja", role=Role.ADMINISTRATOR, by="cli", days=14, **more)[1]


def test_an_invitation_becomes_an_account_that_works(visitor, installation, live_server):
    visitor.goto(f"{live_server}/uitnodiging?sleutel={invited(installation)}")
    visitor.get_by_label("Kies een wachtwoord").fill("kort")
    visitor.get_by_role("button", name="Verder").click()
    assert visitor.get_by_role("heading", name="om aan te passen").is_visible()
    visitor.get_by_label("Kies een wachtwoord").fill(PASSWORD)
    visitor.get_by_label("nog een keer").fill(PASSWORD)
    visitor.get_by_role("button", name="Verder").click()
    assert visitor.locator("svg.lp-qr").bounding_box()["width"] > 150
    secret = visitor.locator(".lp-secret code").text_content().replace(" ", "")
    visitor.get_by_label("Code uit de app").fill(code_now(secret))
    visitor.get_by_role("button", name="Verder").click()
    assert visitor.locator(".lp-codes li").count() == 8
    visitor.get_by_label("Ik heb de codes bewaard").check()
    visitor.get_by_role("button", name="Naar uw werk").click()
    assert visitor.get_by_role("heading", name="Overzicht", level=1).is_visible()
    visitor.get_by_role("link", name="Mensen", exact=True).click()
    visitor.get_by_role("link", name="Accounts", exact=True).click()
    assert visitor.get_by_role("link", name="Anja", exact=True).is_visible()


def test_every_page_passes_axe_and_fits(browser, installation, live_server):
    context = browser.new_context(locale="nl-NL")
    page = context.new_page()
    refused = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    with installation.database.writing() as session:
        keys = AccountKeys.of(installation.settings)
        create_account(session, keys, email="b@voorbeeld.example", password=PASSWORD, role=Role.ADMINISTRATOR)
        link = make_link(session, keys, "b@voorbeeld.example")[1]
    token = invited(installation)
    problems = []
    for path in (
        f"/uitnodiging?sleutel={token}", "/uitnodiging?sleutel=x", f"/en/uitnodiging?sleutel={token}", "/inloggen",
        "/inloggen/vergeten", "/inloggen/vergeten?gedaan=ja", f"/inloggen/nieuw-wachtwoord?sleutel={link}",
    ):  # fmt: skip
        page.goto(live_server + path)
        problems += problems_of(page, path.partition("?")[0])
    page.goto(f"{live_server}/uitnodiging?sleutel={token}")
    page.get_by_label("Kies een wachtwoord").fill(PASSWORD)
    page.get_by_label("nog een keer").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.locator("main details summary").first.click()
    problems += problems_of(page, "second step")
    page.get_by_label("Code uit de app").fill(code_now(page.locator(".lp-secret code").text_content().replace(" ", "")))
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Naar uw werk").click()
    problems += problems_of(page, "codes, not ticked")
    page.get_by_label("Ik heb de codes bewaard").check()
    page.get_by_role("button", name="Naar uw werk").click()
    for path in PAGES:
        assert page.goto(live_server + path).status == 200, path
        problems += problems_of(page, path)
    context.close()
    assert problems == []
    assert refused == []
