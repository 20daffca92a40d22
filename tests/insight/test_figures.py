"""Tables of figures: sums of whole blocks, whatever is asked and however it is combined."""

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime

import numpy as np
import pytest
import sqlalchemy as sa
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.counting.keeping import Happened, count
from app.counting.models import Measure, Tally
from app.insight.blocks import DIMENSIONS, RULES, SMALLEST
from app.insight.figures import REST, Row, figures
from app.insight.periods import Period

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
YEAR, SPRING, SUMMER = Period(2025), Period(2025, 2), Period(2025, 3)
TOWNS = ("hattem", "putten")
TABLES = [
    chosen for size in range(6) for chosen in itertools.combinations(("period", *DIMENSIONS), size)
]  # fmt: skip


@pytest.fixture(autouse=True)
def then() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def put(database, measure, counted):
    """Replace all counts: {(municipality, quarter, kern, domain, way, detail): number}, in the quarter's last month."""
    with database.writing() as session:
        session.execute(sa.delete(Tally))
        for (town, quarter, *keys), number in counted.items():
            if number:
                count(session, Happened(measure, town, *keys), number, date(2025, 3 * quarter, 5), even_closed=True)


def everything(database, measure=Measure.UNMET):
    """All tables of all periods, of every municipality and the region, also of one value only."""
    with database.reading() as session:
        read = {
            (town, periods, str(within)): figures(session, measure, town, periods, within=within)
            for town in ("", *TOWNS)
            for periods in [(YEAR,), (SPRING,), (SUMMER,), (SPRING, SUMMER)]
            for within in [{}, {"kern": "a"}, {"domain": "x"}]
        }
    return {(*asked, chosen): found.by(*chosen) for asked, found in read.items() for chosen in TABLES}


def table(database, municipality, periods, *dimensions, measure=Measure.UNMET, **within):
    with database.reading() as session:
        return figures(session, measure, municipality, periods, within=within).by(*dimensions)


def unmet(kern, domain, way="search", detail="none"):
    return kern, domain, way, detail


EXAMPLE = {
    ("hattem", 2, *unmet("a", "x")): 12,
    ("hattem", 2, *unmet("b", "x")): 2,
    ("hattem", 2, *unmet("c", "x")): 3,
    ("hattem", 2, *unmet("b", "y")): 1,
    ("hattem", 3, *unmet("a", "x")): 7,
    ("hattem", 3, *unmet("a", "y")): 3,
    ("putten", 2, *unmet("d", "x")): 6,
}


def test_rows_say_what_is_certain_and_what_is_not(database):
    put(database, Measure.UNMET, EXAMPLE)
    found = table(database, "hattem", (SPRING,), "kern", "domain")
    assert found.rows == (Row((REST, "x"), 5, True), Row(("a", "x"), 12, True))
    assert (found.total, found.at_least) == (17, True)
    assert table(database, "hattem", (SPRING,), "domain").rows == (Row(("x",), 17, True),)
    assert table(database, "hattem", (YEAR,), "period", "domain").rows == (Row(("2025", "x"), 24, True),)
    assert table(database, "hattem", (SPRING, SUMMER), "period").rows == (
        Row(("2025-2",), 17, True),
        Row(("2025-3",), 7, True),
    )
    assert table(database, "", (SPRING,)).rows == (Row((), 23, True),)
    assert table(database, "putten", (SPRING,), "kern").rows == (Row(("d",), 6, False),)
    assert table(database, "hattem", (SPRING,), "domain", kern="a").rows == (Row(("x",), 12, True),)
    assert table(database, "overbetuwe", (YEAR,)).rows == ()


def test_one_count_elsewhere_changes_no_table_of_any_period_place_or_selection(file):
    put(file, Measure.UNMET, EXAMPLE)
    before = everything(file)
    spring = ("hattem", 2)
    for changes in (
        {(*spring, *unmet("b", "x")): 1, (*spring, *unmet("c", "x")): 4},
        {(*spring, *unmet("b", "x")): 1, (*spring, *unmet("e", "x")): 1},
        {(*spring, *unmet("b", "y")): 4},
        {("hattem", 3, *unmet("a", "y")): 0, ("hattem", 3, *unmet("", "z", "route", "ended")): 4},
    ):
        put(file, Measure.UNMET, EXAMPLE | changes)
        assert everything(file) == before
    put(file, Measure.UNMET, EXAMPLE | {(*spring, *unmet("a", "x")): 13})
    assert everything(file) != before


CELLS = [
    (town, quarter, kern, domain, "search", detail)
    for town in TOWNS
    for quarter in (2, 3)
    for kern in "ab"
    for domain in "xy"
    for detail in ("none", "far")
]
NUMBERS = st.lists(
    st.one_of(st.just(0), st.integers(1, 4), st.integers(5, 9)), min_size=len(CELLS), max_size=len(CELLS)
)


def members(cell, asked, row):
    """Whether a cell belongs to a row of a table of these periods and this municipality."""
    town, periods, chosen = asked
    if town not in ("", cell[0]) or not any(Period(2025, cell[1]) in period.quarters for period in periods):
        return False
    return all(
        key in ("2025", f"2025-{cell[1]}") if dimension == "period" else key == cell[2 + DIMENSIONS.index(dimension)]
        for dimension, key in zip(chosen, row.keys, strict=True)
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NUMBERS)
def test_no_equation_over_all_tables_pins_a_small_number(file, numbers):
    """Also: nothing is below five, rows add up to the total, "at least" is true and its absence too."""
    put(file, Measure.REFERRAL, dict(zip(CELLS, numbers, strict=True)))
    equations = []
    with file.reading() as session:
        for town in ("", *TOWNS):
            for periods in [(YEAR,), (SPRING,), (SUMMER,)]:
                read = figures(session, Measure.REFERRAL, town, periods)
                for chosen in TABLES:
                    found = read.by(*chosen)
                    assert found.total == sum(row.number for row in found.rows)
                    for row in found.rows:
                        assert row.number >= SMALLEST
                        if REST in row.keys:
                            continue
                        inside = [members(cell, (town, periods, chosen), row) for cell in CELLS]
                        true = sum(itertools.compress(numbers, inside))
                        assert row.number <= true
                        if not row.at_least:
                            assert row.number == true
                            equations.append(inside)
                    if found.rows and not found.at_least and town:
                        equations.append([members(cell, (town, periods, ()), Row((), 0, False)) for cell in CELLS])
    small = [at for at, number in enumerate(numbers) if 1 <= number < SMALLEST]
    assert not set(small) & pinned(equations)


def pinned(equations):
    """Which cells follow from linear equations: those whose unit vector is in their row space."""
    if not equations:
        return set()
    matrix = np.array(equations, dtype=float)
    rank = np.linalg.matrix_rank(matrix)
    units = np.eye(len(CELLS))
    return {at for at in range(len(CELLS)) if np.linalg.matrix_rank(np.vstack([matrix, units[at]])) == rank}


def test_the_equations_pin_a_number_when_true_totals_are_shown():
    each = [[cell == CELLS[at] for cell in CELLS] for at in range(1, len(CELLS))]
    assert 0 in pinned([*each, [True] * len(CELLS)])
    assert 0 not in pinned(each)


def test_what_the_desk_did_not_find_is_unmet_need_and_counted_once(file):
    answers = {
        ("hattem", 2, "a", "x", "phone", "not_found"): 6,
        ("hattem", 2, "a", "x", "desk", "not_found"): 1,
        ("hattem", 2, "a", "x", "phone", "found"): 40,
    }
    put(file, Measure.DESK_ANSWER, answers)
    with file.writing() as session:
        count(
            session,
            Happened(Measure.UNMET, "hattem", "a", "x", "desk", "not_found"),
            7,
            date(2025, 6, 1),
            even_closed=True,
        )
    found = table(file, "hattem", (SPRING,), "way", "detail")
    assert found.rows == (Row(("desk", "not_found"), 6, True),)


def test_terms_are_split_only_when_neither_side_is_small(file):
    for late, rows in (
        (2, ((REST, 20),)),
        (0, ((REST, 20),)),
        (5, (("in_time", 15), ("late", 5))),
    ):
        put(
            file,
            Measure.TERM,
            {
                ("hattem", 1, "a", "", "conversation", "in_time"): 9,
                ("hattem", 4, "", "", "conversation", "in_time"): 11 - late,
                ("hattem", 4, "b", "", "conversation", "late"): late,
            },
        )
        found = table(file, "hattem", (YEAR,), "detail", measure=Measure.TERM)
        assert tuple((row.keys[0], row.number) for row in found.rows) == rows
    with file.reading() as session:
        quarter = figures(session, Measure.TERM, "hattem", (SPRING,))
        assert (quarter.periods, quarter.by().rows) == ((), ())


def test_a_quarter_that_is_asked_for_twice_counts_once(file):
    put(file, Measure.UNMET, EXAMPLE)
    assert table(file, "putten", (YEAR, SPRING)).total == 6


def test_the_same_report_next_year_is_the_same(file):
    put(file, Measure.UNMET, EXAMPLE)
    before = everything(file)
    with time_machine.travel(NOW.replace(year=2027), tick=False), file.writing() as session:
        count(session, Happened(Measure.UNMET, "hattem", "a", "x", "search", "none"), 9)
    with time_machine.travel(NOW.replace(year=2028), tick=False):
        assert everything(file) == before


@pytest.mark.parametrize("period", [Period(2026), Period(2026, 4), Period(2027, 1)])
def test_a_period_that_still_runs_has_no_figures(file, period):
    with file.reading() as session, pytest.raises(ValueError, match="not over yet"):
        figures(session, Measure.UNMET, "hattem", (YEAR, period))


def test_a_dimension_that_is_not_there_is_said(file):
    with file.reading() as session:
        with pytest.raises(ValueError, match="straat"):
            figures(session, Measure.UNMET, "hattem", (YEAR,)).by("straat")
        with pytest.raises(ValueError, match="straat"):
            figures(session, Measure.UNMET, "hattem", (YEAR,), within={"straat": "x"})


def test_every_measure_has_a_rule():
    assert set(RULES) == set(Measure)
