"""What Open Klant gets to hold: our values in its words and within its limits (ecosystem.md 5.1).

Codes are those of KISS and the Interne Taken Afhandeling, or these would not show the task.
"""

import re
from datetime import timedelta
from typing import Any, Final

from app import clock
from app.content.letterhead import day_in_words
from app.conversation.channels.desk_mail import SUPPORT, cut
from app.conversation.channels.errand import Errand
from app.conversation.models import Channel, ForWhom
from app.conversation.shapes import Contact

REMEMBER_ACTOR: Final = timedelta(days=30)
LONGEST_TEXT: Final = 1000
LONGEST_ADDRESS: Final = 80
REGISTER: Final = "leefplein"
SUBJECTS: Final = {
    "request": "Verzoek om Het Gesprek (Wmo)",
    "added": "Aanvulling op verzoek om Het Gesprek (Wmo)",
    "corrected": "Verbetering van verzoek om Het Gesprek (Wmo)",
    "withdrawn": "Ingetrokken: verzoek om Het Gesprek (Wmo)",
}
_KEY: Final = "leefpleinSleutel"
_POSTCODE: Final = re.compile(r"([1-9][0-9]{3}) ?([A-Za-z]{2})")
_PHONE: Final = re.compile(r"0[1-9][0-9]{8}|\+[0-9]{9,15}|00[0-9]{7,13}")
_NO_PERSON: Final = re.compile(r"0800|0900|0906|0909|1400|140[0-9]{2}")
_STREET: Final = re.compile(r"(?P<street>.*\D)\s+(?P<number>[0-9]{1,5})\s*[-/]?\s*(?P<rest>[0-9A-Za-z-]{0,8})")
_MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def actor(department: str) -> dict[str, Any]:
    """The desk, as the one who gets the tasks."""
    return {
        "naam": "Wmo-loket",
        "soortActor": "organisatorische_eenheid",
        "indicatieActief": True,
        "actoridentificator": _actor_identity(department),
    }


def actor_query(department: str) -> dict[str, str]:
    """Finds the desk."""
    return {
        f"actoridentificator{name[0].upper()}{name[1:]}": value for name, value in _actor_identity(department).items()
    }


def _actor_identity(department: str) -> dict[str, str]:
    return {"objectId": department, "codeObjecttype": "afd", "codeRegister": "obj", "codeSoortObjectId": "idf"}


def subject_query(uid: str) -> dict[str, str]:
    """Finds every klantcontact about this request."""
    return {
        "onderwerpobject__onderwerpobjectidentificatorObjectId": uid,
        "onderwerpobject__onderwerpobjectidentificatorCodeRegister": REGISTER,
    }


def is_this(klantcontact: dict[str, Any], key: str) -> bool:
    """Whether an earlier try of this delivery made it."""
    return bool((klantcontact.get("metadata") or {}).get(_KEY) == key)


def contact_made(errand: Errand) -> dict[str, Any]:
    """For maak-klantcontact: contact, who asked and the subject, in one transaction over there."""
    request, purpose = errand.request, errand.delivery.purpose
    at = request.received_at if purpose == "request" else errand.delivery.created_at
    klantcontact: dict[str, Any] = {
        "kanaal": REGISTER,
        "onderwerp": SUBJECTS[purpose],
        "inhoud": cut(_words(errand), LONGEST_TEXT),
        "taal": "eng" if request.language == "en" else "nld",
        "vertrouwelijk": True,
        "plaatsgevondenOp": at.astimezone(clock.AMSTERDAM).isoformat(timespec="seconds"),
        "metadata": {
            "leefpleinId": request.uid,
            _KEY: errand.delivery.key,
            "clientondersteuning": SUPPORT[request.support],
        },
    }
    if purpose == "request":
        klantcontact["referentienummer"] = request.public_number
    identity = {
        "objectId": request.uid,
        "codeObjecttype": "gespreksverzoek",
        "codeRegister": REGISTER,
        "codeSoortObjectId": "uuid",
    }
    return {
        "klantcontact": klantcontact,
        "betrokkene": asker(errand),
        "onderwerpobject": {"wasKlantcontact": None, "onderwerpobjectidentificator": identity},
    }


def helped(errand: Errand) -> bool:
    """Whether somebody else sent it for the person it is about."""
    return errand.request.for_whom in {ForWhom.TOGETHER, ForWhom.BEHALF} and bool(errand.contact.helper_name)


def asker(errand: Errand) -> dict[str, Any]:
    """Who got in touch: the person, or who helps them."""
    if errand.delivery.purpose == "withdrawn":
        return _someone("klant", "", None, initiator=True)
    if helped(errand):
        return _someone("vertegenwoordiger", errand.contact.helper_name, None, initiator=True)
    return _someone("klant", errand.contact.name, errand.contact, initiator=True)


def person(errand: Errand) -> dict[str, Any]:
    """Whom it is about, when somebody else got in touch."""
    return _someone("klant", errand.contact.name, errand.contact, initiator=False)


def addresses(contact: Contact) -> list[tuple[str, dict[str, Any]]]:
    """Telephone and mail address that Open Klant takes, each with the name of its step."""
    found = []
    phone = plain_phone(contact.phone)
    if phone:
        found.append(("telefoon", _digital(phone, "telefoonnummer")))
    if len(contact.email) <= LONGEST_ADDRESS and _MAIL.fullmatch(contact.email):
        found.append(("email", _digital(contact.email, "email")))
    return found


def task(errand: Errand, klantcontact: str, desk: str) -> dict[str, Any]:
    """The internetaak for the desk."""
    return {
        "aanleidinggevendKlantcontact": {"uuid": klantcontact},
        "gevraagdeHandeling": "Contact opnemen met betrokkene",
        "toelichting": cut(_explained(errand), LONGEST_TEXT),
        "status": "te_verwerken",
        "referentienummer": errand.request.public_number,
        "toegewezenAanActoren": [{"uuid": desk}],
    }


def plain_phone(typed: str) -> str:
    """The number as Open Klant takes it; empty when it takes none like this."""
    digits = re.sub(r"[\s().-]", "", typed)
    return digits if _PHONE.fullmatch(digits) and not _NO_PERSON.match(digits) else ""


def plain_postcode(typed: str) -> str:
    """`8051 AB`, or empty: half a postcode is refused over there."""
    found = _POSTCODE.fullmatch(typed.strip())
    return f"{found[1]} {found[2].upper()}" if found else ""


def _someone(role: str, name: str, contact: Contact | None, *, initiator: bool) -> dict[str, Any]:
    someone: dict[str, Any] = {
        "rol": role,
        "initiator": initiator,
        "wasPartij": None,
        "organisatienaam": "",
        # One field for the whole name: cutting a name into parts goes wrong with every name that is not Dutch.
        "contactnaam": {"voorletters": "", "voornaam": "", "voorvoegselAchternaam": "", "achternaam": name},
    }
    address = _visiting(contact) if contact else None
    return someone | {"bezoekadres": address} if address else someone


def _visiting(contact: Contact) -> dict[str, Any] | None:
    postcode = plain_postcode(contact.postcode)
    found = _STREET.fullmatch(contact.street)
    if not found or found["rest"] or not postcode:
        return None  # as it was typed, it stands in the task's explanation
    return {
        "straatnaam": found["street"].strip()[:LONGEST_ADDRESS],
        "huisnummer": int(found["number"]),
        "postcode": postcode,
        "stad": contact.town[:LONGEST_ADDRESS],
        "land": "NL",
    }


def _digital(address: str, kind: str) -> dict[str, Any]:
    return {
        "adres": address,
        "soortDigitaalAdres": kind,
        "omschrijving": "Leefplein",
        "verstrektDoorPartij": None,
    }


def _words(errand: Errand) -> str:
    if errand.delivery.purpose == "withdrawn":
        return "De inwoner heeft het verzoek ingetrokken."
    story = errand.story
    if errand.delivery.purpose == "added" and story.additions:
        return story.additions[-1].text
    return "\n\n".join(f"{asked.about}: {asked.text}" if asked.about else asked.text for asked in story.questions)


def _explained(errand: Errand) -> str:
    request, contact, story = errand.request, errand.contact, errand.story
    by = {Channel.PHONE: "telefoon", Channel.DESK: "loket", Channel.LETTER: "brief"}.get(request.channel, "de site")
    lines = [
        f"Binnengekomen via {by} op {day_in_words(request.arrived_on, 'nl')}.",
        f"Termijn: uiterlijk {day_in_words(request.due_on, 'nl')}.",
        f"Gratis onafhankelijke hulp gevraagd: {SUPPORT[request.support]}.",
    ]
    if contact.phone and not plain_phone(contact.phone):
        lines.append(f"Telefoon: {contact.phone}")
    if contact.email and len(contact.email) > LONGEST_ADDRESS:
        lines.append(f"E-mail: {contact.email}")
    if contact.street and _visiting(contact) is None:
        lines.append(f"Adres: {contact.street}, {contact.postcode} {contact.town}".rstrip())
    wishes = (
        ("Aanspreken", contact.address_as),
        ("Wanneer", story.wish_time),
        ("Waar", story.wish_place),
        ("Wie komt mee", story.who_along),
        ("Tolk", story.interpreter),
        ("Al geprobeerd", story.tried),
    )
    return "\n".join([*lines, *(f"{name}: {value}" for name, value in wishes if value)])
