"""The style guide in a real Chromium, under the content security policy of the product."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture
def visit(chromium, styleguide):
    pages = []

    def open_page(query="", width=1280, **context):
        page = chromium.new_page(viewport={"width": width, "height": 800}, **context)
        page.problems = []
        page.on("console", lambda message: page.problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.goto(f"{styleguide}/{query}")
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.mark.parametrize(("query", "width"), [("", 320), ("?thema=putten", 1280), ("?thema=overbetuwe&taal=ar", 390)])
def test_axe_finds_nothing(visit, query, width):
    page = visit(query, width)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}}).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    assert page.problems == []


@pytest.mark.parametrize("query", ["", "?taal=ar"])
def test_nothing_runs_off_a_narrow_screen(visit, query):
    page = visit(query, 320)  # 320 px is also 1280 px at 400 %
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.evaluate(
        "for (const e of document.querySelectorAll('body *')) { e.style.lineHeight = '1.5'; e.style.letterSpacing = '.12em'; e.style.wordSpacing = '.16em'; }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_targets_are_large_enough_for_a_thumb(visit):
    page = visit("", 390)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, .lp-button, .lp-input, summary, .lp-tag[href], nav a, .lp-choice label')]
        .filter(e => e.offsetParent && e.getBoundingClientRect().height < 40 && !e.closest('.lp-help-bar__desk'))
        .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_what_has_the_focus_is_seen_and_never_covered(visit):
    page = visit("", 390)
    page.evaluate("document.activeElement.blur(); document.querySelector('.lp-skip-link').focus()")
    for _ in range(75):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """async () => { await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
            const e = document.activeElement, r = e.getBoundingClientRect();
            if (e === document.body) return true;
            const top = document.elementFromPoint(r.left + Math.min(r.width / 2, 40), r.top + r.height / 2);
            const ring = getComputedStyle(e).outlineStyle !== 'none';
            return ring && r.top >= 0 && r.bottom <= innerHeight + 1 && (e.contains(top) || top?.contains(e) || top?.htmlFor === e.id) || e.outerHTML.slice(0, 120); }"""
        )
        assert seen is True


def test_suggestions_are_chosen_with_the_keyboard(visit):
    page = visit()
    field = page.get_by_label("Vertel het in uw eigen woorden")
    field.fill("")
    field.press_sequentially("dag")
    page.get_by_role("option").first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert "2 voorstellen" in page.locator("#lp-status").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert field.input_value() == "dagbesteding"
    assert field.get_attribute("aria-expanded") == "false"


def test_keeping_an_offer_is_announced_without_leaving_the_page(visit, styleguide):
    page = visit()
    button = page.locator("[data-offer=vb-1] .lp-shortlist button")
    button.click()
    page.locator("#lp-status", has_text="Bewaard.").wait_for(state="attached")
    assert "Haal weg" in button.inner_text()
    assert page.url == f"{styleguide}/"


def test_the_map_is_fetched_only_when_asked_for(visit):
    page = visit()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("https://service.pdok.nl/**", lambda route: route.abort())
    assert page.evaluate("typeof window.L") == "undefined"
    page.get_by_role("button", name="Toon kaart").click()
    page.locator(".leaflet-marker-icon").first.wait_for()
    assert page.locator(".leaflet-marker-icon").count() == 2
    assert any(url.startswith("https://service.pdok.nl/") for url in asked)
    assert not any("Content Security Policy" in problem for problem in page.problems)
    page.get_by_role("button", name="Verberg kaart").click()
    assert page.locator(".lp-map__canvas").is_hidden()


def test_without_scripts_everything_that_is_shown_works(visit):
    page = visit(java_script_enabled=False)
    assert page.locator("[data-lp-map], [data-lp-share-button], [data-lp-print], [data-lp-read-aloud]").count() == 4
    assert (
        page.locator(
            "[data-lp-map]:visible, [data-lp-share-button]:visible, [data-lp-print]:visible, [data-lp-read-aloud]:visible"
        ).count()
        == 0
    )
    assert page.get_by_role("link", name="Mail deze pagina").is_visible()


def test_leaving_quickly_takes_over_the_place_in_the_back_list(visit, styleguide):
    page = visit()
    page.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="elders", content_type="text/html"))
    before = page.evaluate("history.length")
    page.get_by_role("link", name="Verlaat deze site snel").click()
    page.wait_for_url("https://www.wikipedia.org/**")
    assert page.evaluate("history.length") == before


def test_paper_keeps_the_facts_and_drops_the_buttons(visit):
    page = visit()
    page.emulate_media(media="print")
    assert page.locator(".lp-facts").is_visible()
    assert page.locator(".lp-help-bar .lp-phone").is_visible()
    for gone in (".lp-search", ".lp-share", ".lp-quick-exit", ".lp-shortlist >> nth=0", ".lp-footer"):
        assert page.locator(gone).is_hidden()
