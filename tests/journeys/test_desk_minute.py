"""A desk worker's minute: three offers found, ticked and mailed with at most 25 keystrokes and no mouse; and S28 whole."""

import re
from email import message_from_bytes, policy

import pytest
from axe_playwright_python.sync_playwright import Axe

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_now
from app.working import worker
from tests.applications import application
from tests.installing import SECRET, copy_of
from tests.mailing.conftest import mailbox  # noqa: F401
from tests.serving import serving
from tests.web.front_desk.calls import counted
from tests.web.staff.site import PASSWORD, everything_in

pytestmark = pytest.mark.browser
MOST_KEYS = 25
WIDE = {"width": 1280, "height": 900}


class Counting:
    """The keyboard, counted."""

    def __init__(self, page):
        self.page, self.pressed = page, 0

    def press(self, key):
        self.pressed += 1
        self.page.keyboard.press(key)

    def type(self, text):
        for sign in text:
            self.press(sign)


def come_in(page, address, services, municipality):
    with services.database.writing() as session:
        new = create_account(
            session, AccountKeys(SECRET), email="loket@voorbeeld.example", password=PASSWORD, role=Role.DESK,
            municipality=municipality,
        )  # fmt: skip
    page.goto(f"{address}/inloggen")
    page.get_by_label("E-mailadres").fill(new.account.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Code").fill(code_now(new.secret))
    page.get_by_role("button", name="Inloggen").click()
    page.get_by_role("link", name="Beller aan de lijn").click()


def test_three_offers_found_and_mailed_within_25_keystrokes(browser, example_template, tmp_path, mailbox):
    services = copy_of(example_template, tmp_path / "minute", smtp_url=mailbox.url)
    context = browser.new_context(viewport=WIDE, locale="nl-NL")
    page = context.new_page()
    page.set_default_timeout(8_000)
    with application(services) as app, serving(app) as address:
        come_in(page, address, services, "hattem")
        page.locator("#zoek-q:focus").wait_for()
        keys = Counting(page)
        keys.type("maaltijd")
        keys.press("Enter")
        page.locator("#gevonden:focus").wait_for()
        picked = [
            {
                "name": each.locator("label span").last.inner_text(),
                "phone": each.locator(".lp-phone").get_attribute("href"),
            }
            for each in page.locator(".lp-call-result").all()[:3]
        ]
        keys.type("123m")  # at the pace of a machine: nothing typed may be lost
        keys.type("a@b.example")
        keys.press("Enter")
        page.get_by_role("heading", name="Het briefje is onderweg").wait_for()
        assert keys.pressed <= MOST_KEYS, keys.pressed
        assert page.locator(".lp-slip strong").all_inner_texts() == [each["name"] for each in picked]
        going = worker(services)
        while going.once():
            pass
        found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        assert not found, found
        # One key for what came of it, and everything is ready for the next caller.
        keys.press("g")
        page.locator("#zoek-q:focus").wait_for()
        assert page.locator("#zoek-q").input_value() == ""
        assert page.locator(".lp-slip li").count() == 0
        # In a field the keys are letters; after Escape they are keys again, and "/" leads back to the field.
        page.keyboard.type("gnk1")
        assert page.locator("#zoek-q").input_value() == "gnk1"
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        assert page.locator("#toetsen").get_attribute("open") is not None
        page.keyboard.press("/")
        page.locator("#zoek-q:focus").wait_for()
    context.close()
    _sender, to, content = mailbox.received[0]
    assert to == ["a@b.example"]
    text = message_from_bytes(content, policy=policy.default).get_content()
    for each in picked:
        assert each["name"] in text
        assert each["phone"].removeprefix("tel:") in re.sub(r"(?<=\d) (?=\d)", "", text)
    assert text.count("Kosten:") == 3
    assert "was geldig tot en met 31 december 2025" in text
    assert counted(services, "desk_answer") == {("hattem", "", "algemene-dagelijkse-vaardigheden", "phone", "found"): 1}
    assert sum(counted(services).values()) == 3
    assert b"a@b.example" not in everything_in(services.database)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def desk_page(request, browser):
    context = browser.new_context(viewport=WIDE, locale="nl-NL", java_script_enabled=request.param)
    page = context.new_page()
    page.set_default_timeout(8_000)
    page.scripts = request.param
    yield page
    context.close()


def test_s28_a_caller_asks_for_meals(desk_page, scenario_template, tmp_path, mailbox):
    page = desk_page
    services = copy_of(scenario_template, tmp_path / "s28", smtp_url=mailbox.url)
    with application(services) as app, serving(app) as loopback:
        address = loopback.replace("127.0.0.1", "putten.localhost")
        come_in(page, address, services, "putten")
        page.get_by_label("Wat zoekt de beller?").fill("maaltijd")
        page.get_by_role("button", name="Zoek", exact=True).click()

        # The same order as everybody gets; staff sees that the price is old.
        order = [
            each["id"]
            for each in app.test_client()
            .get("/api/zoeken?q=maaltijd", headers={"Host": "putten.localhost"})
            .get_json()["results"]
        ]
        boxes = page.locator("input[name=aanbod]")
        assert [box.get_attribute("value") for box in boxes.all()] == order[:10]
        meal = page.locator(".lp-call-result", has_text="Maaltijd aan huis").first
        assert meal.get_by_text("prijs verouderd").is_visible()
        meal.get_by_role("checkbox").check()
        errands = page.locator(".lp-call-result", has_text="Boodschappendienst")
        if not errands.count():  # one more word, and the slip stays as it was
            if not page.scripts:
                page.get_by_role("button", name="Zet op briefje").click()
            page.get_by_label("Wat zoekt de beller?").fill("boodschappen")
            page.get_by_role("button", name="Zoek", exact=True).click()
        errands.get_by_role("checkbox").check()
        if not page.scripts:
            page.get_by_role("button", name="Zet op briefje").click()
        names = page.locator(".lp-slip strong")
        names.nth(1).wait_for()
        assert names.all_inner_texts() == ["Maaltijd aan huis", "Boodschappendienst"]

        # On paper, as a letter, by mail and with a code: all from this one screen.
        page.get_by_role("button", name=re.compile("Print$")).click()
        assert "0341 000 478" in page.locator(".lp-slip-sheet").inner_text()
        page.get_by_role("link", name="Terug naar de beller").click()
        page.get_by_role("button", name=re.compile("Brief$")).click()
        assert "Boodschappendienst" in page.locator(".lp-slip-letter").inner_text()
        page.get_by_role("link", name="Terug naar de beller").click()
        page.get_by_label("E-mailadres").fill("beller@voorbeeld.example")
        page.get_by_role("button", name="Mail", exact=True).click()
        page.get_by_role("heading", name="Het briefje is onderweg").wait_for()
        page.get_by_role("button", name=re.compile("Code$")).click()
        code = page.locator(".lp-slip__code strong").inner_text()
        page.get_by_role("button", name=re.compile("Gevonden$")).click()
        page.get_by_role("heading", name="Geteld: gevonden").wait_for()

        page.goto(f"{address}/briefje")
        page.get_by_label("Uw code").fill(code)
        page.get_by_role("button", name="Bekijk het briefje").click()
        assert page.locator("article.lp-card").count() == 2
        going = worker(services)
        while going.once():
            pass
    assert len(mailbox.received) == 1
    assert {(key[3], key[4]) for key in counted(services)} == {
        (way, "municipality") for way in ("print", "letter", "mail", "link")
    }
    assert b"beller@" not in everything_in(services.database)
