"""A click that leads to another page is over when that page is there.

Playwright waits until the next page has begun, not until it has arrived. On a busy machine a journey that counts cards
right after a click then counts the ones of half a page.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator


@contextmanager
def arriving() -> Iterator[None]:
    """Let every click of a journey wait for the page it leads to."""
    click = Locator.click

    def click_and_arrive(locator: Locator, **how: object) -> None:
        click(locator, **how)
        if not locator.page.is_closed():
            locator.page.wait_for_load_state("load")

    Locator.click = click_and_arrive
    try:
        yield
    finally:
        Locator.click = click
