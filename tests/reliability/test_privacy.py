"""What somebody tells stays where it was told: canaries in every field, looked for in every byte (promises 44, 46, 47)."""

import contextlib
import email
import email.policy
import json
import re
import sqlite3
from datetime import timedelta

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup
from sqlmodel import col, select

from app import clock
from app.accounts.rights import Role
from app.cli.supervising import ACCESS_LOG
from app.conversation import desk, own
from app.conversation.access import open_with
from app.conversation.models import ConversationRequest, Delivery, DeliveryState, RequestEvent, State
from app.conversation.office import contact_of, subject_of
from app.conversation.opened import Worker
from app.conversation.shapes import Plan, Story
from app.copies import back_up, restore
from app.data_keys import KeyStore, restore_keys
from app.db import Database
from app.privacy.retention import purge
from app.search.indexing import rebuild
from app.services import build_services
from app.web.application import create_app
from app.working import worker
from tests.copies.looking import INSTALLED, plain
from tests.installing import settings_in
from tests.reliability.canaries import FIELDS, LATER, files_in, found_in
from tests.web.client_support.room import Room, make_room

SEALED = ("sealed_contact", "sealed_story")


class Watched:
    """A visitor whose every address and answer is remembered."""

    def __init__(self, client):
        self.client = client
        client.inspection.left_out.add("plain_words")  # what residents type is theirs
        self.addresses = []

    def ask(self, method, path, **more):
        answer = self.client.open(path, method=method, **more)
        self.addresses.append(
            (answer.request.url, answer.headers.get("Location", ""), answer.headers.get("Referer", ""))
        )
        return answer

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, **more):
        return self.ask("POST", path, **more)


@pytest.fixture
def room(tmp_path):
    found = make_room(tmp_path / "data")
    rebuild(found.services.database, found.services.content.now(), found.services.finder.engines.primary)
    yield found
    found.services.database.close()
    found.services.keys.close()


def send(room, visitor):
    """Fill in everything, look at it, send it; number and code as the receipt shows them."""
    page = BeautifulSoup(visitor.get("/gesprek").text, "html.parser")
    token = page.find("input", {"name": "formulier"})["value"]
    first = visitor.post("/gesprek", data=FIELDS | {"formulier": token})
    assert first.status_code in {200, 303}, BeautifulSoup(first.text, "html.parser").select_one(".lp-error-summary")
    visitor.get("/gesprek/controle")
    sent = visitor.post("/gesprek", data=FIELDS | {"formulier": token, "versturen": "1"})
    assert sent.status_code in {200, 303}, BeautifulSoup(sent.text, "html.parser").select_one(".lp-error-summary")
    receipt = visitor.get("/gesprek/ontvangen").text
    reference = re.search(r"\b(?:[2-9C-X]{4}-){2}[2-9C-X]{4}\b", receipt)[0]
    code = re.search(r"\b(?:[2-9C-X]{6}-){2}[2-9C-X]{6}\b", receipt)[0]
    return reference, code


def go_wrong(room, visitor):
    """Every road that ends badly, with canaries in hand."""
    statuses = [
        visitor.post(
            "/gesprek", data=FIELDS | {"vraag": "", "opmerking": LATER["lost"], "versturen": "1"}, follow_redirects=True
        ).status_code,
        visitor.post(
            "/gesprek", data=FIELDS | {"email": "kanariepost@@voorbeeld", "versturen": "1"}, follow_redirects=True
        ).status_code,
        visitor.post("/gesprek/bestaat-niet", data=FIELDS).status_code,
        visitor.post("/mijn-aanvraag", data={"referentie": LATER["lost"], "code": LATER["lost"]}).status_code,
        visitor.post("/gesprek", data=FIELDS, headers={"Sec-Fetch-Site": "cross-site"}).status_code,
        visitor.post("/gesprek", data=FIELDS | {"opmerking": LATER["lost"] * 400_000}).status_code,
    ]
    room.services.database.patience = 0.1
    with Database(room.services.settings.store).writing():
        statuses.append(visitor.post("/gesprek", data=FIELDS | {"formulier": "f" * 32, "versturen": "1"}).status_code)
    room.services.database.patience = 10.0
    return statuses


def walk(room):
    """Everything that happens to a request, by everybody who has to do with it. Its number, and the addresses that were asked."""
    visitor = Watched(room.client())
    assert go_wrong(room, visitor) == [422, 422, 404, 422, 400, 413, 503]
    reference, code = send(room, visitor)
    assert visitor.post("/mijn-aanvraag", data={"referentie": reference, "code": code}).status_code == 303
    visitor.get("/mijn-aanvraag")
    assert visitor.post("/mijn-aanvraag/woorden", data={"woorden": LATER["words"]}).status_code == 303
    assert visitor.post("/mijn-aanvraag/woorden", data={"woorden": ""}).status_code == 422
    office = room.office
    access = open_with(office, reference, code)
    own.put_plan(office, access.access_id, Plan(question=LATER["plan"]))
    with office.database.reading() as session:
        request = session.get(ConversationRequest, access.request_id)
    contact = contact_of(request, office.keys.open(subject_of(request.uid)))
    changed = contact.model_copy(update={"phone": LATER["phone"]})
    own.correct(office, access.access_id, changed, Story(wish_place=LATER["place"]), contact_afterwards=True)
    visitor.get("/mijn-aanvraag")
    return access.request_id, [*visitor.addresses, *at_work(room, access.request_id)]


def at_work(room, number):
    """The desk and client support look, call, plan and write."""
    staff = Watched(room.signed_in("loket@voorbeeld.example", Role.DESK))
    assert staff.get("/loket/").status_code == 200
    page = staff.get(f"/loket/aanvraag/{number}")
    assert (page.status_code, FIELDS["vraag"] in page.text) == (200, True)
    staff.post(f"/loket/aanvraag/{number}/gebeld", data={"hoe": "", "opmerking_bellen": LATER["lost"]})
    who = Worker(1, "hattem")
    desk.take_up(room.office, who, number)
    desk.called(room.office, who, number, "reached", LATER["call"])
    desk.plan(room.office, who, number, clock.now() + timedelta(days=3), LATER["place"])
    desk.write_note(room.office, who, number, LATER["note"])
    desk.record_outcome(room.office, who, number, ["general_provision"], LATER["message"])
    staff.get(f"/loket/aanvraag/{number}/brief")
    helper = Watched(room.signed_in("naast@voorbeeld.example"))
    assert FIELDS["vraag"] in helper.get(f"/ondersteuner/aanvraag/{number}").text
    helper.post(f"/ondersteuner/aanvraag/{number}/gebeld", data={"hoe": "gesproken"})
    return [*staff.addresses, *helper.addresses]


def work(room):
    """The worker does everything there is to do, chores included."""
    working = worker(room.services)
    working.once()
    for chore in working.chores:
        chore(room.services)
    working.once()


def sealed_bytes(room, number):
    """What stands sealed of this request, as it is in the files."""
    with room.services.database.reading() as session:
        request = session.get(ConversationRequest, number)
        notes = session.exec(select(RequestEvent.sealed_note).where(RequestEvent.request_id == number)).all()
    return [bytes(getattr(request, name)) for name in SEALED] + [bytes(note) for note in notes if note]


def key_bytes(room, number):
    """The key of this request, as it is in the key store's file."""
    with room.services.database.reading() as session:
        subject = subject_of(session.get(ConversationRequest, number).uid)
    with contextlib.closing(sqlite3.connect(room.services.keys.place)) as store:
        return [row[0] for row in store.execute("SELECT wrapped FROM data_key WHERE subject = ?", (subject,))]


def test_canaries_are_found_nowhere_while_everybody_works(room, tmp_path, logs):
    number, addresses = walk(room)
    work(room)
    services = room.services
    back_up(services.database, tmp_path / "copies" / "database", INSTALLED)
    plain(tmp_path / "copies" / "database", tmp_path / "copies" / "opened.sqlite")
    services.keys.back_up(tmp_path / "copies" / "keys.sqlite")
    metrics = room.client().get("/metrics", environ_base={"REMOTE_ADDR": "127.0.0.1"}, base_url="http://127.0.0.1")
    assert b"leefplein_outbox_waiting" in metrics.data
    places = files_in(tmp_path, "mail")
    assert any(sealed_bytes(room, number)[0] in raw for raw in places.values())  # the looking works
    assert {path.suffix for path in places} >= {".sqlite"}
    for path, raw in places.items():
        assert not found_in(raw), path
    assert not found_in(metrics.data)
    assert not found_in(json.dumps(logs, default=str).encode())
    for each in addresses:
        assert not found_in(repr(each).encode()), each
    assert not re.search(r"%\((?:q|r|f|a|h|u)\)s|%\(\{", ACCESS_LOG)


def test_mail_names_nobody_but_in_the_address_of_who_gets_it(room, tmp_path):
    walk(room)
    work(room)
    letters = [
        email.message_from_bytes(raw, policy=email.policy.default)
        for path, raw in files_in(tmp_path).items()
        if path.suffix == ".eml"
    ]
    to = sorted({str(letter["To"]) for letter in letters})
    assert to == sorted(["loket@hattem.example", "naast-u@hattem.example", FIELDS["email"]])
    for letter in letters:
        headers = {name: str(value) for name, value in letter.items() if name != "To"}
        assert not found_in(json.dumps(headers).encode()), letter["Subject"]
        assert not found_in(letter.get_content().encode()), letter["Subject"]


@pytest.mark.sqlite
def test_the_guard_sees_a_canary_that_is_planted(tmp_path, room):
    with room.services.database.writing() as session:
        session.execute(sa.text("CREATE TABLE planted (words TEXT)"))
        session.execute(sa.text("INSERT INTO planted VALUES (:words)"), {"words": LATER["note"]})
    assert any(found_in(raw) for raw in files_in(tmp_path, "mail").values())
    assert found_in("Kanarie Naam".encode("utf-16-le"))
    assert not found_in(b"een parkiet")


def ended_and_copied(room, tmp_path):
    """A request that walked every road, is over, and stands in an old copy."""
    number, _ = walk(room)
    work(room)
    back_up(room.services.database, tmp_path / "copies" / "old", INSTALLED)
    with room.services.database.writing() as session:
        session.execute(
            sa.update(ConversationRequest)
            .where(col(ConversationRequest.id) == number)
            .values(erase_on=clock.today(), state=State.CLOSED)
        )
        session.execute(sa.update(Delivery).values(state=DeliveryState.DELIVERED))
    return number


@pytest.mark.sqlite
def test_after_erasure_the_sealed_bytes_are_in_no_file_and_the_key_is_gone(room, tmp_path):
    number = ended_and_copied(room, tmp_path)
    secrets = sealed_bytes(room, number) + key_bytes(room, number)
    live = {"copies", "mail"}
    before = b"".join(files_in(tmp_path / "data", *live).values())
    assert len(secrets) > len(SEALED) + 1
    assert all(each in before for each in secrets)  # the looking works
    assert purge(room.office, clock.today()).erased == (number,)
    for path, raw in files_in(tmp_path / "data", *live).items():
        assert [each for each in secrets if each in raw] == [], path
        assert not found_in(raw), path


def test_an_old_copy_with_the_newest_keys_cannot_be_read_and_is_tidied_up(room, tmp_path):
    number = ended_and_copied(room, tmp_path)
    purge(room.office, clock.today())
    services = room.services
    restore(services.database, tmp_path / "copies" / "old", INSTALLED, tmp_path / "copies")
    again = build_services(settings_in(tmp_path / "data"))
    app = create_app(again)
    app.config["TESTING"] = True
    app.test_client_class = type(room.client())
    back = Room(again, app)
    with again.database.writing() as session:
        session.execute(sa.text("DELETE FROM staff_session"))
    client = back.signed_in("nieuw@voorbeeld.example", Role.DESK)
    assert client.get("/loket/").status_code == 200
    page = client.get(f"/loket/aanvraag/{number}")
    assert (page.status_code, "is gewist" in page.text) == (410, True)
    support = back.signed_in("nieuw.naast@voorbeeld.example")
    assert support.get(f"/ondersteuner/aanvraag/{number}").status_code == 404
    work(back)
    with again.database.reading() as session:
        assert session.get(ConversationRequest, number) is None
    again.database.close()
    again.keys.close()


def test_an_older_copy_of_the_keys_brings_nobody_back(room, tmp_path):
    number = ended_and_copied(room, tmp_path)
    with room.services.database.reading() as session:
        subject = subject_of(session.get(ConversationRequest, number).uid)
    room.services.keys.back_up(tmp_path / "copies" / "keys.sqlite")
    purge(room.office, clock.today())
    restore_keys(room.services.keys, tmp_path / "copies" / "keys.sqlite")
    keys = KeyStore(room.services.settings.key_store, room.services.settings.secrets)
    assert subject not in keys.subjects()
    keys.close()
