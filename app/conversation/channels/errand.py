"""One thing to bring, with everything a road needs to bring it, opened only while it is under way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from babel.dates import format_datetime

from app import clock
from app.content.letterhead import day_in_words, site_of
from app.content.messages import plain_message
from app.content.models import Municipality, Page
from app.conversation.models import ConversationRequest, Delivery
from app.conversation.office import Office, contact_of, story_of
from app.conversation.shapes import Contact, Story
from app.conversation.terms import terms_from
from app.data_keys import FieldSeal
from app.mailing.delivering import NotDelivered, Refused, deliver
from app.mailing.letters import AddressRefused, Letter, message_of
from app.references import spaced_reference


class NotNeeded(Exception):
    """It need not arrive any more, or by this road: nobody is waiting for it."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One delivery under way.

    :ivar keep: writes one step down in a transaction of its own, before anything else goes out (promise 8).
    :ivar steps: what was written down so far: answers of the other side, never anything about a person.
    """

    office: Office
    delivery: Delivery
    request: ConversationRequest
    seal: FieldSeal
    keep: Callable[[str, str], None]
    steps: dict[str, str] = field(default_factory=dict)

    @property
    def town(self) -> Municipality:
        """The municipality the request belongs to."""
        return self.office.town(self.request.municipality)

    @property
    def contact(self) -> Contact:
        """Who asks."""
        return contact_of(self.request, self.seal)

    @property
    def story(self) -> Story:
        """What it is about."""
        return story_of(self.request, self.seal)

    @property
    def site(self) -> str:
        """The address of the municipality's own site, without a slash at the end."""
        return site_of(self.office.settings, self.town)

    def remember(self, step: str, value: str) -> None:
        """Write down what the other side answered."""
        self.keep(step, value)
        self.steps[step] = value

    def facts(self, lang: str = "nl") -> dict[str, str]:
        """What every message may say: days, numbers and addresses; nothing about the question, and never the code."""
        request, rules = self.request, self.town.conversation
        terms = terms_from(request.arrived_on, rules)
        return {
            "reference": spaced_reference(request.reference),
            "day": day_in_words(request.arrived_on, lang),
            "due": day_in_words(request.due_on, lang),
            "plan_until": day_in_words(request.plan_until, lang),
            "first_contact": day_in_words(terms.first_contact_by, lang),
            "planned": moment_in_words(request.planned_at, lang) if request.planned_at else "",
            "contact": rules.contact or self.town.desk.name,
            "extra": rules.extra_text_en if lang == "en" else rules.extra_text,
            "site": self.site,
        }


def mail(errand: Errand, to: str, page: str, facts: dict[str, str], *, lang: str = "nl", more: str = "") -> Letter:
    """A mail from one of the texts.

    :param more: goes below the text, as it is.
    """
    subject, text = message(errand.office, errand.town, page, facts, lang)
    return Letter(to, subject, f"{text}\n{more}" if more else text)


def message(office: Office, town: Municipality, page: str, facts: dict[str, str], lang: str = "nl") -> tuple[str, str]:
    """Subject and text from the page with this name, in Dutch when it is not there in this language."""
    content = office.content.now()
    found: Page | None = content.page(page, lang) or content.page(page)
    if found is None:
        raise NotDelivered("text missing")
    return plain_message(found, town, content.help_numbers_for(town), facts)


def send(errand: Errand, letter: Letter, sender_name: str = "") -> None:
    """Bring a mail on its way, with the same Message-ID on every try, so that mail systems see that it is one.

    :raises NotDelivered: later may go better.
    :raises Refused: the address does not exist, or is no address.
    """
    settings, delivery = errand.office.settings, errand.delivery
    try:
        ready = message_of(
            letter,
            sender=settings.mail_from,
            number=delivery.key,
            secret=settings.secret_key,
            at=delivery.created_at,
            sender_name=sender_name,
        )
    except AddressRefused:
        raise Refused("address") from None
    deliver(settings, ready, delivery.key)


def moment_in_words(moment: datetime, lang: str) -> str:
    """Day and time on the clock in the Netherlands."""
    return str(format_datetime(moment.astimezone(clock.AMSTERDAM), "EEEE d MMMM y, HH:mm", locale=lang))
