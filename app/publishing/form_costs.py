"""Prices as they are typed on the one screen: an amount never stands without its date (I-49)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from app.publishing.form_fields import COSTS, Typed
from app.social_map.costs import read_costs
from app.social_map.dates import date_in_words, read_date
from app.social_map.draft import Cost
from app.social_map.plain_text import LONGEST_LINE, line
from app.social_map.vocabulary import CostKind

MOST_PRICES: Final = 12
KINDS: Final = {
    "gratis": CostKind.FREE,
    "prijs": CostKind.PRICE,
    "eigen_bijdrage": CostKind.OWN_CONTRIBUTION,
    "anders": CostKind.TEXT,
    "onbekend": CostKind.UNKNOWN,
}
_NAMES: Final = {kind: name for name, kind in KINDS.items()}
_EARLIEST: Final = 2000
Findings = list[tuple[str, str]]


def field_id(name: str, place: int) -> str:
    """The id of a field of the n-th price on the page; the first has the plain name."""
    return name if place == 0 else f"{name}-{place + 1}"


def lines_of(costs: tuple[Cost, ...]) -> dict[str, tuple[str, ...]]:
    """Prices as the fields show them."""
    rows = [_row(cost) for cost in costs]
    return {name: tuple(row[place] for row in rows) for place, name in enumerate(COSTS)}


def _row(cost: Cost) -> tuple[str, ...]:
    amount = f"{cost.amount:.2f}".replace(".", ",") if cost.amount is not None else ""
    return (
        _NAMES[cost.kind],
        amount,
        cost.unit,
        cost.as_typed if cost.kind is CostKind.TEXT else "",
        cost.valid_from.isoformat() if cost.valid_from else "",
        cost.valid_until.isoformat() if cost.valid_until else "",
        cost.source,
    )


def read_prices(
    typed: Typed, base: tuple[Cost, ...], before: Typed | None, today: date, *, errors: Findings, notes: Findings
) -> tuple[Cost, ...]:
    """Every price that was filled in; one that nobody touched stays exactly as it was in `base`."""
    found: list[Cost] = []
    for place in range(_filled(typed)):
        row = tuple(typed.nth(name, place) for name in COSTS)
        if before is not None and place < len(base) and row == tuple(before.nth(name, place) for name in COSTS):
            cost: Cost | None = base[place]
        else:
            cost = _read(row, place, errors)
        if cost is None:
            continue
        errors += [(field_id(name, place), words) for name, words in _undated(cost, errors, place)]
        if cost.valid_until and cost.valid_until < today:
            notes.append(
                (
                    field_id("kosten", place),
                    "Deze prijs is over de datum. Bezoekers zien dan: prijs niet actueel, vraag na.",
                )
            )
        found.append(cost)
    return tuple(found)


def _filled(typed: Typed) -> int:
    return min(MOST_PRICES, max((len(typed.values.get(name, ())) for name in COSTS), default=0))


def _undated(cost: Cost, errors: Findings, place: int) -> Iterator[tuple[str, str]]:
    """An amount needs a day; not said twice when the day itself could not be read."""
    said = {field for field, _words in errors}
    if {field_id("kosten_geldig_tot", place), field_id("kosten_geldig_vanaf", place)} & said:
        return
    if cost.valid_from and cost.valid_until and cost.valid_until < cost.valid_from:
        yield (
            "kosten_geldig_tot",
            (
                f"Deze prijs eindigt op {date_in_words(cost.valid_until)}, en begint pas op {date_in_words(cost.valid_from)}. Kijk de dagen na."
            ),
        )
    elif cost.amount is not None and not (cost.valid_until or cost.valid_from):
        yield (
            "kosten_geldig_tot",
            (
                "Tot welke dag geldt deze prijs? Of vanaf welke dag? Vul één van de twee in: dan ziet een bezoeker of de prijs nog klopt."
            ),
        )


def _read(row: tuple[str, ...], place: int, errors: Findings) -> Cost | None:
    kind, amount, unit, words, from_typed, until_typed, source = row
    if not any(row):
        return None
    valid_from = _day(from_typed, "kosten_geldig_vanaf", place, errors)
    valid_until = _day(until_typed, "kosten_geldig_tot", place, errors)
    rest = {"valid_from": valid_from, "valid_until": valid_until, "source": line(source)[0]}
    if not kind and not (amount or words):
        return None
    chosen = KINDS.get(kind, CostKind.PRICE if amount else CostKind.TEXT)
    if chosen in {CostKind.PRICE, CostKind.OWN_CONTRIBUTION} and (amount or chosen is CostKind.PRICE):
        return _amount(chosen, amount, unit, rest, place=place, errors=errors)
    if chosen is CostKind.TEXT:
        said = line(words or amount)[0]
        if not said:
            errors.append(
                (field_id("kosten_tekst", place), "Schrijf in een paar woorden wat het kost, of kies onbekend.")
            )
            return None
        return Cost(kind=CostKind.TEXT, as_typed=said, **rest)
    return Cost(
        kind=chosen,
        as_typed={CostKind.FREE: "gratis", CostKind.OWN_CONTRIBUTION: "eigen bijdrage"}.get(chosen, ""),
        **rest,
    )


def _amount(
    kind: CostKind, amount: str, unit: str, rest: Mapping[str, object], *, place: int, errors: Findings
) -> Cost | None:
    if not amount:
        errors.append(
            (
                field_id("kosten_bedrag", place),
                "Vul het bedrag in. Bijvoorbeeld 2,50. Weet u het niet? Kies dan onbekend.",
            )
        )
        return None
    if not unit:
        errors.append(
            (
                field_id("kosten_per", place),
                "Waarvoor is dit bedrag? Bijvoorbeeld per keer, per maand of per kilometer.",
            )
        )
        return None
    typed = line(f"{amount} per {unit.removeprefix('per ')}".replace("|", " ").replace(";", " "))[0]
    cost = read_costs(typed)[0][0]
    if cost.kind is not CostKind.PRICE:
        errors.append((
            field_id("kosten_bedrag", place),
            f"'{typed[:60]}' is voor ons geen bedrag. Schrijf alleen het getal, bijvoorbeeld 2,50. Is het gratis? Kies dan gratis.",
        ))  # fmt: skip
        return None
    said = typed if kind is CostKind.PRICE else f"eigen bijdrage {typed}"[:LONGEST_LINE]
    return Cost.model_validate(cost.model_dump() | dict(rest) | {"kind": kind, "as_typed": said})


def _day(typed: str, name: str, place: int, errors: Findings) -> date | None:
    if not typed:
        return None
    day = read_date(typed)
    if day is None or not _EARLIEST <= day.year <= _EARLIEST + 100:
        errors.append((field_id(name, place), f"'{typed[:40]}' is voor ons geen dag. Schrijf bijvoorbeeld 31-12-2026."))
        return None
    return day
