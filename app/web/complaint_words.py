"""How a complaint is spoken of: on the pages of who told it, and where the staff room says the same."""

from flask_babel import gettext as _

from app.complaints.dossier import Dossier
from app.complaints.models import About, ComplaintHolder, ComplaintState
from app.complaints.shapes import Contact
from app.content.models import Municipality
from app.conversation.history import Happened


def about_words(about: About) -> str:
    """What it is about."""
    return {
        About.TREATMENT: _("Hoe iemand met mij omging"),
        About.QUALITY: _("De hulp of zorg was niet goed"),
        About.LATE: _("Hulp kwam niet, of te laat"),
        About.MUNICIPALITY: _("De gemeente of het loket"),
        About.ORGANISATION: _("Een organisatie of zorgverlener"),
        About.VOLUNTEER: _("Een vrijwilliger"),
        About.OTHER: _("Iets anders, of ik weet het niet"),
    }[about]


def reader(holder: str, town: Municipality) -> dict[str, str]:
    """Who reads it: a function, with a number to call."""
    if holder == ComplaintHolder.OFFICER.value and town.complaints is not None:
        who, hours = town.complaints, town.complaints.hours
        return {"name": who.name, "phone": who.phone, "hours": hours, "role": _("de klachtenfunctionaris")}
    adviser = town.confidential_adviser
    return {
        "name": adviser.name,
        "phone": adviser.phone,
        "hours": adviser.hours,
        "role": _("de vertrouwenspersoon"),
    }


def role_of(code: str) -> str:
    """The holder with this code, as a role."""
    officer = code == ComplaintHolder.OFFICER.value
    return str(_("de klachtenfunctionaris") if officer else _("de vertrouwenspersoon"))


def state_words(dossier: Dossier) -> str:
    """Where it stands, in one sentence."""
    complaint = dossier.complaint
    who = role_of(complaint.holder.value)
    return {
        ComplaintState.RECEIVED: _("Aangekomen. Het ligt bij %(who)s.", who=who),
        ComplaintState.TAKEN_UP: _("Het is gelezen. %(who)s is ermee bezig.", who=who[:1].upper() + who[1:]),
        ComplaintState.ANSWERED: _("Er is een antwoord. U leest het hieronder."),
        ComplaintState.WITHDRAWN: _("U hebt het ingetrokken. Er gebeurt niets meer mee."),
    }[complaint.state]


def happened_words(line: Happened) -> str:
    """One line of what happened. What was written with it stands below it."""
    known = {
        "received": _("U hebt het verteld."),
        "acknowledged": _("Het is gelezen."),
        "asked_to_pass_on": _("Er is een vraag aan u: mag iemand anders dit ook lezen?"),
        "longer": _("Het duurt langer dan beloofd."),
        "answered": _("Het antwoord:"),
        "added": _("U schreef er iets bij."),
        "withdrawn": _("U hebt het ingetrokken."),
        "note_adviser": _("Een notitie van de vertrouwenspersoon."),
        "note_officer": _("Een notitie van de klachtenfunctionaris."),
    }
    if line.kind == "passed_on":
        return str(_("U gaf het door aan %(who)s.", who=role_of(line.note)))
    if line.kind == "passed_on_agreed":
        return str(_("Met u is afgesproken dat %(who)s het krijgt.", who=role_of(line.note)))
    if line.kind == "concerned" and line.note:
        return str(
            _(
                "Iemand legde het weg, omdat het over die persoon zelf gaat. Nu heeft %(who)s het.",
                who=role_of(line.note),
            )
        )
    if line.kind == "concerned":
        return str(_("Iemand legde het weg, omdat het over die persoon zelf gaat. Diegene ziet het niet meer."))
    return str(known.get(line.kind, ""))


def note_words(line: Happened) -> str:
    """What was written with it, when that is for reading."""
    return "" if line.kind in {"passed_on", "passed_on_agreed", "concerned"} else line.note


def by_words(contact: Contact) -> str:
    """How they want to hear from us."""
    if contact.by == "phone":
        said = _("Bellen: %(number)s", number=contact.phone)
        return said + ". " + (_("Voicemail mag.") if contact.voicemail else _("Geen voicemail."))
    return {
        "email": _("Mailen: %(address)s", address=contact.email),
        "letter": _(
            "Een brief: %(address)s",
            address=", ".join(part for part in (contact.street, contact.postcode, contact.town) if part),
        ),
        "self": _("Zelf kijken, met nummer en code"),
    }[contact.by]


def action_words(action: str) -> str:
    """An audit line, for the file that somebody takes along."""
    return {
        "complaint.look": str(_("bekeken")),
        "complaint.open": str(_("geopend met nummer en code")),
        "complaint.exported": str(_("meegenomen in een bestand")),
    }.get(action, str(_("veranderd of iets toegevoegd")))
