"""What somebody types never becomes a header, and the same mail is always the same mail."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mailing.letters import AddressRefused, Letter, checked_address, message_of

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def message(letter, number=7):
    return message_of(letter, sender="leefplein@voorbeeld.example", number=number, secret="s" * 40, at=AT)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "kees",
        "kees@",
        "@b.nl",
        "a@b.nl\r\nBcc: c@d.nl",
        "a@b.nl, c@d.nl",
        "a@b.nl;c@d.nl",
        "Kees <a@b.nl>",
        "a@b\x00.nl",
        "a" * 250 + "@b.nl",
        "é@b.nl",
    ],
)
def test_what_is_no_single_address_is_refused(typed):
    with pytest.raises(AddressRefused):
        checked_address(typed)


def test_an_address_is_kept_as_a_server_wants_it():
    assert checked_address("  Kees@Voorbeeld.example ") == "Kees@voorbeeld.example"


@given(st.text(), st.text())
def test_subject_and_text_stay_where_they_belong(subject, text):
    mail = message(Letter("kees@voorbeeld.example", subject, text.encode("utf-8", "ignore").decode()))
    assert set(mail.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
    }
    assert mail["To"] == "kees@voorbeeld.example"


def test_the_same_message_has_the_same_id_and_another_has_another():
    letter = Letter("kees@voorbeeld.example", "Mijn lijstje", "Dag")
    assert message(letter)["Message-ID"] == message(letter)["Message-ID"]
    assert message(letter)["Message-ID"] != message(letter, number=8)["Message-ID"]
    assert message(letter)["Date"] == "Sun, 22 Nov 2026 09:00:00 +0000"
