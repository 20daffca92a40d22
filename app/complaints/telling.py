"""Mails about a complaint: to who holds it, never to the desk, and to who complained only by mail when they chose mail.

In none of them stands what it is about, who complained or about whom: a number, days and where to look.
"""

from typing import Final

from sqlmodel import Session

from app.clock import AMSTERDAM
from app.complaints.dossier import subject_in_audit
from app.complaints.models import Complaint, ComplaintHolder
from app.complaints.shapes import Contact
from app.content.letterhead import day_in_words, site_of
from app.content.models import Municipality
from app.conversation.channels.errand import message
from app.conversation.office import Office
from app.mailing.letters import Letter
from app.mailing.waiting import post_letter
from app.references import spaced_reference

ROOM: Final = "/klachtbehandeling/"
OWN: Final = "/klacht/mijn-klacht"
_NEWS: Final = {
    "new": "Er is een nieuwe klacht.",
    "passed_on": "Er is een klacht aan u doorgegeven.",
    "added": "Iemand schreef iets bij een klacht.",
    "withdrawn": "Een klacht is ingetrokken.",
}


def address_of(town: Municipality, holder: ComplaintHolder) -> str:
    """Where mails for this holder go."""
    if holder is ComplaintHolder.OFFICER and town.complaints is not None:
        return town.complaints.email
    return town.confidential_adviser.email


def tell_holder(session: Session, office: Office, complaint: Complaint, what: str) -> None:
    """Let who holds it know, without a word about anybody.

    :param what: new, passed_on, added or withdrawn.
    """
    town = office.town(complaint.municipality)
    facts = {
        "what": _NEWS[what],
        "reference": spaced_reference(complaint.reference),
        "link": f"{site_of(office.settings, town)}{ROOM}",
    }
    subject, text = message(office, town, "bericht-klacht-nieuw", facts)
    letter = Letter(address_of(town, complaint.holder), subject, text)
    post_letter(session, office.settings, letter, about=subject_in_audit(complaint))


def tell_person(session: Session, office: Office, complaint: Complaint, contact: Contact, page: str) -> bool:
    """Mail who complained that there is something to read, when mail is the way they chose.

    :param page: bericht-klacht-ontvangst or bericht-klacht-nieuws.
    :returns: whether a mail goes out.
    """
    if contact.by != "email":
        return False
    town, lang = office.town(complaint.municipality), "en" if complaint.language == "en" else "nl"
    site = site_of(office.settings, town)
    facts = {
        "reference": spaced_reference(complaint.reference),
        "day": day_in_words(complaint.received_at.astimezone(AMSTERDAM).date(), lang),
        "first_contact": day_in_words(complaint.acknowledge_by, lang),
        "due": day_in_words(complaint.due_on, lang),
        "link": f"{site}{'/en' if lang == 'en' else ''}{OWN}",
        "site": site,
    }
    subject, text = message(office, town, page, facts, lang)
    post_letter(session, office.settings, Letter(contact.email, subject, text), about=subject_in_audit(complaint))
    return True
