"""Every screen of the editor and of an organisation, with something on it: axe finds nothing and nothing runs off a phone."""

from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa
import time_machine
from sqlmodel import col, select

from app.accounts import joint
from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_now
from app.publishing.examples import example_organisation, make_example_work
from app.publishing.models import WorkingDraft
from app.publishing.uploads import hand_in
from app.social_map.models import Offer
from app.upkeep.loop import keep_true
from app.web.application import create_app
from app.working import worker
from tests.accessibility.test_every_page import axe_finds_nothing, fits_everywhere
from tests.installing import copy_of
from tests.serving import serving
from tests.web.staff.site import PASSWORD

pytestmark = pytest.mark.browser
LIST = """naam;organisatie;soort;niveau;kern;gemeente;telefoon;Openingsuren kantoor
Koffie bij de bron;Stichting De Bron;ontmoeting;algemeen;Hattem;Hattem;038 000 02 01;ma-vr 9-12
;Stichting Zonder Naam;ontmoeting;algemeen;Hattem;Hattem;;
Open Huiskamer in de kerk;Diaconaal Platform Voorbeeld Hattem;ontmoeting;algemeen;Hattem;Hattem;038 000 01 56;
"""
EDITOR = (
    "/beheer/", "/beheer/aanbod", "/beheer/aanbod?wat=opmerking", "/beheer/aanbod/{changed}", "/beheer/aanbod/{changed}/voorbeeld",
    "/beheer/aanbod/{changed}/versie/1", "/beheer/aanbod/{new}", "/beheer/aanbod/nieuw", "/beheer/plekken", "/beheer/dubbel",
    "/beheer/dubbel/samen?wat=aanbod&een=1&ander=2", "/beheer/actueel", "/beheer/actueel?wat=verborgen",
    "/beheer/actueel/organisatie/{organisation}", "/beheer/actueel/{changed}/gestopt", "/beheer/verbeteringen",
    "/beheer/verbeteringen?wat=geholpen", "/beheer/meedoen", "/beheer/meedoen/1", "/beheer/organisaties",
    "/beheer/organisaties/{organisation}", "/beheer/import", "/beheer/import/{upload}", "/beheer/samen", "/beheer/accounts",
    "/beheer/accounts/uitnodigen", "/beheer/accounts/1", "/en/beheer/aanbod/{changed}", "/inloggen/account",
)  # fmt: skip
ORGANISATION = (
    "/organisatie/", "/organisatie/berichten", "/organisatie/meenemen", "/organisatie/lijst", "/organisatie/gegevens",
    "/organisatie/aanbod/{changed}", "/organisatie/aanbod/{new}", "/organisatie/aanbod/{changed}/gestopt",
    "/organisatie/schrijven/{writing}", "/organisatie/schrijven/{writing}/voorbeeld", "/en/organisatie/",
)  # fmt: skip


@pytest.fixture(scope="module")
def working_site(example_template, tmp_path_factory):
    """A region in which something of everything waits: (address, accounts by role, what stands in the blanks)."""
    services = copy_of(example_template, tmp_path_factory.mktemp("staff"))
    keys = AccountKeys.of(services.settings)
    with services.database.writing() as session:
        organisation = example_organisation(session, "Hattem")
        people = {
            role: create_account(
                session, keys, email=f"{role.value}@voorbeeld.example", password=PASSWORD, role=role,
                organisation=organisation.uid if role is Role.ORGANISATION else "",
            )
            for role in (Role.ADMINISTRATOR, Role.EDITOR, Role.ORGANISATION)
        }  # fmt: skip
        joint.ask(
            session,
            joint.ORGANISATION_REMOVE,
            "organisation:3",
            "Voorbeeld: gestopt",
            by=people[Role.EDITOR].account.id,
        )
        for number in (8, 12, 20):
            session.get_one(Offer, number).last_confirmed = date(2024, 10, 1)
            session.get_one(Offer, number).example = False
        upload = hand_in(
            session, filename="lijst.csv", body=LIST.encode(), by="account:1", source_name="gids", municipality="hattem"
        ).id
    make_example_work(services.publishing, organisation)
    for weeks in range(0, 112, 28):
        with time_machine.travel(datetime(2026, 8, 1, 9, tzinfo=UTC) + timedelta(days=weeks)):
            keep_true(services.publishing)
    worker(services).once()
    with services.database.reading() as session:
        waiting = sa.select(col(Offer.id)).where(col(Offer.organisation_id) == organisation.id).order_by(col(Offer.id))
        numbers = list(session.execute(waiting).scalars())
        writing = session.exec(select(WorkingDraft.uid)).first()
    blanks = {
        "changed": numbers[0], "new": numbers[-1], "organisation": organisation.id, "upload": upload, "writing": writing,
    }  # fmt: skip
    app = create_app(services)
    with serving(app) as address:
        yield address.replace("127.0.0.1", "hattem.localhost"), people, blanks
    services.database.close()


def signed_in(browser, working_site, role):
    address, people, _blanks = working_site
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(f"{address}/inloggen")
    page.get_by_label("E-mailadres").fill(people[role].account.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Code").first.fill(code_now(people[role].secret))
    page.get_by_role("button", name="Inloggen").click()
    page.get_by_role("button", name="Uitloggen").wait_for()
    return page


@pytest.fixture(scope="module")
def administrator(browser, working_site):
    page = signed_in(browser, working_site, Role.ADMINISTRATOR)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def coordinator(browser, working_site):
    page = signed_in(browser, working_site, Role.ORGANISATION)
    yield page
    page.context.close()


def passes(page, working_site, path):
    address, _people, blanks = working_site
    assert page.goto(address + path.format(**blanks)).status == 200
    axe_finds_nothing(page)
    fits_everywhere(page)


@pytest.mark.parametrize("path", EDITOR)
def test_a_screen_of_the_editor(administrator, working_site, path):
    passes(administrator, working_site, path)


@pytest.mark.parametrize("path", ORGANISATION)
def test_a_screen_of_an_organisation(coordinator, working_site, path):
    passes(coordinator, working_site, path)


def test_the_screens_that_are_walked_have_something_on_them(administrator, working_site):
    address, _people, blanks = working_site
    for path, words in (
        ("/beheer/aanbod", "wijziging"), ("/beheer/aanbod/{changed}", "Wat er verandert"), ("/beheer/actueel", "Gebeld: klopt nog"),
        ("/beheer/verbeteringen", "Wat is er gedaan?"), ("/beheer/meedoen", "Wandelclub Voorbeeldpad"), ("/beheer/samen", "Ik stem in"),
        ("/beheer/import/{upload}", "Openingsuren kantoor"),
    ):  # fmt: skip
        administrator.goto(address + path.format(**blanks))
        assert words in administrator.get_by_role("main").inner_text(), path
