"""Which period a page of figures is about, as it is chosen in its address and said in words."""

from dataclasses import dataclass

from flask import request
from flask_babel import gettext as _

from app import clock
from app.insight.periods import Period, finished, read_period

YEARS_BACK = 5


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen. `period` is None when nothing is over yet. `refused`: somebody asked for one that still runs."""

    period: Period | None
    finished: tuple[Period, ...]
    refused: bool = False

    @property
    def years(self) -> list[tuple[str, str]]:
        """The years to choose from, newest first, for a select."""
        return [(str(year), str(year)) for year in dict.fromkeys(period.year for period in self.finished)]

    @property
    def quarters(self) -> list[tuple[str, str]]:
        """The parts of a year to choose from, for a select."""
        return [("", _("het hele jaar")), *((str(number), quarter_words(number)) for number in (1, 2, 3, 4))]


def chosen() -> Choice:
    """The period of `?jaar=&kwartaal=`: the newest one that is over when none is named, or when it still runs."""
    over = finished(clock.today(), years=YEARS_BACK)
    newest = over[0] if over else None
    year, quarter = request.args.get("jaar", ""), request.args.get("kwartaal", "")
    if not year:
        return Choice(newest, over)
    asked = read_period(f"{year}-{quarter}" if quarter else year)
    return Choice(asked, over) if asked in over else Choice(newest, over, refused=True)


def quarter_words(number: int) -> str:
    """A quarter with its months."""
    return {
        1: _("1e kwartaal (januari tot en met maart)"),
        2: _("2e kwartaal (april tot en met juni)"),
        3: _("3e kwartaal (juli tot en met september)"),
        4: _("4e kwartaal (oktober tot en met december)"),
    }[number]


def period_words(period: Period) -> str:
    """`2025`, or `2025, 1e kwartaal (januari tot en met maart)`."""
    return f"{period.year}, {quarter_words(period.quarter)}" if period.quarter else str(period.year)
