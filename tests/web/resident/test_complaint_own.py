"""One's own complaint on the screen: the door, the page, and nothing left behind."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup

from app import clock
from app.complaints import handling
from app.complaints.models import ComplaintState
from app.references import spaced_reference
from tests.complaints.told import CANARY, NAMED, OFFICER, handler, row, told

HOME = "/klacht/mijn-klacht"


@pytest.fixture
def receipt(installation):
    return told(installation.office)


def enter(client, receipt, **more):
    return client.post(HOME, data={"referentie": receipt.reference, "code": receipt.code, **more})


def test_the_door_says_one_thing_whatever_was_wrong(client, receipt):
    assert "Open mijn klacht" in client.get(HOME).text
    said = set()
    for reference, code in ((receipt.reference, "FOUT"), ("FOUT", receipt.code)):
        answer = client.post(HOME, data={"referentie": reference, "code": code})
        assert answer.status_code == 422
        said.add(BeautifulSoup(answer.text, "html.parser").select_one(".lp-error-summary").text)
    assert len(said) == 1
    assert CANARY not in client.get(HOME).text


def test_everything_that_was_written_back_stands_there(client, installation, receipt):
    handling.acknowledge(installation.office, handler(), receipt.number, "Ik ga het vragen.")
    handling.keep_note(installation.office, handler(), receipt.number, "alleen voor mij")
    assert enter(client, receipt).status_code == 303
    shown = client.get(HOME)
    assert all(each in shown.text for each in (CANARY, NAMED, "Ik ga het vragen.", spaced_reference(receipt.reference)))
    assert "alleen voor mij" not in shown.text
    assert "ombudsman" not in shown.text
    handling.answer(installation.office, handler(), receipt.number, "Zo zit het.")
    answered = client.get(HOME).text
    assert "Zo zit het." in answered
    assert "Nationale ombudsman" in answered


def test_words_written_when_the_time_was_over_come_along(client, installation, receipt):
    enter(client, receipt)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        late = client.post(f"{HOME}/woorden", data={"woorden": "een lang verhaal"})
        assert late.status_code == 422
        assert BeautifulSoup(late.text, "html.parser").select_one('[name="woorden"]')["value"] == "een lang verhaal"
        again = enter(client, receipt, woorden="een lang verhaal")
        assert BeautifulSoup(again.text, "html.parser").select_one("#woorden").text.strip() == "een lang verhaal"
        assert client.post(f"{HOME}/woorden", data={"woorden": "een lang verhaal"}).status_code == 303
    assert "een lang verhaal" in handling.look(installation.office, handler(), receipt.number).story.additions[0].text


def test_passing_on_withdrawing_and_taking_along(client, installation, receipt):
    enter(client, receipt)
    client.post(f"{HOME}/doorgeven", data={"naar": "adviser"})
    assert row(installation.office, receipt.number).holder is not OFFICER
    client.post(f"{HOME}/doorgeven", data={"naar": "officer"})
    client.post(f"{HOME}/doorgeven", data={"naar": "officer"})
    assert row(installation.office, receipt.number).holder is OFFICER
    taken = client.post(f"{HOME}/bestand")
    assert CANARY in taken.text
    assert "klacht" not in taken.headers["Content-Disposition"]
    assert CANARY in client.post(f"{HOME}/bestand", data={"soort": "json"}).text
    client.post(f"{HOME}/intrekken")
    assert row(installation.office, receipt.number).state is ComplaintState.WITHDRAWN
    assert "ingetrokken" in client.get(HOME).text
    client.post(f"{HOME}/klaar")
    assert CANARY not in client.get(HOME).text


def test_what_is_erased_is_gone_from_an_open_browser(client, installation, receipt):
    enter(client, receipt)
    installation.office.keys.destroy(f"complaint:{row(installation.office, receipt.number).uid}")
    assert "Open mijn klacht" in client.get(HOME).text
