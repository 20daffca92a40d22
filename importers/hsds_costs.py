"""What it costs, from `cost_options` and `fees_description` of HSDS. What cannot be read stays text; 0 is only free when it is said."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from app.social_map.costs import read_costs
from app.social_map.dates import read_date
from app.social_map.draft import Cost
from app.social_map.names import fold_name
from app.social_map.plain_text import LONGEST_LINE
from app.social_map.vocabulary import CostKind
from importers.hsds_words import plain, plain_line

Document = Mapping[str, Any]

_FREE = frozenset({"gratis", "kosteloos", "free", "free of charge", "no charge", "geen kosten"})
_SOURCE = re.compile(r"(?:^|; )bron: (.+)$")
_UNIT = re.compile(r"per ([^\W\d_][\w .-]{0,39})", re.IGNORECASE)
PAID_WITH = "Betalen met: "
_MOST = Decimal("999999.99")


def costs_of(document: Document, *, ours: bool, flags: list[str]) -> tuple[tuple[Cost, ...], list[str]]:
    """The costs, and sentences about them for the conditions."""
    options = [_option(each) for each in document.get("cost_options", ())]
    lines = plain(document.get("fees_description")).split("\n")
    if ours:  # who pays has a property of its own
        lines = [each for each in lines if not each.startswith("Wie betaalt: ")]
    paid = [each for each in lines if each.startswith(PAID_WITH)]
    said = "\n".join(each for each in lines if each not in paid) or plain(document.get("fees"))
    if not options and not said:
        return (), paid
    if options:
        return tuple(options), paid if ours or not said else [f"Kosten: {said}", *paid]
    if len(said) > LONGEST_LINE or "\n" in said:
        return (Cost(kind=CostKind.TEXT, as_typed=plain_line(said)),), [f"Kosten: {said}", *paid]
    costs, unread = read_costs(said.replace(";", ",").replace("|", ","))
    flags += unread
    return costs, paid


def _option(each: Document) -> Cost:
    option, told = plain_line(each.get("option")), plain_line(each.get("amount_description"))
    source = ""
    if hit := _SOURCE.search(told):
        source, told = hit[1], told[: hit.start()]
    currency = str(each.get("currency") or "").upper()
    amount = _amount(each.get("amount"))
    kind, unit = CostKind.TEXT, ""
    parts = [option, f"{currency} {each['amount']:g}" if amount is not None else "", told]
    typed = " ".join(part for part in parts if part)
    if fold_name(option) in _FREE or (not amount and fold_name(told) in _FREE):
        kind, amount, typed = CostKind.FREE, None, "gratis"
    elif currency not in {"EUR", ""} or not amount:
        amount = None
        if fold_name(option) == "eigen bijdrage" and not told:
            kind, typed = CostKind.OWN_CONTRIBUTION, "eigen bijdrage"
        elif not typed or typed == f"{currency} 0".strip():
            kind = CostKind.UNKNOWN
    elif not told or (hit := _UNIT.fullmatch(told)):
        unit = told.split(" ", 1)[1] if told else ""
        own = fold_name(option) == "eigen bijdrage"
        kind, typed = CostKind.OWN_CONTRIBUTION if own else CostKind.PRICE, typed if option and not own else ""
    else:
        amount = None
    if kind is CostKind.TEXT and not option and each.get("amount") is None:
        typed = told
    made = {
        "kind": kind,
        "amount": amount,
        "unit": unit,
        "as_typed": typed[:LONGEST_LINE],
        "valid_from": read_date(str(each.get("valid_from") or "")),
        "valid_until": read_date(str(each.get("valid_to") or "")),
        "source": source,
    }
    try:
        return Cost.model_validate(made)
    except ValidationError:
        return Cost(kind=CostKind.TEXT, as_typed=typed[:LONGEST_LINE])


def _amount(value: Any) -> Decimal | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        amount = Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return amount if 0 <= amount <= _MOST else None
