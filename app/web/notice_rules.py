"""What an offer or a question has to hold before it can be sent, and what each wrong answer is told, in plain words.

Asked for are: something to do, a first name, one way to be reached, and consent. Everything else may stay empty. Every
message names the field and says how to mend it; nothing typed is thrown away.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from flask_babel import gettext as _

from app import clock
from app.content.mediation import Task
from app.mailing.letters import AddressRefused, checked_address
from app.matching.models import Side
from app.matching.shapes import MOST_TASKS, NewNotice, Person, Words
from app.personal_numbers import PhoneRefused, own_phone
from app.places.postcodes import read_postcode
from app.social_map.dates import read_date
from app.social_map.times import TimesRead, read_times
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS, Frequency
from app.web.notice_fields import Typed, labels, longest
from app.web.running import content, language, municipality

Errors = list[tuple[str, str]]
FREQUENCIES: Final = {
    "eenmalig": Frequency.ONCE,
    "af_en_toe": Frequency.SOMETIMES,
    "wekelijks": Frequency.WEEKLY,
    "nood": Frequency.EMERGENCY,
}
SHARES: Final = {"telefoon": "phone", "email": "email", "adres": "address"}
NOTICE_DAYS: Final = ("1", "2", "3", "7", "14")
LATEST: Final = timedelta(days=366)
_DAYS: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_ENGLISH_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ENGLISH: Final = {
    **dict(zip(_ENGLISH_DAYS, _DAYS, strict=True)),
    **{f"{english}s": dutch for english, dutch in zip(_ENGLISH_DAYS, _DAYS, strict=True)},
    **{
        f"{word}{s}": f"{part}"
        for word, part in (("morning", "ochtend"), ("afternoon", "middag"), ("evening", "avond"), ("night", "nacht"))
        for s in ("", "s")
    },
    "and": "en",
    "on": "op",
    "daily": "dagelijks",
}
_YES: Final = frozenset({"ja", "1", "on", "true", "yes"})


@dataclass(frozen=True, slots=True)
class Judged:
    """The offer or question, or what is still wrong with it (field id and message, in the order of the page)."""

    new: NewNotice | None
    errors: Errors


def judge(typed: Typed, event_id: int | None = None) -> Judged:
    """Read what was typed as an offer or a question of this municipality."""
    errors: Errors = []
    names = labels(typed.side)
    facts = facts_of(typed, errors)
    person = person_of(typed, errors)
    words = words_of(typed, errors)
    if typed["toestemming"] not in _YES:
        errors.append(
            (
                "toestemming",
                _(
                    "Zet een kruisje bij 'Uw toestemming'. Zonder uw toestemming mogen wij uw gegevens niet bewaren. Bellen kan ook."
                ),
            )
        )
    errors = in_order(typed, errors, names)
    if errors:
        return Judged(None, errors)
    given = facts | {
        "municipality": municipality().slug,
        "side": typed.side,
        "language": "en" if language() == "en" else "nl",
        "person": person,
        "words": words,
        "consent": True,
        "event_id": event_id,
    }
    return Judged(NewNotice.model_validate(given), [])


def in_order(typed: Typed, errors: Errors, names: dict[str, str]) -> Errors:
    """The errors as they stand on the page; what was taken out of a field wins over what is then wrong with it."""
    kept = [error for error in errors if error[0] not in typed.hid]
    kept += [(name, _bsn_taken_out(names.get(name, name))) for name in typed.hid]
    order = list(names)
    return sorted(kept, key=lambda error: order.index(error[0]) if error[0] in order else len(order))


def facts_of(typed: Typed, errors: Errors) -> dict[str, Any]:
    """What matching needs: tasks, times, frequency, place and limits, as `NewNotice` names them."""
    offers = typed.side is Side.OFFER
    tasks = _tasks(typed, errors)
    not_tasks = tuple(each for each in typed.ticked("niet_taak") if content().task(each)) if offers else ()
    both = [task_label(slug) for slug in tasks if slug in not_tasks]
    if both:
        errors.append(
            (
                "niet_taak",
                _(
                    "Bij 'Dit doe ik niet' staat iets dat u bij 'Wat wilt u doen?' ook aankruiste: %(tasks)s. Haal één van de twee kruisjes weg.",
                    tasks=", ".join(both),
                ),
            )
        )
    circumstances = "niet_bij" if offers else "bij"
    known = tuple(each for each in typed.ticked(circumstances) if content().circumstance(each))
    facts: dict[str, Any] = {
        "tasks": tasks,
        "kern": _kern(typed, errors),
        "when_mask": when_mask(typed),
        "frequency": _frequency(typed, errors),
    }
    if offers:
        kernen = {kern.slug for kern in municipality().kernen}
        return facts | {
            "area": tuple(each for each in typed.ticked("gebied") if each in kernen),
            "not_tasks": not_tasks,
            "not_circumstances": known,
            "notice_days": int(typed["vooraf"]) if typed["vooraf"] in NOTICE_DAYS else 0,
        }
    urgent = typed["dringend"] in _YES
    return facts | {"circumstances": known, "needed_on": _needed_on(typed, errors), "urgent": urgent}


def person_of(typed: Typed, errors: Errors) -> Person:
    """Who it is and how to reach them."""
    before = len(errors)
    _lengths(typed, errors, ("voornaam", "achternaam", "organisatie", "telefoon", "email", "straat"))
    if not typed["voornaam"]:
        errors.append(("voornaam", _("Vul bij 'Voornaam of roepnaam' in hoe wij u mogen noemen.")))
    phone, email, postcode = _phone(typed, errors), _email(typed, errors), _postcode(typed, errors)
    share = tuple(SHARES[each] for each in typed.ticked("delen") if each in SHARES)
    if "address" in share and not typed["straat"]:
        errors.append(
            ("straat", _("Vul bij 'Straat en huisnummer' uw adres in, of haal het kruisje bij 'Mijn adres' weg."))
        )
    if not (phone or email or {"telefoon", "email"} & {name for name, _message in errors}):
        errors.append(
            (
                "telefoon",
                _("Vul bij 'Telefoon' of bij 'E-mail' in hoe wij u kunnen bereiken. Eén van de twee is genoeg."),
            )
        )
    missing = [("phone", phone, "telefoon"), ("email", email, "email")]
    for name, value, field in missing:
        if name in share and not value and not any(error[0] == field for error in errors):
            errors.append((field, _no_such_way(field)))
    if len(errors) > before:
        return Person()
    return Person.model_validate(
        {
            "first_name": typed["voornaam"],
            "last_name": typed["achternaam"],
            "organisation": typed["organisatie"],
            "phone": phone,
            "email": email,
            "street": typed["straat"],
            "postcode": postcode,
            "share": share,
        }
    )


def words_of(typed: Typed, errors: Errors) -> Words:
    """Their own words; the line about times stays as typed, also when it was understood."""
    before = len(errors)
    _lengths(typed, errors, ("tijden", "grenzen", "verhaal"))
    if len(errors) > before:
        return Words()
    return Words(times=typed["tijden"], limits=typed["grenzen"], story=typed["verhaal"])


def when_mask(typed: Typed) -> int:
    """What was ticked together with what the typed line says; a line that is not understood adds nothing."""
    mask = times_read(typed["tijden"]).mask if typed["tijden"] else 0
    for each in typed.ticked("wanneer"):
        day, _dash, part = each.partition("-")
        if day in WEEKDAYS and part in DAYPARTS:
            mask |= 1 << (WEEKDAYS.index(day) * len(DAYPARTS) + DAYPARTS.index(part))
    return mask


def times_read(text: str) -> TimesRead:
    """A line about times, also when its days and parts of the day stand in English. What else it says is never guessed."""
    read = read_times(text)
    if read.understood or not text:
        return read
    words = " ".join(_ENGLISH.get(word, word) for word in text.casefold().replace(",", " , ").split())
    read_again = read_times(words)
    return read_again if read_again.understood else read


def task_label(slug: str) -> str:
    """A task in the language of the page."""
    task = content().task(slug)
    return slug if task is None else task_words(task)


def task_words(task: Task) -> str:
    """The same of a task that is there."""
    return task.label_en if language() == "en" else task.label


def _tasks(typed: Typed, errors: Errors) -> tuple[str, ...]:
    known = [task for slug in typed.ticked("taak") if (task := content().task(slug)) is not None]
    tasks = tuple(task.slug for task in known if task.volunteers or typed.side is Side.QUESTION)
    if not tasks:
        errors.append(
            (
                "taak",
                _("Kruis bij 'Wat wilt u doen?' iets aan. Eén ding is genoeg.")
                if typed.side is Side.OFFER
                else _(
                    "Kruis bij 'Waarbij zoekt u hulp?' iets aan. Weet u het niet? Bel ons, dan zoeken wij het samen uit."
                ),
            )
        )
    elif len(tasks) > MOST_TASKS:
        errors.append(
            (
                "taak",
                _(
                    "Kruis bij de eerste vraag hoogstens %(most)s dingen aan. De rest kan erbij in uw eigen woorden.",
                    most=MOST_TASKS,
                ),
            )
        )
    return tasks[: MOST_TASKS + 1]


def _kern(typed: Typed, errors: Errors) -> str:
    kernen = municipality().kernen
    postcode = _postcode(typed, errors)
    if typed["kern"]:
        return next((kern.slug for kern in kernen if kern.slug == typed["kern"]), "")
    return next((kern.slug for kern in kernen if postcode and postcode[:4] in kern.postcodes), "")


def _postcode(typed: Typed, errors: Errors) -> str:
    """The postcode, which tells the village and goes with the address; what is wrong with it is said once."""
    if not typed["postcode"]:
        return ""
    postcode = read_postcode(typed["postcode"])
    if postcode is None and not any(name == "postcode" for name, _message in errors):
        message = _("Vul bij 'Of uw postcode' vier cijfers en twee letters in, zoals 1234 AB, of laat het leeg.")
        errors.append(("postcode", message))
    return str(postcode) if postcode else ""


def _frequency(typed: Typed, errors: Errors) -> Frequency | None:
    found = FREQUENCIES.get(typed["hoevaak"])
    if found is Frequency.EMERGENCY and typed.side is Side.QUESTION:
        return None
    if (
        found is Frequency.ONCE
        and typed.side is Side.QUESTION
        and not typed["datum"]
        and not typed["tijden"]
        and not typed.ticked("wanneer")
    ):
        errors.append(
            (
                "datum",
                _("Schrijf bij 'Op welke dag?' de dag, zoals 3-12-2026. Of schrijf bij 'Wanneer' welke dagen kunnen."),
            )
        )
    return found


def _needed_on(typed: Typed, errors: Errors) -> date | None:
    if not typed["datum"]:
        return None
    day, today = read_date(typed["datum"]), clock.today()
    if day is None:
        errors.append(("datum", _("Schrijf bij 'Op welke dag?' een dag zoals 3-12-2026, of laat het leeg.")))
    elif not today <= day <= today + LATEST:
        errors.append(("datum", _("Kies bij 'Op welke dag?' vandaag of een dag daarna, binnen een jaar.")))
    return day


def _phone(typed: Typed, errors: Errors) -> str:
    if not typed["telefoon"] or len(typed["telefoon"]) > longest("telefoon"):
        return ""
    try:
        return own_phone(typed["telefoon"])
    except PhoneRefused:
        errors.append(
            (
                "telefoon",
                _(
                    "Kijk bij 'Telefoon' of het nummer klopt. Een nummer heeft 10 cijfers, zoals 06 12 34 56 78. Een nummer uit een ander land begint met +."
                ),
            )
        )
        return ""


def _email(typed: Typed, errors: Errors) -> str:
    if not typed["email"] or len(typed["email"]) > longest("email"):
        return ""
    try:
        return checked_address(typed["email"])
    except AddressRefused:
        errors.append(("email", _("Vul bij 'E-mail' een adres in zoals naam@voorbeeld.nl, of laat het leeg.")))
        return ""


def _no_such_way(field: str) -> str:
    if field == "telefoon":
        return _(
            "U kruiste aan dat de ander uw telefoonnummer mag weten. Vul bij 'Telefoon' een nummer in, of haal dat kruisje weg."
        )
    return _(
        "U kruiste aan dat de ander uw e-mailadres mag weten. Vul bij 'E-mail' een adres in, of haal dat kruisje weg."
    )


def _lengths(typed: Typed, errors: Errors, fields: tuple[str, ...]) -> None:
    names = labels(typed.side)
    for name in fields:
        length, most = len(typed[name]), longest(name)
        if length > most:
            errors.append(
                (
                    name,
                    _(
                        "Bij '%(field)s' staan %(length)s tekens. Er passen er %(most)s. Maak het korter. Wat u schreef, staat er nog.",
                        field=names[name],
                        length=length,
                        most=most,
                    ),
                )
            )


def _bsn_taken_out(field: str) -> str:
    return _(
        "Bij '%(field)s' stond een burgerservicenummer (BSN). Dat hebben wij weggehaald. Wij hebben het niet nodig en bewaren het niet. De rest staat er nog. Kijk het even na en ga verder.",
        field=field,
    )
