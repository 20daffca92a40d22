"""Wiping takes everything from this browser, and a kiosk does it by itself."""

import pytest

from app.web import own_answers
from app.web.resident.wiping import KIOSK_SECONDS, KIOSK_SECONDS_FOR_A_FORM

GOOD = {"vraag": "ik ben moe", "telefoon": "0612345678", "clientondersteuning": "later"}


@pytest.fixture(autouse=True)
def _explaining_words(client):
    client.inspection.leave_out("plain_words")


def session_of(client):
    with client.session_transaction(base_url="http://hattem.localhost") as session:
        return dict(session)


def fill(client):
    client.post("/lijstje", data={"aanbod": "de-avondstoel", "doen": "bewaar"})
    client.post("/gesprek", data=GOOD | {"versturen": "ja"})
    client.post("/gesprek", data=GOOD)
    assert set(session_of(client)) >= {own_answers.DRAFT, own_answers.RECEIPT}


def test_wiped_is_wiped_and_the_cookie_is_gone(client):
    fill(client)
    assert "Wis alles" in client.get("/wissen").get_data(as_text=True)
    assert session_of(client), "looking wipes nothing"
    answer = client.post("/wissen")
    assert answer.headers["Location"] == "/wissen?klaar=ja"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "leefplein=;" in answer.headers["Set-Cookie"]
    assert session_of(client) == {}
    assert "Alles is gewist" in client.get("/wissen?klaar=ja").get_data(as_text=True)
    assert "ik ben moe" not in client.get("/gesprek").get_data(as_text=True)


def test_a_kiosk_begins_empty_and_shows_its_button_everywhere(client):
    fill(client)
    answer = client.get("/kiosk")
    assert set(session_of(client)) == {own_answers.KIOSK}
    assert answer.headers["Refresh"] == f"{KIOSK_SECONDS}; url=/kiosk"
    for address in ("/", "/gesprek", "/aanbod/de-avondstoel", "/lijstje", "/nergens", "/en/hulp-nu"):
        page = client.get(address)
        assert 'class="lp-kiosk' in page.get_data(as_text=True), address
        assert page.headers["Refresh"].endswith("url=/en/kiosk" if address.startswith("/en") else "url=/kiosk")
    assert client.get("/gesprek").headers["Refresh"].startswith(str(KIOSK_SECONDS_FOR_A_FORM))
    assert client.get("/klacht/vertellen").headers["Refresh"].startswith(str(KIOSK_SECONDS_FOR_A_FORM))
    for address in ("/gesprek/ontvangen", "/klacht/ontvangen"):
        assert client.get(address).headers["Refresh"].startswith(str(KIOSK_SECONDS))


def test_a_kiosk_stays_one_when_it_is_wiped(client):
    client.get("/kiosk")
    client.post("/gesprek", data=GOOD)
    assert client.post("/wissen").headers["Location"] == "/kiosk"
    client.get("/kiosk")
    assert set(session_of(client)) == {own_answers.KIOSK}


def test_ones_own_device_is_no_kiosk(client):
    client.get("/kiosk")
    client.post("/kiosk")
    page = client.get("/")
    assert "Refresh" not in page.headers
    assert "lp-kiosk" not in page.get_data(as_text=True)


def test_a_page_that_is_remembered_for_everybody_never_shows_the_kiosk(client, app):
    client.get("/kiosk")
    client.get("/aanbod/de-avondstoel")
    other = app.test_client()
    other.inspection, other.host = client.inspection, client.host
    assert "lp-kiosk" not in other.get("/aanbod/de-avondstoel").get_data(as_text=True)
