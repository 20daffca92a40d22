"""Words for a request and what happened with it: where it stands, who did something, and the lines of its timeline."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from app import clock
from app.content.models import Municipality
from app.conversation.history import Happened
from app.conversation.looking_back import Own, Trace, Who
from app.conversation.models import ForWhom, Holder, State, Support
from app.conversation.terms import terms_from
from app.social_map.dates import date_in_words
from app.web.resident.own_request_forms import PLAN, details_labels, plan_labels
from app.web.running import content, language

__all__ = ["details_labels", "plan_labels"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline."""

    when: str
    what: str
    note: str


def day_words(moment: datetime) -> str:
    """The local day of a moment."""
    return date_in_words(moment.astimezone(clock.AMSTERDAM).date(), language())


def day_in_words(day: date) -> str:
    """A day in the language of the page."""
    return date_in_words(day, language())


def iso_in_words(text: str) -> str:
    """A day that was kept as text, in the language of the page."""
    return day_in_words(date.fromisoformat(text))


def plan(own: Own) -> list[tuple[str, str]]:
    """The personal plan, by question."""
    kept, labels = own.story.plan, plan_labels()
    return [(labels[name], getattr(kept, field)) for name, field in PLAN.items()] if kept else []


def moment_words(moment: datetime) -> str:
    """The local day and time of a moment."""
    local = moment.astimezone(clock.AMSTERDAM)
    return _("%(day)s om %(time)s uur", day=date_in_words(local.date(), language()), time=f"{local:%H:%M}")


def first_contact_by(own: Own, town: Municipality) -> date:
    """The day the receipt promised that somebody would call, write or mail."""
    return terms_from(own.request.arrived_on, town.conversation).first_contact_by


def state_words(own: Own) -> str:
    """Where it stands, in one sentence."""
    request = own.request
    if request.state is State.RECEIVED:
        return (
            _("Iemand van het loket heeft uw aanvraag gezien.")
            if request.seen_at
            else _("Uw aanvraag is binnen. Het loket leest hem zo snel als het kan.")
        )
    return {
        State.TAKEN_UP: _("Iemand van het loket is met uw aanvraag bezig."),
        State.PLANNED: _("Het gesprek is afgesproken."),
        State.CLOSED: _("Het gesprek is geweest. Hieronder leest u wat eruit kwam."),
        State.WITHDRAWN: _("U hebt uw aanvraag ingetrokken. Wij doen er niets meer mee."),
    }[request.state]


def timeline(own: Own, town: Municipality) -> list[Line]:
    """What happened, oldest first. A note is only there when it was written for the resident."""
    lines = []
    for each in own.history:
        what = _what_happened(each.kind, each.actor.partition(":")[0], own, town)
        if what and (each.public or each.kind in {"seen", "call_attempt"}):
            lines.append(Line(moment_words(each.at), what, _note_of(each) if each.public else ""))
    return lines


def _note_of(each: Happened) -> str:
    """What the desk or client support wrote with it; what came out of the conversation has a place of its own."""
    if each.kind == "planned" and each.note:
        return _("Waar: %(place)s", place=each.note)
    return note_words(each) if each.kind in {"call_attempt", "support_contact", "follow_up_words"} else ""


def note_words(each: Happened) -> str:
    """What stands with a line, in the language of who reads: codes in words, and what somebody wrote as it was written."""
    if each.kind in {"call_attempt", "support_contact"}:
        known = {
            "reached": _("U hebt elkaar gesproken."),
            "missed": _("Het lukte niet om u te spreken."),
            "voicemail": _("Er is een voicemail ingesproken."),
        }
        return known.get(each.note, each.note)
    if each.kind == "handed_over":
        return _("Overgedragen aan %(name)s.", name=each.note) if each.note else _("Overgedragen aan een collega.")
    return {
        "letter_posted": _("Een brief ging op de post."),
        "settled": _("Een bericht kwam niet aan. Het loket vertelde het op een andere manier."),
        "closed": "",  # the outcomes in codes, which stand above it in words
    }.get(each.kind, each.note)


def looked(own: Own, town: Municipality) -> list[Line]:
    """Who looked, newest first; never a name."""
    return [
        Line(moment_words(trace.at), who_words(trace.who, own, town), "")
        for trace in reversed(own.traces)
        if trace.looked
    ]


def who_words(who: Who, own: Own, town: Municipality) -> str:
    """Somebody as a role."""
    mine = who == own.holder.value
    return {
        "person": _("u") if mine else _("degene om wie het gaat"),
        "helper": _("u") if mine else _("degene die helpt"),
        "desk": _("een medewerker van het loket"),
        "support": _("iemand van %(name)s", name=town.client_support.name),
        "system": _("deze site"),
    }[who]


def outcomes(own: Own) -> list[tuple[str, str]]:
    """Label as drawn and plain sentence of what came out of it."""
    words = content().policy.outcomes
    english = language() == "en"
    return [
        (found.label_en if english else found.label, found.sentence_en if english else found.sentence)
        for found in (words[code] for code in own.outcomes if code in words)
    ]


def support_words(own: Own, town: Municipality) -> str:
    """What was chosen about free independent help."""
    return {
        Support.YES: _("Ja. %(name)s weet dat u hulp wilt.", name=town.client_support.name),
        Support.NO: _("Nee, nu niet."),
        Support.LATER: _("Misschien later."),
        Support.TO_ASK: _("Wij hebben het u nog niet kunnen vragen. U kunt hier zelf kiezen."),
    }[own.request.support]


def share_words(own: Own) -> str:
    """What free independent help may see."""
    names = {"name": _("uw naam"), "phone": _("uw telefoonnummer"), "question": _("uw vraag")}
    return ", ".join(names[each] for each in own.request.support_shares if each in names)


def told(own: Own) -> list[tuple[str, str]]:
    """What they told, by name."""
    story = own.story
    questions = [
        (_("Uw vraag (over %(who)s)", who=each.about) if each.about else _("Uw vraag"), each.text)
        for each in story.questions
    ]
    knows = {"yes": _("ja"), "no": _("nee"), "unknown": _("weet ik niet")}
    return [
        *questions,
        (_("Wat zou u fijn vinden als het lukt?"), story.wanted_result),
        (_("Wat is er al geprobeerd?"), story.tried),
        (_("Weet degene om wie het gaat ervan?"), knows.get(story.knows or "", "")),
        (_("Wie helpt er nu al?"), story.helped_by),
        (_("Wat u nog wilde zeggen"), story.remark),
    ]


def details(own: Own) -> list[tuple[str, str]]:
    """How to reach them and what would be pleasant, by name."""
    contact, story = own.contact, own.story
    ways = {"phone": _("telefoon"), "email": _("e-mail"), "letter": _("brief"), "visit": _("bij u langskomen")}
    safe = {"voicemail": _("voicemail"), "email": _("mail"), "letter": _("brief")}
    address = " ".join(part for part in (contact.street, contact.postcode, contact.town) if part)
    helper = f"{contact.helper_name} ({contact.role})" if contact.helper_name and contact.role else ""
    return [
        (_("Naam"), contact.name),
        (_("Wie helpt"), helper or contact.helper_name or contact.role),
        (_("Telefoonnummer"), contact.phone),
        (_("E-mailadres"), contact.email),
        (_("Adres"), address),
        (_("Hoe hoort u het liefst van ons?"), ways.get(contact.preference or "", "")),
        (_("Bericht achterlaten mag"), ", ".join(safe[each] for each in contact.safe)),
        (_("Hoe mogen wij u noemen?"), contact.address_as),
        (_("Waar u het gesprek wilt"), story.wish_place),
        (_("Wanneer het u uitkomt"), story.wish_time),
        (_("Wie u meeneemt"), story.who_along),
        (_("Tolk"), story.interpreter),
        (_("Rustige plek"), _("ja") if story.quiet_place else ""),
        (_("Mogen wij later vragen hoe het ging?"), _("ja") if own.request.contact_afterwards else ""),
    ]


def for_whom_words(own: Own) -> str:
    """Whose conversation it is."""
    return {
        ForWhom.SELF: _("voor mijzelf"),
        ForWhom.CARER: _("voor mijzelf, want ik zorg voor iemand"),
        ForWhom.TOGETHER: _("samen met iemand anders"),
        ForWhom.BEHALF: _("namens iemand anders"),
    }[own.request.for_whom]


def action_words(trace: Trace) -> str:
    """What was done, for the file that somebody takes along."""
    return {
        "ask": _("de aanvraag verstuurd"),
        "open": _("de aanvraag geopend"),
        "view": _("de aanvraag bekeken"),
        "print-list": _("de lijst op papier bekeken"),
        "support_view": _("bekeken wat u deelt"),
        "corrected": _("gegevens verbeterd"),
        "added_words": _("iets toegevoegd"),
        "plan_added": _("het plan toegevoegd of veranderd"),
        "support_changed": _("de keuze over onafhankelijke hulp veranderd"),
        "withdrawn": _("de aanvraag ingetrokken"),
        "exported": _("alles bewaard in een bestand"),
    }.get(trace.action, _("aan de aanvraag gewerkt"))


def _what_happened(kind: str, who: str, own: Own, town: Municipality) -> str:
    doers = {
        own.holder.value: _("U"),
        **(
            {"person": _("Degene om wie het gaat")}
            if own.holder is Holder.HELPER
            else {"helper": _("Degene die helpt")}
        ),
    }
    doer = doers.get(who, _("Het loket"))
    return {
        "received": _("De aanvraag kwam binnen."),
        "seen": _("Het loket zag de aanvraag."),
        "taken_up": _("Iemand van het loket ging ermee aan de slag."),
        "call_attempt": _("Het loket belde."),
        "planned": _("Het gesprek werd afgesproken."),
        "outcome": _("Het gesprek is geweest. Wat eruit kwam, staat op deze pagina."),
        "withdrawn": _("%(who)s trok de aanvraag in.", who=doer),
        "added_words": _("%(who)s voegde iets toe.", who=doer),
        "plan_added": _("%(who)s schreef of veranderde het plan.", who=doer),
        "corrected": _("%(who)s verbeterde gegevens.", who=doer),
        "support_changed": _("%(who)s veranderde de keuze over gratis onafhankelijke hulp.", who=doer)
        if who in doers
        else _("Het loket schreef uw antwoord op over gratis onafhankelijke hulp."),
        "code_renewed": _("Het loket maakte een nieuwe code. De oude werkt niet meer."),
        "helper_ended": _("De toegang van degene die helpt, is gestopt."),
        "taken_over": _("Degene om wie het gaat, ging zelf verder."),
        "again": _("Er is opnieuw een gesprek gevraagd."),
        "follow_up": _("Er veranderde iets bij Even horen hoe het gaat."),
        "follow_up_words": _("%(who)s schreef iets bij het terugkijken.", who=doer),
        "support_contact": _("%(name)s zocht contact.", name=town.client_support.name),
        "done_elsewhere": _("In het systeem van de gemeente afgerond."),
    }.get(kind, "")
