"""Somebody at the desk, and requests to work on. All invented."""

from bs4 import BeautifulSoup

from app.accounts.rights import Role
from app.conversation.asking import ask
from app.conversation.models import ConversationRequest
from tests.conversation.conftest import a_request

LETTER = {"street": "Voorbeeldstraat 1", "postcode": "8051 AB", "town": "Hattem", "preference": "letter"}
ENTRY = {
    "formulier": "een-formulier", "kanaal": "brief", "binnengekomen": "", "vraag": ["ik wil graag een praatje", ""],
    "al_geprobeerd": "Bezoek 75+", "voor_wie": "mijzelf", "naam": "meneer Voorbeeld", "straat": "Voorbeeldstraat 2",
    "postcode": "8051 AB", "plaats": "Hattem", "contact_voorkeur": "brief", "clientondersteuning": "ja",
}  # fmt: skip


def at_desk(room, email="loket@voorbeeld.example", municipality="hattem"):
    """A client of a desk worker. The drawn labels of the outcomes may stand on the desk's pages as a result."""
    client = room.signed_in(email, Role.DESK, municipality)
    client.inspection.leave_out("plain_words")
    return client


def asked(room, form="form", **more) -> int:
    return ask(room.office, a_request(**more), form).request_id


def row(room, number) -> ConversationRequest:
    with room.services.database.reading() as session:
        return session.get(ConversationRequest, number)


def page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html.parser")


def errors(answer) -> list[str]:
    return [link["href"] for link in page(answer).select(".lp-error-summary a")]
