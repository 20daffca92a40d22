"""What the form of a complaint holds as it was typed, and what it becomes: nothing is refused that a person can read (I-53).

A citizen service number is taken out before anything else sees the text. Nothing is chosen for anybody (P8): who may
read it is asked, and there is no answer in advance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from app.complaints.models import About, ComplaintHolder
from app.complaints.shapes import LONGEST_LINE, LONGEST_STORY, By, Contact, NewComplaint, Story
from app.complaints.terms import holders_of
from app.content.models import Municipality
from app.mailing.letters import AddressRefused, checked_address
from app.personal_numbers import PhoneRefused, own_phone, without_bsn
from app.places.postcodes import read_postcode
from app.web.bodies import clean
from app.web.complaint_words import about_words
from app.web.running import language

Errors = list[tuple[str, str]]
TOKEN: Final = "formulier"  # noqa: S105  (the name of a field)
LONGEST_MAIL: Final = 254
TEXTS: Final = ("gebeurd", "gewenst")
LINES: Final = ("over_wie", "naam", "telefoon", "email", "straat", "postcode", "plaats")
CHOICES: Final = ("waarover", "wie_leest", "antwoord_via", "voicemail")
ABOUT: Final[Mapping[str, About]] = {
    "omgang": About.TREATMENT,
    "hulp": About.QUALITY,
    "laat": About.LATE,
    "gemeente": About.MUNICIPALITY,
    "organisatie": About.ORGANISATION,
    "vrijwilliger": About.VOLUNTEER,
    "weet_niet": About.OTHER,
}
HOLDERS: Final[Mapping[str, ComplaintHolder]] = {
    "vertrouwenspersoon": ComplaintHolder.ADVISER,
    "klachtenfunctionaris": ComplaintHolder.OFFICER,
}
BY: Final[Mapping[str, By]] = {"telefoon": "phone", "email": "email", "brief": "letter", "zelf": "self"}


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form. `hid`: fields out of which a citizen service number was taken."""

    values: Mapping[str, str]
    hid: tuple[str, ...] = ()
    token: str = ""

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def all_words(self) -> str:
        """What somebody wrote themselves, for help numbers on top."""
        return "\n".join(self[name] for name in (*TEXTS, "over_wie") if self[name])


def labels() -> dict[str, str]:
    """What the fields are called on the page, in their order."""
    return {
        "gebeurd": _("Wat is er gebeurd?"),
        "waarover": _("Waar gaat het over?"),
        "over_wie": _("Over wie of wat gaat het?"),
        "gewenst": _("Wat wilt u dat er nu gebeurt?"),
        "wie_leest": _("Wie mag dit lezen?"),
        "antwoord_via": _("Hoe wilt u antwoord krijgen?"),
        "naam": _("Uw naam"),
        "telefoon": _("Telefoon"),
        "email": _("E-mail"),
        "straat": _("Straat en huisnummer"),
        "postcode": _("Postcode"),
        "plaats": _("Plaats"),
    }


def about_options() -> list[tuple[str, str]]:
    """What it can be about: the whole social domain, in plain words."""
    return [(value, about_words(about)) for value, about in ABOUT.items()]


def typed_in(form: "MultiDict[str, str]") -> Typed:
    """Read a form. Never refuses; unknown names are left alone."""
    hid: list[str] = []
    values: dict[str, str] = {}
    for name in (*TEXTS, *LINES, *CHOICES):
        text = clean(form.get(name, "")).replace("\r\n", "\n").replace("\r", "\n")
        text = text.strip() if name in TEXTS else " ".join(text.split())
        safe = text[:40] if name in CHOICES else without_bsn(text)
        if safe != text and name not in CHOICES:
            hid.append(name)
        values[name] = safe
    token = form.get(TOKEN, "")[:64]
    return Typed(values, tuple(hid), token if token.isascii() and token.isalnum() else "")


def judge(typed: Typed, town: Municipality) -> tuple[NewComplaint | None, Errors]:
    """Read what was typed as a complaint; else what has to be mended, in the order of the page."""
    errors: Errors = []
    if not typed["gebeurd"]:
        errors.append(("gebeurd", _("Schrijf bij 'Wat is er gebeurd?' iets op. Een paar woorden is genoeg.")))
    _lengths(typed, errors)
    holder = _holder(typed, town, errors)
    contact = _contact(typed, errors)
    errors = [error for error in errors if error[0] not in typed.hid]
    errors += [(name, _bsn_taken_out(name)) for name in typed.hid]
    order = list(labels())
    errors.sort(key=lambda error: order.index(error[0]))
    if errors or holder is None or contact is None:
        return None, errors
    story = Story(happened=typed["gebeurd"], whom=typed["over_wie"], wanted=typed["gewenst"])
    lang: Any = "en" if language() == "en" else "nl"
    about = ABOUT.get(typed["waarover"], About.OTHER)
    new = NewComplaint(
        municipality=town.slug, language=lang, about=about, holder=holder, contact=contact, story=story
    )  # fmt: skip
    return new, []


def too_long(name: str, text: str, most: int) -> str:
    """What to say when something does not fit."""
    return str(
        _(
            "Bij '%(field)s' staan %(length)s tekens. Er passen er %(most)s. Maak het wat korter. Wat u schreef, staat er nog.",
            field=name,
            length=len(text),
            most=most,
        )
    )


def _lengths(typed: Typed, errors: Errors) -> None:
    for name, label in labels().items():
        most = LONGEST_STORY if name in TEXTS else LONGEST_MAIL if name == "email" else LONGEST_LINE
        if len(typed[name]) > most:
            errors.append((name, too_long(label, typed[name], most)))


def _holder(typed: Typed, town: Municipality, errors: Errors) -> ComplaintHolder | None:
    there = holders_of(town)
    if len(there) == 1:
        return there[0]
    found = HOLDERS.get(typed["wie_leest"])
    if found is None:
        message = _("Kies bij 'Wie mag dit lezen?' de vertrouwenspersoon of de klachtenfunctionaris.")
        errors.append(("wie_leest", message))
    return found


def _contact(typed: Typed, errors: Errors) -> Contact | None:
    before = len(errors)
    phone, email, postcode = _phone(typed, errors), _email(typed, errors), _postcode(typed, errors)
    there = {"phone": phone, "email": email, "letter": typed["straat"] and (postcode or typed["plaats"])}
    given: list[By] = [way for way in BY.values() if there.get(way)]
    by = BY.get(typed["antwoord_via"])
    if by is None and len(given) == 1:
        by = given[0]  # one way was filled in and none was chosen: that is the way
    if len(errors) > before:
        return None
    if by is None:
        message = _("Kies bij 'Hoe wilt u antwoord krijgen?' een manier. U kunt ook zelf kijken met uw code.")
        errors.append(("antwoord_via", message))
        return None
    if by != "self" and by not in given:
        missing = {
            "phone": ("telefoon", _("Vul bij 'Telefoon' uw nummer in, of kies een andere manier.")),
            "email": ("email", _("Vul bij 'E-mail' uw adres in, of kies een andere manier.")),
            "letter": ("straat", _("Vul uw straat, huisnummer en plaats in, of kies een andere manier.")),
        }
        errors.append(missing[by])
        return None
    if any(len(typed[name]) > (LONGEST_MAIL if name == "email" else LONGEST_LINE) for name in LINES):
        return None  # said already
    return Contact(
        name=typed["naam"], phone=phone, email=email, street=typed["straat"], postcode=postcode, town=typed["plaats"],
        by=by, voicemail=typed["voicemail"] == "ja",
    )  # fmt: skip


def _phone(typed: Typed, errors: Errors) -> str:
    if not typed["telefoon"] or len(typed["telefoon"]) > LONGEST_LINE:
        return ""
    try:
        return own_phone(typed["telefoon"])
    except PhoneRefused:
        message = _("Kijk bij 'Telefoon' of het nummer klopt. Schrijf alleen het nummer, zoals 06 12 34 56 78.")
        errors.append(("telefoon", message))
        return ""


def _email(typed: Typed, errors: Errors) -> str:
    if not typed["email"] or len(typed["email"]) > LONGEST_MAIL:
        return ""
    try:
        return checked_address(typed["email"])
    except AddressRefused:
        errors.append(("email", _("Vul bij 'E-mail' een adres in zoals naam@voorbeeld.nl, of laat het leeg.")))
        return ""


def _postcode(typed: Typed, errors: Errors) -> str:
    if not typed["postcode"] or len(typed["postcode"]) > LONGEST_LINE:
        return ""
    found = read_postcode(typed["postcode"])
    if found is None:
        message = _("Vul bij 'Postcode' vier cijfers en twee letters in, zoals 1234 AB, of laat het leeg.")
        errors.append(("postcode", message))
        return ""
    return str(found)


def _bsn_taken_out(name: str) -> str:
    return str(
        _(
            "Bij '%(field)s' stond een burgerservicenummer (BSN). Dat hebben wij weggehaald. Wij hebben het niet nodig en bewaren het niet. De rest staat er nog. Kijk het even na en ga verder.",
            field=labels()[name],
        )
    )
