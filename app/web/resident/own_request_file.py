"""The readable file of one's own request, in the language of the page."""

import json

from flask_babel import gettext as _

from app.content.models import Municipality
from app.conversation.looking_back import Own, Trace
from app.privacy.export import Everything, Section
from app.references import spaced_reference
from app.social_map.dates import date_in_words
from app.web.resident import own_request_words as words
from app.web.resident.own_request_forms import LINES, PLAN, WISHED, details_labels, plan_labels
from app.web.running import language, services


def spoken(own: Own, taken: Everything) -> list[Section]:
    """All of it under headings, in words."""
    return [*given(own), *recorded(own, taken), whom_to_call(own)]


def given(own: Own) -> list[Section]:
    """The request as a filled form: what was asked and wished, where it stands, and what came of it."""
    town = services().office.town(own.request.municipality)
    lang = language()
    request = own.request
    plan = own.story.plan
    labels = plan_labels()
    return [
        Section(
            _("Mijn aanvraag bij de gemeente %(town)s", town=town.name),
            [
                (_("Nummer"), spaced_reference(request.reference)),
                (_("Voor wie"), words.for_whom_words(own)),
                (_("Binnengekomen op"), date_in_words(request.arrived_on, lang)),
                (_("Uiterlijk klaar op"), date_in_words(request.due_on, lang)),
                (_("Een eigen plan kan tot en met"), date_in_words(request.plan_until, lang)),
                (_("Waar het staat"), words.state_words(own)),
                (_("Gesprek"), words.moment_words(request.planned_at) if request.planned_at else ""),
                (_("Wij wissen uw gegevens op"), date_in_words(request.erase_on, lang) if request.erase_on else ""),
                (
                    _("Kijken hoe het gaat op"),
                    date_in_words(request.follow_up_on, lang) if request.follow_up_on else "",
                ),
                (_("Opnieuw gevraagd"), ", ".join(map(spaced_reference, own.again))),
            ],
        ),
        Section(_("Wat u vertelde"), words.told(own)),
        Section(_("Later toegevoegd"), [(words.moment_words(each.at), each.text) for each in own.story.additions]),
        Section(_("Mijn plan"), [(labels[name], getattr(plan, field)) for name, field in PLAN.items()] if plan else []),
        Section(_("Uw gegevens en wensen"), words.details(own)),
        Section(
            _("Gratis onafhankelijke hulp"),
            [(_("Uw keuze"), words.support_words(own, town)), (_("Dit deelt u"), words.share_words(own))],
        ),
        Section(_("Wat eruit kwam"), [*words.outcomes(own), (_("Van het loket"), own.public_note("outcome"))]),
    ]


def recorded(own: Own, taken: Everything) -> list[Section]:
    """What was recorded about it: who did what and looked when, what was sent, which codes there were."""
    town = services().office.town(own.request.municipality)
    return [
        Section(_("Wat er gebeurde"), [(line.when, line.what) for line in words.timeline(own, town)]),
        Section(
            _("Wat erbij is geschreven"),
            [(words.moment_words(each.at), said) for each in own.history if (said := words.note_words(each))],
        ),
        Section(
            _("Wie keek en wie iets veranderde"),
            [(words.moment_words(each.at), _trace(each, own, town)) for each in own.traces],
        ),
        Section(
            _("Berichten over uw aanvraag"),
            [
                (
                    words.moment_words(each.made_at),
                    _road(each.channel)
                    + (
                        ". " + _("Aangekomen: %(when)s", when=words.moment_words(each.arrived_at))
                        if each.arrived_at
                        else ""
                    ),
                )
                for each in taken.messages
            ],
        ),
        Section(
            _("Codes"),
            [
                (
                    words.moment_words(each.made_at),
                    words.who_words(each.holder.value, own, town)
                    + (". " + _("Gestopt: %(when)s", when=words.moment_words(each.ended_at)) if each.ended_at else ""),
                )
                for each in taken.codes
            ],
        ),
    ]


def whom_to_call(own: Own) -> Section:
    """The desk, at the end of whatever is taken along."""
    desk = services().office.town(own.request.municipality).desk
    return Section(_("Vragen?"), [("", f"{desk.name}: {desk.phone} ({desk.phone_hours})")])


def _trace(trace: Trace, own: Own, town: Municipality) -> str:
    said = f"{words.who_words(trace.who, own, town)}: {words.action_words(trace)}"
    labels = details_labels() | plan_labels()
    names = {field: labels[name] for name, field in (LINES | WISHED | PLAN).items()}
    changes = [
        _("%(field)s: was %(old)s, is nu %(new)s", field=names.get(field, field), old=_value(old), new=_value(new))
        for field, (old, new) in trace.changes.items()
        if _value(old) != _value(new)
    ]
    return "\n".join([said, *changes])


def _value(value: object) -> str:
    if value is None or value in ("", []):
        return _("leeg")
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _road(channel: str) -> str:
    return {
        "mail": _("Bericht aan het loket"),
        "team_mail": _("Bericht aan het team van het loket"),
        "open_klant": _("Bericht aan het systeem van het loket"),
        "webhook": _("Bericht aan het systeem van het loket"),
        "resident_mail": _("E-mail aan u"),
        "letter": _("Brief aan u"),
        "support_mail": _("Bericht aan de gratis onafhankelijke hulp"),
    }.get(channel, _("Bericht"))
