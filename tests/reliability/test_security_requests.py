"""Attacks on requests: somebody else's request, the helper's hold on it, staff's reach, and what a form can smuggle."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlmodel import select

from app import clock
from app.accounts.rights import Role
from app.accounts.slowing import TooSoon
from app.conversation import desk
from app.conversation.access import open_with
from app.conversation.asking import ask
from app.conversation.looking_back import own_request
from app.conversation.models import ConversationRequest, ForWhom, RequestAccess
from app.conversation.office import NobodyHome
from app.conversation.opened import Worker
from app.privacy.erasure import erase
from app.references import new_code
from app.web import own_answers
from app.web.resident import asking
from tests.conversation.conftest import a_request
from tests.web.client_support.room import make_room

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
        with pytest.raises((NobodyHome, TooSoon)):
            open_with(installation.office, receipt.reference, new_code(), "192.0.2.7")
    assert open_with(installation.office, receipt.reference, receipt.code, "198.51.100.9")


def test_a_copied_cookie_does_not_open_a_request_for_days(client, installation, monkeypatch):
    receipt = ask(installation.office, a_request(), "form-1")
    come_in(client, receipt)
    real = clock.now
    for minutes in range(0, 13 * 60, 20):
        monkeypatch.setattr(clock, "now", lambda minutes=minutes: real() + timedelta(minutes=minutes))
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
    told = own_request(installation.office, session_of(client)[own_answers.OWN_REQUEST]["access"])
    assert "\n" not in told.contact.name + told.story.wish_time


GOOD = {"vraag": "zwijgerxq kan niet slapen", "telefoon": "0612345678", "clientondersteuning": "later"}


def test_a_flood_is_slowed_and_nobody_loses_a_word_or_is_refused_for_long(client, installation, monkeypatch):
    client.inspection.leave_out("plain_words")
    monkeypatch.setattr(asking, "FREE_A_DAY", 2)
    client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    client.get("/lijstje")
    for number in range(2):
        assert post(client, "/gesprek", **GOOD, opmerking=str(number), versturen="ja").status_code in {200, 303}
    slowed = post(client, "/gesprek", **GOOD, opmerking="de derde", versturen="ja")
    assert slowed.status_code == 429
    page = BeautifulSoup(slowed.text, "html.parser")
    again = {field["name"]: field["value"] for field in page.select("form input[type=hidden][value]")}
    assert (again["vraag"], again["opmerking"]) == (GOOD["vraag"], "de derde")
    assert int(slowed.headers["Retry-After"]) <= asking.LONGEST_WAIT.total_seconds() + 1
    assert page.select("a[href^='tel:']")
    assert post(client, "/gesprek", **GOOD, opmerking="1", versturen="ja").status_code == 303, (
        "sent before: nothing new"
    )
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + asking.LONGEST_WAIT + timedelta(seconds=1))
    assert client.post("/gesprek", data=again | {"versturen": "ja"}).status_code == 303
    with installation.database.reading() as session:
        assert len(session.exec(select(ConversationRequest)).all()) == 3


def test_a_web_server_that_does_not_say_who_asks_slows_nobody(client, monkeypatch):
    client.inspection.leave_out("plain_words")
    monkeypatch.setattr(asking, "FREE_A_DAY", 1)
    said = [post(client, "/gesprek", **GOOD, opmerking=str(number), versturen="ja") for number in range(3)]
    assert {answer.status_code for answer in said} <= {200, 303}


TABLES = (
    "conversation_request", "request_event", "request_outcome", "request_access", "delivery", "outbox_message", "sent_form",
    "offer", "account",
)  # fmt: skip
SEEN = {"front_desk.one", "front_desk.letter", "front_desk.entered"}
"""Reading for the first time marks a request as seen, in the row and its history: that is what the desk looks for."""
EVERYTHING = GOOD | {
    "vraag": "zwijgerxq slaapt al weken niet en weet niet meer wie te bellen",
    "versturen": "ja", "woorden": "x", "plan_vraag": "x", "naam": "x", "doen": "overnemen", "gevraagd": "ja", "hoe": "gesproken",
    "notitie": "x", "uitkomst": "other_solution", "waarom": "te-vroeg", "dag": "1-12-2099", "tijd": "10:00", "plek": "x",
}  # fmt: skip


@pytest.fixture
def people(tmp_path):
    """Who comes in where, each in a browser of their own, and a request they all know."""
    room = make_room(tmp_path / "room")
    receipt = ask(room.office, a_request(contact={"email": "mevrouw@voorbeeld.nl"}), "form-1")
    resident = room.client()
    come_in(resident, receipt)
    found = {
        "front_desk": room.signed_in("loket@voorbeeld.example", Role.DESK),
        "client_support": room.signed_in(),
        "resident": resident,
    }
    for each in found.values():
        each.inspection.leave_out("plain_words")
    yield room, receipt.request_id, found
    room.services.database.close()
    room.services.keys.close()


def everything_in(room):
    with room.services.database.reading() as session:
        return {table: session.execute(sa.text(f"SELECT * FROM {table}")).all() for table in TABLES}


def addresses(room, people, number, method):
    for rule in room.app.url_map.iter_rules():
        who = people.get(rule.endpoint.partition(".")[0])
        if who is not None and method in rule.methods and not set(rule.arguments) - {"number"}:
            yield rule.endpoint, who, rule.rule.replace("<int:number>", str(number))


def test_no_form_of_another_site_changes_anything(people):
    """Promise 32, for every form of residents, the desk and client support, as the application knows them."""
    room, number, everybody = people
    before, tried = everything_in(room), 0
    for endpoint, who, path in addresses(room, everybody, number, "POST"):
        if path == "/zoeken":
            continue
        for site in ("cross-site", "same-site"):
            answer = who.post(path, data=EVERYTHING, headers={"Sec-Fetch-Site": site})
            assert answer.status_code == 400, (endpoint, answer.status_code)
            tried += 1
        if endpoint.startswith("resident."):
            assert EVERYTHING["vraag"] in answer.text, f"{endpoint}: what somebody typed can still be copied"
    assert tried > 50
    assert everything_in(room) == before
    post(everybody["resident"], "/mijn-aanvraag/woorden", woorden="x")
    assert everything_in(room) != before, "the twin: from our own page it changes something"


def test_looking_changes_nothing_but_what_says_that_somebody_looked(people):
    """Promise 33, for every page of residents, the desk and client support."""
    room, number, everybody = people
    tried = 0
    for endpoint, who, path in addresses(room, everybody, number, "GET"):
        before = everything_in(room)
        who.get(path)
        after = everything_in(room)
        changed = {table for table in TABLES if before[table] != after[table]}
        allowed = {"conversation_request", "request_event"} if endpoint in SEEN else set()
        assert changed <= allowed, (endpoint, changed)
        tried += 1
    assert tried > 40
