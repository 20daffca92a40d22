"""What an organisation says of itself, read from a form and checked (I-38). Nobody needs a KvK number."""

import re
from typing import Final

from flask_babel import gettext as _

from app.mailing.letters import AddressRefused, checked_address
from app.social_map.models import Organisation
from app.social_map.plain_text import line, paragraphs
from app.social_map.vocabulary import OrganisationKind
from app.web.staff.typed import as_typed

LONGEST: Final = {"beschrijving": 2000, "telefoon": 40, "email": 254, "website": 300, "soort": 20, "kvk": 20}
_WEBSITE: Final = re.compile(r"https?://[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?:[:/?#]\S*)?", re.IGNORECASE)
_KVK: Final = re.compile(r"\d{8}", re.ASCII)
_FEWEST_DIGITS, _MOST_DIGITS = 3, 15
Said = dict[str, str]
Errors = list[tuple[str, str]]


def kinds() -> list[tuple[str, str]]:
    """The kinds of organisation in words."""
    return [
        (OrganisationKind.WELFARE.value, _("Welzijnsorganisatie of stichting")),
        (OrganisationKind.CARE.value, _("Zorgorganisatie")),
        (OrganisationKind.CHURCH.value, _("Kerk, moskee of diaconie")),
        (OrganisationKind.CLUB.value, _("Vereniging of club")),
        (OrganisationKind.INITIATIVE.value, _("Initiatief van bewoners, zorgcoöperatie")),
        (OrganisationKind.VOLUNTEER.value, _("Eén vrijwilliger")),
        (OrganisationKind.COMPANY.value, _("Bedrijf of zzp'er")),
        (OrganisationKind.MUNICIPALITY.value, _("Gemeente")),
        (OrganisationKind.UNKNOWN.value, _("Weet ik niet, of iets anders")),
    ]


def as_known(organisation: Organisation) -> Said:
    """The fields as they stand."""
    return {
        "beschrijving": organisation.description,
        "telefoon": organisation.phone,
        "email": organisation.email,
        "website": organisation.website,
        "soort": organisation.kind.value,
        "kvk": organisation.kvk,
    }


def as_sent() -> Said:
    """The fields as they come in with this request: tidied, and nothing guessed but `https://`."""
    said = {name: as_typed(name, longest) for name, longest in LONGEST.items()}
    said["beschrijving"] = paragraphs(said["beschrijving"])[0]
    for name in ("telefoon", "email", "website", "kvk"):
        said[name] = line(said[name])[0]
    said["kvk"] = said["kvk"].replace(" ", "")
    if said["website"] and "://" not in said["website"]:
        said["website"] = f"https://{said['website']}"
    return said


def wrong_in(said: Said) -> Errors:
    """What cannot be, and how to mend it."""
    errors = []
    digits = re.sub(r"\D", "", said["telefoon"])
    if said["telefoon"] and not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        errors.append(
            ("telefoon", _("Dit is geen telefoonnummer. Schrijf bijvoorbeeld 038 123 45 67, of laat het leeg."))
        )
    if said["email"] and not _is_address(said["email"]):
        errors.append(("email", _("Dit is geen mailadres. Schrijf bijvoorbeeld info@voorbeeld.nl, of laat het leeg.")))
    if said["website"] and not _WEBSITE.fullmatch(said["website"]):
        errors.append(("website", _("Dit is geen webadres. Schrijf bijvoorbeeld www.voorbeeld.nl, of laat het leeg.")))
    if said["soort"] not in dict(kinds()):
        errors.append(("soort", _("Kies wat voor organisatie het is. Past niets? Kies dan 'weet ik niet'.")))
    if said["kvk"] and not _KVK.fullmatch(said["kvk"]):
        errors.append(("kvk", _("Een KvK-nummer heeft 8 cijfers. Heeft u er geen? Laat het leeg.")))
    return errors


def put_on(organisation: Organisation, said: Said) -> tuple[str, ...]:
    """Put it on the row; the names of the fields that changed."""
    before = as_known(organisation)
    organisation.description, organisation.phone = said["beschrijving"], said["telefoon"]
    organisation.email, organisation.website = said["email"], said["website"]
    organisation.kind, organisation.kvk = OrganisationKind(said["soort"]), said["kvk"]
    return tuple(name for name, value in as_known(organisation).items() if value != before[name])


def _is_address(typed: str) -> bool:
    try:
        checked_address(typed)
    except AddressRefused:
        return False
    return True
