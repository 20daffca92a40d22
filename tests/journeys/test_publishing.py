"""S24-S26: organisations publish in one screen, an editor looks, visitors find it at once (I-02, I-06, I-20, I-38, I-51, I-55)."""

import email
import re
from email import policy
from pathlib import Path

import pytest
from sqlmodel import select

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.models import Account
from app.accounts.rights import Role
from app.accounts.second_factor import code_at, code_now, step_now
from app.social_map.draft import PlaceDraft
from app.social_map.models import Offer, Organisation, Place
from app.social_map.vocabulary import Status
from app.working import worker
from importers.running import import_file
from tests.accessibility.test_every_page import axe_finds_nothing
from tests.journeys.walking import fact, found, main, search
from tests.social_map.drafts import draft, shelve
from tests.web.staff.site import PASSWORD

pytestmark = pytest.mark.browser
PROVIDERS = Path(__file__).parents[1] / "fixtures" / "providers.csv"


@pytest.fixture
def site(live_server):
    """The site of Hattem."""
    return live_server.replace("127.0.0.1", "hattem.localhost")


@pytest.fixture
def editor(request, browser, site, installation):
    """A page of an editor, signed in; with scripts when the visitor has them."""
    scripts = request.node.callspec.params["visitor"]
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="nl-NL", java_script_enabled=scripts)
    page = context.new_page()
    page.set_default_timeout(6_000)
    come_in(page, site, an_account(installation, "redactie@voorbeeld.example", Role.EDITOR, municipality="hattem"))
    yield page
    context.close()


@pytest.fixture
def look(request):
    """Let axe look at a page; it needs scripts, so it looks in the walk that has them."""
    return axe_finds_nothing if request.node.callspec.params["visitor"] else lambda page: None


def an_account(services, address, role, **more):
    with services.database.writing() as session:
        keys = AccountKeys(services.settings.secret_key)
        return create_account(session, keys, email=address, password=PASSWORD, role=role, **more)


def come_in(page, site, new):
    page.goto(f"{site}/inloggen")
    page.get_by_label("E-mailadres").fill(new.account.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Code").fill(code_now(new.secret))
    page.get_by_role("button", name="Inloggen").click()
    page.get_by_role("button", name="Uitloggen").wait_for()


def an_organisation(services, name="Stichting Voorbeeldhoek"):
    """One that is known, with nothing on the map yet."""
    with services.database.writing() as session:
        made = Organisation(name=name, name_key=name.casefold(), email="hoek@voorbeeld.example")
        session.add(made)
        return made.uid


def work(services):
    """The worker has its turn: the index follows and mail goes out."""
    turns = worker(services)
    for _turn in range(5):
        turns.once()


def mail_of(services, to):
    work(services)
    letters = [
        email.message_from_bytes(file.read_bytes(), policy=policy.default)
        for file in sorted((services.settings.data_dir / "mail").glob("*.eml"))
    ]
    return [each for each in letters if each["to"] == to]


def write(page, **fields):
    """Fill in the short part of the one screen."""
    page.get_by_label("Hoe heet het?").fill(fields["name"])
    page.get_by_label("Wat voor aanbod is het?").select_option(fields["kind"])
    page.get_by_role("group", name="Wie beslist of iemand dit krijgt?").get_by_label("Zonder indicatie").check()
    page.get_by_label("Wat is het, in één zin?").fill(fields["summary"])
    page.get_by_label("Wanneer?").fill(fields["times"])
    page.get_by_role("textbox", name=re.compile("^Plaats")).first.fill("Hattem")
    page.get_by_label("Wat kost het?").first.select_option(label=fields.get("cost", "gratis"))
    page.get_by_role("textbox", name="Telefoon").first.fill("038 000 07 07")


def hand_in(page):
    page.get_by_role("button", name="Insturen").click()
    page.get_by_role("heading", level=1).wait_for()


def newest_offer(services):
    with services.database.reading() as session:
        return session.exec(select(Offer).order_by(Offer.id.desc())).first()


def test_s24_an_offer_goes_from_one_screen_to_web_and_print(visitor, editor, site, installation, look):
    """She writes it, sees by when she hears, the editor says yes, and everybody finds it."""
    page = visitor
    come_in(
        page,
        site,
        an_account(
            installation, "hoek@voorbeeld.example", Role.ORGANISATION, organisation=an_organisation(installation)
        ),
    )
    page.get_by_role("button", name="Nieuw aanbod").click()
    look(page)

    # Nothing filled in: what is needed is said, one by one, and she is still on the same screen.
    hand_in(page)
    page.locator(".lp-error-summary").wait_for()
    assert "Hoe heet" in main(page)
    write(
        page,
        name="Koffie in de Voorbeeldtuin",
        kind="ontmoeting",
        summary="Samen koffie drinken in de tuin.",
        times="wo 10:00-12:00",
    )
    page.get_by_role("button", name="Bekijken").click()
    page.get_by_role("heading", level=1, name="Koffie in de Voorbeeldtuin").wait_for()
    assert "woensdag" in main(page)
    look(page)
    page.get_by_role("link", name="Terug naar het formulier").click()
    hand_in(page)
    said = main(page)
    assert "redactie" in said.casefold()
    assert "038 000 06 00" in said

    # Until the editor looked, no visitor finds it.
    assert newest_offer(installation).status is Status.REVIEW
    work(installation)
    page.goto(f"{site}/")
    search(page, "koffie in de voorbeeldtuin")
    assert "Koffie in de Voorbeeldtuin" not in found(page)

    editor.goto(f"{site}/beheer/aanbod")
    editor.get_by_role("link", name="Koffie in de Voorbeeldtuin").click()
    editor.get_by_role("button", name="Publiceer", exact=True).click()
    editor.get_by_text("Gepubliceerd. Bezoekers zien dit aanbod nu zo.").wait_for()
    letter = mail_of(installation, "hoek@voorbeeld.example")[-1]
    assert "Koffie in de Voorbeeldtuin" in letter["subject"]

    page.goto(f"{site}/")
    search(page, "koffie in de voorbeeldtuin")
    assert found(page)[0] == "Koffie in de Voorbeeldtuin"
    slug = newest_offer(installation).slug
    page.goto(f"{site}/aanbod/{slug}")
    assert "gratis" in fact(page, "Kosten")
    assert "zonder indicatie" in fact(page, "Wie beslist")
    page.goto(f"{site}/aanbod/{slug}/print")
    assert "038 000 07 07" in main(page)


def test_s25_repeating_a_word_wins_nothing_and_the_editor_is_told(visitor, editor, site, installation, look):
    """The same offer with dementie two hundred times and a recommendation does not come before the plain one."""
    page = visitor
    come_in(
        page,
        site,
        an_account(
            installation, "hoek@voorbeeld.example", Role.ORGANISATION, organisation=an_organisation(installation)
        ),
    )
    page.get_by_role("button", name="Nieuw aanbod").click()
    write(
        page,
        name="Samen praten over dementie",
        kind="lotgenoten",
        summary="Aanbevolen door gemeente Hattem.",
        times="op afspraak",
    )
    page.locator("summary", has_text="Het verhaal en de eerste stap").click()
    page.locator("#beschrijving").fill("Praten over dementie met anderen. " + "dementie " * 200)
    hand_in(page)
    stuffed = newest_offer(installation)
    with installation.database.reading() as session:  # the plain one is at the same spot: only the words differ
        where = session.get_one(Place, stuffed.place_id)
        spot = PlaceDraft(kern=where.kern, municipality=where.municipality, lat=where.lat, lon=where.lon)
    plain = {"kind": "lotgenoten", "summary": "Samen praten.", "description": "Praten over dementie met anderen."}
    shelve(
        installation.database,
        draft("Samen over dementie praten", place=spot, times="op afspraak", domains=stuffed.domains, **plain),
    )

    editor.goto(f"{site}/beheer/aanbod/{stuffed.id}")
    remarks = main(editor)
    assert re.search(r"dementie.*(2\d\d|keer)", remarks)
    assert "gemeente" in remarks[remarks.index("Opmerkingen") :]
    editor.get_by_role("button", name="Publiceer", exact=True).click()
    editor.get_by_text("Gepubliceerd.").wait_for()
    work(installation)
    page.goto(f"{site}/")
    search(page, "dementie", "Hattem")
    names = found(page)
    assert names.index("Samen over dementie praten") < names.index("Samen praten over dementie")


def test_s26_a_cooperative_without_a_number_leaves_the_vog_open_and_reads_what_is_needed(
    visitor, editor, site, installation, look
):
    """It asks to take part, gets an account, hands in a sitter; the question about the VOG stands in the way, kindly."""
    page = visitor
    page.goto(f"{site}/meedoen")
    page.get_by_label("Naam", exact=True).fill("Zorgcoöperatie Voorbeeld")
    page.get_by_label("Initiatief van bewoners, zorgcoöperatie").check()
    page.get_by_label("Wat doet u voor mensen?").fill("Wij passen een avond op.")
    page.get_by_label("Uw naam").fill("Voorbeeld-Anja")
    page.get_by_label("Uw e-mailadres").fill("anja@voorbeeld.example")
    look(page)
    page.get_by_role("button", name="Versturen").click()
    page.get_by_role("heading", name="Uw aanvraag is binnen").wait_for()
    link = re.search(r"(/meedoen/stand\?\S+)", mail_of(installation, "anja@voorbeeld.example")[-1].get_content())[1]
    page.goto(site + link)
    page.get_by_role("heading", name="Wij kijken er nog naar").wait_for()

    editor.goto(f"{site}/beheer/meedoen")
    editor.get_by_role("link", name="Zorgcoöperatie Voorbeeld").click()
    look(editor)
    editor.get_by_role("button", name="Ja, nodig uit").click()
    editor.get_by_text("De uitnodiging is verstuurd").wait_for()

    # The account: a password, a second step, recovery codes, and she is in.
    link = re.search(r"(/uitnodiging\?\S+)", mail_of(installation, "anja@voorbeeld.example")[-1].get_content())[1]
    page.goto(site + link)
    look(page)
    for field in page.locator("input[type=password]").all():
        field.fill("koffie onder de oude linde")
    page.locator("main form").get_by_role("button").first.click()
    page.get_by_role("heading", name="Uw tweede stap").wait_for()
    look(page)
    secret = re.sub(r"\s", "", page.locator(".lp-secret code").text_content())
    page.get_by_label("Code uit de app").fill(code_at(secret, step_now()))
    page.get_by_role("main").get_by_role("button", name="Verder").click()
    page.get_by_role("heading", name="Uw herstelcodes").wait_for()
    page.get_by_label("Ik heb de codes bewaard").check()
    page.get_by_role("button", name="Naar uw werk").click()
    page.get_by_role("button", name="Nieuw aanbod").wait_for()

    page.get_by_role("button", name="Nieuw aanbod").click()
    write(
        page,
        name="Een avond oppas",
        kind="oppas",
        summary="Wij blijven bij uw naaste, u gaat even weg.",
        times="di avond",
    )
    hand_in(page)
    assert "VOG" in main(page)
    offer = newest_offer(installation)
    assert offer.status is Status.REVIEW

    editor.goto(f"{site}/beheer/aanbod/{offer.id}")
    assert "VOG" in main(editor)
    assert editor.get_by_role("button", name="Publiceer", exact=True).count() == 0
    editor.get_by_role("button", name="Stuur terug").click()
    editor.locator(".lp-error-summary").wait_for()
    editor.get_by_label("Uitleg voor de organisatie").fill("Heeft iedereen die komt een VOG? Vult u dat nog in?")
    editor.get_by_role("button", name="Stuur terug").click()
    editor.get_by_text("Teruggestuurd, met uw uitleg.").wait_for()
    assert "Heeft iedereen die komt een VOG?" in mail_of(installation, "anja@voorbeeld.example")[-1].get_content()

    page.goto(f"{site}/organisatie/")
    said = main(page)
    assert "Heeft iedereen die komt een VOG?" in said
    assert "038 000 06 00" in said
    with installation.database.reading() as session:
        assert session.exec(select(Account).where(Account.email == "anja@voorbeeld.example")).one().organisation


def test_s27_a_register_of_providers_waits_for_an_editor_and_its_doubles_are_pointed_out(visitor, site, installation):
    """Rows of a table with a remainder, a double and one organisation in two forms; nothing of it is public, twice is once."""
    page = visitor
    report = import_file(installation, "providers", PROVIDERS)
    assert [remark.name for remark in report.refused] == ["Nog 13 aanbieders met maximaal 1 cliënt", "Totaal"]
    come_in(page, site, an_account(installation, "regio@voorbeeld.example", Role.EDITOR))
    page.goto(f"{site}/beheer/aanbod?wat=nieuw&bron=providers")
    assert f"{report.new}" in main(page)
    listed = main(page)
    assert "Fictia" in listed
    assert "Nog 13 aanbieders" not in listed
    page.goto(f"{site}/beheer/dubbel")
    assert "De Verzonkamp" in main(page)
    assert "Verzonkamp" in main(page)
    again = import_file(installation, "providers", PROVIDERS)
    assert (again.new, again.changed, again.unchanged) == (0, 0, report.new)
    page.goto(f"{site}/")
    search(page, "fictia")
    assert "Fictia" not in found(page)


def test_a_list_is_handed_in_taught_once_and_waits_for_an_editor(visitor, editor, site, installation, look):
    """Her own list has a column nobody knows and one bad row: she points out the column, and the rest goes on."""
    page = visitor
    uid = an_organisation(installation)
    come_in(page, site, an_account(installation, "hoek@voorbeeld.example", Role.ORGANISATION, organisation=uid))
    page.get_by_role("link", name="Lijst insturen").click()
    sheet = "naam;soort;niveau;plaats;belnummer\nSoep op maandag;ontmoeting;algemeen;Hattem;038 000 07 07\nZonder niveau;ontmoeting;;Hattem;\n"
    page.locator("input[type=file]").set_input_files(
        {"name": "lijst.csv", "mimeType": "text/csv", "buffer": sheet.encode()}
    )
    page.get_by_role("button", name="Bekijk").click()
    work(installation)
    page.reload()
    said = main(page)
    assert "Zonder niveau" in said
    assert "belnummer" in said
    page.locator("select").first.select_option("telefoon")
    page.get_by_role("button", name="Onthoud dit en bekijk opnieuw").click()
    work(installation)
    page.reload()
    look(page)
    page.get_by_role("button", name=re.compile("insturen", re.IGNORECASE)).first.click()
    work(installation)
    page.reload()
    assert "Soep op maandag" in main(page) or "1" in main(page)
    offer = newest_offer(installation)
    assert (offer.name, offer.status, offer.phone) == ("Soep op maandag", Status.REVIEW, "038 000 07 07")
    editor.goto(f"{site}/beheer/aanbod?wat=nieuw")
    assert "Soep op maandag" in main(editor)
