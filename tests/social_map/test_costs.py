"""Costs: never blank, never 0 euro by default (I-49, S17)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.social_map.costs import describe_cost, describe_costs, is_free, read_costs
from app.social_map.draft import Cost
from app.social_map.vocabulary import CostKind

TODAY = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("typed", "kind", "amount", "unit"),
    [
        ("gratis", CostKind.FREE, None, ""),
        ("Gratis.", CostKind.FREE, None, ""),
        ("2,00 per keer", CostKind.PRICE, "2.00", "keer"),
        ("€ 2,50 per keer", CostKind.PRICE, "2.50", "keer"),
        ("€2,5 per keer", CostKind.PRICE, "2.50", "keer"),
        ("2.50 euro per uur", CostKind.PRICE, "2.50", "uur"),
        ("0,30 per km", CostKind.PRICE, "0.30", "km"),
        ("5,00 per dagdeel", CostKind.PRICE, "5.00", "dagdeel"),
        ("€ 1.250,00 per maand", CostKind.PRICE, "1250.00", "maand"),
        ("2,- p.p.", CostKind.PRICE, "2.00", "persoon"),
        ("eigen bijdrage", CostKind.OWN_CONTRIBUTION, None, ""),
        ("Eigen bijdrage via het CAK", CostKind.OWN_CONTRIBUTION, None, ""),
        ("eigen bijdrage: 20,60 per maand", CostKind.OWN_CONTRIBUTION, "20.60", "maand"),
        ("", CostKind.UNKNOWN, None, ""),
        ("onbekend", CostKind.UNKNOWN, None, ""),
    ],
)
def test_simple_forms_are_read(typed, kind, amount, unit):
    (cost,), flags = read_costs(typed)
    assert (cost.kind, cost.amount, cost.unit) == (kind, Decimal(amount) if amount else None, unit)
    assert cost.as_typed == typed.strip()
    assert not flags


@pytest.mark.parametrize(
    "typed", ["8,50", "max 3", "0,00 per keer", "vanaf 2,00 per keer", "vrijwillige bijdrage", "9999999,00 per jaar"]
)
def test_what_cannot_be_read_is_kept_as_text_and_flagged(typed):
    (cost,), (flag,) = read_costs(typed)
    assert cost.kind is CostKind.TEXT
    assert cost.as_typed == typed
    assert cost.amount is None
    assert typed in flag
    assert typed in describe_cost(cost, TODAY).text


def test_several_costs_in_one_cell():
    costs, flags = read_costs("gratis | 2,00 per keer")
    assert [cost.kind for cost in costs] == [CostKind.FREE, CostKind.PRICE]
    assert not flags


def test_a_price_is_shown_and_written_out():
    (cost,), _ = read_costs("2,00 per keer", date(2026, 12, 31), "folder 2026")
    line = describe_cost(cost, TODAY)
    assert (line.text, line.words, line.state) == ("€ 2,00 per keer", "2 euro per keer", "known")
    assert line.details == ("geldig tot en met 31 december 2026", "bron: folder 2026")
    assert describe_cost(cost, TODAY, "en").words == "2 euros per time"


def test_cents_and_kilometres_are_written_out():
    (cost,), _ = read_costs("0,30 per km")
    assert describe_cost(cost, TODAY).text == "€ 0,30 per km"
    assert describe_cost(cost, TODAY).words == "30 cent per kilometer"


@pytest.mark.parametrize("typed", ["8,50", "8,50 per maaltijd", "gratis", "eigen bijdrage"])
def test_after_its_last_day_no_price_is_called_the_price_of_today(typed):
    (cost,), _ = read_costs(typed, date(2025, 12, 31))
    line = describe_cost(cost, TODAY)
    assert line.state == "expired"
    assert line.text.startswith("prijs niet actueel, vraag na (was: ")
    assert "31 december 2025" in line.details[0]


def test_on_its_last_day_a_price_still_holds():
    (cost,), _ = read_costs("2,00 per keer", TODAY)
    assert describe_cost(cost, TODAY).state == "known"


def test_own_contribution_carries_date_and_source():
    (cost,), _ = read_costs("eigen bijdrage", date(2026, 12, 31), "gemeente.example")
    line = describe_cost(cost, TODAY)
    assert line.text == "eigen bijdrage; de gemeente vertelt u hoeveel"
    assert line.state == "contribution"
    assert line.details == ("geldig tot en met 31 december 2026", "bron: gemeente.example")


def test_no_costs_at_all_is_still_said():
    (line,) = describe_costs((), TODAY)
    assert line.text == "kosten onbekend, vraag na"
    assert line.state == "unknown"


def test_only_what_is_surely_free_counts_as_free():
    assert is_free(read_costs("gratis")[0], TODAY) is True
    assert is_free(read_costs("2,00 per keer")[0], TODAY) is False
    assert is_free(read_costs("gratis|2,00 per keer")[0], TODAY) is False
    assert is_free(read_costs("")[0], TODAY) is None
    assert is_free((), TODAY) is None
    assert is_free(read_costs("8,50")[0], TODAY) is None
    assert is_free(read_costs("gratis", date(2025, 1, 1))[0], TODAY) is None


@given(st.text(max_size=400), st.none() | st.dates())
def test_nothing_typed_ever_breaks_it_or_comes_out_blank(typed, until):
    costs, _ = read_costs(typed, until, typed)
    assert costs
    for lang in ("nl", "en", "ar"):
        for line in describe_costs(costs, TODAY, lang):
            assert line.text.strip()
            assert line.words.strip()
    assert all(cost.amount is None or cost.amount > 0 for cost in costs)


def test_a_cost_without_an_amount_is_unknown():
    assert describe_cost(Cost(kind=CostKind.PRICE), TODAY).state == "unknown"
