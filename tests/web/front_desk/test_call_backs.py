"""The desk asks for a call with consent, hears at once whether a mail goes, sees red when nobody answers, and settles it."""

from datetime import timedelta

import pytest
import time_machine
from sqlmodel import select

from app import clock
from app.audit.models import AuditLine
from app.referring.models import CallBack
from tests.referring.asked import NAME, PHONE, QUESTION, an_offer, row
from tests.web.front_desk.desks import at_desk, errors, page

FORM = {
    "formulier": "een", "naam": NAME, "telefoon": "038 000 99 17", "wanneer": "na de koffietijd", "vraag": QUESTION, "akkoord": "ja",
}  # fmt: skip


@pytest.fixture
def desk(room):
    client = at_desk(room)
    client.offer = an_offer(room.services.database)
    client.asking = f"/loket/terugbellen/nieuw/{client.offer}"
    return client


def rows(room):
    with room.services.database.reading() as session:
        return session.exec(select(CallBack).order_by(CallBack.id)).all()


def test_from_a_result_to_settled(room, desk):
    assert "De beller zei: ja, Stichting Voorbeeld mag mijn naam, nummer en vraag zien" in desk.get(desk.asking).text
    sent = desk.post(desk.asking, data=FORM)
    assert sent.status_code == 303
    assert not any(secret in sent.location for secret in (NAME, PHONE, QUESTION))
    heard = desk.get(sent.location)
    assert "Stichting Voorbeeld krijgt een mail" in page(heard).text
    assert NAME not in heard.text
    (made,) = rows(room)
    one = desk.get(f"/loket/terugbellen/{made.id}")
    assert NAME in one.text
    assert "038 000 99 17" in one.text
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        desk = at_desk(room, "later@voorbeeld.example")
        red = page(desk.get("/loket/")).select_one(".lp-alarm").text
        assert "terugbelverzoek waarop de organisatie niet antwoordde" in red
        assert (
            at_desk(room, "ginds@voorbeeld.example", "putten").get("/loket/terugbellen").text.count("data-call-back")
            == 0
        )
        assert desk.post(f"/loket/terugbellen/{made.id}/antwoord", data={}).status_code == 422
        assert desk.post(f"/loket/terugbellen/{made.id}/antwoord", data={"antwoord": "kan-niet"}).status_code == 303
        assert "Zoek iets anders" in desk.get("/loket/terugbellen").text
        assert desk.post(f"/loket/terugbellen/{made.id}/antwoord", data={"antwoord": "belt"}).status_code == 409
        assert desk.post(f"/loket/terugbellen/{made.id}/afgehandeld").status_code == 303
        assert "terugbelverzoek" not in page(desk.get("/loket/")).text
    with room.services.database.reading() as session:
        looks = session.exec(select(AuditLine).where(AuditLine.action == "call-back.view")).all()
    assert looks
    assert all(each.subject == f"call_back:{made.id}" for each in looks)


def test_what_is_missing_is_named_and_everything_typed_stays(room, desk):
    wrong = desk.post(desk.asking, data=FORM | {"naam": "", "telefoon": "0900 1234", "akkoord": ""})
    assert wrong.status_code == 422
    assert errors(wrong) == ["#naam", "#telefoon", "#akkoord"]
    assert page(wrong).select_one("#telefoon")["value"] == "0900 1234"
    assert page(wrong).select_one("#vraag")["value"] == QUESTION
    assert rows(room) == []
    numbers = desk.post(desk.asking, data=FORM | {"vraag": "mijn bsn is 123456782"})
    assert numbers.status_code == 303
    assert "123456782" not in desk.get(f"/loket/terugbellen/{rows(room)[0].id}").text


def test_without_a_mail_address_the_desk_is_told_to_call(room, desk):
    other = an_offer(room.services.database, "Kaarten", "Kaartclub", mail="", phone="038 000 02 02")
    assert "Bel de organisatie zelf" in desk.get(f"/loket/terugbellen/nieuw/{other}").text
    heard = desk.get(desk.post(f"/loket/terugbellen/nieuw/{other}", data=FORM).location)
    assert "geen mailadres" in heard.text
    assert "038 000 02 02" in heard.text


def test_withdrawn_and_sent_twice(room, desk):
    first, second = (desk.post(desk.asking, data=FORM).location for _ in range(2))
    assert first == second
    (made,) = rows(room)
    assert desk.post(f"/loket/terugbellen/{made.id}/niet-meer-nodig").status_code == 303
    assert desk.post(f"/loket/terugbellen/{made.id}/niet-meer-nodig").status_code == 409
    assert row(room.services.database, made.id).erase_on is not None
    assert desk.get("/loket/terugbellen/nieuw/99999").status_code == 404
