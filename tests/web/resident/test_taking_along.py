"""A list goes along in a file or a mail, and a hostile file is refused in plain words."""

import io
import json
from datetime import timedelta

import pytest
import time_machine

from app import clock
from app.handlers import HANDS
from app.mailing.waiting import KIND
from app.outbox.worker import Worker
from app.web.resident.taking_along import MAILS_AN_HOUR

SLUG = "avondoppas-aan-huis"


@pytest.fixture
def client(scenario_client):
    return scenario_client


def keep(client, note=""):
    client.post("/lijstje", data={"aanbod": SLUG, "doen": "bewaar"})
    client.post("/lijstje/notities", data={f"notitie-{SLUG}": note, f"gebeld-{SLUG}": "ja"})


def open_file(client, content, name="mijn-lijstje.txt"):
    return client.post(
        "/lijstje/openen", data={"bestand": (io.BytesIO(content), name)}, content_type="multipart/form-data"
    )


def line(*slugs, **more):
    return json.dumps(
        {
            "leefplein": "lijstje",
            "aanbod": [{"aanbod": slug, "naam": slug, "notitie": "", "gebeld": False} for slug in slugs],
        }
        | more
    ).encode()


def test_saved_wiped_and_opened_again(client):
    keep(client, "Eén keer gebeld: 'morgen' terug")
    file = client.get("/lijstje/bestand")
    assert 'attachment; filename="mijn-lijstje-' in file.headers["Content-Disposition"]
    assert "0341 000 394" in file.data.decode("utf-8-sig")
    client.post("/lijstje/wissen")
    assert open_file(client, file.data).headers["Location"] == "/lijstje?geopend=1&weg=0"
    page = client.get("/lijstje/print").get_data(as_text=True)
    assert "Eén keer gebeld: &#39;morgen&#39; terug" in page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_program_may_have_saved_it_its_own_way(client, encoding):
    content = ("Mijn lijstje\r\n\r\n" + line(SLUG).decode() + "\r\n").encode(encoding)
    assert open_file(client, content).status_code == 303


def test_what_stopped_is_followed_and_what_is_gone_is_said(client):
    answer = open_file(client, line("oude-soos", "bestaat-niet"))
    assert answer.headers["Location"] == "/lijstje?geopend=1&weg=1"
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "Koffie-inloop" in page
    assert "Van 1 is er geen pagina meer" in page


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 100,
        b"PK\x03\x04 no list",
        b'{"leefplein":',
        b'{"leefplein": "lijstje"}',
        b'{"leefplein": "iets anders", "aanbod": []}',
        b'{"leefplein": ' + b"[" * 50_000,
        b'{"leefplein": ' + b'{"a":' * 10_000,
        line("../../etc/passwd"),
        line("<script>"),
        line("a" * 300),
        line(*(f"a{n}" for n in range(100))),
        b'{"leefplein": "lijstje", "aanbod": [{"aanbod": "a", "notitie": 7}]}',
        b'{"leefplein": "lijstje", "aanbod": {"aanbod": "a"}}',
        b"x" * 70_000 + line(SLUG),
    ],
    ids=range(15),
)
def test_a_hostile_file_is_refused_in_plain_words(client, content):
    answer = open_file(client, content)
    assert answer.status_code == 422
    assert "Dit bestand kunnen we niet openen" in answer.get_data(as_text=True)


def test_no_file_is_said_too(client):
    assert client.post("/lijstje/openen", data={}).status_code == 422


def mail(client, to="kees@voorbeeld.example"):
    return client.post("/lijstje/mail", data={"email": to})


def test_a_mail_to_oneself(client, scenario_installation):
    keep(client, "Kijk op https://boos.example/x of www.boos.example")
    answer = mail(client)
    assert answer.headers["Location"] == "/lijstje/mail/onderweg"
    assert client.get(answer.headers["Location"]).status_code == 200
    services = scenario_installation
    Worker(services.database, services, {KIND: HANDS[KIND]}).once()
    (file,) = (services.settings.data_dir / "mail").glob("*.eml")
    from email import message_from_bytes, policy

    found = message_from_bytes(file.read_bytes(), policy=policy.default)
    text = found.get_content()
    assert found["To"] == "kees@voorbeeld.example"
    assert "Avondoppas aan huis" in text
    assert "http://putten.localhost/aanbod/avondoppas-aan-huis" in text
    assert "boos.example" not in text, "a mail of ours never carries a stranger's link"


@pytest.mark.parametrize("typed", ["", "kees", "kees@voorbeeld.example\r\nBcc: ina@voorbeeld.example", "a@b.nl,c@d.nl"])
def test_a_wrong_address_is_named_and_kept(client, typed):
    keep(client)
    answer = mail(client, typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'href="#email"' in page


def test_an_empty_list_is_not_mailed(client):
    assert mail(client).status_code == 422


def test_a_few_mails_an_hour(client):
    keep(client)
    for _ in range(MAILS_AN_HOUR):
        assert mail(client).status_code == 303
    assert mail(client).status_code == 422
    with time_machine.travel(clock.now() + timedelta(hours=1, minutes=1)):
        assert mail(client).status_code == 303


def test_everybody_together_does_not_flood_a_mailbox(client, monkeypatch):
    monkeypatch.setattr("app.web.resident.taking_along.MAILS_AN_HOUR_TOGETHER", 1)
    keep(client)
    assert mail(client).status_code == 303
    with client.session_transaction(base_url="http://putten.localhost") as session:
        session.pop("post")
    assert mail(client).status_code == 422
