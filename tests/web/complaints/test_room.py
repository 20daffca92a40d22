"""What the confidential adviser and the complaints officer see and do on their screens."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app import clock
from app.accounts.rights import Role
from app.complaints import handling
from app.complaints.models import Complaint, ComplaintState
from tests.complaints.told import CANARY, NAMED, OFFICER, PERSON, handler, row, told
from tests.web.front_desk.desks import errors, page

HOME = "/klachtbehandeling/"
LETTER = {"by": "letter", "street": "Voorbeeldstraat 1", "postcode": "8051 AB", "town": "Hattem"}


def come_in(room, role=Role.CONFIDENTIAL_ADVISER, email="vp@voorbeeld.example"):
    client = room.signed_in(email, role, "hattem")
    client.inspection.leave_out("plain_words")
    return client


def send(client, number, what, **fields):
    return client.post(f"{HOME}{number}/{what}", data=fields)


def test_the_list_says_late_in_words_and_opens_nothing(room):
    number = told(room.office).number
    with room.services.database.writing() as session:
        session.execute(
            sa.update(Complaint).values(acknowledge_by=clock.today() - timedelta(days=1), due_on=clock.today())
        )
    shown = come_in(room).get(HOME)
    late = page(shown).select(".lp-late")
    assert len(late) == 1
    assert late[0].text.startswith("te laat")
    assert page(shown).select_one(f'a[href="{HOME}{number}"]')
    assert CANARY not in shown.text


def test_read_acknowledge_and_answer(room):
    number = told(room.office, contact={"by": "phone", "phone": "0612345678"}).number
    client = come_in(room)
    shown = client.get(f"{HOME}{number}")
    assert all(each in shown.text for each in (CANARY, NAMED, PERSON, "0612345678", "Geen voicemail"))
    assert shown.headers["Cache-Control"] == "no-store"
    assert send(client, number, "bevestigen", bevestiging="Ik bel u.").status_code == 303
    again = send(client, number, "bevestigen", bevestiging="Ik bel u nog eens.")
    assert again.status_code == 409
    empty = send(client, number, "antwoord", antwoord=" ")
    assert (empty.status_code, errors(empty)) == (422, ["#antwoord"])
    too_long = send(client, number, "antwoord", antwoord="x" * 8001)
    assert too_long.status_code == 422
    assert "x" * 8001 in too_long.text
    assert send(client, number, "antwoord", antwoord="Zo zit het.").status_code == 303
    assert row(room.office, number).state is ComplaintState.ANSWERED
    assert "Zo zit het." in client.get(f"{HOME}{number}").text


def test_passing_on_needs_the_tick(room):
    number = told(room.office).number
    client = come_in(room)
    refused = send(client, number, "doorgeven")
    assert (refused.status_code, errors(refused)) == (422, ["#akkoord"])
    assert send(client, number, "doorgeven", akkoord="ja").headers["Location"].startswith(HOME)
    assert row(room.office, number).holder is OFFICER
    assert client.get(f"{HOME}{number}").status_code == 404


def test_about_me_hides_it_at_once(room):
    number = told(room.office).number
    client = come_in(room)
    assert "Dit gaat over mij" in client.get(f"{HOME}{number}").text
    assert send(client, number, "over-mij").status_code == 303
    assert client.get(f"{HOME}{number}").status_code == 404
    assert page(client.get(HOME)).select_one("table") is None
    officer = come_in(room, Role.COMPLAINTS_OFFICER, "kf@voorbeeld.example")
    assert "Weggelegd door iemand over wie het gaat" in officer.get(f"{HOME}{number}").text


def test_the_letter_holds_the_answer_and_a_neutral_window(room):
    number = told(room.office, contact=LETTER).number
    client = come_in(room)
    assert client.get(f"{HOME}{number}/brief").status_code == 303
    handling.answer(room.office, handler(), number, "Wij hadden u moeten bellen.")
    shown = page(client.get(f"{HOME}{number}/brief"))
    assert "Voorbeeldstraat 1" in shown.select_one(".lp-envelope").text
    assert "klacht" not in shown.select_one(".lp-envelope").text.lower()
    assert "Wij hadden u moeten bellen." in shown.select_one(".lp-letter").text
    assert "Nationale ombudsman" in shown.select_one(".lp-letter").text
    assert CANARY not in shown.text


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.EDITOR, Role.DESK, Role.CLIENT_SUPPORT, Role.MEDIATOR])
def test_nobody_else_comes_in(room, role):
    number = told(room.office).number
    client = come_in(room, role, "ander@voorbeeld.example")
    assert client.get(HOME).status_code == 404
    assert client.get(f"{HOME}{number}").status_code == 404


@pytest.mark.parametrize("role", [Role.CONFIDENTIAL_ADVISER, Role.COMPLAINTS_OFFICER])
def test_who_holds_complaints_can_be_invited(room, role):
    client = come_in(room, Role.ADMINISTRATOR, "beheer@voorbeeld.example")
    assert f'value="{role.value}"' in client.get("/beheer/accounts/uitnodigen").text
    typed = {"email": "nieuw@voorbeeld.example", "rol": role.value, "gemeente": "hattem", "naam": "Vertrouwd"}
    assert client.post("/beheer/accounts/uitnodigen", data=typed).status_code == 303
    assert {"complaints_officer": "klachtenfunctionaris", "confidential_adviser": "vertrouwenspersoon"}[role.value] in (
        client.get("/beheer/accounts").text
    )
