"""A table of figures in words. The page, its chart and its file are all made of this one thing, so they cannot differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from app.insight.blocks import REST
from app.insight.figures import Row, Table
from app.insight.reports import Part
from app.web.figures.words import caption_words, head_words, key_words, rank

MOST_BARS: Final = 15
"""A chart with more bars than these says less than its table."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `cells` are its heads in words; `rest`: what is not shown apart."""

    cells: tuple[str, ...]
    number: int
    at_least: bool
    rest: bool = False

    @property
    def said(self) -> str:
        """The number in words."""
        return amount(self.number, at_least=self.at_least)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: `percent` of its full width, and what stands above it."""

    label: str
    said: str
    percent: float
    rest: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One table. `total` is None when adding up its rows says nothing."""

    slug: str
    caption: str
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    total: int | None
    at_least: bool

    @property
    def total_said(self) -> str:
        """The total in words, empty when there is none."""
        return "" if self.total is None else amount(self.total, at_least=self.at_least)

    @property
    def bars(self) -> tuple[Bar, ...]:
        """The chart; nothing when there is too little or too much for one."""
        crossed = self.total is not None and len(self.heads) > 1
        if crossed or not 1 < len(self.lines) <= MOST_BARS:
            return ()
        most = max(line.number for line in self.lines)
        return tuple(
            Bar(": ".join(line.cells), line.said, round(100 * line.number / most, 1), line.rest) for line in self.lines
        )


def amount(number: int, *, at_least: bool) -> str:
    """A number in words: `ten minste 23` where it may be more."""
    return _("ten minste %(number)s", number=number) if at_least else str(number)


def shown(part: Part, table: Table) -> Shown:
    """A table in words: the most frequent first, what is not known or not apart last."""
    rows = sorted(table.rows, key=lambda row: _place(part, row))
    return Shown(
        part.slug,
        caption_words()[part.slug],
        tuple(head_words(table.measure, dimension) for dimension in table.dimensions),
        tuple(
            Line(
                tuple(
                    key_words(table.measure, dimension, key)
                    for dimension, key in zip(table.dimensions, row.keys, strict=True)
                ),
                row.number,
                row.at_least,
                REST in row.keys,
            )
            for row in rows
        ),
        table.total if part.adds_up else None,
        table.at_least,
    )


def _place(part: Part, row: Row) -> tuple[object, ...]:
    last = (REST in row.keys, "" in row.keys)
    first = rank(part.measure, row.keys[0]) if not part.adds_up and len(row.keys) > 1 else 0
    return (first, *last, -row.number, row.keys)


def by_key(table: Table) -> Mapping[tuple[str, ...], Row]:
    """The rows of a table by their keys."""
    return {row.keys: row for row in table.rows}
