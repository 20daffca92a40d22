"""S22: on the day somebody chose they look back, and what is not solved opens again with one click."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from sqlmodel import select

from app import clock
from app.conversation.access import open_with
from app.conversation.asking import ask
from app.conversation.delivering import deliver
from app.conversation.desk import record_outcome
from app.conversation.follow_up import post_follow_ups
from app.conversation.models import ConversationRequest, Delivery, State
from app.conversation.opened import Worker
from app.conversation.own import choose_follow_up
from app.counting.models import Measure, Tally
from app.references import spaced_code, spaced_reference
from tests.accessibility.test_every_page import axe_finds_nothing, fits_everywhere
from tests.conversation.conftest import a_request
from tests.journeys.walking import main
from tests.mailing.conftest import mailbox  # noqa: F401

pytestmark = pytest.mark.browser
CONSEQUENCES = re.compile(
    r"minder hulp|korten|stopt de hulp|u gebruikt|verliest|recht op|voorliggend|zelfredzaam|cliënt", re.IGNORECASE
)


@pytest.fixture
def site(live_server):
    return live_server.replace("127.0.0.1", "hattem.localhost")


def test_s22_from_the_chosen_day_to_a_request_that_stands_open_again(visitor, site, installation, mailbox):
    office = installation.office
    receipt = ask(office, a_request(contact={"email": "kanarie@voorbeeld.example"}), "journey")
    access = open_with(office, receipt.reference, receipt.code, "192.0.2.1").access_id
    record_outcome(office, Worker(0, "hattem"), receipt.request_id, ["own_strength_after_all"], "De buren helpen mee.")
    chosen = clock.today().replace(year=clock.today().year + 1, month=2, day=3)
    with office.database.writing() as session:
        session.get(ConversationRequest, receipt.request_id).erase_on = chosen.replace(month=9)
    choose_follow_up(office, access, chosen, "email")
    assert post_follow_ups(office, clock.today()) == 0
    with time_machine.travel(datetime(chosen.year, 2, 2, 23, 30, tzinfo=UTC), tick=True):
        assert post_follow_ups(office, clock.today()) == 1, "midnight in the Netherlands"
        with installation.database.reading() as session:
            delivery = session.exec(select(Delivery).where(Delivery.purpose == "follow_up")).one()
        deliver(replace(office, settings=office.settings.model_copy(update={"smtp_url": mailbox.url})), delivery.id, 1)
        (_sender, to, raw) = mailbox.received[0]
        letter = message_from_bytes(raw, policy=default)
        mail = f"{letter['subject']}\n{letter.get_content()}"
        assert to == ["kanarie@voorbeeld.example"]
        assert "Er staat iets voor u klaar" in mail
        assert "/mijn-aanvraag" in mail
        assert not CONSEQUENCES.search(mail)
        for hidden in ("aleen", receipt.code, spaced_code(receipt.code), "opgelost", "Hoe gaat het"):
            assert hidden not in mail
        visitor.goto(f"{site}/mijn-aanvraag")
        visitor.get_by_role("textbox", name="Uw nummer").fill(spaced_reference(receipt.reference))
        visitor.get_by_role("textbox", name="Uw code").fill(spaced_code(receipt.code))
        visitor.get_by_role("button", name="Open mijn aanvraag").click()
        visitor.get_by_role("link", name="Naar de vragen").click()
        assert visitor.get_by_role("main").get_by_role("group").count() == 4
        assert visitor.get_by_role("radio", checked=True).count() == 0
        assert not CONSEQUENCES.search(main(visitor))
        visitor.get_by_role("group", name=re.compile("Is het opgelost")).get_by_label("Nee").check()
        visitor.get_by_role("group", name=re.compile("met u om")).get_by_label("Niet goed").check()
        visitor.get_by_role("textbox", name=re.compile("nog iets zeggen")).fill("niemand belde terug")
        visitor.get_by_role("button", name="Verstuur", exact=True).click()
        told = main(visitor)
        assert told.index("vertrouwenspersoon") < told.index("Open mijn aanvraag weer")
        assert visitor.get_by_role("link", name="U kunt ook een klacht indienen").is_visible()
        visitor.get_by_role("button", name="Open mijn aanvraag weer").click()
        assert visitor.get_by_role("heading", level=1, name="Uw aanvraag is weer open").is_visible()
        assert re.search(r"Uiterlijk .*februari .* neemt iemand van", main(visitor))
        visitor.get_by_role("link", name="Terug naar mijn aanvraag").click()
        assert "niemand belde terug" in main(visitor)
    with installation.database.reading() as session:
        request = session.get(ConversationRequest, receipt.request_id)
        counted = {
            (row.way, row.detail, row.count)
            for row in session.exec(select(Tally).where(Tally.measure == Measure.FOLLOW_UP.value))
        }
        assert (
            len(session.exec(select(ConversationRequest).where(ConversationRequest.again_of == request.id)).all()) == 0
        )
    assert (request.state, request.arrived_on) == (State.RECEIVED, chosen)
    assert counted == {("solved", "no", 1), ("treatment", "bad", 1)}


def test_a_plan_is_made_taken_along_and_opened_again(visitor, site, tmp_path):
    """I-18 and I-27, with and without scripts."""
    visitor.goto(f"{site}/mijn-plan?soort=gezin")
    visitor.get_by_label(re.compile("zorgen over")).fill("onze zoon gaat niet naar school")
    visitor.get_by_role("button", name="Nog iemand erbij").click()
    third = visitor.get_by_role("group", name="Persoon 3")
    third.get_by_label("Wie").fill("opa")
    third.get_by_label("Wat doet die").fill("haalt hem op")
    visitor.get_by_role("textbox", name=re.compile("weer samen")).press("Enter")
    assert visitor.get_by_label(re.compile("zorgen over")).input_value() == "onze zoon gaat niet naar school"
    with visitor.expect_download() as download:
        visitor.get_by_role("button", name="Sla op in een bestand").click()
    file = tmp_path / download.value.suggested_filename
    assert file.name.startswith("familiegroepsplan-")
    download.value.save_as(file)
    visitor.goto(f"{site}/mijn-plan")
    visitor.get_by_label("Uw bestand").set_input_files(file)
    visitor.get_by_role("button", name="Open dit bestand").click()
    assert visitor.get_by_role("heading", level=1, name="Familiegroepsplan").is_visible()
    assert visitor.get_by_role("group", name="Persoon 1").get_by_label("Wie").input_value() == "opa"
    visitor.get_by_role("button", name="Print", exact=True).click()
    assert "haalt hem op" in main(visitor)
    visitor.get_by_role("button", name="Verder schrijven").click()
    assert visitor.get_by_label(re.compile("zorgen over")).input_value() == "onze zoon gaat niet naar school"
    assert not visitor.context.cookies(), "nothing of it stays in the browser"


def test_every_page_of_it_is_there_for_everybody(browser, site, installation):
    """Axe finds nothing, and nothing runs off a narrow screen, with the text spread as well."""
    receipt = ask(installation.office, a_request(), "journey")
    with installation.database.writing() as session:
        request = session.get(ConversationRequest, receipt.request_id)
        request.state, request.follow_up_on = State.CLOSED, request.arrived_on
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site}/mijn-aanvraag")
    page.get_by_role("textbox", name="Uw nummer").fill(receipt.reference)
    page.get_by_role("textbox", name="Uw code").fill(receipt.code)
    page.get_by_role("button", name="Open mijn aanvraag").click()

    def looked() -> None:
        axe_finds_nothing(page)
        fits_everywhere(page)

    page.goto(f"{site}/mijn-aanvraag/terugblik")
    looked()
    page.get_by_label("Niet goed").check()
    page.get_by_role("button", name="Verstuur, en open mijn aanvraag weer").click()
    assert "vertrouwenspersoon" in main(page)
    looked()
    for shape in ("mijn", "gezin"):
        page.goto(f"{site}/mijn-plan?soort={shape}")
        page.get_by_role("button", name="Sla op in een bestand").click()
        looked()
        page.get_by_label(re.compile("Wat is er dan anders")).fill("weer slapen")
        page.get_by_role("group", name="Persoon 1").get_by_label("Wie").fill("opa")
        page.get_by_role("button", name="Print", exact=True).click()
        looked()
    context.close()
