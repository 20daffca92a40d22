"""A mediator brings a volunteer and somebody with a question together, with and without scripts (I-34, I-36, I-51)."""

import pytest
from sqlmodel import select

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_now
from app.matching.models import Notice, Pair, PairState, Side, Standing
from app.references import spaced_reference
from tests.accessibility.test_every_page import axe_finds_nothing
from tests.journeys.test_desk import group, unfold
from tests.matching.conftest import an_offer
from tests.web.resident.helping_scene import THURSDAY, posted, proposed
from tests.web.staff.site import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server):
    """The site of Hattem."""
    return live_server.replace("127.0.0.1", "hattem.localhost")


@pytest.fixture
def volunteer(request, browser):
    """A page of somebody else, with scripts when the mediator has them."""
    scripts = request.node.callspec.params["visitor"]
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="nl-NL", java_script_enabled=scripts)
    page = context.new_page()
    page.set_default_timeout(6_000)
    yield page
    context.close()


def come_in(page, site, services):
    keys = AccountKeys(services.settings.secret_key)
    with services.database.writing() as session:
        new = create_account(
            session, keys, email="els@voorbeeld.example", password=PASSWORD, role=Role.MEDIATOR, municipality="hattem"
        )
    page.goto(f"{site}/inloggen")
    page.get_by_label("E-mailadres").fill(new.account.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Code").fill(code_now(new.secret))
    page.get_by_role("button", name="Inloggen").click()
    page.get_by_role("heading", name="Bemiddeling", level=1).wait_for()


def own_page(page, site, reference, code):
    page.goto(f"{site}/voor-elkaar/mijn")
    page.get_by_label("Uw nummer").fill(spaced_reference(reference))
    page.get_by_label("Uw code").fill(code)
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_role("heading", name="Uw gegevens").wait_for()


def look(page, *, scripts):
    """Without scripts axe cannot run: then nothing is measured."""
    if scripts:
        axe_finds_nothing(page)


def done(page, what):
    page.get_by_role("heading", name=what).wait_for()


def test_from_two_strangers_to_an_appointment_and_a_report(visitor, volunteer, installation, site, request):
    page, scripts = visitor, request.node.callspec.params["visitor"]
    offer = posted(installation, an_offer(when_mask=THURSDAY))
    come_in(page, site, installation)

    # The new offer waits. The mediator screens and approves it.
    page.locator(f'tr[data-notice="{offer.notice_id}"] a').click()
    page.get_by_role("heading", name="Kennismaking", level=2).wait_for()
    look(page, scripts=scripts)
    unfold(page, "Kennismaking en VOG")
    group(page, "Is er een VOG?").get_by_label("ja, gezien").check()
    page.get_by_role("textbox", name="Notitie").fill("Fijn gesprek.")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    done(page, "Kennismaking bewaard")
    page.get_by_role("button", name="Goedkeuren en plaatsen").click()
    done(page, "Geplaatst")

    # Somebody calls with a question. Consent is not asked yet: refused, everything stays.
    page.get_by_role("link", name="Invoeren", exact=True).click()
    page.get_by_role("link", name="Iemand zoekt hulp").click()
    group(page, "Hoe kwam dit binnen?").get_by_label("telefoon").check()
    page.get_by_role("checkbox", name="Op bezoek komen").check()
    page.get_by_role("textbox", name="Wanneer, in eigen woorden").fill("donderdagmiddag")
    group(page, "Hoe vaak?").get_by_label("elke week").check()
    page.get_by_role("textbox", name="Voornaam of roepnaam").fill("Voorbeeld-Karel")
    page.get_by_role("textbox", name="Telefoon").fill("038 000 00 02")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.get_by_role("heading", name="Er is nog 1 ding om aan te passen").wait_for()
    look(page, scripts=scripts)
    assert page.get_by_role("textbox", name="Voornaam of roepnaam").input_value() == "Voorbeeld-Karel"
    page.get_by_label("Ik heb gevraagd of wij dit mogen bewaren; ja").check()
    page.get_by_role("button", name="Bewaar", exact=True).click()
    done(page, "De vraag is bewaard")
    look(page, scripts=scripts)
    assert page.locator(".lp-letter [data-code]").inner_text()
    page.get_by_role("button", name="Klaar").click()
    page.get_by_role("button", name="Goedkeuren en plaatsen").click()
    done(page, "Geplaatst")

    # Who fits, with the reason; put to both.
    candidate = page.locator("li[data-candidate]")
    assert "op bezoek komen" in candidate.inner_text()
    assert "donderdag" in candidate.inner_text()
    assert "Vera" not in page.locator("main").inner_text()
    candidate.get_by_role("button").click()
    done(page, "Voorgelegd aan beiden")
    look(page, scripts=scripts)
    proposal = page.url.partition("?")[0]

    # The volunteer says yes on their own page, and sees nothing of the other yet.
    own_page(volunteer, site, offer.reference, offer.code)
    assert "Karel" not in volunteer.locator("main").inner_text()
    volunteer.get_by_role("button", name="Ja graag").click()
    volunteer.get_by_text("U zei ja. Zegt de ander ook ja").wait_for()
    assert "Karel" not in volunteer.locator("main").inner_text()

    # The one who asked has no mail: on the list of calls. They say yes by telephone.
    page.goto(f"{site}/bemiddeling/")
    look(page, scripts=scripts)
    assert "leg het voorstel voor" in page.locator("li[data-call]").inner_text()
    page.goto(proposal)
    page.locator("#telefoon-vraag summary").click()
    page.locator("#telefoon-vraag").get_by_label("ja", exact=True).check()
    page.locator("#telefoon-vraag").get_by_role("button", name="Bewaar antwoord").click()
    page.get_by_text("Beiden zeiden ja: zij zien nu hoe ze elkaar bereiken.").wait_for()
    assert "Spreek de eerste keer af op een plek waar meer mensen zijn" in page.locator("main").inner_text()
    volunteer.goto(f"{site}/voor-elkaar/mijn")
    volunteer.get_by_text("Voorbeeld-Karel").first.wait_for()

    # Something is not right: contact closes at once, and the board says so first.
    volunteer.get_by_role("link", name="Er is iets niet goed").click()
    volunteer.get_by_role("button", name="Verstuur").click()
    volunteer.get_by_text("Dank u wel dat u het zegt").wait_for()
    assert "Karel" not in volunteer.locator("main").inner_text()
    page.goto(f"{site}/bemiddeling/")
    assert page.locator("main h2").first.inner_text() == "Meldingen (1)"
    page.locator(".lp-alarm li a").click()
    done(page, "Er is een melding")
    look(page, scripts=scripts)
    page.get_by_role("textbox", name="Wat is er besproken?").fill("Met beiden gebeld.")
    group(page, "Moet de ander geblokkeerd worden?").get_by_label("nee, alleen dit voorstel stopt").check()
    page.get_by_role("button", name="Melding is afgehandeld").click()
    done(page, "Melding afgehandeld")
    with installation.database.reading() as session:
        assert session.exec(select(Pair.state)).one() is PairState.UNDONE
        assert session.exec(select(Notice.standing).where(Notice.side == Side.QUESTION)).one() is Standing.OPEN


def test_an_appointment_is_taken_back_and_nobody_reads_why(visitor, volunteer, installation, site):
    page = visitor
    offer, _question, pair = proposed(installation)
    come_in(page, site, installation)
    page.goto(f"{site}/bemiddeling/voorstel/{pair}")
    for side in ("vraag", "aanbod"):
        page.locator(f"#telefoon-{side} summary").click()
        page.locator(f"#telefoon-{side}").get_by_label("ja", exact=True).check()
        page.locator(f"#telefoon-{side}").get_by_role("button", name="Bewaar antwoord").click()
        done(page, "Antwoord bewaard")
    own_page(volunteer, site, offer.reference, offer.code)
    volunteer.get_by_text("Voorbeeld-Karel").first.wait_for()
    unfold(page, "Terugdraaien")
    page.get_by_role("textbox", name="Waarom?").fill("Te ver weg, zei hij later.")
    page.get_by_role("button", name="Draai terug").click()
    done(page, "Teruggedraaid")
    volunteer.goto(f"{site}/voor-elkaar/mijn")
    words = volunteer.locator("main").inner_text()
    assert "Karel" not in words
    assert "Te ver weg" not in words


def test_the_advice_and_the_exchange_event_are_reached_from_the_menu(visitor, installation, site, request):
    page, scripts = visitor, request.node.callspec.params["visitor"]
    come_in(page, site, installation)
    page.get_by_role("link", name="Eerste ontmoeting").click()
    page.get_by_text("Geef geen geld, pinpas of sleutel mee.").wait_for()
    look(page, scripts=scripts)
    page.get_by_role("link", name="Beursvloer").click()
    page.get_by_role("link", name="Nieuwe beursvloer").click()
    look(page, scripts=scripts)
    page.get_by_role("textbox", name="Naam").fill("Beursvloer Voorbeeld")
    page.get_by_label("Dag").fill("2099-03-03")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    done(page, "Beursvloer gemaakt")
    look(page, scripts=scripts)
    page.get_by_role("link", name="Vraag invoeren").click()
    assert (
        page.get_by_label("Hoort bij een beursvloer?").locator("option:checked").inner_text() == "Beursvloer Voorbeeld"
    )
