"""An HSDS 3.1 document as a draft for the map, with all that the map has no field for carried along.

What came from another Leefplein comes back as it stood there; of others nothing is guessed: who decides about access, or what
kind of help it is, is flagged when the source does not say it in our words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.content.whole import Content
from app.open_data.rendering import fingerprints, rendered_draft
from app.social_map.dates import read_date
from app.social_map.draft import Carried, OfferDraft, OrganisationDraft
from app.social_map.plain_text import LONGEST_TEXT, line, paragraphs
from app.social_map.times import has_no_fixed_time, read_times
from app.social_map.vocabulary import Answer, Frequency, FundingForm, Level, Status, Vog
from importers import Context, PlacesSaid
from importers.hsds_costs import costs_of
from importers.hsds_places import (
    Towns,
    accessibility_of,
    in_words,
    is_voice,
    locations_in,
    number_of,
    phones_in,
    place_of,
)
from importers.hsds_terms import OTHER, TermReader, Told
from importers.hsds_times import times_of
from importers.hsds_words import plain, plain_line, summary_and_rest

Document = Mapping[str, Any]

GONE = frozenset({"inactive", "defunct"})
_LONGEST_NAME = 200
_MOST_WORDS = 50
_MOST_PLACES = 999
_LANGUAGES = {"nl": "Nederlands", "en": "Engels", "de": "Duits", "fr": "Frans", "tr": "Turks", "ar": "Arabisch", "pl": "Pools", "uk": "Oekraïens", "es": "Spaans"}  # fmt: skip
_FUNDING = {"zorg in natura (zin)": FundingForm.ZIN, "zin": FundingForm.ZIN, "zorg in natura": FundingForm.ZIN, "persoonsgebonden budget (pgb)": FundingForm.PGB, "pgb": FundingForm.PGB}  # fmt: skip
_TRANSLATED = ("name", "summary", "description", "conditions", "first_step", "expectation")
_OWN_LINES = (
    "Wat u kunt verwachten: ",
    "Wachttijd: ",
    "Wat hier niet kan: ",
    "Vervoer: ",
    "Contact zonder te bellen: ",
)


@dataclass(slots=True)
class Drafter:
    """Makes drafts for one installation; one for every reading, because it remembers the lists of the content."""

    context: Context
    content: Content
    _terms: TermReader = field(init=False)
    _towns: Towns = field(init=False)

    def __post_init__(self) -> None:
        self._terms, self._towns = TermReader(self.content), Towns(self.content)

    def draft_of(self, document: Document, source_id: str) -> tuple[OfferDraft, list[str], PlacesSaid | None]:
        """The draft, what an editor should look at, and how many places are free.

        :param document: a service that fits 3.1 (`hsds_shape`).
        :raises pydantic.ValidationError: when it cannot be a draft whatever was left out.
        """
        flags: list[str] = []
        told = self._terms.told(document)
        values = _values(document, told, self.context, self._towns, flags)
        ours = "; ".join(part for part in (self.context.licence, self.context.attribution) if part)
        licence = line(told.one("licentie") or ours)[0]
        values |= {"source": self.context.source_name, "source_id": source_id, "licence": licence}
        draft = OfferDraft.model_validate(values)
        return _carrying(draft, document, self.content), flags, _places(document, self.context, flags)


def _carrying(draft: OfferDraft, document: Document, content: Content) -> OfferDraft:
    """The draft with its document beside it, and what we would make of it today."""
    ours = rendered_draft(content, draft)
    service = {name: value for name, value in document.items() if name != "organization"}
    theirs = document.get("organization")
    update: dict[str, Any] = {"carried": Carried.model_construct(document=service, base=fingerprints(ours))}
    if theirs:
        base = fingerprints(ours.get("organization", {}))
        carried = Carried.model_construct(document=dict(theirs), base=base)
        update["organisation"] = draft.organisation.model_copy(update={"carried": carried})
    return draft.model_copy(update=update)


def _values(document: Document, told: Told, context: Context, towns: Towns, flags: list[str]) -> dict[str, Any]:
    locations = locations_in(document)
    location = locations[0] if locations else None
    access, access_words = accessibility_of(location)
    times, times_left = times_of(_schedules(document, location))
    costs, cost_words = costs_of(document, ours=told.ours, flags=flags)
    summary, description = _description(document, told)
    phones = phones_in(document, location)
    spoken = next((each for each in phones if is_voice(each)), None)
    others = [each for each in phones if each is not spoken]
    if times and not read_times(times).understood and not has_no_fixed_time(times) and not told.ours:
        flags.append(f"schedules: '{times[:80]}' is niet te lezen en bewaard als tekst. Zo vindt niemand dit op dag.")
    if times_left:
        flags.append("schedules: niet alle tijden zijn als vaste tijden te lezen; de rest staat in de beschrijving.")
    more = [
        *(["Tijden: " + "; ".join(times_left)] if times_left else []),
        *(f"Ook: {_phone_said(each)}" for each in others),
        *_elsewhere(locations[1:], flags),
    ]
    organisation = _organisation(document, told, context)
    return {
        "name": plain_line(document["name"], _LONGEST_NAME) or line(document["name"], _LONGEST_NAME)[0],
        "organisation": organisation,
        **_sorted(told, flags),
        "summary": summary,
        "description": _joined(description, more, flags),
        "place": place_of(location, towns, context.municipality, flags),
        "area_served": _lines(plain_line(each.get("name")) for each in _areas(document)),
        "phone": number_of(spoken) if spoken else organisation.phone,
        "phone_hours": plain_line(spoken.get("description")) if spoken else "",
        "email": document.get("email") or _first_mail(document) or organisation.email,
        "website": document.get("url") or "",
        "without_voice": told.one("zonder-bellen") or next((_phone_said(each) for each in others if not is_voice(each)), ""),
        "times": times,
        "costs": costs,
        "accessibility": access,
        "languages": _lines(_language(each) for each in document.get("languages", ())),
        "age": told.one("leeftijd") or _age(document),
        "conditions": _cut(_conditions(document, told, [*cost_words, *(f"Toegankelijkheid: {each}" for each in access_words)]), "eligibility_description", flags),
        "first_step": _cut(_first_step(document, told), "application_process", flags),
        "waiting_time": line(told.one("wachttijd"))[0] or plain_line(document.get("wait_time")),
        "funding": _funding(document),
        "quality": plain_line(document.get("accreditations")),
        "status": _status(document, flags),
        "last_confirmed": _confirmed(document, context, flags),
        **_properties(told, document),
    }  # fmt: skip


def _sorted(told: Told, flags: list[str]) -> dict[str, Any]:
    """Kind, level, life domains and target groups; what the source does not say in our words is flagged."""
    missing = []
    if not told.kind:
        missing.append(f"soort: onbekend en op '{OTHER}' gezet")
    if told.level is None:
        missing.append("niveau: de bron zegt niet wie er beslist; op 'algemeen' gezet")
    if missing:
        labels = f" De bron noemt: {', '.join(told.others[:10])}." if told.others else ""
        flags.append(f"{'. '.join(missing)}. Kijk dit na.{labels[:400]}")
    return {
        "kind": told.kind or OTHER,
        "level": told.level or Level.GENERAL,
        "domains": tuple(told.domains),
        "target_groups": _lines(told.target_groups),
    }


def _properties(told: Told, document: Document) -> dict[str, Any]:
    """What a Leefplein says beyond HSDS, as it stood there; words of others are keywords."""
    words = [*told.properties.get("trefwoord", ()), *(() if told.ours else told.others)]
    if not told.ours:
        program = document.get("program") or {}
        words += [plain_line(each, 120) for each in (document.get("alternate_name"), program.get("name")) if each]
    asked = {name: told.one(code) for name, code in (("decision", "beslissing-gemeente"), ("meldcode", "meldcode"))}
    vog, often = told.one("vog"), told.one("hoe-vaak")
    made: dict[str, Any] = {
        "keywords": _lines(words),
        "easy": told.one("makkelijke-taal")[:LONGEST_TEXT],
        "expectation": told.one("verwachting")[:LONGEST_TEXT],
        "training": _lines(told.properties.get("opleiding", ())),
        "interests": _lines(told.properties.get("interesse", ())),
        "works_with": _lines(told.properties.get("werkt-samen-met", ())),
        "example": told.one("voorbeeld") == "yes",
        "respite": told.respite if told.respite in {"light", "day", "night"} else None,
        "vog": vog if vog in {each.value for each in Vog} else Vog.UNANSWERED,
        "frequency": often if often in {each.value for each in Frequency} else None,
        **{
            name: value if value in {each.value for each in Answer} else Answer.UNKNOWN for name, value in asked.items()
        },
    }
    for name, code in (("referral_needed", "verwijzing"), ("who_pays", "wie-betaalt"), ("limits", "grenzen"), ("book_ahead", "aanmelden"), ("transport", "vervoer")):  # fmt: skip
        made[name] = line(told.one(code))[0]
    if not told.ours:
        made["who_pays"] = line("; ".join(_grants(document)))[0]
    made["translations"] = tuple(
        {"lang": lang} | {name: text for name in _TRANSLATED if (text := said.get(name))}
        for lang, said in sorted(told.translations.items())
        if lang in {"en", "tr", "ar", "pl", "uk"}
    )
    return made


def _organisation(document: Document, told: Told, context: Context) -> OrganisationDraft:
    theirs = document.get("organization") or {}
    name = (
        plain_line(theirs.get("name"), _LONGEST_NAME)
        or context.organisation
        or plain_line(document["name"], _LONGEST_NAME)
    )
    said = paragraphs(plain(theirs.get("description")))[0]
    phones = theirs.get("phones") or [phone for each in theirs.get("contacts", ()) for phone in each.get("phones", ())]
    return OrganisationDraft(
        name=name or "Onbekend",
        description="" if said == name else said,
        phone=number_of(phones[0]) if phones else "",
        email=theirs.get("email") or "",
        website=theirs.get("website") or "",
        funding=_funding(theirs),
        example=told.one("voorbeeld") == "yes",
    )


def _description(document: Document, told: Told) -> tuple[str, str]:
    """Summary and text. What a Leefplein adds to its text from fields of its own is taken off again."""
    text = plain(document.get("description"))
    alert = "" if told.one("voorbeeld") else plain(document.get("alert"))  # a Leefplein warns that it is invented
    if told.ours:
        said = {value.strip() for values in told.properties.values() for value in values}
        kept = [
            part
            for part in text.split("\n\n")
            if not any(part.startswith(before) and part.removeprefix(before).strip() in said for before in _OWN_LINES)
        ]
        for before in _OWN_LINES:  # a value of more paragraphs
            for value in said:
                text = text.replace(f"{before}{value}", "") if "\n\n" in value else text
        text = "\n\n".join(kept) if not any("\n\n" in value for value in said) else text.strip()
    summary, rest = summary_and_rest(text)
    return summary, "\n\n".join(part for part in (f"Let op: {alert}" if alert else "", rest) if part)


def _conditions(document: Document, told: Told, more: list[str]) -> str:
    text = plain(document.get("eligibility_description"))
    if told.ours:
        text = "\n".join(each for each in text.split("\n") if not each.startswith(("Voor: ", "Leeftijd: ")))
        return "\n".join(part for part in (text, *more) if part)
    needed = [plain_line(each.get("document")) for each in document.get("required_documents", ())]
    interpreters = plain(document.get("interpretation_services"))
    parts = [text, f"Meenemen: {', '.join(filter(None, needed))}" if any(needed) else "", *more]
    return "\n".join(part for part in (*parts, f"Tolk: {interpreters}" if interpreters else "") if part)


def _first_step(document: Document, told: Told) -> str:
    text = plain(document.get("application_process"))
    if not told.ours:
        return text
    beside = {
        f"Van tevoren aanmelden: {told.one('aanmelden')}",
        "De gemeente beslist of u hier gebruik van kunt maken.",
    }
    return "\n\n".join(part for part in text.split("\n\n") if part not in beside)


def _schedules(document: Document, location: Document | None) -> list[Document]:
    """When: what the service says, else what is said of it there, else of the place."""
    found = document.get("schedules")
    if not found:
        found = [each for at in document.get("service_at_locations", ()) for each in at.get("schedules", ())]
    return found or (location or {}).get("schedules") or []


def _elsewhere(locations: list[Document], flags: list[str]) -> list[str]:
    said = [text for each in locations if (text := in_words(each))]
    if not said:
        return []
    flags.append(
        f"service_at_locations: {len(said) + 1} plekken; de eerste staat op de kaart, de andere in de beschrijving."
    )
    return ["Ook op deze plekken: " + "; ".join(said)]


def _areas(document: Document) -> list[Document]:
    return document.get("service_areas") or [area for at in document.get("service_at_locations", ()) for area in at.get("service_areas", ())]  # fmt: skip


def _first_mail(document: Document) -> str:
    return next((str(each["email"]) for each in document.get("contacts", ()) if each.get("email")), "")


def _phone_said(phone: Document) -> str:
    about = ", ".join(part for part in (plain_line(phone.get("type"), 60), plain_line(phone.get("description"), 120)) if part and part != "voice")  # fmt: skip
    return f"{number_of(phone)} ({about})" if about else number_of(phone)


def _language(each: Document) -> str:
    name, code = plain_line(each.get("name"), 80), str(each.get("code") or "").lower()
    return _LANGUAGES.get(code[:2], "") if not name or name.lower() == code else name


def _age(document: Document) -> str:
    low, high = (_years(document.get(name)) for name in ("minimum_age", "maximum_age"))
    if low is not None and high is not None:
        return f"{low} tot en met {high} jaar" if low <= high else ""
    if low is not None:
        return f"vanaf {low} jaar"
    return f"tot en met {high} jaar" if high is not None else ""


def _years(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and 0 <= value <= 120 else None  # noqa: PLR2004  (nobody is older)


def _grants(document: Document) -> list[str]:
    return [said for each in document.get("funding", ()) if (said := plain_line(each.get("source"))) and said.lower() not in _FUNDING]  # fmt: skip


def _funding(document: Document) -> tuple[FundingForm, ...]:
    found = {_FUNDING.get(plain_line(each.get("source")).lower()) for each in document.get("funding", ())}
    return tuple(form for form in FundingForm if form in found)


def _status(document: Document, flags: list[str]) -> Status:
    status = document.get("status")
    if status in GONE:
        return Status.WITHDRAWN
    if status == "temporarily closed":
        flags.append("status: tijdelijk gesloten volgens de bron. Kijk na of dit nu op de kaart hoort.")
        return Status.DRAFT
    return Status.REVIEW


def _confirmed(document: Document, context: Context, flags: list[str]) -> object:
    typed = str(document.get("assured_date") or "")
    day = read_date(typed)
    if typed and day is None:
        flags.append(f"assured_date: '{typed[:40]}' is geen datum en niet overgenomen.")
    if day and day > context.today:
        flags.append(f"assured_date: {day.isoformat()} ligt in de toekomst en is niet overgenomen.")
        return None
    return day


def _places(document: Document, context: Context, flags: list[str]) -> PlacesSaid | None:
    for each in document.get("capacities", ()):
        available, maximum = each.get("available"), each.get("maximum")
        day = read_date(str(each.get("updated") or "")[:10])
        numbers = [number for number in (available, maximum) if number is not None]
        if any(number != int(number) or not 0 <= number <= _MOST_PLACES for number in numbers) or (
            day and day > context.today
        ):
            flags.append("capacities: deze aantallen kunnen niet kloppen en zijn niet overgenomen.")
            return None
        if maximum is not None and available > maximum:
            flags.append(f"capacities: {available} vrij van {maximum} kan niet en is niet overgenomen.")
            return None
        return PlacesSaid(int(available), int(maximum) if maximum is not None else None, day)
    return None


def _lines(texts: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for each in texts if (text := line(each)[0])))[:_MOST_WORDS]


def _joined(text: str, more: list[str], flags: list[str]) -> str:
    """The text and what comes after it; when both are too much, the text is cut, for what follows is when and where."""
    after = "\n\n".join(more)
    room = LONGEST_TEXT - len(after) - 2
    if after and len(text) > room > 0:
        text = paragraphs(text, room)[0]
        flags.append("description: te lang, de rest is weggelaten.")
    return _cut("\n\n".join(part for part in (text, after) if part), "description", flags)


def _cut(text: str, name: str, flags: list[str]) -> str:
    clean, cut = paragraphs(text, LONGEST_TEXT)
    if cut:
        flags.append(f"{name}: langer dan {LONGEST_TEXT} tekens, de rest is weggelaten.")
    return clean
