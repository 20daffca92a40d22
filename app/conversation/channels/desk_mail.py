"""Mail to the desk, or to the team that takes up requests from this village: a notice, or everything.

A notice holds nothing about the person: it says that something waits and where. Only a municipality that chose so
gets everything (`conversation.mail: full`), as plain text.
"""

from collections.abc import Iterator
from typing import Final

from app import clock
from app.content.letterhead import day_in_words
from app.conversation.channels.errand import Errand, NotNeeded, mail, send
from app.conversation.models import Channel, ForWhom, Support
from app.conversation.shapes import Contact, Plan, Story

LONGEST: Final = 50_000
GOES_ON: Final = "… (vervolg in Leefplein)"
WHAT: Final = {
    "request": "Nieuwe aanvraag voor een gesprek",
    "added": "Aanvulling op een aanvraag",
    "corrected": "Verbetering van een aanvraag",
    "withdrawn": "Een aanvraag is ingetrokken",
}
SUPPORT: Final = {
    Support.YES: "ja",
    Support.NO: "nee",
    Support.LATER: "weet ik nog niet",
    Support.TO_ASK: "nog te vragen",
}
_CHANNELS: Final = {
    Channel.DIGITAL: "via de site",
    Channel.PHONE: "per telefoon",
    Channel.DESK: "aan het loket",
    Channel.LETTER: "per brief",
}
_FOR: Final = {
    ForWhom.SELF: "voor zichzelf",
    ForWhom.CARER: "als mantelzorger, voor zichzelf",
    ForWhom.TOGETHER: "samen met iemand die helpt",
    ForWhom.BEHALF: "namens de inwoner",
}
_PREFERENCE: Final = {"phone": "bellen", "email": "mailen", "letter": "een brief", "visit": "langskomen"}
_SAFE: Final = {"voicemail": "voicemail", "email": "mail", "letter": "brief"}
_KNOWS: Final = {"yes": "ja", "no": "nee", "unknown": "weet ik niet"}


def bring(errand: Errand) -> None:
    """Send what this municipality wants to have."""
    rules = errand.town.conversation
    if rules.mail == "none":
        raise NotNeeded  # the desk's own queue has it
    team = next((team for team in rules.teams if team.slug == errand.request.team), None)
    to = (team.email if team else None) or errand.town.desk.email
    facts = errand.facts() | {
        "what": WHAT[errand.delivery.purpose],
        "support": SUPPORT[errand.request.support],
        "link": f"{errand.site}/loket/aanvraag/{errand.request.id}",
    }
    if rules.mail != "full" or errand.delivery.purpose == "withdrawn":
        send(errand, mail(errand, to, "bericht-loket", facts))
        return
    letter = mail(errand, to, "bericht-loket-alles", facts, more=cut(everything(errand), LONGEST))
    send(errand, letter)


def cut(text: str, longest: int) -> str:
    """No longer than this; who reads it sees that there is more, and where."""
    return text if len(text) <= longest else text[: longest - len(GOES_ON)].rstrip() + GOES_ON


def everything(errand: Errand) -> str:
    """All that was told, one line for each thing that was filled in."""
    request, contact, story = errand.request, errand.contact, errand.story
    lines = [
        ("Binnengekomen", _CHANNELS[request.channel]),
        ("Voor wie", _FOR[request.for_whom]),
        *_person(contact),
        *_wishes(story),
        ("Persoonlijk plan tot en met", day_in_words(request.plan_until, "nl")),
    ]
    return "".join(f"{name}: {value}\n" for name, value in lines if value) + "".join(_words(story))


def _person(contact: Contact) -> Iterator[tuple[str, str]]:
    yield "Naam", contact.name
    yield "Ingevuld door", ", ".join(filter(None, (contact.helper_name, contact.role)))
    yield "Zo aanspreken", contact.address_as
    yield "Telefoon", contact.phone
    yield "E-mail", contact.email
    yield "Adres", ", ".join(filter(None, (contact.street, contact.postcode, contact.town)))
    yield "Liefst bereikt door", _PREFERENCE.get(contact.preference or "", "")
    yield "Veilig te gebruiken", ", ".join(_SAFE[each] for each in contact.safe)


def _wishes(story: Story) -> Iterator[tuple[str, str]]:
    yield "Weet de persoon ervan", _KNOWS.get(story.knows or "", "")
    yield "Gesprek, waar", story.wish_place
    yield "Gesprek, wanneer", story.wish_time
    yield "Wie komt mee", story.who_along
    yield "Wie helpt al", story.helped_by
    yield "Tolk", story.interpreter
    yield "Rustige plek", "ja" if story.quiet_place else ""


def _words(story: Story) -> Iterator[str]:
    for asked in story.questions:
        yield _block(f"Vraag ({asked.about})" if asked.about else "Vraag", asked.text)
    yield _block("Wat moet er anders", story.wanted_result)
    yield _block("Al geprobeerd", story.tried)
    yield _block("Opmerking", story.remark)
    yield from _plan(story.plan or Plan())
    for added in story.additions:
        yield _block(f"Later toegevoegd, {day_in_words(added.at.astimezone(clock.AMSTERDAM).date(), 'nl')}", added.text)


def _plan(plan: Plan) -> Iterator[str]:
    yield _block("Plan: mijn vraag", plan.question)
    yield _block("Plan: wat ik zelf doe", plan.self_do)
    yield _block("Plan: wie helpt", plan.helpers)
    yield _block("Plan: wat er nog nodig is", plan.provisions)
    yield _block("Plan: wat het oplevert", plan.result)
    yield _block("Plan: terugkijken op", plan.look_back_on)


def _block(name: str, text: str) -> str:
    return f"\n{name}:\n{text}\n" if text else ""
