"""What it costs: read from what people type, and said without ever being blank (I-49, S17).

Unknown stays unknown: it is never shown, counted or exported as 0 euro. What cannot be read is kept as it was typed
and flagged, so that an editor can put it right and a visitor still sees it.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal

from app.social_map.dates import date_in_words
from app.social_map.draft import Cost
from app.social_map.plain_text import LONGEST_LINE, line
from app.social_map.vocabulary import CostKind

CostState = Literal["free", "known", "expired", "unknown", "contribution"]

_FREE = frozenset({"gratis", "kosteloos", "geen kosten", "geen", "vrij toegankelijk", "gratis toegang", "free"})
_UNKNOWN = frozenset(
    {"onbekend", "?", "-", "vraag na", "navragen", "op aanvraag", "nader te bepalen", "n.t.b.", "ntb", "nnb", "n.n.b."}
)
_CONTRIBUTION = re.compile(r"(?:wettelijke )?eigen bijdrage(?: (?:wmo|cak|via (?:het )?cak))?", re.ASCII)
_CONTRIBUTION_OF = re.compile(r"(?:wettelijke )?eigen bijdrage(?: van)?:? (?P<price>.+)", re.ASCII)
_AMOUNT = r"(?:€|eur(?:o)?)?\s*(?P<amount>\d{1,6}(?:\.\d{3})*(?:[.,]\d{1,2}|,-{1,2})?)\s*(?:€|euro|eur)?"
_PRICE = re.compile(_AMOUNT + r"\s*(?:per|/|p/)\s*(?P<unit>[^\W\d_][\w .-]{0,39})")
_PER_PERSON = re.compile(_AMOUNT + r"\s*p\.?p\.?")
_HIGHEST = Decimal("999999.99")

_UNITS = {"keer": "time", "uur": "hour", "dag": "day", "dagdeel": "half day", "week": "week", "maand": "month", "jaar": "year", "nacht": "night", "etmaal": "24 hours", "persoon": "person", "maaltijd": "meal", "rit": "trip", "les": "lesson", "kilometer": "kilometre", "kwartier": "quarter of an hour", "bezoek": "visit", "gesprek": "talk", "kind": "child", "gezin": "family", "huishouden": "household"}  # fmt: skip
_SHORT_UNITS = {
    "km": "kilometer",
    "u": "uur",
    "mnd": "maand",
    "p.p": "persoon",
    "pp": "persoon",
    "pers": "persoon",
    "wk": "week",
}
_SAY = {
    "nl": {
        "free": "gratis",
        "unknown": "kosten onbekend, vraag na",
        "expired": "prijs niet actueel, vraag na (was: {was})",
        "contribution": "eigen bijdrage; de gemeente vertelt u hoeveel",
        "contribution_of": "eigen bijdrage: {price}",
        "typed": "{typed} (zo opgegeven, vraag na)",
        "was_contribution": "eigen bijdrage",
        "from": "geldig vanaf {day}",
        "until": "geldig tot en met {day}",
        "ended": "was geldig tot en met {day}",
        "source": "bron: {source}",
        "per": "{price} per {unit}",
    },
    "en": {
        "free": "free of charge",
        "unknown": "costs unknown, please ask",
        "expired": "price out of date, please ask (was: {was})",
        "contribution": "own contribution; the municipality will tell you how much",
        "contribution_of": "own contribution: {price}",
        "typed": "{typed} (as given, please ask)",
        "was_contribution": "own contribution",
        "from": "valid from {day}",
        "until": "valid until {day}",
        "ended": "was valid until {day}",
        "source": "source: {source}",
        "per": "{price} per {unit}",
    },
}


@dataclass(frozen=True, slots=True)
class CostLine:
    """One price for the page. `text` is shown, `words` is what a screen reader says; `details` are dates and source."""

    text: str
    words: str
    state: CostState
    details: tuple[str, ...] = ()


def read_costs(
    text: str, valid_until: date | None = None, source: str = ""
) -> tuple[tuple[Cost, ...], tuple[str, ...]]:
    """The costs in what somebody typed, and why a part could not be read (Dutch, for the editor).

    Several costs stand between `|` or `;`. Empty gives one cost of kind UNKNOWN. Never raises.
    """
    typed, cut = line(text)
    told_source, _ = line(source)
    parts = [part.strip() for part in re.split(r"[|;]", typed) if part.strip()] or [""]
    costs = []
    flags = [f"kosten: langer dan {LONGEST_LINE} tekens, de rest is weggelaten."] if cut else []
    for part in parts:
        kind, amount, unit = _read_one(part)
        if kind is CostKind.TEXT:
            flags.append(
                f"kosten: '{part[:80]}' is niet te lezen en bewaard als tekst. Schrijf bijvoorbeeld 'gratis', '2,50 per keer' of 'eigen bijdrage'."
            )
        costs.append(
            Cost(kind=kind, amount=amount, unit=unit, as_typed=part, valid_until=valid_until, source=told_source)
        )
    return tuple(costs), tuple(flags)


def _read_one(part: str) -> tuple[CostKind, Decimal | None, str]:
    words = " ".join(part.lower().split()).rstrip(".")
    if not words or words in _UNKNOWN:
        return CostKind.UNKNOWN, None, ""
    if words in _FREE:
        return CostKind.FREE, None, ""
    if _CONTRIBUTION.fullmatch(words):
        return CostKind.OWN_CONTRIBUTION, None, ""
    if (told := _CONTRIBUTION_OF.fullmatch(words)) and (price := _price(told["price"])):
        return CostKind.OWN_CONTRIBUTION, *price
    if price := _price(words):
        return CostKind.PRICE, *price
    return CostKind.TEXT, None, ""


def _price(words: str) -> tuple[Decimal, str] | None:
    """Amount in euro and unit; None without both, and for 0: a zero in a table is more often an empty cell than a gift."""
    if found := _PRICE.fullmatch(words):
        unit = found["unit"].strip(" .-")
    elif found := _PER_PERSON.fullmatch(words):
        unit = "persoon"
    else:
        return None
    amount = _amount(found["amount"])
    return (amount, unit) if amount and unit else None


def _amount(typed: str) -> Decimal | None:
    whole = re.fullmatch(r"(\d{1,3}(?:\.\d{3})+|\d+)(?:[.,](\d{1,2}|-{1,2}))?", typed, re.ASCII)
    if whole is None:
        return None
    try:
        amount = Decimal(whole[1].replace(".", "") + "." + (whole[2] or "0").strip("-").ljust(2, "0")).quantize(
            Decimal("0.01")
        )
    except InvalidOperation:
        return None
    return amount if 0 < amount <= _HIGHEST else None


def describe_cost(cost: Cost, today: date, lang: str = "nl") -> CostLine:
    """One cost as the page shows it. A price whose last day has passed is named as such, never as the price of today.

    :param today: the date on the calendar in the Netherlands.
    :param lang: `nl` or `en`; any other language gets the Dutch words.
    """
    lang = lang if lang in _SAY else "nl"
    say = _SAY[lang]
    text, words, state = _now(cost, lang)
    expired = state != "unknown" and cost.valid_until is not None and cost.valid_until < today
    details = []
    if cost.valid_from:
        details.append(say["from"].format(day=date_in_words(cost.valid_from, lang)))
    if cost.valid_until and state != "unknown":
        details.append(say["ended" if expired else "until"].format(day=date_in_words(cost.valid_until, lang)))
    if cost.source:
        details.append(say["source"].format(source=cost.source))
    if expired:
        if cost.kind is CostKind.TEXT:
            text = words = cost.as_typed
        elif cost.kind is CostKind.OWN_CONTRIBUTION and cost.amount is None:
            text = words = say["was_contribution"]
        return CostLine(say["expired"].format(was=text), say["expired"].format(was=words), "expired", tuple(details))
    return CostLine(text, words, state, tuple(details))


def _now(cost: Cost, lang: str) -> tuple[str, str, CostState]:
    say = _SAY[lang]
    if cost.kind is CostKind.FREE:
        return say["free"], say["free"], "free"
    if cost.kind is CostKind.OWN_CONTRIBUTION:
        if cost.amount is None:
            return say["contribution"], say["contribution"], "contribution"
        shown, said = _price_in_words(cost.amount, cost.unit, lang)
        return say["contribution_of"].format(price=shown), say["contribution_of"].format(price=said), "contribution"
    if cost.kind is CostKind.PRICE and cost.amount is not None:
        return *_price_in_words(cost.amount, cost.unit, lang), "known"
    if cost.kind is CostKind.TEXT and cost.as_typed:
        text = say["typed"].format(typed=cost.as_typed)
        return text, text, "known"
    return say["unknown"], say["unknown"], "unknown"


def describe_costs(costs: tuple[Cost, ...], today: date, lang: str = "nl") -> tuple[CostLine, ...]:
    """Every cost of an offer; never empty, because no answer is an answer that has to be shown too."""
    return tuple(describe_cost(cost, today, lang) for cost in costs or (Cost(),))


def is_free(costs: tuple[Cost, ...], today: date) -> bool | None:
    """Whether it is free today: True only when every line says so, None when that is not known, else False."""
    states = {describe_cost(cost, today).state for cost in costs} or {"unknown"}
    if states == {"free"}:
        return True
    readable = any(cost.kind in {CostKind.PRICE, CostKind.OWN_CONTRIBUTION} for cost in costs)
    return False if readable else None


def _price_in_words(amount: Decimal, unit: str, lang: str) -> tuple[str, str]:
    """The price as shown (`€ 2,00 per keer`) and as said (`2 euro per keer`)."""
    euros, cents = divmod(int(amount * 100), 100)
    shown = f"€ {amount:.2f}"
    shown = shown.replace(".", ",") if lang == "nl" else shown.replace(" ", "")
    if not euros:
        said = f"{cents} {'cent' if lang == 'nl' or cents == 1 else 'cents'}"
    else:
        said = f"{euros} {'euro' if lang == 'nl' or euros == 1 else 'euros'}"
        if cents:
            said += f" {cents}" if lang == "nl" else f" and {cents} cents"
    if not unit:
        return shown, said
    long_unit = " ".join(_SHORT_UNITS.get(word, word) for word in unit.split())
    if lang == "en":
        long_unit = " ".join(_UNITS.get(word, word) for word in long_unit.split())
        unit = long_unit
    per = _SAY[lang]["per"]
    return per.format(price=shown, unit=unit), per.format(price=said, unit=long_unit)
