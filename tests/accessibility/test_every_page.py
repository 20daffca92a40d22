"""Every page in a real browser: axe finds nothing, nothing runs off a narrow screen, and text may grow and spread."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.pages import ADDRESSES

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; } p { margin-block-end: 2em !important; }"


@pytest.fixture(scope="module")
def phone(browser):
    """One page for all checks; the content security policy is left out so that a test may bring a style of its own."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    yield page
    context.close()


def axe_finds_nothing(page):
    found = Axe().run(page, options={"runOnly": TAGS, "resultTypes": ["violations"]}).response["violations"]
    said = [
        f"{each['id']}: {node['target']} {node['failureSummary'][:200]}" for each in found for node in each["nodes"][:3]
    ]
    assert not said, "\n".join(said)


def too_wide(page):
    """What runs off the screen; tables that scroll by themselves aside."""
    return page.evaluate(
        """() => document.scrollingElement.scrollWidth <= window.innerWidth ? [] :
        [...document.querySelectorAll('main *, header *, footer *')]
          .filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1 && !e.closest('.lp-table-scroll'))
          .slice(0, 5).map((e) => e.outerHTML.slice(0, 120))"""
    )


def fits_everywhere(page):
    page.set_viewport_size({"width": 320, "height": 256})  # 400 % on a screen of 1280 by 1024
    assert too_wide(page) == []
    page.add_style_tag(content=SPACING)
    assert too_wide(page) == [], "with the text spread"
    page.set_viewport_size({"width": 640, "height": 512})  # 200 %
    assert too_wide(page) == []
    page.set_viewport_size({"width": 390, "height": 844})


@pytest.mark.parametrize("address", ADDRESSES)
def test_page(phone, standing_server, address):
    assert phone.goto(standing_server + address).status == (404 if address == "/nergens" else 200)
    axe_finds_nothing(phone)
    fits_everywhere(phone)


def test_forms_with_a_mistake_put_the_focus_on_what_to_mend(phone, standing_server):
    for address, button in (
        ("/aanbod/de-avondstoel/klopt-dit-niet", "Geef het door"),
        ("/vertel-wat-u-zocht", "Verstuur"),
    ):
        phone.goto(standing_server + address)
        phone.get_by_role("button", name=button).click()
        phone.wait_for_function("document.activeElement?.textContent.startsWith('Er is nog 1 ding')")
        axe_finds_nothing(phone)
        phone.locator(".lp-error-summary a").click()
        phone.wait_for_function("['INPUT', 'TEXTAREA'].includes(document.activeElement.tagName)")
        fits_everywhere(phone)


def test_the_list_in_all_its_states(phone, standing_server):
    for slug in ("de-avondstoel", "logeerhuis-het-voorbeeldbed"):
        phone.goto(f"{standing_server}/aanbod/{slug}")
        phone.locator("form.lp-shortlist button").first.click()
        phone.get_by_text("Bewaard. Haal weg").first.wait_for()
    for address in ("/lijstje", "/lijstje/vergelijken", "/lijstje/print", "/gesprek"):
        phone.goto(standing_server + address)
        axe_finds_nothing(phone)
        fits_everywhere(phone)
    phone.goto(standing_server + "/lijstje")
    phone.get_by_role("button", name="Mail mijn lijstje").click()
    phone.locator(".lp-error-summary").wait_for()
    axe_finds_nothing(phone)
    phone.get_by_role("button", name="Open dit bestand").click()
    axe_finds_nothing(phone)
    fits_everywhere(phone)


def test_side_by_side_keeps_its_row_heads_in_sight(phone, standing_server):
    for slug in ("de-avondstoel", "logeerhuis-het-voorbeeldbed", "dagoppas-van-de-veluwse-buren"):
        phone.goto(f"{standing_server}/aanbod/{slug}")
        button = phone.locator("form.lp-shortlist button").first
        if button.get_attribute("value") == "bewaar":
            button.click()
            phone.get_by_text("Bewaard. Haal weg").first.wait_for()
    phone.set_viewport_size({"width": 320, "height": 640})
    phone.goto(standing_server + "/lijstje/vergelijken")
    table = phone.get_by_role("region", name="Naast elkaar")
    table.focus()
    for _ in range(6):
        phone.keyboard.press("ArrowRight")
    phone.wait_for_function("document.querySelector('.lp-compare').scrollLeft > 0")
    head = phone.get_by_role("rowheader", name="Kosten").bounding_box()
    assert head["x"] >= 0
    assert too_wide(phone) == []
    phone.set_viewport_size({"width": 390, "height": 844})


def test_these_checks_bite(phone):
    phone.set_content(
        '<html lang="nl"><title>x</title><main><h1>Kop</h1><img src="x"><p style="width:900px">breed</p></main></html>'
    )
    with pytest.raises(AssertionError, match="image-alt"):
        axe_finds_nothing(phone)
    phone.set_viewport_size({"width": 320, "height": 256})
    assert too_wide(phone)
    phone.set_viewport_size({"width": 390, "height": 844})


@pytest.mark.parametrize("slug", ["de-avondstoel", "logeerhuis-het-voorbeeldbed", "logeerboerderij-voor-kinderen"])
def test_an_offer_fits_one_sheet_of_paper(phone, standing_server, slug):
    phone.goto(f"{standing_server}/aanbod/{slug}/print")
    assert phone.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") == 1
