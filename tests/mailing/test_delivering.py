"""A mail leaves through a real server, lands in a folder without one, and never travels a network in the clear."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from app.mailing import delivering
from app.mailing.delivering import NotDelivered, Refused, deliver
from app.mailing.letters import Letter, message_of
from tests.installing import settings_in


def mail():
    letter = Letter("kees@voorbeeld.example", "Mijn lijstje: één", "Crème brûlée\n" + "x" * 2000 + "\n.\n")
    return message_of(
        letter, sender="leefplein@voorbeeld.example", number=1, secret="s" * 40, at=datetime(2026, 11, 22, tzinfo=UTC)
    )


def test_a_server_gets_the_whole_mail(mailbox, tmp_path):
    deliver(settings_in(tmp_path, smtp_url=mailbox.url), mail(), 1)
    sender, to, content = mailbox.received[0]
    assert (sender, to) == ("leefplein@voorbeeld.example", ["kees@voorbeeld.example"])
    read = message_from_bytes(content, policy=policy.default)
    assert read["Subject"] == "Mijn lijstje: één"
    assert read.get_content().replace("\r\n", "\n") == "Crème brûlée\n" + "x" * 2000 + "\n.\n"
    assert not read.is_multipart(), "plain text only"


def test_without_a_server_the_mail_is_a_file(tmp_path):
    deliver(settings_in(tmp_path), mail(), 12)
    file = tmp_path / "mail" / "000012.eml"
    assert message_from_bytes(file.read_bytes(), policy=policy.default)["To"] == "kees@voorbeeld.example"
    assert file.stat().st_mode & 0o077 == 0, "for nobody else on the machine"


def test_an_address_that_does_not_exist_is_not_tried_again(mailbox, tmp_path):
    mailbox.refuse = "550 no such user"
    with pytest.raises(Refused):
        deliver(settings_in(tmp_path, smtp_url=mailbox.url), mail(), 1)


def test_a_busy_server_is_tried_again(mailbox, tmp_path):
    mailbox.refuse = "451 later please"
    with pytest.raises(NotDelivered):
        deliver(settings_in(tmp_path, smtp_url=mailbox.url), mail(), 1)


def test_a_server_that_is_away_is_tried_again(tmp_path):
    with pytest.raises(NotDelivered):
        deliver(settings_in(tmp_path, smtp_url="smtp://127.0.0.1:9"), mail(), 1)


def test_over_a_network_a_server_without_tls_gets_nothing(mailbox, tmp_path, monkeypatch):
    monkeypatch.setattr(delivering, "is_loopback", lambda _host: False)
    with pytest.raises(NotDelivered):
        deliver(settings_in(tmp_path, smtp_url=mailbox.url), mail(), 1)
    assert mailbox.received == []


def test_a_refusal_names_nobody(mailbox, tmp_path):
    mailbox.refuse = "550 kees@voorbeeld.example does not live here"
    with pytest.raises(Refused) as problem:
        deliver(settings_in(tmp_path, smtp_url=mailbox.url), mail(), 1)
    assert "kees" not in str(problem.value)
