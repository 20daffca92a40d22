"""Behind the link of the mail: nothing about anybody before a button, one answer, and nothing for anybody else."""

import pytest
from sqlmodel import select

from app.audit.models import AuditLine
from app.referring.call_back_mail import make_link
from app.referring.call_backs import withdraw
from app.referring.models import CallBack, CallBackState
from tests.referring.asked import DESK, NAME, QUESTION, an_offer, asked, row
from tests.web.organisation.house import OURS, THEIRS, draft, make_house, text_of

NUMBER = "038 000 99 17"


@pytest.fixture
def house(tmp_path):
    made = make_house(tmp_path / "house")
    yield made
    made.services.database.close()
    made.services.keys.close()


@pytest.fixture
def link(house):
    house.number = asked(house.office, an_offer(house.services.database)).number
    return f"/terugbellen?sleutel={make_link(house.services.settings, row(house.services.database, house.number))}"


def looks(house):
    with house.services.database.reading() as session:
        return [each.actor for each in session.exec(select(AuditLine).where(AuditLine.action == "call-back.view"))]


def kept(house):
    return row(house.services.database, house.number)


def test_a_scanner_that_follows_the_link_learns_and_changes_nothing(house, link):
    before = kept(house).model_dump()
    for _ in range(3):
        answer = house.client().get(link)
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "Rijden met de buurt" in text_of(answer)
        assert not any(secret in answer.text for secret in (NAME, NUMBER, QUESTION))
    assert kept(house).model_dump() == before
    assert looks(house) == []


@pytest.mark.parametrize(("said", "state"), [("belt", CallBackState.ACCEPTED), ("kan-niet", CallBackState.DECLINED)])
def test_one_button_shows_who_it_is_and_the_next_answers(house, link, said, state):
    visitor = house.client()
    shown = text_of(visitor.post(link))
    assert all(secret in shown for secret in (NAME, NUMBER, QUESTION))
    assert looks(house) == ["mail link"]
    answering = link.replace("/terugbellen?", "/terugbellen/antwoord?")
    wrong = text_of(visitor.post(answering), 422)
    assert NAME in wrong
    assert "Kies een van de twee" in wrong
    assert visitor.post(answering, data={"antwoord": said, "reden": "vol"}).status_code == 303
    assert kept(house).state is state
    assert visitor.post(answering, data={"antwoord": "belt"}).status_code == 303  # a second press changes nothing
    assert kept(house).state is state
    after = visitor.get(link)
    assert "Dank u wel" in text_of(after)
    assert NAME not in after.text


def test_a_link_that_opens_nothing_says_whom_to_call(house, link):
    visitor = house.client()
    for path, status in (("/terugbellen", 404), (f"{link[:-9]}AAAAAAAAA", 404)):
        for answer in (visitor.get(path), visitor.post(path)):
            assert "Liever bellen?" in text_of(answer, status)
    withdraw(house.office, DESK, house.number)
    assert "niet meer nodig" in text_of(visitor.get(link), 410)
    gone = visitor.post(link)
    assert gone.status_code == 410
    assert NAME not in gone.text
    with house.services.database.writing() as session:
        session.delete(session.get(CallBack, house.number))
    assert visitor.post(link).status_code == 404


def test_signed_in_an_organisation_sees_its_own_requests_only(house):
    ours, theirs = house.put(draft(), draft("Van hen", THEIRS))
    house.number, other = asked(house.office, ours).number, asked(house.office, theirs).number
    client = house.somebody_of(OURS)
    listed = client.get("/organisatie/terugbellen")
    assert "Koffie in de hoek" in text_of(listed)
    assert "Van hen" not in listed.text
    assert NAME not in listed.text
    assert NAME in text_of(client.get(f"/organisatie/terugbellen/{house.number}"))
    assert len(looks(house)) == 1
    for method in ("get", "post"):
        assert getattr(client, method)(f"/organisatie/terugbellen/{other}").status_code == 404
    assert client.post(f"/organisatie/terugbellen/{house.number}", data={"antwoord": "belt"}).status_code == 303
    assert kept(house).state is CallBackState.ACCEPTED
    assert row(house.services.database, other).state is CallBackState.NEW


def test_who_cannot_call_does_not_keep_the_number(house, link):
    visitor = house.client()
    answering = link.replace("/terugbellen?", "/terugbellen/antwoord?")
    assert visitor.post(answering, data={"antwoord": "kan-niet"}).status_code == 303
    assert "Het loket zoekt iets anders" in text_of(visitor.get(link))
    again = visitor.post(link)
    assert again.status_code == 410
    assert not any(secret in again.text for secret in (NAME, NUMBER, QUESTION))
    assert visitor.post(answering, data={"antwoord": "kan-niet"}).status_code == 303, "a second press is no mistake"


def test_in_its_own_room_a_no_opens_nothing_any_more(house):
    (ours,) = house.put(draft())
    house.number = asked(house.office, ours).number
    client = house.somebody_of(OURS)
    address = f"/organisatie/terugbellen/{house.number}"
    assert f'href="{address}"' in client.get("/organisatie/terugbellen").text
    assert client.post(address, data={"antwoord": "kan-niet"}).status_code == 303
    assert f'href="{address}"' not in client.get("/organisatie/terugbellen").text
    assert client.get(address).status_code == 404
