"""Somebody comes back to their own request: sees, corrects, takes along, withdraws, takes over. With and without scripts."""

import json
import logging
import re
from datetime import timedelta

import pytest
from sqlmodel import select

from app import clock
from app.audit.changed import open_changes
from app.audit.models import AuditLine
from app.conversation.asking import ask
from app.conversation.follow_up_answers import REOPENS_FOR
from app.conversation.models import ConversationRequest, Delivery, DeliveryState, ForWhom, State, Support
from app.conversation.office import subject_of
from app.references import new_reference, spaced_code, spaced_reference
from tests.accessibility.test_every_page import axe_finds_nothing, fits_everywhere
from tests.conversation.conftest import a_request
from tests.journeys.walking import main

pytestmark = pytest.mark.browser


@pytest.fixture
def site(live_server):
    """The site of Hattem."""
    return live_server.replace("127.0.0.1", "hattem.localhost")


@pytest.fixture
def receipt(installation):
    """A request of seven words that was sent before."""
    return ask(installation.office, a_request(), "journey")


def come_in(visitor, site, receipt, code=None):
    visitor.goto(f"{site}/mijn-aanvraag")
    visitor.get_by_role("textbox", name="Uw nummer").fill(spaced_reference(receipt.reference))
    visitor.get_by_role("textbox", name="Uw code").fill(spaced_code(code or receipt.code))
    visitor.get_by_role("button", name="Open mijn aanvraag").click()
    visitor.get_by_role("heading", level=2, name="Wat er gebeurde").wait_for()


def the_request(installation, receipt):
    with installation.database.reading() as session:
        return session.get(ConversationRequest, receipt.request_id)


def test_corrects_the_number_takes_everything_along_and_withdraws(visitor, site, installation, receipt, tmp_path):
    """S14."""
    come_in(visitor, site, receipt)
    assert "Uw aanvraag is binnen" in main(visitor)
    visitor.get_by_role("link", name="Gegevens verbeteren").click()
    number = visitor.get_by_role("textbox", name="Telefoonnummer")
    assert number.input_value() == "0380000000"
    number.fill("06 12 34 56 7")
    visitor.get_by_role("button", name="Bewaar", exact=True).click()
    visitor.get_by_role("link", name=re.compile("Vul bij 'Telefoonnummer'")).click()
    assert number.input_value() == "06 12 34 56 7", "what was typed stays"
    number.fill("06 12 34 56 78")
    visitor.get_by_role("button", name="Bewaar", exact=True).click()
    assert "Uw gegevens zijn bijgewerkt" in main(visitor)
    assert "0612345678" in main(visitor)
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name=re.compile("JSON")).click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert json.loads(file.read_text())["contact"]["phone"] == "0612345678"
    with visitor.expect_download() as download:
        visitor.get_by_role("link", name="Bewaar als tekst").click()
    download.value.save_as(file)
    assert "was 0380000000, is nu 0612345678" in file.read_text(encoding="utf-8-sig")
    visitor.get_by_role("link", name="Aanvraag intrekken").click()
    visitor.get_by_role("button", name="Ja, trek mijn aanvraag in").click()
    assert "U hebt uw aanvraag ingetrokken" in main(visitor)
    request = the_request(installation, receipt)
    assert request.state is State.WITHDRAWN
    assert request.erase_on is not None
    with installation.database.reading() as session:
        lines = session.exec(select(AuditLine).where(AuditLine.subject == f"request:{receipt.request_id}")).all()
        told = session.exec(select(Delivery.purpose).where(Delivery.channel == "mail")).all()
    detail = next(line.detail for line in lines if line.action == "conversation.corrected")
    seal = installation.office.keys.open(subject_of(request.uid))
    assert open_changes(seal, request.uid, detail)["phone"] == ("0380000000", "0612345678")
    assert b"0380000000" not in detail
    assert set(told) == {"request", "corrected", "withdrawn"}


def test_the_person_takes_over_and_the_helper_finds_nothing(visitor, site, installation):
    """S15, second half: with the person's own code the helper's access ends at once."""
    receipt = ask(
        installation.office,
        a_request(for_whom=ForWhom.TOGETHER, contact={"helper_name": "broer Voorbeeld", "role": "broer"}),
        "journey",
        "helper",
    )
    come_in(visitor, site, receipt)
    assert visitor.get_by_role("link", name=re.compile("Zelf verdergaan")).count() == 0
    context = visitor.context.browser.new_context(locale="nl-NL")
    person = context.new_page()
    come_in(person, site, receipt, receipt.person_code)
    person.get_by_role("link", name=re.compile("Zelf verdergaan")).click()
    person.get_by_role("button", name="Ik ga zelf verder").click()
    assert "U gaat nu zelf verder" in main(person)
    context.close()
    visitor.get_by_role("link", name="Iets toevoegen").click()
    assert visitor.get_by_role("button", name="Open mijn aanvraag").is_visible()
    assert "ik voel me aleen" not in visitor.content()
    assert the_request(installation, receipt).for_whom is ForWhom.SELF


def test_support_is_added_afterwards_and_withdrawn(visitor, site, installation):
    receipt = ask(installation.office, a_request(support=Support.LATER, support_shares=()), "journey")
    come_in(visitor, site, receipt)
    visitor.get_by_role("link", name="Keuze veranderen").click()
    assert visitor.get_by_role("checkbox", checked=True).count() == 0
    visitor.get_by_role("radio", name="Ja", exact=True).check()
    visitor.get_by_role("checkbox", name="Mijn vraag").check()
    visitor.get_by_role("button", name="Bewaar mijn keuze").click()
    assert "uw vraag" in visitor.get_by_role("region", name="Iemand die naast u staat").inner_text()
    request = the_request(installation, receipt)
    assert (request.support, request.support_shares) == (Support.YES, ("question",))
    visitor.get_by_role("link", name="Keuze veranderen").click()
    visitor.get_by_role("radio", name="Nee").check()
    visitor.get_by_role("button", name="Bewaar mijn keuze").click()
    assert "Nee, nu niet" in visitor.get_by_role("region", name="Iemand die naast u staat").inner_text()
    with installation.database.reading() as session:
        waiting = session.exec(
            select(Delivery).where(Delivery.channel == "support_mail", Delivery.state == DeliveryState.WAITING)
        ).all()
    assert waiting == []


def test_a_wrong_code_and_a_wrong_number_look_the_same(visitor, site, receipt):
    seen = []
    for reference, code in ((receipt.reference, "X" * 18), (new_reference(), receipt.code)):
        visitor.goto(f"{site}/mijn-aanvraag")
        visitor.get_by_role("textbox", name="Uw nummer").fill(reference)
        visitor.get_by_role("textbox", name="Uw code").fill(code)
        visitor.get_by_role("button", name="Open mijn aanvraag").click()
        visitor.get_by_role("link", name=re.compile("passen niet bij elkaar")).wait_for()
        assert visitor.get_by_role("textbox", name="Uw nummer").input_value() == reference
        seen.append((visitor.url, visitor.title(), main(visitor)))
    assert seen[0] == seen[1]


def test_nothing_of_it_stands_in_an_address_a_log_or_behind_the_back_button(visitor, site, receipt, caplog):
    caplog.set_level(logging.DEBUG)
    addresses = []
    visitor.on("request", lambda request: addresses.append(request.url))
    come_in(visitor, site, receipt)
    visitor.get_by_role("link", name="Iets toevoegen").click()
    visitor.get_by_role("textbox", name="Wat wilt u erbij zeggen?").fill("kanarie in de kolenmijn")
    visitor.get_by_role("button", name="Voeg toe").click()
    assert "kanarie in de kolenmijn" in main(visitor)
    visitor.get_by_role("button", name="Ik ben klaar, sluit af").click()
    assert "U hebt afgesloten" in main(visitor)
    visitor.go_back()
    visitor.wait_for_load_state()
    assert "kanarie" not in visitor.content()
    assert "ik voel me aleen" not in visitor.content()
    code, number = receipt.code, receipt.reference
    secrets = (code, spaced_code(code), number, spaced_reference(number), "kanarie", "0380000000", "Voorbeeld")
    for said in (*addresses, caplog.text):
        for secret in secrets:
            assert secret not in said


def test_not_solved_becomes_a_new_request_in_one_click(visitor, site, installation, receipt):
    """The request half of S22, of one that was closed so long ago that another one begins."""
    with installation.database.writing() as session:
        request = session.get(ConversationRequest, receipt.request_id)
        request.state, request.follow_up_on = State.CLOSED, request.arrived_on
        request.closed_at = clock.now() - REOPENS_FOR - timedelta(days=1)
    come_in(visitor, site, receipt)
    asked = visitor.get_by_role("region", name="Hoe gaat het nu?")
    assert asked.get_by_role("button").all_inner_texts() == ["Het is opgelost", "Het is niet opgelost"]
    asked.get_by_role("button", name="Het is niet opgelost").click()
    assert "Er is opnieuw een gesprek gevraagd" in main(visitor)
    number = visitor.locator("output[data-reference]").inner_text()
    code = visitor.locator("[data-code]").inner_text()
    visitor.get_by_role("button", name="Ik ben klaar, sluit af").click()
    visitor.goto(f"{site}/mijn-aanvraag")
    visitor.get_by_role("textbox", name="Uw nummer").fill(number)
    visitor.get_by_role("textbox", name="Uw code").fill(code)
    visitor.get_by_role("button", name="Open mijn aanvraag").click()
    assert "ik voel me aleen en kan niet slapen" in main(visitor)


def test_every_page_of_it_is_there_for_everybody(browser, site, receipt):
    """Axe finds nothing, and nothing runs off a narrow screen, with the text spread as well."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="nl-NL", bypass_csp=True)
    page = context.new_page()
    come_in(page, site, receipt)
    for path in ("", "/woorden", "/plan", "/gegevens", "/ondersteuning", "/vervolg", "/intrekken"):
        page.goto(f"{site}/mijn-aanvraag{path}")
        axe_finds_nothing(page)
        fits_everywhere(page)
    page.goto(f"{site}/mijn-aanvraag")
    page.get_by_role("button", name="Vraag opnieuw een gesprek").click()
    axe_finds_nothing(page)
    fits_everywhere(page)
    page.goto(f"{site}/mijn-aanvraag/gegevens")
    page.get_by_role("textbox", name="Postcode").fill("80")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    axe_finds_nothing(page)
    context.close()
