"""`/meedoen`: who wants to publish help asks here, and sees how the request stands. A KvK number is never needed (I-38)."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from flask import make_response, redirect, render_template, request
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.content.models import Municipality
from app.mailing.letters import AddressRefused, checked_address
from app.personal_numbers import without_bsn
from app.publishing.joining import Contact, NewJoin, ask_to_join, request_with
from app.publishing.models import JoinRequest
from app.publishing.vocabulary import JoinState
from app.social_map.draft import web_address
from app.social_map.vocabulary import OrganisationKind
from app.web import organisation_fields
from app.web.bodies import clean
from app.web.callers import few_enough, too_many_today
from app.web.providers.room import blueprint
from app.web.running import content, municipality, services
from app.web.templating import page_url

LONGEST: Final = {"naam": 200, "kvk": 20, "website": 300, "woorden": 1000, "contact": 80, "email": 254, "telefoon": 40}
MOST_A_DAY: Final = 10
_NEVER_ASK: Final = frozenset({OrganisationKind.MUNICIPALITY.value, OrganisationKind.UNKNOWN.value})
_KVK: Final = re.compile(r"\d{8}")
_ADDRESS_IN_NAME: Final = re.compile(r"://|\bwww\.|@", re.IGNORECASE)
"""The name stands in the mail we send: nobody has us send an address of theirs to somebody else."""


def kinds() -> list[tuple[str, str]]:
    """Who may ask, in plain words; one volunteer speaks for themself."""
    own = {OrganisationKind.VOLUNTEER.value: _("Ik ben één vrijwilliger")}
    asked = [each for each in organisation_fields.kinds() if each[0] not in _NEVER_ASK]
    return [(kind, own.get(kind, words)) for kind, words in asked]


@dataclass(slots=True)
class Typed:
    """The form as it was filled in, and what has to be mended."""

    values: dict[str, str]
    kind: str = ""
    town: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)


@blueprint.get("/meedoen")
def join() -> Response:
    """What taking part is, and the form."""
    return _page(Typed(dict.fromkeys(LONGEST, ""), town=municipality().slug))


@blueprint.post("/meedoen")
def ask() -> Response:
    """Ask. What cannot be comes back with everything that was typed."""
    typed = _typed()
    town = content().municipality(typed.town)
    if town is None or typed.errors:
        return _page(typed, 422)
    new = _new(typed)
    with services().database.writing() as session:
        may = few_enough(session, "join", MOST_A_DAY) and few_enough(session, "join mail", 3, new.contact.email)
        if may:
            ask_to_join(session, services().publishing, town, new)
    if not may:
        typed.errors.append(("naam", too_many_today()))
        return _page(typed, 422)
    return redirect(page_url("/meedoen/ontvangen"), 303)


@blueprint.get("/meedoen/ontvangen")
def join_received() -> str:
    """What happens now."""
    return render_template("providers/join_received.html", editors=municipality().map_editors)


@blueprint.get("/meedoen/stand")
def join_status() -> Response:
    """How a request stands, for who has the link of our mail."""
    with services().database.reading() as session:
        found = request_with(session, request.args.get("sleutel", "")[:200])
    if found is None:
        return make_response(render_template("providers/join_unknown.html", editors=municipality().map_editors), 404)
    return make_response(_status(found))


def _status(found: JoinRequest) -> str:
    town = services().publishing.town(found.municipality)
    return render_template(
        "providers/join_status.html", asked=found, editors=town.map_editors, is_new=found.state is JoinState.NEW,
        accepted=found.state is JoinState.ACCEPTED, by=_day(found.answer_by), on=_day(found.created_at.date()),
    )  # fmt: skip


def _day(day: date) -> str:
    return str(format_date(day, "EEEE d MMMM y"))


def _typed() -> Typed:
    values = {name: clean(request.form.get(name, ""))[: most * 2].strip() for name, most in LONGEST.items()}
    values["woorden"] = without_bsn(values["woorden"])
    if values["website"] and ":" not in values["website"] and "." in values["website"]:
        values["website"] = f"https://{values['website']}"
    typed = Typed(values, request.form.get("soort", ""), request.form.get("gemeente", ""))
    typed.errors += [*_wrong_choices(typed), *_wrong_words(values)]
    return typed


def _wrong_choices(typed: Typed) -> list[tuple[str, str]]:
    errors = []
    if typed.kind not in dict(kinds()):
        errors.append(("soort", _("Kies wat het beste past. Twijfelt u? Kies dan 'Initiatief van bewoners'.")))
    if content().municipality(typed.town) is None:
        errors.append(("gemeente", _("Kies een gemeente.")))
    return errors


def _wrong_words(values: dict[str, str]) -> list[tuple[str, str]]:
    needed = {
        "naam": _("Vul de naam in van uw organisatie of initiatief."),
        "woorden": _("Schrijf in een paar woorden wat u voor mensen doet."),
        "contact": _("Vul in hoe u heet. Dan weten wij wie wij spreken."),
    }
    errors = [(name, problem) for name, problem in needed.items() if not values[name]]
    if values["kvk"] and not _KVK.fullmatch(re.sub(r"[\s.]", "", values["kvk"])):
        errors.append(("kvk", _("Een KvK-nummer heeft 8 cijfers. Hebt u er geen? Laat het dan leeg.")))
    if _ADDRESS_IN_NAME.search(values["naam"]):
        errors.append(("naam", _("Vul hier alleen de naam in. Een webadres past in het veld 'Website'.")))
    if values["website"] and not web_address(values["website"]):
        errors.append(("website", _("Schrijf het adres voluit, zoals https://www.voorbeeld.nl.")))
    if wrong := _wrong_address(values["email"]):
        errors.append(("email", wrong))
    for name, most in LONGEST.items():
        if len(values[name]) > most:
            errors.append((name, _("Dit is te lang: maak het korter dan %(most)s tekens.", most=most)))
    return errors


def _wrong_address(address: str) -> str:
    if not address:
        return _("Vul uw e-mailadres in. Daar sturen wij het antwoord heen. Geen e-mail? Bel ons, dan helpen wij u.")
    try:
        checked_address(address)
    except AddressRefused:
        return _("Dit is geen e-mailadres. Schrijf het zo: naam@voorbeeld.nl.")
    return ""


def _new(typed: Typed) -> NewJoin:
    values = typed.values
    return NewJoin(
        values["naam"],
        OrganisationKind(typed.kind),
        values["woorden"],
        Contact(values["contact"], checked_address(values["email"]), values["telefoon"]),
        re.sub(r"\D", "", values["kvk"]),
        values["website"],
    )


def _page(typed: Typed, status: int = 200) -> Response:
    towns: list[Municipality] = list(content().municipalities)
    page = render_template(
        "providers/join.html", typed=typed, errors=typed.errors, kinds=kinds(), towns=[(town.slug, town.name) for town in towns],
        editors=municipality().map_editors, longest=LONGEST,
    )  # fmt: skip
    return make_response(page, status)
