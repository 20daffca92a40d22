"""Mail to who asked: that it arrived, that there is an appointment, that there is something to read.

Somebody else may read this mailbox. Sender and subject tell nothing, and the mail never holds the question, the name of
who helps, a kind of help or the secret code; it tells where those can be read and who can be called.
"""

from typing import Final

from app.conversation.channels.errand import Errand, NotNeeded, mail, send
from app.conversation.models import State

PAGES: Final = {
    "receipt": "bericht-ontvangst",
    "planned": "bericht-afspraak",
    "outcome": "bericht-na-het-gesprek",
    "follow_up": "bericht-hoe-gaat-het",
    "changed": "bericht-veranderd",
}
SENDER: Final = {"nl": "Gemeente {town}", "en": "Municipality of {town}"}


def bring(errand: Errand) -> None:
    """Send it in the language of the request."""
    if errand.request.state is State.WITHDRAWN and errand.delivery.purpose not in {"receipt", "changed"}:
        raise NotNeeded
    if errand.delivery.purpose == "planned" and errand.request.planned_at is None:
        raise NotNeeded  # the appointment is off again
    address = errand.contact.email
    if not address:
        raise NotNeeded  # they took their address away
    lang = "en" if errand.request.language == "en" else "nl"
    letter = mail(errand, address, PAGES[errand.delivery.purpose], errand.facts(lang), lang=lang)
    send(errand, letter, SENDER[lang].format(town=errand.town.name))
