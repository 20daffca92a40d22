"""What a request has to hold before it can be sent, and what each wrong answer is told, in plain words.

Three things are asked for: a question, one way to be reached, and a choice about free independent help. Everything else
may stay empty. Every message names the field and says how to mend it; nothing typed is thrown away.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from flask_babel import gettext as _

from app import clock
from app.conversation.models import ForWhom, Support
from app.conversation.shapes import MOST_QUESTIONS, Asked, Contact, NewRequest, Story
from app.mailing.letters import AddressRefused, checked_address
from app.personal_numbers import PhoneRefused, own_phone
from app.places.postcodes import read_postcode
from app.social_map.dates import read_date
from app.web.resident.asking_fields import Answers, about_id, labels, longest, question_id
from app.web.running import language, municipality, services

Errors = list[tuple[str, str]]
FOR_WHOM: Final = {
    "mijzelf": ForWhom.SELF,
    "mantelzorger": ForWhom.CARER,
    "samen_met": ForWhom.TOGETHER,
    "namens": ForWhom.BEHALF,
}
FOR_ANOTHER: Final = frozenset({ForWhom.TOGETHER, ForWhom.BEHALF})
SUPPORT: Final = {"ja": Support.YES, "nee": Support.NO, "later": Support.LATER}
KNOWS: Final = {"ja": "yes", "nee": "no", "weet_niet": "unknown"}
PREFERENCE: Final = {"telefoon": "phone", "email": "email", "brief": "letter", "langskomen": "visit"}
SAFE: Final = {"voicemail": "voicemail", "email": "email", "brief": "letter"}
SHARES: Final = {"naam": "name", "telefoon": "phone", "vraag": "question"}
FOLLOW_UP: Final = {"telefoon": "phone", "email": "email", "brief": "letter"}
LATEST_FOLLOW_UP: Final = timedelta(days=366)
_YES: Final = frozenset({"ja", "1", "on", "true", "yes"})


@dataclass(frozen=True, slots=True)
class Judged:
    """The request, or what is still wrong with it (field id and message, in the order of the page)."""

    new: NewRequest | None
    errors: Errors


def judge(answers: Answers) -> Judged:
    """Read what was typed as a request."""
    errors: Errors = []
    _questions(answers, errors)
    _lengths(answers, errors)
    contact = _contact(answers, errors)
    support = SUPPORT.get(answers["clientondersteuning"])
    if support is None:
        errors.append(
            ("clientondersteuning", _("Kies bij '%(field)s' ja, nee of later.", field=labels()["clientondersteuning"]))
        )
    follow_up_on = _follow_up(answers, contact, errors)
    # Said last, so that what was taken out of a field wins over what is then wrong with the rest of it.
    errors = [error for error in errors if error[0] not in answers.hid]
    errors += [(field_id, _bsn_taken_out(field_id)) for field_id in dict.fromkeys(answers.hid)]
    order = list(labels())
    errors.sort(key=lambda error: order.index(_field_of(error[0])))
    if errors or support is None:
        return Judged(None, errors)
    shares = tuple(SHARES[each] for each in answers.ticked("clientondersteuning_deelt") if each in SHARES)
    return Judged(
        NewRequest.model_validate(
            {
                "municipality": municipality().slug,
                "language": "en" if language() == "en" else "nl",
                "for_whom": for_whom(answers),
                "contact": contact,
                "story": _story(answers),
                "support": support,
                "support_shares": shares if support is Support.YES else (),
                "contact_afterwards": answers["toestemming"] in _YES,
                "follow_up_on": follow_up_on,
                "follow_up_by": FOLLOW_UP.get(answers["vervolg_via"], "") if follow_up_on else "",
            }
        ),
        [],
    )


def for_whom(answers: Answers) -> ForWhom:
    """Whose conversation it is; who says nothing, asks for themself."""
    return FOR_WHOM.get(answers["voor_wie"], ForWhom.SELF)


def kept_to_role(answers: Answers) -> bool:
    """Whether name and address of the person it is about are left out (I-56): somebody else fills it in, and nobody
    said that the person agrees. Who does it together with them and says nothing, has them beside them.
    """
    who = for_whom(answers)
    if who not in FOR_ANOTHER:
        return False
    return answers["persoon_weet_ervan"] != "ja" and not (who is ForWhom.TOGETHER and not answers["persoon_weet_ervan"])


def _questions(answers: Answers, errors: Errors) -> None:
    if not any(text for text, about in answers.questions):
        errors.append(
            ("vraag", _("Schrijf bij '%(field)s' in een paar woorden uw vraag. Kort is goed.", field=labels()["vraag"]))
        )
    for place, (text, about) in enumerate(answers.questions):
        if about and not text and place:
            errors.append(
                (
                    question_id(place),
                    _("Schrijf bij vraag %(number)s de vraag zelf, of maak beide vakken leeg.", number=place + 1),
                )
            )
    if len(answers.questions) > MOST_QUESTIONS:
        errors.append(
            (
                question_id(MOST_QUESTIONS),
                _(
                    "Er passen %(most)s vragen in één aanvraag. Zet twee vragen samen in één vak, of vertel de rest in het gesprek.",
                    most=MOST_QUESTIONS,
                ),
            )
        )


def _lengths(answers: Answers, errors: Errors) -> None:
    names = labels()
    found = [(question_id(place), "vraag", text) for place, (text, about) in enumerate(answers.questions)]
    found += [(about_id(place), "vraag_over", about) for place, (text, about) in enumerate(answers.questions)]
    found += [(name, name, value) for name, value in answers.values.items() if name in names]
    for field_id, name, value in found:
        most = longest(name)
        if len(value) > most:
            errors.append(
                (
                    field_id,
                    _(
                        "Bij '%(field)s' staan %(length)s tekens. Er passen er %(most)s. Haal er %(over)s weg; de rest kunt u in het gesprek vertellen. Wat u schreef, staat er nog.",
                        field=names[name],
                        length=len(value),
                        most=most,
                        over=len(value) - most,
                    ),
                )
            )


def _contact(answers: Answers, errors: Errors) -> Contact:
    """Who asks and how to reach them; an empty one when something is wrong with it."""
    another, to_role = for_whom(answers) in FOR_ANOTHER, kept_to_role(answers)
    before = len(errors)
    phone, email, postcode = _phone(answers, errors), _email(answers, errors), _postcode(answers, errors)
    given: dict[str, Any] = {
        "name": "" if to_role else answers["naam"],
        "helper_name": answers["naam_helper"] if another else "",
        "role": answers["rol"] if another else "",
        "phone": phone,
        "email": email,
        "street": "" if to_role else answers["straat"],
        "postcode": postcode[:4] if to_role else postcode,
        "town": _only_a_town(answers["plaats"]) if to_role else answers["plaats"],
        "preference": PREFERENCE.get(answers["contact_voorkeur"]),
        "safe": tuple(SAFE[each] for each in answers.ticked("veilig_contact") if each in SAFE),
        "address_as": "" if to_role else answers["aanspreken"],
    }
    if to_role and given["preference"] in {"letter", "visit"}:
        given["preference"] = None  # there is no address to write or go to
    if any(len(value) > longest(name) for name, value in answers.values.items()):
        return Contact()  # said already
    contact = Contact.model_validate(given)
    if not contact.reachable and len(errors) == before:
        errors.append(("telefoon", _not_reachable(answers)))
    return contact


def _not_reachable(answers: Answers) -> str:
    if kept_to_role(answers) and answers["straat"]:
        return _(
            "Het adres van de ander bewaren wij niet als die er niet van weet. Vul daarom uw eigen telefoonnummer of e-mailadres in."
        )
    if answers["straat"] or answers["contact_voorkeur"] in {"brief", "langskomen"}:
        return _(
            "Vul uw straat, huisnummer en plaats in, of een telefoonnummer of e-mailadres. Anders kunnen wij u niet bereiken."
        )
    return _(
        "Vul in hoe wij u kunnen bereiken: bij 'Telefoon', bij 'E-mail', of met een adres bij 'Liever een brief of bezoek?'. Eén manier is genoeg."
    )


def _phone(answers: Answers, errors: Errors) -> str:
    typed = answers["telefoon"]
    if not typed or len(typed) > longest("telefoon"):
        return ""
    try:
        return own_phone(typed)
    except PhoneRefused as refused:
        said = {
            "service": _(
                "Vul bij 'Telefoon' uw eigen nummer in. Op een nummer dat met 0800, 0900, 0906 of 0909 begint, kunnen wij u niet bellen."
            ),
            "impossible": _(
                "Kijk bij 'Telefoon' of het nummer klopt. Een nummer heeft 10 cijfers, zoals 06 12 34 56 78. Een nummer uit een ander land begint met +."
            ),
            "words": _(
                "Schrijf bij 'Telefoon' alleen het nummer, zoals 06 12 34 56 78. Wilt u er iets bij zeggen? Dat kan bij 'Wilt u nog iets zeggen?'."
            ),
        }
        errors.append(("telefoon", said[refused.why]))
        return ""


def _email(answers: Answers, errors: Errors) -> str:
    typed = answers["email"]
    if not typed or len(typed) > longest("email"):
        return ""
    try:
        return checked_address(typed)
    except AddressRefused:
        errors.append(("email", _("Vul bij 'E-mail' een adres in zoals naam@voorbeeld.nl, of laat het leeg.")))
        return ""


def _postcode(answers: Answers, errors: Errors) -> str:
    typed = answers["postcode"]
    if not typed or len(typed) > longest("postcode"):
        return ""
    found = read_postcode(typed)
    if found is None:
        errors.append(
            ("postcode", _("Vul bij 'Postcode' vier cijfers en twee letters in, zoals 1234 AB, of laat het leeg."))
        )
        return ""
    return str(found)


def _only_a_town(typed: str) -> str:
    """The name of a place that is known as one: a street typed in this field is an address after all."""
    found = services().gazetteer.find(typed) if typed else None
    return typed if found is not None and not any(sign.isdigit() for sign in typed) else ""


def _follow_up(answers: Answers, contact: Contact, errors: Errors) -> date | None:
    typed, by = answers["vervolg_op"], answers["vervolg_via"]
    if not typed and not by:
        return None
    if not typed:
        errors.append(("vervolg_op", _("Kies bij 'Even horen hoe het gaat' ook een dag, of laat alles daar leeg.")))
        return None
    day, today = read_date(typed), clock.today()
    if day is None:
        errors.append(("vervolg_op", _("Schrijf bij 'Op welke dag?' een dag zoals 3-11-2026, of laat het leeg.")))
        return None
    if not today < day <= today + LATEST_FOLLOW_UP:
        errors.append(("vervolg_op", _("Kies bij 'Op welke dag?' een dag na vandaag, binnen een jaar.")))
    there = {"telefoon": contact.phone, "email": contact.email, "brief": contact.street}
    if by not in FOLLOW_UP:
        errors.append(("vervolg_via", _("Kies bij 'Even horen hoe het gaat' ook hoe: bellen, mailen of een brief.")))
    elif not there[by] and contact.reachable:
        said = {
            "telefoon": _("Vul ook uw telefoonnummer in, of kies een andere manier bij 'Even horen hoe het gaat'."),
            "email": _("Vul ook uw e-mailadres in, of kies een andere manier bij 'Even horen hoe het gaat'."),
            "brief": _("Vul ook uw adres in, of kies een andere manier bij 'Even horen hoe het gaat'."),
        }
        errors.append(("vervolg_via", said[by]))
    return day


def _bsn_taken_out(field_id: str) -> str:
    return _(
        "Bij '%(field)s' stond een burgerservicenummer (BSN). Dat hebben wij weggehaald. Wij hebben het niet nodig en bewaren het niet. De rest staat er nog. Kijk het even na en ga verder.",
        field=labels()[_field_of(field_id)],
    )


def _field_of(field_id: str) -> str:
    """The name of the field with this id: `vraag-2` is a `vraag`."""
    return field_id.partition("-")[0]


def _story(answers: Answers) -> Story:
    return Story.model_validate(
        {
            "questions": tuple(Asked(text=text, about=about) for text, about in answers.questions if text),
            "wanted_result": answers["gewenst_resultaat"],
            "tried": answers["geprobeerd"],
            "wish_place": answers["wens_plaats"],
            "wish_time": answers["wens_tijd"],
            "who_along": answers["wie_erbij"],
            "helped_by": answers["geholpen_door"],
            "interpreter": answers["tolk"],
            "quiet_place": answers["rustige_plek"] in _YES,
            "knows": KNOWS.get(answers["persoon_weet_ervan"]) if for_whom(answers) in FOR_ANOTHER else None,
            "remark": answers["opmerking"],
        }
    )
