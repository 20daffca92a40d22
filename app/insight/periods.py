"""The periods figures exist of: calendar quarters and years that are over.

A month that still runs would give people away: the figure of today less that of yesterday is one person. So a period has
figures only once nothing can be added to it any more (`app.counting.keeping.is_closed`).
"""

import re
from dataclasses import dataclass
from datetime import date

from app.counting.keeping import is_closed

_WRITTEN = re.compile(r"(?P<year>[1-9][0-9]{3})(-(?P<quarter>[1-4]))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar quarter (1 to 4), or a whole year (`quarter` 0)."""

    year: int
    quarter: int = 0

    def __str__(self) -> str:
        """As in addresses, files and the keys of rows: `2025` or `2025-3`."""
        return f"{self.year}-{self.quarter}" if self.quarter else f"{self.year}"

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, 3 * self.quarter - 2 if self.quarter else 1, 1)

    @property
    def last_month(self) -> date:
        """The first day of the last month."""
        return date(self.year, 3 * self.quarter if self.quarter else 12, 1)

    @property
    def quarters(self) -> tuple["Period", ...]:
        """The quarters in it: itself, or the four of a year."""
        return (self,) if self.quarter else tuple(Period(self.year, number) for number in (1, 2, 3, 4))

    def is_finished(self, today: date) -> bool:
        """Whether nothing can be added to it any more."""
        return is_closed(self.last_month, today)


def quarter_of(day: date) -> Period:
    """The quarter a day is in."""
    return Period(day.year, (day.month + 2) // 3)


def read_period(written: str) -> Period | None:
    """The period somebody wrote in an address (`2025` or `2025-3`); None when it is none."""
    found = _WRITTEN.fullmatch(written)
    return Period(int(found["year"]), int(found["quarter"] or 0)) if found else None


def finished(today: date, years: int = 5) -> tuple[Period, ...]:
    """The whole years and the quarters that are over, newest first, each year before its quarters.

    :param years: how many calendar years back, beside the running one.
    """
    found = []
    for year in range(today.year, today.year - years - 1, -1):
        each = (Period(year), *(Period(year, quarter) for quarter in (4, 3, 2, 1)))
        found += [period for period in each if period.is_finished(today)]
    return tuple(found)
