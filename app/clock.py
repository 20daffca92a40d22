"""What time it is: the only place that asks, so that a test can turn the clock for everybody at once."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """The moment, aware, in UTC."""
    return datetime.now(UTC)


def local_now() -> datetime:
    """The moment as the clock on the wall shows it in the Netherlands."""
    return now().astimezone(AMSTERDAM)


def today() -> date:
    """The date on the calendar in the Netherlands."""
    return local_now().date()
