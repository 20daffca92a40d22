"""The prices of a row: what it costs, from when, until when, and who says so (I-49)."""

from datetime import date

from app.social_map.costs import read_costs
from app.social_map.dates import read_date
from app.social_map.draft import Cost
from importers.values import Cells


def prices(cells: Cells) -> tuple[Cost, ...]:
    """The prices, each with its days and source: one for all, or with `|` between them one for each, in their order."""
    costs, flags = read_costs(cells.raw("kosten"))
    cells.flags += flags
    told = {
        "valid_from": _days(cells, "kosten_geldig_vanaf", len(costs)),
        "valid_until": _days(cells, "kosten_geldig_tot", len(costs)),
        "source": _for_each(cells, "kosten_bron", len(costs)) or (cells.line("kosten_bron"),) * len(costs),
    }
    return tuple(
        cost.model_copy(update={name: values[place] for name, values in told.items()})
        for place, cost in enumerate(costs)
    )


def _days(cells: Cells, name: str, number: int) -> tuple[date | None, ...]:
    parts = _for_each(cells, name, number)
    days = tuple(read_date(part) if part else None for part in parts)
    if parts and all(day or not part for day, part in zip(days, parts, strict=True)):
        return days
    return (cells.day(name),) * number


def _for_each(cells: Cells, name: str, number: int) -> tuple[str, ...]:
    """As many values as there are prices; nothing when the cell holds one for all."""
    parts = tuple(" ".join(part.split()) for part in cells.raw(name).split("|"))
    return parts if number > 1 and len(parts) == number else ()
