"""How the desk's screens say what the subject knows as codes."""

from datetime import datetime

from flask_babel import gettext as _
from markupsafe import Markup

from app import clock
from app.content.pages import fill, to_html
from app.conversation.hints import Hint
from app.conversation.history import Happened
from app.conversation.models import Channel, Delivery, ForWhom, State, Support
from app.conversation.queue import Line, Step
from app.references import spaced_reference
from app.referring import desk_texts
from app.referring.models import CallBack, CallBackState, DeskText, DeskTextKind
from app.web.running import content, municipality

__all__ = ["spaced_reference"]


def channel(value: Channel) -> str:
    """How a request came in."""
    found = {
        Channel.DIGITAL: _("website"),
        Channel.PHONE: _("telefoon"),
        Channel.DESK: _("balie"),
        Channel.LETTER: _("brief"),
    }
    return str(found[value])


def for_whom(value: ForWhom) -> str:
    """Whose conversation it is."""
    found = {
        ForWhom.SELF: _("voor zichzelf"),
        ForWhom.CARER: _("mantelzorger voor zichzelf"),
        ForWhom.TOGETHER: _("samen met iemand"),
        ForWhom.BEHALF: _("namens iemand"),
    }
    return str(found[value])


def state(value: State) -> str:
    """Where a request stands."""
    found = {
        State.RECEIVED: _("ontvangen"),
        State.TAKEN_UP: _("opgepakt"),
        State.PLANNED: _("gesprek gepland"),
        State.CLOSED: _("afgerond"),
        State.WITHDRAWN: _("ingetrokken"),
    }
    return str(found[value])


def support(value: Support) -> str:
    """What the resident chose about free independent help."""
    found = {
        Support.YES: _("ja"),
        Support.NO: _("nee"),
        Support.LATER: _("later beslissen"),
        Support.TO_ASK: _("nog te vragen"),
    }
    return str(found[value])


def step(line: Line) -> str:
    """What has to happen."""
    found = {
        Step.LATE: _("te laat: de laatste dag is voorbij"),
        Step.DID_NOT_ARRIVE: _("een bericht kwam niet aan: bel"),
        Step.FIRST_CONTACT_LATE: _("te laat: er is nog geen contact geweest"),
        Step.READ: _("nieuw: lezen"),
        Step.ASK_SUPPORT: _("vraag of iemand gratis onafhankelijke hulp wil"),
        Step.FOLLOW_UP: _("vraag hoe het gaat"),
        Step.POST_LETTER: _("brief op de post doen"),
        Step.RECORD_OUTCOME: _("gesprek is geweest: leg de uitkomst vast"),
        Step.TAKE_UP: _("oppakken"),
        Step.PLAN: _("gesprek plannen"),
        Step.WAIT_FOR_DAY: _("gesprek staat gepland"),
        Step.NOTHING: _("niets"),
    }
    return str(found[line.step])


def late(kind: str) -> str:
    """A kind of late thing, as the red bar says it."""
    found = {
        "delivery_quarter": _("bericht langer dan een kwartier onderweg"),
        "delivery_hours": _("bericht langer dan vier uur onderweg"),
        "delivery_day": _("bericht al een werkdag onderweg"),
        "refused": _("bericht kwam niet aan: bel of schrijf"),
        "letter": _("brief nog niet op de post"),
        "unseen": _("aanvraag door niemand bekeken"),
        "past_term": _("aanvraag over de laatste dag"),
        "kept_undelivered": _("bewaartermijn voorbij, maar niet aangekomen of nooit geopend"),
        "support_question": _("aanvraag waarbij gratis onafhankelijke hulp nog niet gevraagd is"),
        "call_back_late": _("terugbelverzoek waarop de organisatie niet antwoordde"),
        "call_back_declined": _("terugbelverzoek waarbij de organisatie niet kan bellen"),
    }
    return str(found.get(kind, kind))


def hint(value: Hint) -> str:
    """A conversation hint; what the resident wrote stands behind it."""
    found = {
        "no_voicemail": _("Geen voicemail inspreken"),
        "no_email": _("Geen mail sturen"),
        "no_letter": _("Geen brief sturen"),
        "knows_not": _("De persoon om wie het gaat, weet er nog niet van"),
        "knows_unknown": _("Niet bekend of de persoon om wie het gaat ervan weet"),
        "preference_phone": _("Wil het liefst gebeld worden"),
        "preference_email": _("Wil het liefst mail"),
        "preference_letter": _("Wil het liefst een brief"),
        "preference_visit": _("Wil het liefst dat er iemand langskomt"),
        "quiet_place": _("Graag een rustige plek"),
        "address_as": _("Zo aanspreken"),
        "interpreter": _("Tolk"),
        "who_along": _("Komt mee"),
        "helped_by": _("Krijgt hulp van"),
        "wish_place": _("Graag hier"),
        "wish_time": _("Graag dan"),
    }
    return str(found.get(value.code, value.code))


def event(kind: str) -> str:
    """A kind of line in the history."""
    found = {
        "received": _("Aanvraag ontvangen"),
        "seen": _("Voor het eerst gelezen"),
        "taken_up": _("Opgepakt"),
        "call_attempt": _("Gebeld"),
        "planned": _("Gesprek gepland"),
        "outcome": _("Uitkomst vastgelegd"),
        "closed": _("Afgerond"),
        "withdrawn": _("Ingetrokken door de inwoner"),
        "corrected": _("Gegevens verbeterd"),
        "added_words": _("Iets toegevoegd"),
        "plan_added": _("Eigen plan gestuurd"),
        "support_changed": _("Keuze voor gratis onafhankelijke hulp"),
        "code_renewed": _("Nieuwe code gemaakt"),
        "helper_ended": _("Toegang van de helper gestopt"),
        "taken_over": _("De persoon zelf heeft het overgenomen"),
        "again": _("Opnieuw een gesprek"),
        "exported": _("Gegevens opgehaald"),
        "desk_note": _("Notitie van het loket"),
        "support_contact": _("Onafhankelijke hulp belde"),
        "done_elsewhere": _("Afgerond in het systeem van de gemeente"),
        "follow_up": _("Gevraagd hoe het gaat"),
        "follow_up_words": _("Bij het terugkijken gezegd"),
        "handed_over": _("Overgedragen"),
        "letter_posted": _("Brief op de post gedaan"),
        "settled": _("Een bericht kwam niet aan, en is op een andere manier verteld"),
    }
    return str(found.get(kind, kind))


def event_note(line: Happened) -> str:
    """What stands with a line: the code of a call in words, and what somebody wrote as it was written."""
    if line.kind in {"call_attempt", "support_contact"}:
        found = {
            "reached": _("gesproken"),
            "missed": _("niet bereikt"),
            "voicemail": _("voicemail ingesproken"),
        }
        return str(found.get(line.note, line.note))
    if line.kind == "handed_over":
        return line.note or str(_("aan een collega"))
    return "" if line.kind == "closed" else line.note


def actor(value: str, people: dict[int, str]) -> str:
    """Who did it. `people`: mail addresses of accounts by number."""
    kind, _between, number = value.partition(":")
    if kind == "account":
        return people.get(int(number), str(_("loket")))
    found = {
        "person": _("de inwoner"),
        "helper": _("wie helpt"),
        "supporter": _("onafhankelijke hulp"),
        "system": _("de site"),
        "demo": _("voorbeeld"),
    }
    return str(found.get(kind, value))


def colleague(email: str) -> str:
    """A colleague in one word: what stands before the @."""
    return email.partition("@")[0] or str(_("collega"))


def delivery(value: Delivery) -> str:
    """What had to arrive, and by which road."""
    roads = {
        "mail": _("mail aan het loket"),
        "open_klant": _("klantsysteem"),
        "webhook": _("zaaksysteem"),
        "resident_mail": _("mail aan de inwoner"),
        "letter": _("brief aan de inwoner"),
        "support_mail": _("mail aan onafhankelijke hulp"),
        "team_mail": _("mail aan het team"),
    }
    purposes = {
        "request": _("de aanvraag"),
        "receipt": _("ontvangstbericht"),
        "added": _("toevoeging"),
        "corrected": _("verbetering"),
        "withdrawn": _("ingetrokken"),
        "support": _("keuze voor onafhankelijke hulp"),
        "planned": _("afspraak"),
        "outcome": _("uitkomst"),
        "follow_up": _("hoe gaat het"),
        "code": _("nieuwe code"),
        "changed": _("er is iets veranderd"),
    }
    return f"{roads.get(value.channel, value.channel)}: {purposes.get(value.purpose, value.purpose)}"


def delivery_state(value: Delivery) -> str:
    """How far it is."""
    if value.channel == "letter" and value.state == "waiting":
        return str(_("nog op de post doen"))
    found = {
        "waiting": _("onderweg"),
        "delivered": _("aangekomen"),
        "refused": _("kwam niet aan"),
        "cancelled": _("niet meer nodig"),
    }
    return str(found[value.state])


def shares(values: tuple[str, ...]) -> str:
    """What the resident shares with client support."""
    found = {"name": _("naam"), "phone": _("telefoonnummer"), "question": _("de vraag")}
    return ", ".join(str(found[each]) for each in values if each in found)


def town(slug: str) -> str:
    """A municipality's name."""
    found = content().municipality(slug)
    return found.name if found else slug


def kern(slug: str) -> str:
    """A village's name."""
    found = content().kern(slug)
    return found[1].name if found else slug


def team(town_slug: str, slug: str) -> str:
    """A team's name."""
    found = content().municipality(town_slug)
    teams = found.conversation.teams if found else ()
    return next((each.name for each in teams if each.slug == slug), slug)


def wall_clock(value: datetime) -> datetime:
    """The moment as a clock in the Netherlands shows it."""
    return value.astimezone(clock.AMSTERDAM)


def text_kind(value: DeskTextKind) -> str:
    """What a text of the desk is."""
    return str(_("vraag en antwoord") if value is DeskTextKind.QUESTION else _("werkinstructie"))


def desk_text(text: DeskText) -> Markup:
    """The body of a text as clean HTML, with the facts of the municipality it is for in the place of their names."""
    town = content().municipality(text.municipality) or municipality()
    return Markup(fill(to_html(text.body), "nl", town, content().help_numbers_for(town)))  # noqa: S704  (cleaned by to_html)


def past_due(text: DeskText) -> bool:
    """Whether somebody has to look at a text again."""
    return desk_texts.past_due(text, clock.today())


def call_back_state(row: CallBack) -> str:
    """How a request to call back stands."""
    found = {
        CallBackState.NEW: _("wacht op de organisatie"),
        CallBackState.ACCEPTED: _("de organisatie belt"),
        CallBackState.DECLINED: _("de organisatie kan niet bellen"),
        CallBackState.WITHDRAWN: _("niet meer nodig"),
    }
    if row.settled_at is not None and row.state is not CallBackState.WITHDRAWN:
        return str(_("afgehandeld door het loket"))
    return str(found[row.state])
