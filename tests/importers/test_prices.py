"""Several prices in a row, each with its own days; or one day for all."""

from datetime import date

from app.social_map.vocabulary import CostKind
from importers.prices import prices
from importers.values import Cells


def read(**values):
    cells = Cells(values)
    return prices(cells), cells.flags


def test_one_day_and_source_hold_for_all():
    costs, flags = read(kosten="2,50 per keer|gratis", kosten_geldig_tot="31-12-2026", kosten_bron="folder")
    assert [(cost.kind, cost.valid_until, cost.source) for cost in costs] == [
        (CostKind.PRICE, date(2026, 12, 31), "folder"),
        (CostKind.FREE, date(2026, 12, 31), "folder"),
    ]
    assert flags == []


def test_or_each_has_its_own():
    costs, flags = read(
        kosten="2,50 per keer|3,00 per keer",
        kosten_geldig_vanaf="|1-1-2027",
        kosten_geldig_tot="31-12-2026|",
        kosten_bron="a|b",
    )
    assert [(cost.valid_from, cost.valid_until, cost.source) for cost in costs] == [
        (None, date(2026, 12, 31), "a"),
        (date(2027, 1, 1), None, "b"),
    ]
    assert flags == []


def test_days_that_cannot_be_read_are_said_and_hold_for_nothing():
    costs, flags = read(kosten="2,50 per keer|gratis", kosten_geldig_tot="gauw|31-12-2026")
    assert [cost.valid_until for cost in costs] == [None, None]
    assert len(flags) == 1
