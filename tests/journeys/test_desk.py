"""S29: a letter asks for a talk; the desk enters it, works it, and the resident reads what came of it."""

import re
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from sqlmodel import select

from app import clock
from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_now
from app.conversation.asking import ask
from app.conversation.models import ConversationRequest, RequestOutcome
from app.referring.examples import make_example_desk_work
from tests.conversation.conftest import a_request
from tests.web.staff.site import PASSWORD

pytestmark = pytest.mark.browser
NOTE = "We spraken af dat u dinsdag gaat kijken bij de koffie."


def come_in(page, address, services):
    keys = AccountKeys(services.settings.secret_key)
    with services.database.writing() as session:
        new = create_account(
            session, keys, email="loket@voorbeeld.example", password=PASSWORD, role=Role.DESK, municipality="hattem"
        )
    page.goto(f"{address}/inloggen")
    page.get_by_label("E-mailadres").fill(new.account.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Code").fill(code_now(new.secret))
    page.get_by_role("button", name="Inloggen").click()
    page.get_by_role("heading", name="Aanvragen", level=1).wait_for()


def group(page, name):
    return page.get_by_role("group", name=name)


def unfold(page, name):
    page.locator("summary", has_text=name).click()


def test_s29_a_letter_becomes_a_talk_and_the_resident_reads_both_outcomes(visitor, installation, live_server):
    page = visitor
    come_in(page, live_server, installation)

    # A letter that came two days ago. The question about client support is open: saving is refused, everything stays.
    page.get_by_role("link", name="Nieuwe aanvraag", exact=True).click()
    group(page, "Hoe kwam de vraag binnen?").get_by_label("brief").check()
    came_in = clock.today() - timedelta(days=2)
    page.get_by_label("dag waarop de brief binnenkwam").fill(came_in.isoformat())
    page.get_by_label("Vraag, in eigen woorden").fill("ik kan het schoonmaken niet meer aan en zie weinig mensen")
    page.get_by_label("Wat is al geprobeerd?").fill("Bezoek 75+")
    page.get_by_label("Naam", exact=False).last.fill("mevrouw Voorbeeld")
    page.get_by_label("Straat en huisnummer").fill("Voorbeeldstraat 1")
    page.get_by_label("Postcode").fill("8051 AB")
    group(page, "Hoe wil deze persoon het liefst iets horen?").get_by_label("brief").check()
    page.get_by_role("button", name="Bewaar de aanvraag").click()
    page.get_by_role("heading", name="Er is nog 1 ding om aan te passen").wait_for()
    assert "nog open" in page.locator(".lp-error-summary").inner_text()
    assert page.get_by_label("Wat is al geprobeerd?").input_value() == "Bezoek 75+"
    with installation.database.reading() as session:
        assert session.exec(select(ConversationRequest)).all() == []

    # A letter writer cannot be asked on the spot: it becomes a dated task.
    support = group(page, "Wil deze persoon gratis onafhankelijke hulp?")
    support.get_by_label("nog te vragen").check()
    page.get_by_label("op welke dag uiterlijk?").fill(clock.today().isoformat())
    page.get_by_role("button", name="Bewaar de aanvraag").click()
    page.get_by_role("heading", name="De aanvraag is bewaard").wait_for()
    reference = page.locator("output").get_attribute("data-reference")
    code = page.locator(".lp-letter .lp-nowrap").inner_text()
    page.get_by_label("De brief is op de post").check()
    page.get_by_role("button", name="Klaar").click()

    # The queue says age, term, flag and what was tried; the name stands on the page of the request only.
    page.goto(f"{live_server}/loket/")
    line = page.locator("tr[data-request]").inner_text()
    due = came_in + timedelta(weeks=6)
    for part in (
        "vraag of iemand gratis onafhankelijke hulp wil",
        "nog te vragen",
        "Bezoek 75+",
        "brief",
        str(due.year),
    ):
        assert part in line, part
    assert "te laat" not in line
    assert "Voorbeeld" not in line

    # The answer is recorded once it is asked; after that the desk has no way to change it.
    page.get_by_role("link", name=reference).click()
    page.get_by_role("button", name="Ik pak dit op").click()
    unfold(page, "Gratis onafhankelijke hulp: nu gevraagd")
    group(page, "Wil deze persoon gratis onafhankelijke hulp?").get_by_label("nee").check()
    page.get_by_label("ik heb het gevraagd en deze persoon wil het niet").check()
    page.get_by_role("button", name="Bewaar het antwoord").click()
    page.get_by_text("Alleen de inwoner verandert deze keuze").wait_for()
    assert page.locator('input[name="clientondersteuning"]').count() == 0

    # After the talk: two outcomes and a note.
    unfold(page, "Uitkomst van het gesprek")
    page.get_by_label("Er is een algemene voorziening waar u terecht kan.").check()
    page.get_by_label("U bent gebaat bij een individuele voorziening").check()
    page.get_by_label("Bericht voor de inwoner").fill(NOTE)
    page.get_by_role("button", name="Bewaar en rond af").click()
    page.get_by_role("heading", name="Uitkomst bewaard").wait_for()
    assert page.get_by_text(re.compile(r"laatst bewaard om \d\d:\d\d uur")).is_visible()

    # On paper: both labels, the plain sentence, the note, another conversation and complaints.
    page.get_by_role("link", name="Uitkomst als brief").click()
    letter = page.locator(".lp-letter").inner_text()
    for part in (
        "algemene voorziening",
        "individuele voorziening",
        "De gemeente beslist hierover",
        NOTE,
        "opnieuw een gesprek",
        "klacht",
    ):
        assert part in letter, part
    assert "schoonmaken" not in letter
    page.get_by_role("button", name="De brief is op de post").click()
    page.get_by_role("button", name="Uitloggen").click()

    # On screen, with the number and code of the first letter.
    page.goto(f"{live_server}/mijn-aanvraag")
    page.get_by_label("Uw nummer").fill(reference)
    page.get_by_label("Uw code").fill(code)
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("heading", name="Wat eruit kwam").wait_for()
    own = page.get_by_role("main").inner_text()
    for part in ("algemene voorziening", "individuele voorziening", NOTE, "Gesprek opnieuw"):
        assert part in own, part
    assert page.locator('a[href*="/klacht"]').count()

    # What is stored is a referral and a note, never a decision.
    with installation.database.reading() as session:
        [request] = session.exec(select(ConversationRequest)).all()
        codes = {row.code for row in session.exec(select(RequestOutcome)).all()}
    assert codes == {"general_provision", "individual_provision"}
    assert request.due_on == due
    assert not {
        name for name in ConversationRequest.model_fields if re.search("decision|entitle|granted|besluit", name)
    }


def test_every_desk_page_passes_axe_fits_and_is_reached_with_the_keyboard(browser, installation, live_server):
    context = browser.new_context(locale="nl-NL")
    page = context.new_page()
    receipt = ask(
        installation.office, a_request(contact={"street": "Voorbeeldstraat 1", "preference": "letter"}), "form"
    )
    where = f"/loket/aanvraag/{receipt.request_id}"
    come_in(page, live_server, installation)
    problems = []
    made = make_example_desk_work(installation.office)
    assert made
    known = (
        "/loket/kennis", "/loket/kennis/1", "/loket/kennis/nieuw", "/loket/bundels", "/loket/bundels/1", "/loket/overdracht",
        "/loket/terugbellen", "/loket/terugbellen/1", "/loket/terugbellen/nieuw/1", "/loket/aanbod/1/notitie",
    )  # fmt: skip
    for path in (
        "/loket/",
        "/loket/nieuw",
        "/loket/lijst",
        where,
        f"{where}/brief?soort=ontvangst",
        "/en/loket/",
        *known,
    ):
        page.goto(live_server + path)
        for width in (320, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            problems += [
                (path, width, each["id"], each["nodes"][0]["html"][:200])
                for each in Axe().run(page).response["violations"]
            ]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                problems.append((path, width, "too wide", ""))
    assert problems == []
    page.goto(live_server + where)
    reached = []
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText || document.activeElement.name || ''").strip())
    wanted = [
        "Ik pak dit op",
        "Gebeld",
        "Gesprek plannen",
        "Notitie",
        "Uitkomst van het gesprek",
        "Nieuwe code per brief",  # nobody else works here, so handing over is not offered
    ]
    assert "Overdragen" not in reached
    assert [each for each in reached if each in wanted][: len(wanted)] == wanted
    page.locator("summary", has_text="Notitie").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("let op de hond")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Notitie bewaard").wait_for()
    context.close()
