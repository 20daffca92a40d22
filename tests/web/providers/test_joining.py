"""`/meedoen`: anybody may ask, nothing typed is lost, and who asked sees how it stands."""

import re

import pytest
from sqlmodel import select

from app.mailing.waiting import KIND as MAIL
from app.mailing.waiting import open_letter
from app.outbox.models import OutboxMessage
from app.publishing.models import JoinRequest

FILLED = {
    "naam": "Zorgcoöperatie Voorbeeld",
    "soort": "initiative",
    "gemeente": "hattem",
    "woorden": "Wij passen een avond op, zodat u even weg kunt.",
    "contact": "Voorbeeld-Anja",
    "email": "anja@post.example",
    "telefoon": "038 000 09 09",
}


def letters_of(services):
    with services.database.reading() as session:
        kept = session.exec(select(OutboxMessage).where(OutboxMessage.kind == MAIL).order_by(OutboxMessage.id)).all()
        return [open_letter(services.settings, each.payload["sealed"])[0] for each in kept]


def test_an_initiative_without_a_number_asks_and_follows_the_link_in_the_mail(client, installation):
    assert "KvK-nummer is niet nodig" in client.get("/meedoen").get_data(as_text=True)
    answer = client.post("/meedoen", data=FILLED)
    assert answer.status_code == 303
    assert "binnen 5 werkdagen" in client.get(answer.headers["Location"]).get_data(as_text=True)
    (letter,) = letters_of(installation)
    link = re.search(r"(/meedoen/stand\?sleutel=\S+)", letter.text)[1]
    page = client.get(link).get_data(as_text=True)
    assert "Zorgcoöperatie Voorbeeld" in page
    assert "Wij kijken er nog naar" in page
    assert "038 000 06 00" in page
    assert "anja@post.example" not in page


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("naam", "", "Vul de naam in"),
        ("soort", "", "Kies wat het beste past"),
        ("soort", "tovenaar", "Kies wat het beste past"),
        ("gemeente", "amsterdam", "Kies een gemeente"),
        ("woorden", "", "wat u voor mensen doet"),
        ("email", "", "Vul uw e-mailadres in"),
        ("email", "anja@@post", "Dit is geen e-mailadres"),
        ("kvk", "1234", "8 cijfers"),
        ("naam", "x" * 201, "te lang"),
    ],
)
def test_a_mistake_is_named_and_everything_typed_stays(client, installation, field, value, said):
    answer = client.post("/meedoen", data=FILLED | {field: value})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert said in page
    for name, kept in FILLED.items():
        assert name == field or kept in page
    with installation.database.reading() as session:
        assert session.exec(select(JoinRequest)).all() == []


def test_a_wrong_link_says_who_to_call(client):
    answer = client.get("/meedoen/stand?sleutel=zomaar")
    assert answer.status_code == 404
    assert "038 000 06 00" in answer.get_data(as_text=True)


def test_nobody_fills_somebody_elses_mailbox(client, installation):
    for number in range(5):
        client.post("/meedoen", data=FILLED | {"naam": f"Voorbeeld {number}"})
    assert len(letters_of(installation)) == 3


def test_it_works_in_english(client):
    assert client.get("/en/meedoen").status_code == 200
    assert client.post("/en/meedoen", data={}).status_code == 422
