"""Somebody of the municipality comes in by the municipality's own sign-in: a real browser, a real provider, our real pages."""

import pytest
from playwright.sync_api import expect

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_at, step_now
from app.web.application import create_app
from tests.accessibility.test_every_page import axe_finds_nothing, fits_everywhere
from tests.installing import copy_of
from tests.serving import serving
from tests.web.staff.provider import provider_running
from tests.web.staff.site import PASSWORD

pytestmark = pytest.mark.browser
EMAIL = "redacteur@voorbeeld.example"


@pytest.fixture(scope="module")
def provider():
    with provider_running() as found:
        yield found


@pytest.fixture
def services(example_template, tmp_path, provider):
    found = copy_of(
        example_template, tmp_path / "municipal", oidc_issuer=provider.issuer, oidc_client_id="leefplein",
        oidc_client_secret="a secret of the tests", oidc_name="Gemeente Hattem",
    )  # fmt: skip
    yield found
    found.database.close()


@pytest.fixture
def address(services):
    with serving(create_app(services)) as found:
        yield found.replace("127.0.0.1", "hattem.localhost")


def through_the_provider(page, address, subject):
    page.goto(f"{address}/inloggen?next=/inloggen/account")
    page.get_by_role("link", name="Log in met Gemeente Hattem").click()
    page.wait_for_url("http://localhost:*/**")
    page.locator("input[name=sub]").fill(subject)
    page.locator("input[name=sub]").press("Enter")
    page.wait_for_url(f"{address}/**")


def test_unknown_then_known_and_out_again(visitor, address, services, provider):
    page = visitor
    provider.person("medewerker", email=EMAIL, email_verified=True)
    through_the_provider(page, address, "medewerker")
    expect(page.get_by_role("heading", level=1)).to_have_text("U komt hier nog niet binnen")
    expect(page.get_by_role("main").get_by_text("038 000 06 00")).to_be_visible()

    with services.database.writing() as session:
        keys = AccountKeys.of(services.settings)
        new = create_account(session, keys, email=EMAIL, password=PASSWORD, role=Role.EDITOR)
    through_the_provider(page, address, "medewerker")
    page.get_by_label("Code", exact=True).fill(code_at(new.secret, step_now()))
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url("**/inloggen/account")
    expect(page.get_by_text("U kunt ook inloggen met Gemeente Hattem.")).to_be_visible()
    page.goto(f"{address}/uitloggen")
    page.get_by_role("main").get_by_role("button", name="Uitloggen").last.click()
    expect(page.get_by_role("link", name="Log daar ook uit")).to_be_visible()


def test_its_pages_are_for_everybody(browser, address, services, provider):
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(8_000)
    provider.person("twee", email=EMAIL, email_verified=True)
    with services.database.writing() as session:
        keys = AccountKeys.of(services.settings)
        new = create_account(session, keys, email=EMAIL, password=PASSWORD, role=Role.EDITOR)
        new.account.sealed_secret = ""
    page.goto(f"{address}/inloggen")
    for heading, step in (
        ("Inloggen", lambda: None),
        ("U komt hier nog niet binnen", lambda: through_the_provider(page, address, "niemand")),
        ("Er mist nog een tweede stap", lambda: through_the_provider(page, address, "twee")),
        ("Inloggen lukte nu niet", lambda: page.goto(f"{address}/inloggen/gemeente/terug?error=access_denied")),
    ):
        step()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        axe_finds_nothing(page)
        fits_everywhere(page)
    context.close()
