"""S23: somebody was treated badly. The confidential adviser first, the whole domain, a receipt; the desk finds nothing."""

import pytest
from sqlmodel import select

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_now
from app.complaints import handling
from app.complaints.models import Complaint
from tests.accessibility.test_every_page import axe_finds_nothing, fits_everywhere
from tests.complaints.told import counted, handler, told
from tests.journeys.walking import main
from tests.web.staff.site import PASSWORD

pytestmark = pytest.mark.browser
CANARY = "Loketmedewerker Zeldzaam lachte mij uit"
PERSON = "mevrouw Vreemdevogel"


@pytest.fixture
def site(live_server):
    """The site of Hattem."""
    return live_server.replace("127.0.0.1", "hattem.localhost")


def account(installation, role):
    with installation.database.writing() as session:
        return create_account(
            session, AccountKeys.of(installation.settings), email=f"{role.value}@voorbeeld.example", password=PASSWORD,
            role=role, municipality="hattem",
        )  # fmt: skip


def sign_in(visitor, site, new):
    visitor.goto(f"{site}/inloggen")
    visitor.get_by_label("E-mailadres").fill(new.account.email)
    visitor.get_by_label("Wachtwoord").fill(PASSWORD)
    visitor.get_by_role("button", name="Verder").click()
    visitor.get_by_label("Code").fill(code_now(new.secret))
    visitor.get_by_role("button", name="Inloggen").click()


def tell(visitor, site):
    visitor.goto(f"{site}/aanbod/de-avondstoel")
    visitor.get_by_role("link", name="Vertel het aan de vertrouwenspersoon").click()
    assert main(visitor).index("De vertrouwenspersoon") < main(visitor).index("Liever opschrijven?")
    visitor.get_by_role("link", name="Vertel hier wat er is gebeurd").click()
    visitor.get_by_role("textbox", name="Wat is er gebeurd?").fill(CANARY)
    visitor.get_by_role("radio", name="Hoe iemand met mij omging").check()
    visitor.get_by_role("textbox", name="Uw naam").fill(PERSON)
    visitor.get_by_role("textbox", name="E-mail").fill("vogel@post.example")
    visitor.get_by_role("button", name="Verstuur").click()
    visitor.get_by_role("link", name="Kies bij 'Wie mag dit lezen?'").wait_for()
    assert visitor.get_by_role("textbox", name="Wat is er gebeurd?").input_value() == CANARY
    visitor.get_by_role("radio", name="Eerst de vertrouwenspersoon").check()
    visitor.get_by_role("radio", name="Mail mij").check()
    visitor.get_by_role("button", name="Verstuur").click()
    visitor.get_by_role("heading", level=1, name="Wij hebben het ontvangen").wait_for()
    return visitor.locator("[data-reference]").inner_text(), visitor.locator("[data-code]").inner_text()


def test_told_read_answered_and_never_at_the_desk(visitor, site, installation):
    reference, code = tell(visitor, site)
    with installation.database.reading() as session:
        (complaint,) = session.exec(select(Complaint)).all()
    number = complaint.id
    assert counted(installation.office) == {("treatment", "received"): 1}

    sign_in(visitor, site, account(installation, Role.DESK))
    assert "Heeft iemand een klacht?" in visitor.locator("#klacht-aan-de-lijn").inner_text()
    for address in ("/loket/", "/loket/lijst", "/loket/zoeken", f"/loket/zoeken?q={reference}", "/loket/?q=Zeldzaam"):
        visitor.goto(f"{site}{address}")
        assert not any(each in visitor.content() for each in ("Zeldzaam lachte", PERSON, complaint.reference)), address
    assert visitor.goto(f"{site}/klachtbehandeling/").status == 404
    assert visitor.goto(f"{site}/klachtbehandeling/{number}").status == 404
    visitor.context.clear_cookies()

    sign_in(visitor, site, account(installation, Role.CONFIDENTIAL_ADVISER))
    visitor.get_by_role("heading", level=1, name="Klachten bij u").wait_for()
    visitor.get_by_role("link", name=reference).click()
    assert CANARY in main(visitor)
    visitor.get_by_role("button", name="Bevestig de ontvangst").click()
    visitor.get_by_role("textbox", name="Antwoord").fill("Dat had niet gemogen.\nIk ga met u mee naar het gesprek.")
    visitor.get_by_role("button", name="Geef dit antwoord en sluit af").click()
    visitor.get_by_text("Het antwoord staat klaar").wait_for()
    visitor.context.clear_cookies()

    visitor.goto(f"{site}/klacht/mijn-klacht")
    visitor.get_by_role("textbox", name="Uw nummer").fill(reference)
    visitor.get_by_role("textbox", name="Uw code").fill(code)
    visitor.get_by_role("button", name="Open mijn klacht").click()
    assert "Ik ga met u mee naar het gesprek." in main(visitor)
    visitor.get_by_role("button", name="Geef door aan Klachtenfunctionaris Hattem").click()
    assert "Klachtenfunctionaris Hattem heeft het nu" in main(visitor)
    assert counted(installation.office) == {("treatment", "received"): 2, ("treatment", "in_time"): 1}


def test_the_pages_of_who_told_it_and_of_who_reads_it_are_for_everybody(browser, site, installation):
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    receipt = told(installation.office)
    handling.acknowledge(installation.office, handler(), receipt.number, "Ik lees het vandaag.")
    page.goto(f"{site}/klacht/mijn-klacht")
    page.get_by_role("textbox", name="Uw nummer").fill(receipt.reference)
    page.get_by_role("textbox", name="Uw code").fill(receipt.code)
    page.get_by_role("button", name="Open mijn klacht").click()
    page.get_by_text("Ik lees het vandaag.").wait_for()
    axe_finds_nothing(page)
    fits_everywhere(page)
    sign_in(page, site, account(installation, Role.CONFIDENTIAL_ADVISER))
    for address in ("/klachtbehandeling/", f"/klachtbehandeling/{receipt.number}", "/en/klacht/mijn-klacht"):
        assert page.goto(f"{site}{address}").status == 200
        axe_finds_nothing(page)
        fits_everywhere(page)
    context.close()
