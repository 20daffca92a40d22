"""Figures: tables of what was counted, made of whole blocks only (`app.insight.blocks`), so that nobody can be found in them.

Every page, export and yearly page takes its numbers from here. What is added up elsewhere from these rows is a sum of
whole blocks too and as safe; nothing may be made of `Tally` rows in another way.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from app import clock
from app.counting.models import Measure, Tally
from app.insight.blocks import DIMENSIONS, REST, RULES, Block, Blocks, Keys, cut
from app.insight.periods import Period, quarter_of

__all__ = ["REST", "Figures", "Row", "Table", "figures"]
_COLUMNS: Final = ("period", *DIMENSIONS)
_NOT_HELPED: Final = frozenset({"not_found", "no_referral"})
_tally = Tally.__table__  # type: ignore[attr-defined]  # SQLModel's table


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table.

    :ivar keys: a slug per dimension of the table (a period as `2025-3` or `2025`); "" is not known, or not
        kept apart for this measure (`Rule.ignored`); `REST` is too small to show apart.
    :ivar number: how often; never below five.
    :ivar at_least: some of what belongs here may stand in a row `REST`, or be left out: say "ten minste".
    """

    keys: tuple[str, ...]
    number: int
    at_least: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Rows sorted by their keys, `REST` at its place. `total` is the sum of the rows; `at_least`: something is left out."""

    measure: Measure
    dimensions: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int
    at_least: bool


class _Piece(NamedTuple):
    """What is published, or left out (`number` 0), in one period of one municipality. `keys`: the period's, then `Keys`."""

    keys: tuple[str, str, str, str, str]
    number: int
    at_least: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be known of one measure. `periods` are those asked for of which this measure has figures."""

    measure: Measure
    municipality: str
    periods: tuple[Period, ...]
    _pieces: tuple[_Piece, ...]
    _within: Mapping[str, str]

    def by(self, *dimensions: str) -> Table:
        """A table.

        :param dimensions: any of "period", "kern", "domain", "way", "detail", in the order of the keys; none gives one
            row with the total (no row when there is nothing to show).
        :raises ValueError: no such dimension.
        """
        places = _places(dimensions)
        within = [(_COLUMNS.index(dimension), value) for dimension, value in self._within.items()]
        numbers: defaultdict[tuple[str, ...], int] = defaultdict(int)
        loose: set[tuple[str, ...]] = set()  # where something may be that does not stand in the rows it belongs to
        more: set[tuple[str, ...]] = set()  # rows that lack something of their own
        left_out = False
        for piece in self._pieces:
            fits = _fits(piece.keys, within) if within else True
            if fits is None:
                continue
            keys = tuple([piece.keys[place] for place in places])
            if fits and piece.number:
                numbers[keys] += piece.number
            if piece.at_least or not fits:
                more.add(keys)
                left_out = True
            if REST in keys:
                loose.add(keys)
        rows = [
            Row(keys, number, keys in more or any(_touches(one, keys) for one in loose | more))
            for keys, number in sorted(numbers.items())
        ]
        return Table(self.measure, dimensions, tuple(rows), sum(row.number for row in rows), left_out)


def _places(dimensions: Iterable[str]) -> list[int]:
    strange = sorted(set(dimensions) - set(_COLUMNS))
    if strange:
        message = f"no such dimension: {', '.join(strange)}"
        raise ValueError(message)
    return [_COLUMNS.index(dimension) for dimension in dimensions]


def _fits(keys: tuple[str, ...], within: Iterable[tuple[int, str]]) -> bool | None:
    """Whether a piece is in what was asked for: wholly (True), perhaps (False) or not (None)."""
    wholly = True
    for place, value in within:
        if keys[place] == REST and value != REST:
            wholly = False
        elif keys[place] != value:
            return None
    return wholly


def _touches(loose: tuple[str, ...], keys: tuple[str, ...]) -> bool:
    return loose != keys and all(one in (REST, key) for one, key in zip(loose, keys, strict=True))


def figures(
    session: Session,
    measure: Measure,
    municipality: str,
    periods: Iterable[Period],
    *,
    within: Mapping[str, str] | None = None,
) -> Figures:
    """The figures of one measure, with one query.

    :param municipality: slug; empty for the whole region, which is the sum of the blocks of its municipalities.
    :param periods: quarters and years. A measure that exists per year only (TERM, OUTCOME, FOLLOW_UP, COMPLAINT,
        CALL_BACK) has no figures of a quarter: that one is left out, see `Figures.periods`. A quarter that is in a year
        asked for as well counts once, in the period that comes first.
    :param within: only these values, per dimension (a period too): `{"domain": "inkomen"}`. It never tells more than the whole.
    :raises ValueError: a period that is not over, or a dimension that does not exist.
    """
    asked = tuple(dict.fromkeys(periods))
    today = clock.today()
    running = [str(period) for period in asked if not period.is_finished(today)]
    if running:
        message = f"not over yet: {', '.join(running)}"
        raise ValueError(message)
    chosen = dict(within or {})
    _places(chosen)
    quarterly = RULES[measure].quarterly
    used = asked if quarterly else tuple(period for period in asked if not period.quarter)
    places: dict[Period, Period] = {}
    for period in used:
        for unit in period.quarters if quarterly else (period,):
            places.setdefault(unit, period)
    pieces = []
    for (unit, _town), blocks in sorted(_published(session, measure, municipality, places).items()):
        label = str(places[unit])
        pieces += [_Piece((label, *block.keys), block.number, block.at_least) for block in blocks.shown]
        pieces += [_Piece((label, *keys), 0, True) for keys in blocks.dropped]
    return Figures(measure, municipality, used, tuple(pieces), chosen)


def _published(
    session: Session, measure: Measure, municipality: str, units: Iterable[Period]
) -> dict[tuple[Period, str], Blocks]:
    """The blocks per unit of time and municipality.

    What the desk did not find is counted once, with its answers (DESK_ANSWER); unmet need takes those blocks over. Cut
    a second time in another way, the two would tell each other's small numbers.
    """
    wanted = frozenset(units)
    if not wanted:
        return {}
    counted = _cells(session, measure, municipality, wanted)
    if measure is not Measure.UNMET:
        return {which: cut(cells, RULES[measure]) for which, cells in counted.items()}
    published = {which: cut(_not_of_the_desk(cells), RULES[measure]) for which, cells in counted.items()}
    for which, blocks in _published(session, Measure.DESK_ANSWER, municipality, wanted).items():
        earlier = published.get(which, Blocks())
        shown = [
            Block(_of_the_desk(block.keys), block.number, block.at_least)
            for block in blocks.shown
            if block.keys[3] in _NOT_HELPED
        ]
        dropped = [_of_the_desk(keys) for keys in blocks.dropped if keys[3] in _NOT_HELPED]
        published[which] = Blocks((*earlier.shown, *shown), (*earlier.dropped, *dropped))
    return published


def _not_of_the_desk(cells: Mapping[Keys, int]) -> dict[Keys, int]:
    return {keys: number for keys, number in cells.items() if keys[2] != "desk"}


def _of_the_desk(keys: Keys) -> Keys:
    return keys[0], keys[1], "desk", keys[3]


def _cells(
    session: Session, measure: Measure, municipality: str, units: frozenset[Period]
) -> dict[tuple[Period, str], dict[Keys, int]]:
    """What was counted, per unit and municipality: one query over the unique index of the table."""
    columns = _tally.c
    asked = sa.select(
        columns.month, columns.municipality, columns.kern, columns.domain, columns.way, columns.detail, columns.count
    ).where(
        columns.measure == measure.value,
        columns.month >= min(unit.first for unit in units),
        columns.month <= max(unit.last_month for unit in units),
    )
    if municipality:
        asked = asked.where(columns.municipality == municipality)
    unit_of: dict[date, Period] = {}
    found: dict[tuple[Period, str], dict[Keys, int]] = {}
    for month, town, kern, domain, way, detail, number in session.execute(asked).all():
        unit = unit_of.get(month) or unit_of.setdefault(
            month, quarter_of(month) if RULES[measure].quarterly else Period(month.year)
        )
        if unit in units:
            cells = found.setdefault((unit, town), {})
            keys = (kern, domain, way, detail)
            cells[keys] = cells.get(keys, 0) + number
    return found
