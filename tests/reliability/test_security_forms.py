"""Forms that another site sends, or that a browser says too little about."""

import pytest
from bs4 import BeautifulSoup
from sqlmodel import select

from app.insight.models import SearchNote

LONG = "Ik zocht iemand die op dinsdagavond bij mijn moeder kan zitten."
ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://boos.example"}


def silent(client):
    """A browser that does not say where a request comes from."""
    del client.environ_base["HTTP_SEC_FETCH_SITE"]
    return client


def notes_in(services):
    with services.database.reading() as session:
        return list(session.exec(select(SearchNote)).all())


def test_what_another_site_made_up_cannot_be_sent_with_one_click(client, installation):
    answer = client.post("/vertel-wat-u-zocht", data={"zocht": LONG}, headers=ELSEWHERE)
    page = BeautifulSoup(answer.text, "html.parser")
    assert answer.status_code == 400
    assert not page.select("main form")
    assert not page.select("main [name]")
    assert LONG in answer.text, "what somebody typed can still be copied"
    assert notes_in(installation) == []


def test_a_silent_browser_still_gets_its_text_back_with_a_button(client, installation):
    answer = silent(client).post("/vertel-wat-u-zocht", data={"zocht": LONG})
    page = BeautifulSoup(answer.text, "html.parser")
    fields = {field["name"]: field.get("value") or field.text for field in page.select("main form [name]")}
    assert (answer.status_code, fields["zocht"].strip()) == (400, LONG)
    assert client.post("/vertel-wat-u-zocht", data=fields).status_code == 303
    assert len(notes_in(installation)) == 1


def test_the_button_goes_to_the_page_in_the_same_language(client):
    page = BeautifulSoup(silent(client).post("/en/vertel-wat-u-zocht", data={"zocht": LONG}).text, "html.parser")
    assert page.select_one("main form")["action"] == "/en/vertel-wat-u-zocht"


@pytest.mark.parametrize("path", ["/beheer/aanbod/1", "/inloggen/account/wachtwoord", "/beheer/zoektermen/nieuw"])
def test_nobody_is_asked_to_confirm_work_of_another_site_in_the_staff_rooms(client, path):
    answer = client.post(path, data={"doen": "withdraw", "reden": "x", "nieuw": "y"}, headers=ELSEWHERE)
    assert answer.status_code == 403
    assert not BeautifulSoup(answer.text, "html.parser").select("main form")


@pytest.mark.parametrize(
    "origin", ["http://[::1", "http://]", "://", "https://boos.example", "http://hattem.localhost@boos.example"]
)
def test_an_origin_that_is_not_ours_or_no_address_is_refused(client, installation, origin):
    answer = silent(client).post("/vertel-wat-u-zocht", data={"zocht": LONG}, headers={"Origin": origin})
    assert answer.status_code == 400
    assert notes_in(installation) == []


@pytest.mark.parametrize("name", ["wachtwoord", "nieuw", "nogmaals", "code"])
def test_secrets_are_never_repeated_on_a_page(client, name):
    answer = silent(client).post("/inloggen", data={"email": "a@voorbeeld.example", name: "vier geheime bakfietsen"})
    assert answer.status_code == 400
    assert "vier geheime bakfietsen" not in answer.text


def test_a_program_may_ask_by_post_without_a_browser(client):
    answer = silent(client).post("/api/zoeken", data={"q": "oppas"})
    assert answer.status_code == 200
    assert answer.json["total"] > 0
