"""How a complaint is spoken of in the room of who holds it."""

from flask_babel import gettext as _

from app.complaints.models import Complaint, ComplaintState
from app.complaints.shapes import Contact
from app.conversation.history import Happened
from app.references import spaced_reference
from app.web.complaint_words import about_words, by_words, note_words, role_of

__all__ = ["about_words", "by_words", "note_words", "role_of", "spaced_reference"]


def state(complaint: Complaint) -> str:
    """Where it stands."""
    return str(
        {
            ComplaintState.RECEIVED: _("nieuw, nog niet bevestigd"),
            ComplaintState.TAKEN_UP: _("in behandeling"),
            ComplaintState.ANSWERED: _("beantwoord"),
            ComplaintState.WITHDRAWN: _("ingetrokken"),
        }[complaint.state]
    )


def happened(line: Happened) -> str:
    """One line of its history."""
    if line.kind in {"passed_on", "passed_on_agreed", "concerned"}:
        to = role_of(line.note) if line.note else ""
        said = {
            "passed_on": _("De inwoner gaf het door aan %(who)s", who=to),
            "passed_on_agreed": _("Met instemming van de inwoner doorgegeven aan %(who)s", who=to),
            "concerned": _("Weggelegd door iemand over wie het gaat"),
        }
        return str(said[line.kind])
    return str(
        {
            "received": _("Binnengekomen"),
            "acknowledged": _("Ontvangst bevestigd"),
            "asked_to_pass_on": _("Gevraagd om door te geven"),
            "longer": _("Langer nodig"),
            "answered": _("Antwoord"),
            "added": _("De inwoner schreef er iets bij"),
            "withdrawn": _("Ingetrokken door de inwoner"),
            "note_adviser": _("Notitie"),
            "note_officer": _("Notitie"),
        }.get(line.kind, line.kind)
    )


def how_to_tell(contact: Contact) -> str:
    """What has to be done so that who complained hears of something: only by the way they chose."""
    return str(
        {
            "email": _(
                "Er gaat vanzelf een mail: er staat iets klaar. Wat u schrijft, staat alleen op de eigen pagina."
            ),
            "phone": _("Bel daarna zelf, want er gaat geen mail. Zeg op een voicemail nooit waarover het gaat."),
            "letter": _("Print daarna de brief en doe die op de post. Er gaat geen mail."),
            "self": _("De inwoner kijkt zelf. Bel, mail of schrijf niet."),
        }[contact.by]
    )


DONE = {
    "bevestigd": lambda: _("De ontvangst is bevestigd"),
    "notitie": lambda: _("De notitie is bewaard"),
    "gevraagd": lambda: _("De vraag staat op de pagina van de inwoner"),
    "langer": lambda: _("De inwoner leest dat het langer duurt"),
    "antwoord": lambda: _("Het antwoord staat klaar en de klacht is afgesloten"),
    "doorgegeven": lambda: _("De klacht is doorgegeven. U ziet hem niet meer"),
    "over-mij": lambda: _("U ziet deze klacht niet meer"),
}


def done(code: str) -> str:
    """What was just done; empty for a code that does not exist."""
    return str(DONE[code]()) if code in DONE else ""
