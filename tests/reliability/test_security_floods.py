"""Nobody may use the site to flood a mailbox or an editor; throwing cookies away does not help."""

import pytest
from sqlmodel import select

from app.insight.models import SearchNote
from app.mailing.waiting import KIND
from app.outbox.models import OutboxMessage
from app.web.resident import notes, taking_along
from tests.reliability.test_security_addresses import an_offer


@pytest.fixture
def keeper(client):
    client.post("/lijstje", data={"aanbod": an_offer(client).rpartition("/")[2], "doen": "bewaar"})
    return client


def forget_counting(client):
    with client.session_transaction(base_url="http://hattem.localhost") as session:
        session.pop("post", None)


def send(client, to):
    forget_counting(client)
    return client.post("/lijstje/mail", data={"email": to}).status_code


def mails(services):
    with services.database.reading() as session:
        return len(session.exec(select(OutboxMessage).where(OutboxMessage.kind == KIND)).all())


def test_one_mailbox_gets_a_few_mails_a_day_whoever_asks(keeper, installation):
    said = [send(keeper, "zwijgerxq@voorbeeld.example") for _ in range(taking_along.MAILS_A_DAY_TO_ONE)]
    assert set(said) == {303}
    assert send(keeper, "Zwijgerxq@Voorbeeld.example") == 422
    assert send(keeper, "ander@voorbeeld.example") == 303
    assert mails(installation) == taking_along.MAILS_A_DAY_TO_ONE + 1


def test_one_network_mails_so_many_people_a_day(keeper, monkeypatch):
    monkeypatch.setattr(taking_along, "MAILS_A_DAY_FROM_ONE_NETWORK", 2)
    assert [send(keeper, f"kees{number}@voorbeeld.example") for number in range(3)] == [303, 303, 422]


def test_an_address_is_not_kept_to_count_it(keeper, installation):
    send(keeper, "zwijgerxq@voorbeeld.example")
    folder = installation.settings.data_dir
    installation.database.close()
    assert not any(b"zwijgerxq" in file.read_bytes() for file in folder.glob("*.sqlite*"))


def test_notes_from_one_network_end_for_today_and_the_words_stay_on_the_page(client, installation, monkeypatch):
    monkeypatch.setattr(notes, "MOST_A_DAY", 2)
    said = [client.post("/vertel-wat-u-zocht", data={"zocht": f"oppas {number}"}) for number in range(3)]
    assert [answer.status_code for answer in said] == [303, 303, 422]
    assert "oppas 2" in said[-1].text
    with installation.database.reading() as session:
        assert len(session.exec(select(SearchNote)).all()) == 2


def test_corrections_from_one_network_end_for_today(client, monkeypatch):
    monkeypatch.setattr("app.web.resident.corrections.MOST_A_DAY", 1)
    path = an_offer(client) + "/klopt-dit-niet"
    assert [client.post(path, data={"wat": "tijden"}).status_code for _ in range(2)] == [303, 422]
