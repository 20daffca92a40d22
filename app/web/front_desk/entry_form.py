"""Reading the desk's short form for a request: what is needed, what is refused, and how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, cast

from flask_babel import gettext as _

from app import clock
from app.conversation.models import Channel, ForWhom, Support
from app.conversation.shapes import LONGEST_QUESTION, Asked, Contact, NewRequest, Story
from app.mailing.letters import AddressRefused, checked_address
from app.personal_numbers import PhoneRefused, own_phone, without_bsn
from app.places.postcodes import read_postcode
from app.social_map.dates import read_date

CHANNELS: Final = {"telefoon": Channel.PHONE, "balie": Channel.DESK, "brief": Channel.LETTER}
FOR_WHOM: Final = {
    "mijzelf": ForWhom.SELF, "mantelzorger": ForWhom.CARER, "samen_met": ForWhom.TOGETHER, "namens": ForWhom.BEHALF,
}  # fmt: skip
PREFERENCES: Final = {"telefoon": "phone", "email": "email", "brief": "letter", "langskomen": "visit"}
SAFE: Final = {"voicemail": "voicemail", "email": "email", "brief": "letter"}
KNOWS: Final = {"ja": "yes", "nee": "no", "weet_niet": "unknown"}
SUPPORT: Final = {"ja": Support.YES, "nee": Support.NO, "later": Support.LATER, "nog-te-vragen": Support.TO_ASK}
SHARES: Final = {"naam": "name", "telefoon": "phone", "vraag": "question"}
LONG: Final = ("gewenst_resultaat", "al_geprobeerd", "opmerking")
SHORT: Final = (
    "naam", "naam_helper", "rol", "straat", "plaats", "aanspreken", "tolk", "wie_erbij", "wens_plaats", "wens_tijd",
)  # fmt: skip
LONGEST_SHORT: Final = 200
OLDEST_LETTER: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Read:
    """A request, or what has to be mended: (field, message)."""

    new: NewRequest | None
    errors: list[tuple[str, str]]


def hide_citizen_numbers(said: dict[str, Any]) -> list[tuple[str, str]]:
    """Take every citizen service number out of what was typed; says in which fields one stood."""
    found = []
    for name, value in said.items():
        hidden: Any = [without_bsn(each) for each in value] if isinstance(value, list) else without_bsn(value)
        if hidden != value and name not in {"telefoon", "formulier"}:
            said[name] = hidden
            found.append(
                (name, _("Hier stond een burgerservicenummer. Dat bewaren wij niet: wij haalden het weg. Kijk de tekst na en bewaar nog eens."))
            )  # fmt: skip
    return found


def read_form(said: Mapping[str, Any], town: str) -> Read:
    """Read what was typed.

    :param said: texts by field name; lists for `vraag`, `veilig_contact` and `clientondersteuning_deelt`.
    """
    errors: list[tuple[str, str]] = []
    channel = CHANNELS.get(_text(said, "kanaal"))
    if channel is None:
        errors.append(("kanaal", _("Kies bij 'Hoe kwam de vraag binnen?' telefoon, balie of brief.")))
    arrived_on = _arrived_on(said, channel, errors)
    questions = [text for text in said.get("vraag", ()) if text]
    if not questions:
        errors.append(
            ("vraag", _("Schrijf bij 'Vraag, in eigen woorden' wat deze persoon zegt. Een paar woorden is genoeg."))
        )
    _lengths(said, errors)
    for_whom = FOR_WHOM.get(_text(said, "voor_wie"), ForWhom.SELF)
    contact = _contact(said, for_whom, errors)
    support = SUPPORT.get(_text(said, "clientondersteuning"))
    if support is None:
        errors.append(
            ("clientondersteuning", _("De vraag bij 'Wil deze persoon gratis onafhankelijke hulp?' staat nog open. Stel de vraag en kies wat deze persoon zei."))
        )  # fmt: skip
    ask_by = _ask_by(said, support, errors)
    if errors or channel is None or support is None or contact is None:
        return Read(None, errors)
    shares = said.get("clientondersteuning_deelt", ()) if support is Support.YES else ()
    return Read(
        NewRequest.model_validate(
            {
                "municipality": town,
                "channel": channel,
                "language": "en" if _text(said, "taal") == "en" else "nl",
                "for_whom": for_whom,
                "contact": contact,
                "story": _story(said, questions),
                "support": support,
                "support_shares": tuple(SHARES[each] for each in dict.fromkeys(shares) if each in SHARES),
                "support_confirmed": _text(said, "gevraagd") == "ja",
                "support_ask_by": ask_by,
                "contact_afterwards": _text(said, "toestemming") == "ja",
                "arrived_on": arrived_on,
            }
        ),
        [],
    )


def _text(said: Mapping[str, Any], name: str) -> str:
    return cast("str", said.get(name, "") or "")


def _arrived_on(said: Mapping[str, Any], channel: Channel | None, errors: list[tuple[str, str]]) -> date | None:
    """The day a letter came in; what comes by telephone or at the desk comes today."""
    if channel is not Channel.LETTER:
        return None
    day, today = read_date(_text(said, "binnengekomen")), clock.today()
    if day is None or not today - OLDEST_LETTER <= day <= today:
        errors.append(
            ("binnengekomen", _("Vul bij 'Dag waarop de brief binnenkwam' die dag in, bijvoorbeeld 3-11-2026. De termijn telt vanaf die dag."))
        )  # fmt: skip
        return None
    return day


def _ask_by(said: Mapping[str, Any], support: Support | None, errors: list[tuple[str, str]]) -> date | None:
    if support is not Support.TO_ASK:
        return None
    day = read_date(_text(said, "vragen_voor"))
    if day is None or day < clock.today():
        errors.append(
            ("vragen_voor", _("Vul bij 'Bij nog te vragen: op welke dag uiterlijk?' een dag in: vandaag of een dag die nog komt."))
        )  # fmt: skip
        return None
    return day


def _lengths(said: Mapping[str, Any], errors: list[tuple[str, str]]) -> None:
    limits = [(name, LONGEST_QUESTION) for name in LONG] + [(name, LONGEST_SHORT) for name in SHORT]
    for name, most in limits:
        if len(_text(said, name)) > most:
            errors.append((name, _("In dit veld passen %(most)s tekens. Maak het korter.", most=most)))
    if any(len(each) > LONGEST_QUESTION for each in said.get("vraag", ())):
        errors.append(
            ("vraag", _("In 'Vraag, in eigen woorden' passen %(most)s tekens. Maak het korter.", most=LONGEST_QUESTION))
        )


def _contact(said: Mapping[str, Any], for_whom: ForWhom, errors: list[tuple[str, str]]) -> Contact | None:
    phone, email, postcode = _phone(said, errors), _email(said, errors), _postcode(said, errors)
    street, place = _short(said, "straat"), _short(said, "plaats")
    others = for_whom in {ForWhom.TOGETHER, ForWhom.BEHALF}
    if others and _text(said, "persoon_weet_ervan") in {"nee", "weet_niet"} and _text(said, "naam"):
        errors.append(
            ("naam", _("Deze persoon weet er nog niet van. Laat 'Naam' leeg en schrijf alleen wie het is, bijvoorbeeld: een buurvrouw."))
        )  # fmt: skip
    broken = {"telefoon", "email", "postcode"} & {field for field, _message in errors}
    if not (phone or email or (street and (postcode or place))) and not broken:
        errors.append(
            ("telefoon", _("Vul een manier in om deze persoon te bereiken: 'Telefoon', 'E-mail', of 'Straat en huisnummer' met 'Postcode' of 'Plaats'."))
        )  # fmt: skip
    if errors:
        return None
    return Contact.model_validate(
        {
            "name": _short(said, "naam"),
            "helper_name": _short(said, "naam_helper") if others else "",
            "role": _short(said, "rol") if others else "",
            "phone": phone,
            "email": email,
            "street": street,
            "postcode": postcode,
            "town": place,
            "preference": PREFERENCES.get(_text(said, "contact_voorkeur")),
            "safe": tuple(SAFE[each] for each in dict.fromkeys(said.get("veilig_contact", ())) if each in SAFE),
            "address_as": _short(said, "aanspreken"),
        }
    )


def _phone(said: Mapping[str, Any], errors: list[tuple[str, str]]) -> str:
    typed = _text(said, "telefoon")
    if not typed:
        return ""
    try:
        return own_phone(typed)
    except PhoneRefused as problem:
        words = {
            "service": _("Op het nummer bij 'Telefoon' kan niemand teruggebeld worden. Vraag een eigen nummer, bijvoorbeeld 038 123 45 67."),
            "impossible": _("Het nummer bij 'Telefoon' klopt niet. Lees het nog eens voor: een nummer heeft tien cijfers."),
            "words": _("Vul bij 'Telefoon' alleen een nummer in, bijvoorbeeld 038 123 45 67."),
        }  # fmt: skip
        errors.append(("telefoon", words[problem.why]))
        return ""


def _email(said: Mapping[str, Any], errors: list[tuple[str, str]]) -> str:
    typed = _text(said, "email")
    if not typed:
        return ""
    try:
        return checked_address(typed)
    except AddressRefused:
        errors.append(("email", _("Vul bij 'E-mail' een adres in zoals naam@voorbeeld.nl.")))
        return ""


def _postcode(said: Mapping[str, Any], errors: list[tuple[str, str]]) -> str:
    typed = _text(said, "postcode")
    if not typed:
        return ""
    found = read_postcode(typed)
    if found is None:
        errors.append(("postcode", _("Vul bij 'Postcode' een postcode in, bijvoorbeeld 1234 AB.")))
        return ""
    return str(found)


def _short(said: Mapping[str, Any], name: str) -> str:
    return _text(said, name)


def _story(said: Mapping[str, Any], questions: list[str]) -> Story:
    return Story.model_validate(
        {
            "questions": tuple(Asked(text=text) for text in questions),
            "wanted_result": _text(said, "gewenst_resultaat"),
            "tried": _text(said, "al_geprobeerd"),
            "remark": _text(said, "opmerking"),
            "wish_place": _short(said, "wens_plaats"),
            "wish_time": _short(said, "wens_tijd"),
            "who_along": _short(said, "wie_erbij"),
            "interpreter": _short(said, "tolk"),
            "quiet_place": _text(said, "rustige_plek") == "ja",
            "knows": KNOWS.get(_text(said, "persoon_weet_ervan")),
        }
    )
