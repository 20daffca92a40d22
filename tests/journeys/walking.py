"""Words for walking through the site: what a person sees and presses, by role and visible name."""

import re

from playwright.sync_api import Locator, Page


def search(page: Page, words: str, place: str = "") -> None:
    """Tell it in one's own words on the page that is open."""
    page.get_by_label("Vertel het in uw eigen woorden").fill(words)
    if place:
        page.get_by_role("textbox", name="Postcode of plaats").fill(place)
    page.get_by_role("button", name="Zoek hulp").click()
    page.get_by_role("heading", level=1, name=re.compile("Hulp bij|Alle hulp")).wait_for()


def found(page: Page) -> list[str]:
    """The names of what was found, in order."""
    return [
        name.replace("\xad", "") for name in page.locator("article").get_by_role("heading", level=3).all_inner_texts()
    ]


def result(page: Page, name: str) -> Locator:
    """One result."""
    return page.get_by_role("article").filter(has=page.get_by_role("heading", level=3, name=name))


def fact(page: Page, name: str) -> str:
    """What stands behind one word in the block of facts."""
    row = page.locator("dl > div").filter(
        has=page.get_by_role("term").filter(has_text=re.compile(f"^{re.escape(name)}$"))
    )
    return row.get_by_role("definition").first.inner_text()


def open_result(page: Page, name: str) -> None:
    """Follow a result to its page."""
    result(page, name).get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", level=1, name=name).wait_for()


def main(page: Page) -> str:
    """Everything in the main part, as text."""
    return page.get_by_role("main").inner_text()
