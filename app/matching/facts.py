"""What scoring looks at, and nothing else.

Of an offer and a question only tasks, times, place, frequency and limits count. Who somebody is, how old, in what words
they wrote and what they said to an earlier proposal is not in here, so it cannot weigh: declining lowers nothing (I-34).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.content.whole import Content
from app.matching.models import Notice, Side
from app.places.distance import kilometres_over_a_sphere
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS, Frequency, Vog

ALL_DAYS: Final = range(len(WEEKDAYS))
ALL_PARTS: Final = range(len(DAYPARTS))
ANY_PART: Final = 28
"""Bit `28 + weekday`: the day is known and the part of it is not (`app.social_map.times`)."""
_DAY: Final = 0b1111


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """An offer. `area` empty: the whole municipality; `when_mask` 0: not known; `notice_days`: how long before it wants to know."""

    id: int
    municipality: str
    tasks: frozenset[str]
    kern: str = ""
    area: frozenset[str] = frozenset()
    when_mask: int = 0
    frequency: Frequency | None = None
    not_tasks: frozenset[str] = frozenset()
    not_circumstances: frozenset[str] = frozenset()
    notice_days: int = 0
    vog: Vog = Vog.UNANSWERED


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question. `when_mask`: moments that suit, narrowed to the day of `needed_on` when there is one."""

    id: int
    municipality: str
    tasks: frozenset[str]
    kern: str = ""
    when_mask: int = 0
    frequency: Frequency | None = None
    circumstances: frozenset[str] = frozenset()
    needed_on: date | None = None
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """What holds for everybody: where the villages lie, and what kind of work a task is.

    :ivar kernen: per municipality the villages, each with latitude and longitude in WGS84 degrees.
    :ivar at_home: tasks that happen in somebody's home, so the VOG question has to be answered first (I-51).
    :ivar volunteers: tasks that volunteers may do; a task that is not in here is never proposed.
    """

    kernen: Mapping[str, Mapping[str, tuple[float, float]]] = field(default_factory=dict)
    at_home: frozenset[str] = frozenset()
    volunteers: frozenset[str] = frozenset()

    def kilometres(self, municipality: str, kern: str, other: str) -> float | None:
        """As the crow flies; 0 in one and the same village, None when one of the two is not known."""
        if kern and kern == other:
            return 0.0
        places = self.kernen.get(municipality, {})
        if kern not in places or other not in places:
            return None
        return kilometres_over_a_sphere(places[kern], places[other])


def ground_of(content: Content) -> Ground:
    """The ground of the region as its editors wrote it."""
    return Ground(
        kernen={
            town.slug: {kern.slug: (kern.lat, kern.lon) for kern in town.kernen} for town in content.municipalities
        },
        at_home=frozenset(task.slug for task in content.tasks if task.at_home),
        volunteers=frozenset(task.slug for task in content.tasks if task.volunteers),
    )


def facts_of(notice: Notice) -> OfferFacts | QuestionFacts:
    """The facts of an offer or a question, whichever it is."""
    return offer_facts(notice) if notice.side is Side.OFFER else question_facts(notice)


def offer_facts(notice: Notice) -> OfferFacts:
    """The facts of an offer that was saved."""
    return OfferFacts(
        id=notice.id or 0,
        municipality=notice.municipality,
        tasks=frozenset(notice.tasks),
        kern=notice.kern,
        area=frozenset(notice.area),
        when_mask=notice.when_mask,
        frequency=notice.frequency,
        not_tasks=frozenset(notice.not_tasks),
        not_circumstances=frozenset(notice.not_circumstances),
        notice_days=notice.notice_days,
        vog=notice.vog,
    )


def question_facts(notice: Notice) -> QuestionFacts:
    """The facts of a question that was saved. One that names a day is for once unless it says how often."""
    frequency = notice.frequency or (Frequency.ONCE if notice.needed_on else None)
    return QuestionFacts(
        id=notice.id or 0,
        municipality=notice.municipality,
        tasks=frozenset(notice.tasks),
        kern=notice.kern,
        when_mask=on_the_day(notice.when_mask, notice.needed_on, frequency),
        frequency=frequency,
        circumstances=frozenset(notice.circumstances),
        needed_on=notice.needed_on,
        urgent=notice.urgent,
    )


def on_the_day(mask: int, day: date | None, frequency: Frequency | None) -> int:
    """The moments that count for something needed once on a day: those of that weekday, or the weekday itself."""
    if day is None or frequency is not Frequency.ONCE:
        return mask
    weekday = day.weekday()
    any_part = 1 << (ANY_PART + weekday)
    return mask & (_DAY << (weekday * 4) | any_part) or any_part


def shared_moments(mine: int, theirs: int) -> tuple[int, int]:
    """How many moments two masks have in common: parts of a day that both know, and days of which one knows no part."""
    sure = (mine & theirs & ((1 << ANY_PART) - 1)).bit_count()
    perhaps = sum(
        1 for day in ALL_DAYS if _has(mine, day) and _has(theirs, day) and (mine | theirs) >> (ANY_PART + day) & 1
    )
    return sure, perhaps


def _has(mask: int, day: int) -> bool:
    return bool(mask >> (day * 4) & _DAY or mask >> (ANY_PART + day) & 1)
