"""What has to reach whom: by the road that was said to be safe, and never so often that a mailbox fills up."""

import pytest
from sqlmodel import select

from app.conversation.asking import ask
from app.conversation.deliveries import RECEIPTS_A_DAY_TO_ONE, desk_channels, road_to
from app.conversation.models import Delivery, Support
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
