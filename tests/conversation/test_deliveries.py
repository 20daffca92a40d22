"""What has to reach whom: by the road that was said to be safe, and never so often that a mailbox fills up."""

from email import message_from_bytes
from email.policy import default

import pytest
from sqlmodel import select

from app.conversation.access import open_with, renew_code
from app.conversation.asking import ask
from app.conversation.deliveries import RECEIPTS_A_DAY_TO_ONE, desk_channels, road_to
from app.conversation.delivering import deliver
from app.conversation.models import Delivery, Support
from app.conversation.own import choose_support
from app.conversation.shapes import Contact
from app.settings import Channels
from tests.conversation.conftest import a_request

MAIL = "naam@voorbeeld.example"


@pytest.mark.parametrize(
    ("contact", "road"),
    [
        ({"phone": "0380000000"}, ""),
        ({"email": MAIL}, "resident_mail"),
        ({"email": MAIL, "safe": ("email",)}, "resident_mail"),
        ({"email": MAIL, "safe": ("voicemail",)}, ""),
        ({"email": MAIL, "safe": ("voicemail",), "preference": "email"}, "resident_mail"),
        ({"email": MAIL, "street": "V 1", "town": "Hattem", "safe": ("letter",)}, "letter"),
        ({"street": "V 1", "town": "Hattem", "preference": "letter"}, "letter"),
        ({"street": "V 1", "town": "Hattem"}, ""),
    ],
)
def test_messages_go_by_the_road_that_is_safe_or_not_at_all(contact, road):
    assert road_to(Contact(**contact)) == road


def _receipts(office) -> int:
    with office.database.reading() as session:
        return len(session.exec(select(Delivery).where(Delivery.purpose == "receipt")).all())


def test_one_mailbox_gets_a_few_receipts_a_day_and_every_request_is_taken(office):
    for number in range(RECEIPTS_A_DAY_TO_ONE + 3):
        assert ask(office, a_request(contact={"email": MAIL}), f"form-{number}").reference
    assert _receipts(office) == RECEIPTS_A_DAY_TO_ONE
    ask(office, a_request(contact={"email": "iemand.anders@voorbeeld.example"}), "another")
    assert _receipts(office) == RECEIPTS_A_DAY_TO_ONE + 1


def test_client_support_hears_only_of_a_yes(office):
    ask(office, a_request(support=Support.LATER, support_shares=()), "form")
    with office.database.reading() as session:
        assert {each.channel for each in session.exec(select(Delivery)).all()} == {"mail"}


def test_a_municipality_may_have_channels_of_its_own(office):
    own = Channels(open_klant_url="https://klant.voorbeeld.example")
    settings = office.settings.model_copy(update={"municipalities": {"putten": own}})
    changed = type(office)(office.database, office.keys, office.content, settings, office.gazetteer)
    assert desk_channels(changed, "putten") == ["mail", "open_klant"]
    assert desk_channels(changed, "hattem") == ["mail"]


def test_who_did_not_change_it_themself_hears_of_it(office):
    """A code that somebody else made, a choice that somebody else changed: the person is told, and not what (I-25, P6)."""
    receipt = ask(office, a_request(contact={"email": MAIL}), "form")
    opened = open_with(office, receipt.reference, receipt.code, "192.0.2.1")
    choose_support(office, opened.access_id, Support.NO, ())
    renew_code(office, receipt.request_id, "account:1")
    with office.database.reading() as session:
        found = session.exec(select(Delivery).where(Delivery.purpose == "changed")).all()
    assert [each.channel for each in found] == ["resident_mail", "resident_mail"]
    deliver(office, found[0].id, 1)
    (mail,) = (office.settings.data_dir / "mail").glob("*.eml")
    text = message_from_bytes(mail.read_bytes(), policy=default).get_content()
    assert "Er is iets veranderd aan uw aanvraag" in text
    assert "slaap" not in text
