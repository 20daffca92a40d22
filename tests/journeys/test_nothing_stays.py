"""No cookie, no storage and no stranger's address before somebody needs it (promise 50), on every page of the way to a conversation."""

from urllib.parse import urlsplit

import pytest

PAGES = (
    "/", "/wegwijzer", "/wegwijzer/voor-een-ander", "/wegwijzer/takenrooster", "/mantelzorg", "/zorgen-om-iemand", "/gesprek",
    "/gesprek/formulier", "/mijn-plan", "/mijn-aanvraag", "/clientondersteuning", "/hulp-nu", "/wissen", "/en/gesprek", "/en/wegwijzer",
)  # fmt: skip
STORED = "() => [localStorage.length, sessionStorage.length, document.cookie]"


@pytest.fixture
def watched(page):
    """A page of which every request is written down."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_default_timeout(6_000)
    return page, asked


def test_looking_leaves_nothing_in_the_browser_and_asks_nobody_else(watched, standing_server):
    page, asked = watched
    for path in PAGES:
        page.goto(standing_server + path)
        assert page.evaluate(STORED) == [0, 0, ""], path
    assert page.context.cookies() == []
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(standing_server).netloc}


def test_telling_something_makes_one_sealed_cookie_that_ends_with_the_browser(watched, standing_server):
    page, asked = watched
    page.goto(f"{standing_server}/wegwijzer")
    page.locator("textarea[name=vraag]").fill("ik zit zonder kanariegeel")
    page.get_by_role("button", name="Verder").click()
    page.get_by_text("kanariegeel").first.wait_for()
    (cookie,) = page.context.cookies()
    assert (cookie["expires"], cookie["httpOnly"], cookie["sameSite"]) == (-1, True, "Lax")
    assert "kanarie" not in cookie["value"]
    assert page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]
    assert not [url for url in asked if "kanarie" in url], "what was told stands in no address"
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(standing_server).netloc}


def test_the_guard_would_bite_something_stored_is_seen(watched, standing_server):
    page, _ = watched
    page.goto(standing_server)
    page.evaluate("() => { localStorage.setItem('a', 'b') }")
    assert page.evaluate(STORED) != [0, 0, ""]
