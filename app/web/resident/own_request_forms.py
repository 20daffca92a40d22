"""Reading what people change in their own request: what is wrong is said by the field, and everything typed stays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask import request
from flask_babel import gettext as _
from pydantic import ValidationError

from app.conversation.models import Support
from app.conversation.own import WISHES
from app.conversation.shapes import LONGEST_QUESTION, Contact, Plan, Share, Story
from app.mailing.letters import AddressRefused, checked_address
from app.personal_numbers import PhoneRefused, own_phone, without_bsn
from app.places.postcodes import read_postcode
from app.social_map.dates import read_date
from app.web.bodies import clean

Errors = list[tuple[str, str]]
Typed = dict[str, Any]
LONGEST_LINE: Final = 200
PREFERENCES: Final = {"telefoon": "phone", "email": "email", "brief": "letter", "langskomen": "visit"}
SAFE: Final = {"voicemail": "voicemail", "email": "email", "brief": "letter"}
SUPPORT: Final = {"ja": Support.YES, "nee": Support.NO, "later": Support.LATER}
SHARED: Final[dict[str, Share]] = {"naam": "name", "telefoon": "phone", "vraag": "question"}
FOLLOW_UP_BY: Final = {"email": "email", "telefoon": "phone", "brief": "letter"}
PLAN: Final = {
    "plan_vraag": "question",
    "plan_zelf": "self_do",
    "plan_helpers": "helpers",
    "plan_hulp": "provisions",
    "plan_resultaat": "result",
    "plan_terugkijken": "look_back_on",
}
LINES: Final = {
    "naam": "name", "naam_helper": "helper_name", "rol": "role", "telefoon": "phone", "email": "email", "straat": "street",
    "postcode": "postcode", "plaats": "town", "aanspreken": "address_as",
}  # fmt: skip
WISHED: Final = {"wens_plaats": "wish_place", "wens_tijd": "wish_time", "wie_erbij": "who_along", "tolk": "interpreter"}


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was put right."""

    contact: Contact
    wishes: Story
    contact_afterwards: bool


def one(name: str, longest: int = LONGEST_QUESTION + 1) -> str:
    """One typed field, whole up to a sign more than fits, without a citizen service number."""
    text = clean(request.form.get(name, "")).replace("\r\n", "\n").strip()[: longest * 4]
    return text if name == "telefoon" else without_bsn(text)  # nine digits of a telephone may look like one


def line(name: str, longest: int = LONGEST_LINE + 1) -> str:
    """One typed field of one line: an end of line in it would look like another field in a mail to the desk."""
    return " ".join(one(name, longest).split())


def words() -> tuple[Typed, Errors]:
    """The words somebody adds."""
    text = one("woorden")
    errors: Errors = []
    if not text:
        errors.append(("woorden", _("Schrijf bij 'Wat wilt u erbij zeggen?' wat u wilt toevoegen.")))
    elif len(text) > LONGEST_QUESTION:
        errors.append(("woorden", too_long(_("Wat wilt u erbij zeggen?"), LONGEST_QUESTION)))
    return {"woorden": text}, errors


def plan() -> tuple[Typed, Errors, Plan | None]:
    """The personal plan; every field may stay empty."""
    typed = {name: line(name) if name == "plan_terugkijken" else one(name) for name in PLAN}
    labels = plan_labels()
    errors: Errors = []
    for name, text in typed.items():
        most = LONGEST_LINE if name == "plan_terugkijken" else LONGEST_QUESTION
        if len(text) > most:
            errors.append((name, too_long(labels[name], most)))
    return typed, errors, None if errors else Plan(**{PLAN[name]: text for name, text in typed.items()})


def plan_typed(kept: Plan | None) -> Typed:
    """The plan that stands there, as the form shows it."""
    return {name: getattr(kept, field) if kept else "" for name, field in PLAN.items()}


def plan_labels() -> dict[str, str]:
    """The questions of "Mijn plan"."""
    return {
        "plan_vraag": _("Wat is er aan de hand, in uw eigen woorden?"),
        "plan_zelf": _("Wat doet u zelf, en wat wilt u blijven doen?"),
        "plan_helpers": _("Wie helpen u al?"),
        "plan_hulp": _("Welke hulp zou u fijn vinden?"),
        "plan_resultaat": _("Wat wilt u dat er beter gaat?"),
        "plan_terugkijken": _("Wanneer wilt u kijken hoe het gaat?"),
    }


def details_typed(contact: Contact, story: Story, *, contact_afterwards: bool) -> Typed:
    """Who asks and how to reach them, as the form shows it."""
    back = {value: key for key, value in PREFERENCES.items()}
    return {
        **{name: getattr(contact, field) for name, field in LINES.items()},
        **{name: getattr(story, field) for name, field in WISHED.items()},
        "contact_voorkeur": back.get(contact.preference or "", ""),
        "veilig_contact": [key for key, value in SAFE.items() if value in contact.safe],
        "rustige_plek": "ja" if story.quiet_place else "",
        "toestemming": "ja" if contact_afterwards else "",
    }


def details(old: Contact, story: Story, *, helped: bool) -> tuple[Typed, Errors, Corrected | None]:
    """What somebody put right. A field that is not on the page keeps what it was."""
    typed: Typed = {name: line(name) for name in (*LINES, *WISHED, "rustige_plek", "toestemming")}
    if not helped:
        typed |= {"naam_helper": old.helper_name, "rol": old.role}
    typed["contact_voorkeur"] = request.form.get("contact_voorkeur", "")
    typed["veilig_contact"] = [each for each in request.form.getlist("veilig_contact") if each in SAFE]
    labels = details_labels()
    errors: Errors = [
        (name, too_long(label, LONGEST_LINE))
        for name, label in labels.items()
        if len(typed.get(name, "")) > LONGEST_LINE
    ]
    values: dict[str, Any] = {field: typed[name] for name, field in LINES.items()}
    values |= _checked(typed, errors)
    values["preference"] = PREFERENCES.get(typed["contact_voorkeur"])
    values["safe"] = tuple(SAFE[each] for each in typed["veilig_contact"])
    if errors:
        return typed, errors, None
    try:
        contact = Contact(**values)
        wishes = {field: typed[name] for name, field in WISHED.items()} | {"quiet_place": typed["rustige_plek"] == "ja"}
        put_right = Story(**({name: getattr(story, name) for name in WISHES} | wishes))
    except ValidationError as problem:  # a rule of the shapes that this form does not know by name
        field = str(problem.errors()[0]["loc"][0])
        name = next((name for name, its in {**LINES, **WISHED}.items() if its == field), "naam")
        return typed, [(name, _("Kijk na wat u bij '%(field)s' schreef.", field=labels[name]))], None
    if not contact.reachable:
        message = _("Vul minstens één manier in om u te bereiken: uw telefoonnummer, uw e-mailadres of uw adres.")
        return typed, [("telefoon", message)], None
    return typed, [], Corrected(contact, put_right, typed["toestemming"] == "ja")


def details_labels() -> dict[str, str]:
    """What the fields are called on the page."""
    return {
        "naam": _("Naam"),
        "naam_helper": _("Naam van wie helpt"),
        "rol": _("Wie is dat? Bijvoorbeeld: een broer"),
        "telefoon": _("Telefoonnummer"),
        "email": _("E-mailadres"),
        "straat": _("Straat en huisnummer"),
        "postcode": _("Postcode"),
        "plaats": _("Plaats"),
        "aanspreken": _("Hoe mogen wij u noemen?"),
        "wens_plaats": _("Waar wilt u praten?"),
        "wens_tijd": _("Wanneer komt het u goed uit?"),
        "wie_erbij": _("Wie komt er mee?"),
        "tolk": _("Hebt u een tolk nodig?"),
    }


def _checked(typed: Typed, errors: Errors) -> dict[str, str]:
    """Number, mail address and postcode as they are kept; what cannot be is said."""
    wrong = {name for name, _message in errors}
    values: dict[str, str] = {}
    if typed["telefoon"] and "telefoon" not in wrong:
        try:
            values["phone"] = own_phone(typed["telefoon"])
        except PhoneRefused as problem:
            errors.append(("telefoon", _phone_words(problem.why)))
    if typed["email"]:
        try:
            values["email"] = checked_address(typed["email"])
        except AddressRefused:
            errors.append(("email", _("Vul bij 'E-mailadres' een adres in zoals naam@voorbeeld.nl, of laat het leeg.")))
    if typed["postcode"]:
        found = read_postcode(typed["postcode"])
        if found is None:
            errors.append(
                ("postcode", _("Vul bij 'Postcode' vier cijfers en twee letters in, zoals 1234 AB, of laat het leeg."))
            )
        else:
            values["postcode"] = str(found)
    return values


def _phone_words(why: str) -> str:
    if why == "service":
        return _(
            "Op dit nummer kunnen wij u niet bellen. Vul bij 'Telefoonnummer' uw eigen nummer in, zoals 06 12 34 56 78."
        )
    return _(
        "Vul bij 'Telefoonnummer' een nummer in waarop wij u kunnen bellen, zoals 06 12 34 56 78. Of laat het leeg."
    )


def support() -> tuple[Typed, Errors]:
    """The choice of free independent help."""
    typed = {
        "clientondersteuning": request.form.get("clientondersteuning", ""),
        "clientondersteuning_deelt": [
            each for each in request.form.getlist("clientondersteuning_deelt") if each in SHARED
        ],
    }
    errors: Errors = []
    if typed["clientondersteuning"] not in SUPPORT:
        errors.append(
            (
                "clientondersteuning",
                _("Kies bij '%(field)s' ja, nee of later.", field=_("Wilt u gratis iemand naast u?")),
            )
        )
    return typed, errors


def follow_up() -> tuple[Typed, Errors, date | None]:
    """A day to look back, and how we may ask; no day takes it away."""
    typed = {"vervolg_op": one("vervolg_op", 40), "vervolg_via": request.form.get("vervolg_via", "")}
    errors: Errors = []
    day = read_date(typed["vervolg_op"])
    if not typed["vervolg_op"]:
        errors.append(("vervolg_op", _("Vul bij 'Welke dag?' een dag in, zoals 1-12-2026.")))
    elif day is None:
        errors.append(("vervolg_op", _("Vul bij 'Welke dag?' een dag in, zoals 1-12-2026 of 1 december 2026.")))
    if typed["vervolg_via"] not in (*FOLLOW_UP_BY, "zelf"):
        errors.append(("vervolg_via", _("Kies bij 'Hoe mogen wij het vragen?' een manier, of: ik kijk hier zelf.")))
    return typed, errors, day


def too_long(field: str, most: int) -> str:
    """What to say when something does not fit."""
    return str(
        _("Maak '%(field)s' korter: er passen %(most)s tekens. Wat u schreef, staat er nog.", field=field, most=most)
    )


def carried(names: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was typed in a form that could not be taken in, as fields to carry along."""
    return [(name, one(name)) for name in names if request.form.get(name)]
