"""Attacks on requests: somebody else's request, the helper's hold on it, staff's reach, and what a form can smuggle."""

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlmodel import select

from app import clock
from app.conversation import access as accesses
from app.conversation import desk, own
from app.conversation.asking import ask
from app.conversation.models import ForWhom, RequestAccess, Support
from app.conversation.office import NobodyHome
from app.conversation.opened import Worker
from app.conversation.references import new_code
from app.privacy.erasure import erase
from app.web import own_answers
from tests.conversation.conftest import a_request

SECRET_WORDS = "zwijgerxq heeft blauwe plekken, vermoedelijk de broer"
SITE = "http://hattem.localhost"
HELPED = {"for_whom": ForWhom.BEHALF, "contact": {"helper_name": "broer Voorbeeld", "role": "broer"}}


def post(client, path, **fields):
    return client.post(path, data=fields)


def come_in(client, receipt, code=None):
    return post(client, "/mijn-aanvraag", referentie=receipt.reference, code=code or receipt.code)


def another(app, client):
    """Somebody else, in a browser of their own."""
    found = app.test_client()
    found.inspection = client.inspection
    found.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
    found.host = client.host
    return found


def session_of(client):
    with client.session_transaction(base_url=SITE) as session:
        return dict(session)


def put_session(client, values):
    with client.session_transaction(base_url=SITE) as session:
        session.clear()
        session.update(values)


def test_a_number_of_an_access_that_is_given_out_again_opens_nothing_for_the_one_before(client, installation):
    """SQLite gives the highest number out again after an erasure, and every number after an old backup."""
    gone = ask(installation.office, a_request(), "form-1")
    come_in(client, gone)
    cookie = session_of(client)
    assert erase(installation.office, gone.request_id, "cli")
    other = ask(installation.office, a_request(story={"questions": ({"text": "dit is van een ander"},)}), "form-2")
    with installation.database.writing() as session:
        number = cookie[own_answers.OWN_REQUEST]["access"]
        session.execute(sa.update(RequestAccess).where(RequestAccess.request_id == other.request_id).values(id=number))
    page = client.get("/mijn-aanvraag")
    assert "dit is van een ander" not in page.text
    assert client.get("/mijn-aanvraag/bewaren").status_code == 303
    come_in(client, other)
    assert "dit is van een ander" in client.get("/mijn-aanvraag").text, "the twin: with the code it opens"


def test_who_helps_never_reads_what_the_desk_wrote_for_itself(app, client, installation):
    receipt = ask(installation.office, a_request(**HELPED), "form-1", "helper")
    desk.write_note(installation.office, Worker(1, "hattem"), receipt.request_id, SECRET_WORDS)
    come_in(client, receipt)
    pages = ["/mijn-aanvraag", "/mijn-aanvraag/bewaren", "/mijn-aanvraag/bewaren?soort=json"]
    for page in pages:
        assert "zwijgerxq" not in client.get(page).text, page
    person = another(app, client)
    come_in(person, receipt, receipt.person_code)
    assert "zwijgerxq" in person.get("/mijn-aanvraag/bewaren").text, "the person may read it (AVG art. 15)"


def test_who_takes_over_is_alone_although_the_helper_read_both_codes_on_the_receipt(app, client, installation):
    receipt = ask(installation.office, a_request(**HELPED), "form-1", "helper")
    helper = another(app, client)
    come_in(helper, receipt, receipt.person_code)
    stolen = session_of(helper)
    come_in(client, receipt, receipt.person_code)
    client.get("/mijn-aanvraag/overnemen")
    before = session_of(client)
    answer = post(client, "/mijn-aanvraag/overnemen", doen="overnemen")
    page = client.get(answer.headers["Location"])
    code = BeautifulSoup(page.text, "html.parser").select_one("[data-code]").text
    put_session(helper, stolen)
    assert "ik voel me aleen" not in helper.get("/mijn-aanvraag").text
    for known in (receipt.code, receipt.person_code):
        assert come_in(helper, receipt, known).status_code == 422
    put_session(client, before)  # the answer got lost, or the button was pressed twice
    assert post(client, "/mijn-aanvraag/overnemen", doen="overnemen").status_code == 303
    assert code in client.get("/mijn-aanvraag?gedaan=over").text
    assert come_in(another(app, client), receipt, code).status_code == 303


def test_who_only_knows_the_number_keeps_nobody_out(installation):
    """A number stands in mails and letters; guessing with it from elsewhere must not slow the person themself."""
    receipt = ask(installation.office, a_request(), "form-1")
    for _ in range(12):
        with pytest.raises((NobodyHome, accesses_too_soon())):
            accesses.open_with(installation.office, receipt.reference, new_code(), "192.0.2.7")
    assert accesses.open_with(installation.office, receipt.reference, receipt.code, "198.51.100.9")


def accesses_too_soon():
    from app.accounts.slowing import TooSoon

    return TooSoon


def test_a_copied_cookie_does_not_open_a_request_for_days(client, installation, monkeypatch):
    receipt = ask(installation.office, a_request(), "form-1")
    come_in(client, receipt)
    real = clock.now
    for minutes in range(0, 13 * 60, 20):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: real() + __import__("datetime").timedelta(minutes=minutes))
        page = client.get("/mijn-aanvraag").text
        assert ("ik voel me aleen" in page) == (minutes < 12 * 60), minutes


def test_a_link_on_another_site_wipes_nothing(client):
    post(client, "/gesprek", vraag="ik ben moe", telefoon="0612345678", clientondersteuning="later")
    before = session_of(client)
    assert before
    answer = client.get("/kiosk", headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/wissen")
    assert session_of(client) == before
    client.get("/kiosk")
    assert set(session_of(client)) == {own_answers.KIOSK}, "the twin: typed by whoever sets the device up"


def test_an_end_of_line_makes_no_second_field_in_a_mail_to_the_desk(client, installation):
    receipt = ask(installation.office, a_request(), "form-1")
    come_in(client, receipt)
    smuggled = "mevrouw Voorbeeld\nTelefoon: 0900 1234\r\nVraag: niets"
    fields = {"naam": smuggled, "telefoon": "0380000000", "wens_tijd": smuggled}
    assert post(client, "/mijn-aanvraag/gegevens", **fields).status_code == 303
    with installation.database.reading() as session:
        found = own.still_open(session, session_of(client)[own_answers.OWN_REQUEST]["access"])
    told = own_request_of(installation, found.access_id)
    assert "\n" not in told.contact.name + told.story.wish_time


def own_request_of(installation, access):
    from app.conversation.looking_back import own_request

    return own_request(installation.office, access)
