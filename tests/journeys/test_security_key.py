"""Promise 35 with a real browser: a key is registered, opens the door once for each touch, and is worth nothing when it is gone."""

import pytest
import requests
from playwright.sync_api import expect
from sqlmodel import select

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.models import SecurityKey
from app.accounts.rights import Role
from app.accounts.second_factor import code_at, step_now
from tests.accessibility.test_every_page import axe_finds_nothing
from tests.conftest import PHONE
from tests.web.staff.site import PASSWORD

pytestmark = pytest.mark.browser
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def new(installation):
    with installation.database.writing() as session:
        return create_account(
            session, AccountKeys.of(installation.settings), email="sleutel@voorbeeld.example", password=PASSWORD,
            role=Role.EDITOR,
        )  # fmt: skip


@pytest.fixture
def site(live_server):
    """The address by a name: keys belong to names, never to bare numbers."""
    return live_server.replace("127.0.0.1", "hattem.localhost")


@pytest.fixture
def person(browser):
    """A phone with a key in it; axe may bring its own script."""
    context = browser.new_context(viewport=PHONE, locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(8_000)
    page.key = page.context.new_cdp_session(page)
    page.key.send("WebAuthn.enable")
    page.authenticator = page.key.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    yield page
    context.close()


def give_password(page, site):
    page.goto(f"{site}/inloggen")
    page.get_by_label("E-mailadres").fill("sleutel@voorbeeld.example")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()


def with_code(page, new, step=0):
    page.get_by_label("Code", exact=True).fill(code_at(new.secret, step_now() + step))
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url("**/beheer/")


def add_key(page, site):
    page.goto(f"{site}/inloggen/account")
    page.get_by_label("Hoe noemt u deze sleutel?").fill("voorbeeldsleutel")
    page.locator("#sleutel-wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.get_by_role("button", name="Maak mijn sleutel").wait_for()
    axe_finds_nothing(page)
    page.get_by_role("button", name="Maak mijn sleutel").click()
    page.get_by_text("Uw sleutel staat erbij").wait_for()


def leave(page, site):
    page.goto(f"{site}/uitloggen")
    page.get_by_role("main").get_by_role("button", name="Uitloggen").last.click()
    page.get_by_role("heading", name="U bent uitgelogd").wait_for()


def test_a_key_from_its_first_touch_to_its_end(person, site, new, installation):
    page = person
    give_password(page, site)
    with_code(page, new)
    add_key(page, site)
    axe_finds_nothing(page)
    leave(page, site)

    # In with the key. What the browser sends is written along, to be sent again.
    give_password(page, site)
    page.get_by_role("button", name="Gebruik uw sleutel").wait_for()
    axe_finds_nothing(page)
    cookies = page.context.cookies()
    with page.expect_request(lambda asked: asked.method == "POST" and asked.url.endswith("/inloggen/sleutel")) as sent:
        page.get_by_role("button", name="Gebruik uw sleutel").click()
    page.wait_for_url("**/beheer/")
    with installation.database.reading() as session:
        kept = session.exec(select(SecurityKey)).one()
    assert (kept.host, kept.label) == ("hattem.localhost", "voorbeeldsleutel")
    assert kept.sign_count > 0
    assert kept.used_at is not None

    # The same answer again, with the cookie from before put back: refused.
    again = requests.post(
        site.replace("hattem.localhost", "127.0.0.1") + "/inloggen/sleutel",
        data=sent.value.post_data,
        headers={
            "Host": site.removeprefix("http://"),
            "Cookie": "; ".join(f"{each['name']}={each['value']}" for each in cookies),
            "Content-Type": "application/x-www-form-urlencoded",
            "Sec-Fetch-Site": "same-origin",
        },
        allow_redirects=False,
        timeout=10,
    )
    assert again.status_code == 422
    assert "Met deze sleutel lukte het niet" in again.text
    leave(page, site)

    # Taken away: the browser still has it, and it opens nothing.
    give_password(page, site)
    page.get_by_role("button", name="Gebruik uw sleutel").click()
    page.wait_for_url("**/beheer/")
    page.goto(f"{site}/inloggen/account")
    page.locator("summary", has_text="Haal weg").click()
    page.locator("[id^=weg-]").fill(PASSWORD)
    page.get_by_role("button", name="Haal deze sleutel weg").click()
    page.get_by_text("De sleutel is weg").wait_for()
    leave(page, site)
    give_password(page, site)
    page.get_by_role("heading", name="De code uit uw app").wait_for()
    expect(page.get_by_role("button", name="Gebruik uw sleutel")).to_have_count(0)
    credentials = page.key.send("WebAuthn.getCredentials", {"authenticatorId": page.authenticator})["credentials"]
    assert credentials, "the key itself still knows"


def test_who_stops_halfway_hears_it_and_may_try_again(person, site, new):
    page = person
    give_password(page, site)
    with_code(page, new)
    add_key(page, site)
    leave(page, site)
    page.key.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": page.authenticator})
    other = {**KEY, "transport": "internal", "automaticPresenceSimulation": True}
    page.key.send("WebAuthn.addVirtualAuthenticator", {"options": other})
    give_password(page, site)
    page.get_by_role("button", name="Gebruik uw sleutel").click()
    expect(page.get_by_text("Dat lukte niet, of u stopte ermee.")).to_be_visible(timeout=20_000)
    expect(page.get_by_role("button", name="Gebruik uw sleutel")).to_be_enabled()
    axe_finds_nothing(page)
    with_code(page, new, step=1)


def test_without_scripts_the_page_says_what_works(browser, person, site, new):
    give_password(person, site)
    with_code(person, new)
    add_key(person, site)
    context = browser.new_context(viewport=PHONE, locale="nl-NL", java_script_enabled=False)
    page = context.new_page()
    give_password(page, site)
    expect(page.get_by_role("button", name="Gebruik uw sleutel")).to_have_count(0)
    expect(page.get_by_text("Een code of een herstelcode werkt wel.")).to_be_visible()
    page.get_by_label("Code", exact=True).fill(new.recovery_codes[0])
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url("**/beheer/")
    context.close()
