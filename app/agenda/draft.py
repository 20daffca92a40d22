"""An activity as somebody hands it in: one set of rules for the form and for calendars, with reasons in Dutch (I-38).

Everything is text until it is read here. What nobody knows may stay open; a visitor then reads "vraag na" (P8). The day, a
title and a way to ask something may not: nobody may stand before a closed door without a number to call.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Annotated, Final

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints

from app import clock
from app.social_map.dates import read_date
from app.social_map.draft import web_address
from app.social_map.plain_text import line, paragraphs

LONGEST: Final = {
    "titel": 200, "omschrijving": 2000, "plek": 200, "straat": 200, "postcode": 10, "plaats": 120, "telefoon": 60, "email": 254,
    "website": 500, "kosten": 200, "aanmelden": 400,
}  # fmt: skip
LABELS: Final = {
    "titel": "Titel", "omschrijving": "Omschrijving", "plek": "Plek", "straat": "Straat", "postcode": "Postcode", "plaats": "Plaats",
    "telefoon": "Telefoon", "email": "E-mail", "website": "Website", "kosten": "Kosten", "aanmelden": "Aanmelden",
}  # fmt: skip
FARTHEST: Final = timedelta(days=730)
LONGEST_STRETCH: Final = timedelta(days=60)
_TIME: Final = re.compile(r"(\d{1,2})(?:\s*[:.u]\s*(\d{2}))?\s*(?:uur|u)?", re.ASCII)
_MAIL: Final = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
_POSTCODE: Final = re.compile(r"[1-9]\d{3}\s?[A-Za-z]{2}", re.ASCII)
_FEWEST_DIGITS, _MOST_DIGITS = 3, 15
_LAST_HOUR, _LAST_MINUTE = 23, 59

Line = Annotated[str, AfterValidator(lambda text: line(text)[0]), StringConstraints(max_length=500)]
Errors = list[tuple[str, str]]


class ActivityDraft(BaseModel):
    """One activity, whole and checked. `ends_at` of whole days is the midnight after the last of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    summary: Annotated[str, StringConstraints(max_length=2000)] = ""
    starts_at: AwareDatetime
    ends_at: AwareDatetime | None = None
    all_day: bool = False
    place: Line = ""
    street: Line = ""
    postcode: Line = ""
    town: Line = ""
    municipality: Line
    phone: Line = ""
    email: Line = ""
    website: Line = ""
    cost: Line = ""
    sign_up: Line = ""
    domains: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What may be chosen here: slugs of municipalities, life domains and target groups."""

    municipalities: Sequence[str]
    domains: Sequence[str]
    target_groups: Sequence[str]


@dataclass(slots=True)
class Reading:
    """What became of it: a draft, or why not, as (field, sentence)."""

    draft: ActivityDraft | None = None
    errors: Errors = field(default_factory=list)


Typed = Mapping[str, Sequence[str]]


def read_activity(typed: Typed, known: Known, *, begun_before: datetime | None = None) -> Reading:
    """Read what was typed, by the names of the form.

    :param typed: titel, omschrijving, dag, tot_dag, heledag, begin, eind, plek, straat, postcode, plaats, gemeente, telefoon,
        email, website, kosten, aanmelden, leefgebieden, doelgroepen, ook_voor; each a list of what was given.
    :param begun_before: the begin of what is changed: a day that has passed may stay as it was, but not become one.
    """
    errors: Errors = []
    said = {name: _text(name, _one(typed, name), errors) for name in LONGEST}
    starts_at, ends_at, all_day = _when(typed, errors, begun_before)
    if not said["titel"]:
        errors.insert(0, ("titel", "Schrijf een titel, zoals 'Samen soep eten'."))
    _contact(said, errors)
    municipality = _one(typed, "gemeente")
    if municipality not in known.municipalities:
        errors.append(("gemeente", "Kies in welke gemeente het is."))
    if errors or starts_at is None:
        return Reading(None, errors)
    draft = ActivityDraft(
        title=said["titel"], summary=said["omschrijving"], starts_at=starts_at, ends_at=ends_at, all_day=all_day,
        place=said["plek"], street=said["straat"], postcode=said["postcode"].upper(), town=said["plaats"],
        municipality=municipality, phone=said["telefoon"], email=said["email"], website=said["website"],
        cost=said["kosten"], sign_up=said["aanmelden"],
        domains=_chosen(typed, "leefgebieden", known.domains),
        target_groups=_chosen(typed, "doelgroepen", known.target_groups),
        serves=tuple(each for each in _chosen(typed, "ook_voor", known.municipalities) if each != municipality),
    )  # fmt: skip
    return Reading(draft, [])


def local_start(day: date) -> datetime:
    """Midnight of a day as the clock here says it."""
    return datetime.combine(day, time(), clock.AMSTERDAM)


def _one(typed: Typed, name: str) -> str:
    return next(iter(typed.get(name, ())), "").strip()


def _chosen(typed: Typed, name: str, allowed: Sequence[str]) -> tuple[str, ...]:
    given = set(typed.get(name, ()))
    return tuple(each for each in allowed if each in given)


def _text(name: str, text: str, errors: Errors) -> str:
    said = (paragraphs if name == "omschrijving" else line)(text, 100_000)[0]
    if len(said) > LONGEST[name]:
        errors.append(
            (
                name,
                f"{LABELS[name]}: dit zijn {len(said)} tekens en er passen er {LONGEST[name]}. Maak het korter.",
            )
        )
    return said[: LONGEST[name]].strip()


def _contact(said: dict[str, str], errors: Errors) -> None:
    digits = len(re.sub(r"\D", "", said["telefoon"]))
    if said["telefoon"] and not _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
        errors.append(("telefoon", "Dit is geen telefoonnummer. Schrijf bijvoorbeeld 038 123 45 67."))
    if said["email"] and not _MAIL.fullmatch(said["email"]):
        errors.append(("email", "Dit is geen mailadres. Schrijf bijvoorbeeld info@voorbeeld.nl."))
    if not said["telefoon"] and not said["email"]:
        errors.append(("telefoon", "Vul een telefoonnummer of een mailadres in. Dan kan iemand iets vragen."))
    if said["postcode"] and not _POSTCODE.fullmatch(said["postcode"]):
        errors.append(("postcode", "Een postcode heeft 4 cijfers en 2 letters, zoals 1234 AB. Of laat het leeg."))
    if said["website"] and "://" not in said["website"]:
        said["website"] = f"https://{said['website']}"
    if said["website"] and (not web_address(said["website"]) or "." not in said["website"]):
        errors.append(("website", "Dit is geen webadres. Schrijf bijvoorbeeld www.voorbeeld.nl, of laat het leeg."))


def read_time(text: str) -> time | None:
    """`14:00`, `14.00`, `14u30` or `14 uur`; None when it is none of these."""
    found = _TIME.fullmatch(text.strip().lower())
    if not found:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    return time(hour, minute) if hour <= _LAST_HOUR and minute <= _LAST_MINUTE else None


def _when(typed: Typed, errors: Errors, begun_before: datetime | None) -> tuple[datetime | None, datetime | None, bool]:
    day = read_date(_one(typed, "dag"))
    all_day = bool(_one(typed, "heledag"))
    if day is None:
        errors.append(("dag", "Vul een dag in, zoals 3-12-2026."))
        return None, None, all_day
    last = read_date(_one(typed, "tot_dag")) if _one(typed, "tot_dag") else day
    if last is None:
        errors.append(("tot_dag", "Dit is geen dag. Schrijf bijvoorbeeld 3-12-2026, of laat het leeg."))
        last = day
    if last < day or last - day > LONGEST_STRETCH:
        errors.append(("tot_dag", "De laatste dag komt na de eerste, en ten hoogste 60 dagen later. Of laat het leeg."))
        last = day
    if all_day:
        starts: datetime | None = local_start(day)
        ends = local_start(last + timedelta(days=1)) if last > day else None
    else:
        starts, ends = _hours(typed, errors, day, last)
    _in_reach(starts or local_start(day), day, errors, begun_before)
    return starts, ends, all_day


def _hours(typed: Typed, errors: Errors, day: date, last: date) -> tuple[datetime | None, datetime | None]:
    begin = read_time(_one(typed, "begin"))
    if begin is None:
        errors.append(("begin", "Hoe laat begint het? Schrijf bijvoorbeeld 14:00, of kies 'de hele dag'."))
        return None, None
    starts = datetime.combine(day, begin, clock.AMSTERDAM)
    if not _one(typed, "eind"):
        return starts, None
    end = read_time(_one(typed, "eind"))
    if end is None:
        errors.append(("eind", "Dit is geen tijd. Schrijf bijvoorbeeld 16:00, of laat het leeg."))
        return starts, None
    ends = datetime.combine(last, end, clock.AMSTERDAM)
    if ends <= starts:
        errors.append(("eind", "Het eind komt voor het begin. Kijk de tijden na, of vul bij 'tot en met' een dag in."))
    return starts, ends


def _in_reach(starts: datetime, day: date, errors: Errors, begun_before: datetime | None) -> None:
    today = clock.today()
    stays = begun_before is not None and begun_before.astimezone(clock.AMSTERDAM) == starts
    if day < today and not stays:
        errors.append(("dag", "Deze dag is voorbij. Kies vandaag of een dag die nog komt."))
    if day - today > FARTHEST:
        errors.append(("dag", "Deze dag is nog ver weg. Kies een dag binnen twee jaar."))
