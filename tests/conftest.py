"""What every test may ask for: an installation, its application, a client that inspects, a server, a browser."""

import shutil
from pathlib import Path

import pytest

from tests.applications import application
from tests.arriving import arriving
from tests.inspecting import Inspection
from tests.installing import EXAMPLES, SCENARIOS, copy_of, make_template
from tests.second_pass import (  # noqa: F401
    pytest_collection_modifyitems,
    pytest_fixture_setup,
    pytest_runtest_call,
    pytest_runtest_teardown,
)
from tests.serving import serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-smooth-scrolling",
]
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def example_template(tmp_path_factory):
    """The example region, filled once."""
    return make_template(tmp_path_factory.mktemp("examples"), *EXAMPLES)


@pytest.fixture(scope="session")
def scenario_template(tmp_path_factory):
    """The offers of the acceptance scenarios, and nothing beside them."""
    return make_template(tmp_path_factory.mktemp("scenarios"), SCENARIOS)


@pytest.fixture
def installation(example_template, tmp_path):
    """Services over a region of one's own with the example content."""
    services = copy_of(example_template, tmp_path / "installation")
    yield services
    services.database.close()


@pytest.fixture
def scenario_installation(scenario_template, tmp_path):
    """Services over the scenario offers only."""
    services = copy_of(scenario_template, tmp_path / "scenarios")
    yield services
    services.database.close()


def _client(app, host="hattem.localhost"):
    client = app.test_client()
    client.inspection = Inspection()
    client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"  # as every browser of the last years says
    client.host = host
    return client


@pytest.fixture
def app(installation):
    """The application over `installation`."""
    with application(installation) as made:
        yield made


@pytest.fixture
def client(app):
    """A visitor of Hattem without a browser; every page is inspected."""
    return _client(app)


@pytest.fixture
def scenario_client(scenario_installation):
    """A visitor of Putten among the scenario offers."""
    with application(scenario_installation) as made:
        yield _client(made, "putten.localhost")


@pytest.fixture(scope="session")
def standing(example_template, tmp_path_factory):
    """An application over the example region for tests that only look, shared by all of them."""
    services = copy_of(example_template, tmp_path_factory.mktemp("standing"))
    with application(services) as made:
        yield made
    services.database.close()


@pytest.fixture
def looker(standing):
    """A visitor of the shared region, who changes nothing."""
    return _client(standing)


@pytest.fixture(scope="session")
def standing_server(standing):
    """The shared region on a loopback port: its address."""
    with serving(standing) as address:
        yield address


@pytest.fixture(scope="session")
def scenario_server(scenario_template, tmp_path_factory):
    """The scenario offers on a loopback port: its address, for the site of Putten."""
    services = copy_of(scenario_template, tmp_path_factory.mktemp("scenario-server"))
    with application(services) as made, serving(made) as address:
        yield address.replace("127.0.0.1", "putten.localhost")
    services.database.close()


@pytest.fixture
def live_server(app):
    """A region of one's own on a loopback port: its address."""
    with serving(app) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """A real Chromium, or a loud skip."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: the journeys through real pages were NOT walked")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        with arriving():
            yield running
        running.close()


@pytest.fixture
def page(browser):
    """A page on a phone."""
    context = browser.new_context(viewport=PHONE, locale="nl-NL")
    yield context.new_page()
    context.close()


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def visitor(request, browser):
    """A page on a phone, once with scripts and once without."""
    context = browser.new_context(viewport=PHONE, locale="nl-NL", java_script_enabled=request.param)
    page = context.new_page()
    page.set_default_timeout(6_000)
    yield page
    context.close()
