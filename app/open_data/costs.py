"""What it costs, as HSDS says it: amounts with their dates in `cost_options`, the sentence in `fees_description`.

Unknown stays unknown: it never becomes an amount of 0. The sentence does not depend on today: a price that ended is named with
its last day, and `valid_to` says it to a machine.
"""

from datetime import date
from typing import Any, Final

from app.open_data.formats import stable_id
from app.social_map.costs import describe_cost
from app.social_map.draft import Cost
from app.social_map.vocabulary import CostKind

Document = dict[str, Any]
_OPTIONS: Final = {CostKind.FREE: "gratis", CostKind.OWN_CONTRIBUTION: "eigen bijdrage"}


def cost_options(costs: tuple[Cost, ...], sid: str) -> list[Document]:
    """The costs that say something, in euro."""
    return [_option(cost, sid, number) for number, cost in enumerate(costs) if cost.kind is not CostKind.UNKNOWN]


def _option(cost: Cost, sid: str, number: int) -> Document:
    made: Document = {"id": stable_id(sid, "cost", number), "service_id": sid}
    if option := _OPTIONS.get(cost.kind):
        made["option"] = option
    if cost.kind is CostKind.FREE or cost.amount is not None:
        made["currency"] = "EUR"
        made["amount"] = float(cost.amount or 0)
    said = [f"per {cost.unit}" if cost.unit else "", cost.as_typed if cost.kind is CostKind.TEXT else ""]
    if cost.source:
        said.append(f"bron: {cost.source}")
    if told := "; ".join(part for part in said if part):
        made["amount_description"] = told
    if cost.valid_from:
        made["valid_from"] = cost.valid_from.isoformat()
    if cost.valid_until:
        made["valid_to"] = cost.valid_until.isoformat()
    return made


def fees_in_words(costs: tuple[Cost, ...], who_pays: str) -> str:
    """The costs in Dutch sentences with their dates; empty when nothing at all is known."""
    lines = []
    for cost in costs:
        line = describe_cost(cost, date.min)
        if line.state != "unknown":
            lines.append(line.text + (f" ({', '.join(line.details)})" if line.details else ""))
    if who_pays:
        lines.append(f"Wie betaalt: {who_pays}")
    return "\n".join(lines)
