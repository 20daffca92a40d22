"""Mail to who gives free independent help: that somebody asks for it. What may be shared is read after signing in."""

from app.content.letterhead import day_in_words
from app.conversation.channels.errand import Errand, NotNeeded, mail, send
from app.conversation.models import State, Support


def bring(errand: Errand) -> None:
    """Send it, unless the resident took the choice back."""
    if errand.request.support is not Support.YES or errand.request.state is State.WITHDRAWN:
        raise NotNeeded
    asked_on = day_in_words(errand.request.arrived_on, "nl")
    facts = errand.facts() | {"day": asked_on, "link": f"{errand.site}/ondersteuner"}
    send(errand, mail(errand, errand.town.client_support.email, "bericht-ondersteuner", facts))
