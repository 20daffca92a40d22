"""How the mediator's screens say what the subject knows as codes."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app import clock
from app.matching.models import Entered, PairState, Says, Side, Standing
from app.matching.shapes import Person
from app.references import spaced_code, spaced_reference
from app.social_map.dates import date_in_words
from app.social_map.vocabulary import Vog
from app.web.notice_rules import SHARES
from app.web.notice_words import circumstance_words, frequency, kern_words, tasks_words, when
from app.web.running import content
from app.web.wording import day_label, daypart_label

__all__ = [
    "circumstance_words",
    "day_label",
    "daypart_label",
    "frequency",
    "kern_words",
    "spaced_code",
    "spaced_reference",
    "tasks_words",
    "when",
]


def today() -> date:
    """The day on which a letter is printed."""
    return clock.today()


def day_words(day: date, lang: str) -> str:
    """A day as a letter says it."""
    return date_in_words(day, lang)


def side(value: Side) -> str:
    """Offer or question."""
    return _("aanbod") if value is Side.OFFER else _("vraag")


def standing(value: Standing) -> str:
    """Where an offer or question stands."""
    found = {
        Standing.NEW: _("nieuw"),
        Standing.OPEN: _("open"),
        Standing.PAUSED: _("staat even stil"),
        Standing.MET: _("gevonden"),
        Standing.REFUSED: _("niet geplaatst"),
        Standing.WITHDRAWN: _("gestopt"),
        Standing.EXPIRED: _("verlopen"),
        Standing.BLOCKED: _("geblokkeerd"),
    }
    return str(found[value])


def entered(value: Entered) -> str:
    """How it came in."""
    found = {Entered.DIGITAL: _("website"), Entered.PHONE: _("telefoon"), Entered.DESK: _("balie")}
    return str(found[value])


def vog(value: Vog) -> str:
    """Certificate of conduct, as the mediator recorded it."""
    found = {
        Vog.YES: _("VOG: ja"),
        Vog.NO: _("geen VOG"),
        Vog.NOT_APPLICABLE: _("VOG niet nodig"),
        Vog.UNANSWERED: _("VOG nog niet gevraagd"),
    }
    return str(found[value])


def vog_answer(value: Vog) -> str:
    """The same beside the word VOG."""
    found = {
        Vog.YES: _("ja, gezien"),
        Vog.NO: _("nee"),
        Vog.NOT_APPLICABLE: _("niet nodig voor deze taken"),
        Vog.UNANSWERED: _("nog niet gevraagd"),
    }
    return str(found[value])


def pair_state(value: PairState) -> str:
    """Where a proposal stands."""
    found = {
        PairState.ASKED: _("wacht op antwoord"),
        PairState.AGREED: _("afgesproken"),
        PairState.DECLINED: _("gaat niet door"),
        PairState.LAPSED: _("geen antwoord op tijd"),
        PairState.ENDED: _("gestopt of klaar"),
        PairState.UNDONE: _("teruggedraaid"),
    }
    return str(found[value])


def says(value: Says) -> str:
    """What one side said."""
    return str({Says.NOTHING: _("nog geen antwoord"), Says.YES: _("ja"), Says.NO: _("nee")}[value])


def outcome(value: str) -> str:
    """What became of a match of an event; empty until somebody asked."""
    found = {
        "going": _("loopt door"),
        "done": _("klaar"),
        "stopped": _("gestopt"),
        "unknown": _("niet bekend wat ervan kwam"),
    }
    return str(found.get(value, ""))


def to_call(why: str) -> str:
    """Why somebody without mail has to be called."""
    found = {
        "approved": _("vertel dat het geplaatst is"),
        "refused": _("vertel waarom het niet geplaatst is"),
        "proposed": _("leg het voorstel voor en vraag wat deze persoon zegt"),
        "agreed": _("vertel dat beiden ja zeiden, en lees het advies voor"),
        "off": _("vertel dat het voorstel niet doorgaat"),
        "expires": _("vraag of het nog klopt"),
        "together": _("vraag hoe het samen gaat"),
        "nobody": _("vertel dat er nu niemand is, en wat wel kan"),
        "blocked": _("vertel dat het stopt"),
        "report": _("bel over de melding"),
        "mail": _("bel: er kon geen mail gemaakt worden"),
    }
    return str(found.get(why.removeprefix("to_call_"), why))


def event(kind: str) -> str:
    """A kind of line in the history."""
    if kind.startswith("to_call_"):
        return _("Te bellen: %(why)s", why=to_call(kind))
    found = {
        "posted": _("Binnengekomen"),
        "approved": _("Geplaatst"),
        "refused": _("Niet geplaatst"),
        "paused": _("Even stilgezet"),
        "resumed": _("Gaat weer verder"),
        "met": _("Gevonden"),
        "reopened": _("Opnieuw open"),
        "withdrawn": _("Gestopt"),
        "expired": _("Verlopen"),
        "blocked": _("Geblokkeerd"),
        "block_reason": _("Waarom geblokkeerd"),
        "changed": _("Veranderd"),
        "adjusted": _("Bijgesteld"),
        "confirmed": _("Klopt nog"),
        "corrected": _("Gegevens verbeterd"),
        "code_renewed": _("Nieuwe code gemaakt"),
        "reminded": _("Gevraagd of het nog klopt"),
        "screened": _("Kennismaking vastgelegd"),
        "called": _("Gebeld"),
        "exported": _("Gegevens meegegeven"),
        "public_line": _("Zin voor de beursvloer"),
        "no_one_yet": _("Verteld dat er nu niemand is"),
        "pair_proposed": _("Voorstel gedaan"),
        "pair_said_yes": _("Zei ja"),
        "pair_said_no": _("Zei nee"),
        "pair_took_back": _("Nam het antwoord terug"),
        "pair_agreed": _("Beiden zeiden ja"),
        "pair_declined": _("Voorstel gaat niet door"),
        "pair_lapsed": _("Voorstel gaat niet door"),
        "pair_ended": _("Afspraak gestopt of klaar"),
        "pair_goes_on": _("Gaat samen door"),
        "pair_undone": _("Teruggedraaid"),
        "pair_undo_reason": _("Waarom teruggedraaid"),
        "pair_reported": _("Melding gedaan"),
        "pair_report_settled": _("Melding afgehandeld"),
        "kept_apart": _("Niet meer samen"),
    }
    return str(found.get(kind, kind))


def actor(value: str, people: Mapping[int, str]) -> str:
    """Who did it. `people`: mail addresses of accounts by number."""
    kind, _between, number = value.partition(":")
    if kind == "account":
        email = people.get(int(number), "")
        return email.partition("@")[0] or str(_("bemiddelaar"))
    return str({"person": _("deze persoon"), "system": _("de site")}.get(kind, value))


def excluded(count: int) -> str:
    """How many fall away because of a limit; never who."""
    return ngettext(
        "%(num)s valt af om een grens die iemand zelf stelde.",
        "%(num)s vallen af om een grens die zij zelf stelden.",
        count,
    )


def name_of(person: Person) -> str:
    """Who it is, for the mediator."""
    name = " ".join(part for part in (person.first_name, person.last_name) if part)
    return ", ".join(part for part in (name, person.organisation) if part)


def shares(person: Person) -> str:
    """What the other side may see once both said yes."""
    found = {"phone": _("telefoonnummer"), "email": _("e-mailadres"), "address": _("adres")}
    return ", ".join(str(found[each]) for each in person.share)


def shares_words(person: Person) -> str:
    """The same as a sentence part. Who chose nothing shares the first name and a telephone number, if there is one (I-34)."""
    chosen = shares(person)
    if chosen:
        return str(_("voornaam, %(what)s", what=chosen))
    if person.phone:
        return str(_("voornaam en telefoonnummer. Niet zelf gekozen: vraag of dat goed is"))
    return str(_("alleen de voornaam. Vraag wat de ander mag weten, anders bereiken zij elkaar niet"))


def age(days: int) -> str:
    """How long ago it came in."""
    return ngettext("%(num)s dag oud", "%(num)s dagen oud", days) if days else str(_("van vandaag"))


def for_the_mediator(errors: Iterable[tuple[str, str]], *, tasks: bool) -> list[tuple[str, str]]:
    """Messages of the public form that speak to the person, said to who types for them.

    :param tasks: something was ticked, so what is said about it stands.
    """
    found = {
        "voornaam": _("Vul bij 'Voornaam of roepnaam' in hoe wij deze persoon mogen noemen."),
        "toestemming": _(
            "Vraag eerst of wij dit mogen bewaren. Zegt deze persoon ja? Zet dan een vinkje bij: Ik heb gevraagd of wij dit mogen bewaren; ja."
        ),
    }
    if not tasks:
        found["taak"] = _("Kruis aan wat deze persoon vraagt of wil doen. Minstens één ding.")
    return [(name, str(found.get(name, text))) for name, text in errors]


def share_values(person: Person) -> list[str]:
    """The same as ticked values of the form."""
    return [field for field, name in SHARES.items() if name in person.share]


def kernen(slugs: Iterable[str]) -> str:
    """Villages in a row."""
    return ", ".join(kern_words(slug) for slug in slugs)


def on_envelope(person: Person) -> dict[str, str]:
    """What stands in the window of the envelope."""
    return {
        "name": name_of(person),
        "street": person.street,
        "postcode": person.postcode,
        "town": "",
    }


def town(slug: str) -> str:
    """A municipality's name."""
    found = content().municipality(slug)
    return found.name if found else slug


def options(rows: Iterable[Any], value: str) -> list[tuple[str, str]]:
    """Villages or events to choose from."""
    return [(str(getattr(row, value)), row.name) for row in rows]


def notice_options(days: Iterable[str]) -> list[tuple[str, str]]:
    """How long beforehand somebody wants to know."""
    return [(each, ngettext("%(num)s dag", "%(num)s dagen", int(each))) for each in days]


def refused(why: str) -> str:
    """Why two cannot be put together, or something cannot be done."""
    found = {
        "pair_state": _("Dit voorstel is intussen veranderd. Kijk hieronder hoe het ervoor staat."),
        "standing": _("Een van de twee staat niet open. Kijk eerst bij het aanbod en de vraag."),
        "same_side": _("Dit zijn geen aanbod en vraag."),
        "apart": _("Deze twee worden niet meer bij elkaar gebracht."),
        "going": _("Voor deze twee is er al een voorstel of afspraak."),
        "question_full": _("Bij deze vraag wachten al drie voorstellen. Wacht op een antwoord, of draai er een terug."),
        "offer_full": _("Deze vrijwilliger heeft al twee voorstellen. Wacht op een antwoord, of kies iemand anders."),
        "vog": _("Dit is bij iemand thuis. Leg eerst bij het aanbod vast of er een VOG is: ja, nee of niet nodig."),
        "volunteers": _("Dit doen vrijwilligers niet. Vertel wat wel helpt, bij 'We vonden nog niemand'."),
        "past": _("De dag waarop de hulp nodig was, is voorbij."),
        "emergency": _("Dit aanbod is alleen voor nood, en deze vraag kan wachten."),
        "too_long": _("In de zin passen 300 tekens. Maak hem korter."),
        "personal": _(
            "In de zin staat een naam, straat, nummer, mailadres of postcode. Haal dat weg: iedereen kan de zin lezen."
        ),
    }
    return str(
        found.get(why) or _("Deze twee passen niet bij elkaar, om een grens of omdat de taak of plek niet klopt.")
    )
