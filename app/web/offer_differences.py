"""Everything an offer says, in words and in a fixed order: what visitors see now beside what was handed in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from app.content.models import Domain, Kind
from app.content.whole import Content
from app.social_map.draft import Accessibility, Carried, Cost, OfferDraft
from app.social_map.times import has_no_fixed_time, in_words, read_times
from app.web.translating import interface_language

_LONGEST = 80
"""Signs of one value that a source carries for itself."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact, before and after; equal texts say that nothing changed."""

    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        """Whether this is one of the things to look at."""
        return self.before != self.after


def labels() -> dict[str, str]:
    """The fields of an offer in the order an editor reads them. Fields inside another one are written with a dot."""
    return {
        "name": _("Naam"), "organisation.name": _("Organisatie"), "kind": _("Soort"), "level": _("Niveau"), "domains": _("Leefgebieden"),
        "summary": _("Samenvatting"), "description": _("Beschrijving"), "easy": _("In het kort, makkelijk"), "phone": _("Telefoon"),
        "phone_hours": _("Te bellen"), "email": _("E-mail"), "website": _("Website"), "without_voice": _("Zonder te bellen"),
        "place.street": _("Straat"), "place.postcode": _("Postcode"), "place.town": _("Plaats"), "place.kern": _("Kern"),
        "place.municipality": _("Gemeente"), "place.confidential": _("Adres geheim"), "place.directions": _("Hoe komt u er"),
        "place.lat": _("Breedtegraad"), "place.lon": _("Lengtegraad"), "area_served": _("Werkgebied"), "times": _("Tijden"),
        "costs": _("Kosten"), "who_pays": _("Wie betaalt"), "funding": _("Financiering"), "decision": _("Beslist de gemeente"), "vog": _("VOG"),
        "respite": _("Respijt"), "training": _("Scholing"), "book_ahead": _("Vooraf aanmelden"), "frequency": _("Hoe vaak"), "limits": _("Wat zij niet doen"),
        "accessibility": _("Toegankelijkheid"), "target_groups": _("Voor wie"), "age": _("Leeftijd"), "conditions": _("Voorwaarden"),
        "referral_needed": _("Verwijzing nodig"), "waiting_time": _("Wachttijd"), "first_step": _("Eerste stap"),
        "expectation": _("Wat u kunt verwachten"), "meldcode": _("Meldcode"),
        "quality": _("Kwaliteit"), "photo": _("Foto"), "photo_alt": _("Wat staat er op de foto"), "translations": _("In andere talen"), "transport": _("Vervoer"), "interests": _("Interesses"), "languages": _("Talen"),
        "keywords": _("Trefwoorden"), "works_with": _("Werkt samen met"), "organisation.description": _("Over de organisatie"),
        "organisation.phone": _("Telefoon van de organisatie"), "organisation.email": _("E-mail van de organisatie"),
        "organisation.website": _("Website van de organisatie"), "successor": _("Opvolger"), "status": _("Gevraagde status"),
        "last_confirmed": _("Gecontroleerd op"), "example": _("Voorbeeld"), "historical": _("Historisch"), "source": _("Bron"),
        "source_id": _("Nummer bij de bron"), "licence": _("Licentie"), "carried": _("Wat de bron nog meer zegt"),
    }  # fmt: skip


def words() -> dict[str, str]:
    """The codes of the closed lists in words."""
    return {
        "own_strength": _("eigen kring"), "general": _("zonder indicatie"), "collective": _("collectief, de gemeente beslist hierover"),
        "individual": _("individueel, de gemeente beslist hierover"), "yes": _("ja"), "no": _("nee"), "unknown": _("onbekend"),
        "not_applicable": _("niet van toepassing"), "unanswered": _("niet beantwoord"), "light": _("licht"), "day": _("dag"), "night": _("nacht"),
        "once": _("eenmalig"), "sometimes": _("af en toe"), "weekly": _("wekelijks"), "emergency": _("alleen in nood"), "free": _("gratis"),
        "price": _("prijs"), "own_contribution": _("eigen bijdrage"), "text": _("tekst"), "draft": _("concept"), "review": _("te beoordelen"),
        "published": _("gepubliceerd"), "withdrawn": _("ingetrokken"), "hidden": _("niet meer te zien"),
    }  # fmt: skip


def differences(before: OfferDraft | None, after: OfferDraft, content: Content) -> list[Fact]:
    """All facts of two versions; without an earlier one, `before` is empty everywhere."""
    said = words()
    facts = []
    for name, label in labels().items():
        old = _in_words(_value(before, name), name, said, content) if before is not None else ""
        new = _in_words(_value(after, name), name, said, content)
        if old or new:
            facts.append(Fact(label, old, new))
    return facts


def _value(draft: Any, name: str) -> Any:
    for part in name.split("."):
        draft = getattr(draft, part)
    return draft


def _in_words(value: Any, name: str, said: dict[str, str], content: Content) -> str:  # noqa: C901, PLR0911  (one line for each shape)
    if value is None or (isinstance(value, str | tuple) and not value):
        return ""
    if isinstance(value, bool):
        return _("ja") if value else ""
    if isinstance(value, Enum):
        return said.get(str(value.value), str(value.value))
    if isinstance(value, date):
        return str(format_date(value, "d MMMM y"))
    if isinstance(value, Accessibility):
        return _accessibility(value, said)
    if isinstance(value, Carried):
        return _carried(value)
    if isinstance(value, tuple):
        return _several(value, name, said, content)
    if name in {"times", "phone_hours"}:
        return _times(str(value))
    if name == "photo":
        return f"{_('Foto')} {str(value)[:8]}"  # enough to tell two apart; the editor's page shows the new one itself
    if name == "kind":
        kind = content.kind(value)
        return _label(kind) if kind else str(value)
    return str(value)


def _carried(value: Carried) -> str:
    """What a source said that the map has no field for, by the names it has there: what changed in it stands out."""
    kept = ((name, each) for name, each in sorted(value.document.items()) if each not in (None, "", [], {}))
    parts = (
        f"{name} ({len(each)})" if isinstance(each, list) else f"{name}: {str(each)[:_LONGEST]}" for name, each in kept
    )
    return "; ".join(parts)


def _times(typed: str) -> str:
    """Times as typed, with how they were read: an editor sees at once that a line means something else."""
    read = read_times(typed)
    if read.understood:
        return f"{typed}\n" + _("Zo lezen wij dit: %(words)s", words=in_words(typed, interface_language()))
    if has_no_fixed_time(typed):
        return typed
    return f"{typed}\n" + _(
        "Dit kunnen wij niet lezen. Het staat er zoals het getypt is; zoeken op dag of dagdeel vindt het niet."
    )


def _several(values: Iterable[Any], name: str, said: dict[str, str], content: Content) -> str:
    if name == "costs":
        return "\n".join(_cost(cost, said) for cost in values)
    if name == "domains":
        return ", ".join(_label(found) if (found := content.domain(slug)) else str(slug) for slug in values)
    return ", ".join(str(value.value) if isinstance(value, Enum) else str(value) for value in values)


def _label(one: Kind | Domain) -> str:
    return one.label_en if interface_language() == "en" else one.label


def _cost(cost: Cost, said: dict[str, str]) -> str:
    amount = f"€ {cost.amount:.2f}".replace(".", ",") if cost.amount is not None else ""
    unit = f"per {cost.unit}" if amount and cost.unit and not cost.unit.startswith("per ") else cost.unit
    text = " ".join(part for part in (said[cost.kind.value], amount, unit) if part)
    if cost.as_typed and cost.as_typed not in {text, f"{amount} {unit}"} and not _is_amount(cost, unit):
        text += f" ({cost.as_typed})"
    if cost.valid_until is not None:
        text += ", " + _("geldig tot %(date)s", date=format_date(cost.valid_until, "d MMMM y"))
    return text + (f", {cost.source}" if cost.source else "")


def _is_amount(cost: Cost, unit: str) -> bool:
    """Whether the words as typed say the amount and its unit, and no more."""
    if cost.amount is None:
        return False
    numbers = f"{cost.amount:.2f}", f"{cost.amount.normalize():f}"
    return cost.as_typed in {f"{number} {unit}".strip().replace(".", ",") for number in numbers}


def _accessibility(found: Accessibility, said: dict[str, str]) -> str:
    names = {
        "wheelchair": _("rolstoel"), "toilet": _("invalidentoilet"), "hearing_loop": _("ringleiding"), "parking": _("parkeren"),
        "low_stimulus": _("prikkelarm"),
    }  # fmt: skip
    known = [
        f"{label}: {said[getattr(found, name).value]}"
        for name, label in names.items()
        if getattr(found, name).value != "unknown"
    ]
    return ", ".join(known)
