"""When something is there, as a frozen value: what a line about times means once it is wholly understood.

The shape stays close to a schedule of Human Services Data Specification 3.1 (ecosystem.md): weekly or monthly, an
interval, weekdays, times, a season. What HSDS has no word for (holidays, parts of the day, by appointment) stands beside
it. A schedule is only made by `Schedule.of`, which puts it in one canonical order, so that equal meaning is equal value.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

HOUR = 60
DAY = 24 * HOUR
LAST = -1
ALL_DAYS = (0, 1, 2, 3, 4, 5, 6)
ANY_PART = 28
_ENOUGH = 30
_PART_HOURS = ((6, 12), (12, 18), (18, 23), (23, 30), (0, 6))


class Off(StrEnum):
    """Days on which something is not there, or the only ones on which it is."""

    SCHOOL = "school"
    SUMMER = "summer"
    AUTUMN = "autumn"
    CHRISTMAS = "christmas"
    SPRING = "spring"
    MAY = "may"
    PUBLIC = "public"


class Label(StrEnum):
    """What people write beside times that says how, not when."""

    ABOUT = "about"
    WALK_IN = "walk_in"
    PHONE = "phone"
    HOURS = "hours"
    YEAR_ROUND = "year_round"
    ALSO_SCHOOL = "also_school"
    ALSO_PUBLIC = "also_public"


class Appointment(StrEnum):
    """Whether one has to make an appointment (`YES`), or may beside the times (`ALSO`)."""

    NONE = ""
    YES = "yes"
    ALSO = "also"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Minutes after midnight of the day on which it begins; `closes` 0 is not known, over 1440 is past midnight."""

    opens: int
    closes: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Season:
    """In which part of the year. `months` 1..12; `between` (month, day, month, day) each year; first and last date."""

    months: tuple[int, ...] = ()
    between: tuple[int, ...] = ()
    first: str = ""
    last: str = ""

    @property
    def valid_from(self) -> date | None:
        """The first date it holds, or none."""
        return date.fromisoformat(self.first) if self.first else None

    @property
    def valid_to(self) -> date | None:
        """The last date it holds, or none."""
        return date.fromisoformat(self.last) if self.last else None


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """Days with the times that hold for them.

    :ivar days: weekdays, 0 = Monday; never empty.
    :ivar spans: times; `parts`: parts of the day, 0 = morning. Neither: the times are not known.
    :ivar monthly: every month rather than every week; `ordinals` which of the month (1..5, -1 the last), or not known.
    :ivar interval: every so many weeks or months; which of them is not known when it is more than one.
    :ivar weeks: `even`, `odd` (ISO week numbers) or "".
    :ivar away: days on which it is not there; `only`: the only holidays in which it is.
    :ivar not_months: months in which it is not there.
    """

    days: tuple[int, ...]
    spans: tuple[Span, ...] = ()
    parts: tuple[int, ...] = ()
    monthly: bool = False
    ordinals: tuple[int, ...] = ()
    interval: int = 1
    weeks: str = ""
    appointment: Appointment = Appointment.NONE
    labels: tuple[Label, ...] = ()
    season: Season = Season()
    only: tuple[Off, ...] = ()
    away: tuple[Off, ...] = ()
    not_months: tuple[int, ...] = ()

    @property
    def always(self) -> bool:
        """Day and night."""
        return self.spans == (Span(0, DAY),)

    @property
    def mask(self) -> int:
        """The bits of these days and times (see `app.social_map.times`)."""
        parts = set(self.parts)
        for span in self.spans:
            parts |= parts_of(span)
        if not parts:
            return sum(1 << (ANY_PART + day) for day in self.days)
        return sum(1 << (day * 4 + part) for day in self.days for part in parts)


@dataclass(frozen=True, slots=True)
class Schedule:
    """All of a line. Make it with `of`."""

    slots: tuple[Slot, ...]

    @classmethod
    def of(cls, slots: Iterable[Slot]) -> "Schedule":
        """The schedule of these slots, in its one order, each once."""
        return cls(tuple(sorted(set(slots))))

    @property
    def mask(self) -> int:
        """35 bits (see `app.social_map.times`)."""
        mask = 0
        for slot in self.slots:
            mask |= slot.mask
        return mask


def parts_of(span: Span) -> set[int]:
    """The parts of the day a span overlaps by half an hour or more; the part it begins in when it is short or open."""
    parts = set()
    for shift in (0, DAY):
        for number, (opens, closes) in enumerate(_PART_HOURS):
            shared = min(span.closes, closes * HOUR + shift) - max(span.opens, opens * HOUR + shift)
            if shared >= _ENOUGH:
                parts.add(min(number, 3))
    return parts or {part_at(span.opens)}


def part_at(moment: int) -> int:
    """The part of the day of a minute after midnight."""
    hour = moment // HOUR
    return next((min(number, 3) for number, (opens, closes) in enumerate(_PART_HOURS) if opens <= hour < closes), 3)


def part_bounds(part: int) -> tuple[int, int]:
    """The minutes between which a part of the day lies; the night ends past midnight."""
    opens, closes = _PART_HOURS[part]
    return opens * HOUR, closes * HOUR
