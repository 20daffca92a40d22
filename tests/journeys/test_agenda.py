"""An organisation puts an activity in the agenda, an editor approves it, a visitor keeps it; and then it is not on."""

import re
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlmodel import select

from app.accounts.keeping import create_account
from app.accounts.keys import AccountKeys
from app.accounts.rights import Role
from app.accounts.second_factor import code_now
from app.social_map.models import Offer, Organisation
from tests.agenda.activities import in_days
from tests.journeys.walking import main
from tests.web.staff.site import PASSWORD

pytestmark = pytest.mark.browser


@pytest.fixture
def people(installation):
    """An organisation's account and an editor's."""
    with installation.database.writing() as session:
        offer = session.exec(select(Offer).where(Offer.slug == "de-avondstoel")).one()
        uid = session.get_one(Organisation, offer.organisation_id).uid
        keys = AccountKeys.of(installation.settings)
        ours = create_account(
            session, keys, email="wij@voorbeeld.example", password=PASSWORD, role=Role.ORGANISATION, organisation=uid
        )
        editor = create_account(
            session,
            keys,
            email="redactie@voorbeeld.example",
            password=PASSWORD,
            role=Role.EDITOR,
            municipality="hattem",
        )
        return ours, editor


@pytest.fixture
def another(visitor, request):
    """More people, each with a browser of their own, with scripts when the visitor has them."""
    opened = []

    def open_one():
        context = visitor.context.browser.new_context(
            locale="nl-NL", java_script_enabled=request.node.callspec.params["visitor"]
        )
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(6_000)
        return page

    yield open_one
    for context in opened:
        context.close()


def sign_in(page, site, new):
    page.goto(f"{site}/inloggen")
    page.get_by_label("E-mailadres").fill(new.account.email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label("Code", exact=True).fill(code_now(new.secret))
    page.get_by_role("button", name="Inloggen").click()
    page.get_by_role("button", name="Uitloggen").wait_for()


def test_from_an_idea_to_somebodys_own_agenda(visitor, another, people, live_server, tmp_path):
    site = live_server.replace("127.0.0.1", "hattem.localhost")
    ours, editor = people
    office, redaction = another(), another()
    sign_in(office, site, ours)
    office.get_by_role("link", name="Agenda", exact=True).click()
    office.get_by_role("link", name="Nieuwe activiteit").click()
    office.get_by_label("Titel").fill("Appeltaart bakken")
    office.get_by_role("button", name="Stuur in").click()
    assert office.get_by_label("Titel").input_value() == "Appeltaart bakken"  # the day was missing; nothing is lost
    office.get_by_label("Dag", exact=True).fill(in_days(2).isoformat())
    office.get_by_label("Begint om").fill("14:00")
    office.get_by_label("Telefoon").fill("038 000 01 01")
    office.get_by_role("button", name="Stuur in").click()
    assert "De redactie leest het" in main(office)

    sign_in(redaction, site, editor)
    redaction.goto(site + "/beheer/agenda")
    redaction.get_by_role("link", name="Appeltaart bakken").first.click()
    redaction.get_by_role("button", name="Publiceer").click()
    assert "Het staat in de agenda" in main(redaction)

    visitor.goto(site)
    visitor.get_by_role("link", name=re.compile("^Agenda: wat is er")).click()
    visitor.get_by_role("link", name="Appeltaart bakken", exact=True).click()
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="Bewaar in uw agenda").click()
    file = tmp_path / "een.ics"
    download.value.save_as(file)
    (event,) = Calendar.from_ical(Path(file).read_bytes()).walk("VEVENT")
    assert "Appeltaart bakken" in str(event["SUMMARY"])
    address = visitor.url

    office.goto(site + "/organisatie/agenda")
    office.get_by_role("button", name=re.compile("^Gaat niet door")).click()
    assert "Bezoekers lezen nu dat het niet doorgaat" in main(office)
    visitor.goto(address)
    assert "Dit gaat niet door" in main(visitor)
