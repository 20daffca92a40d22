"""Which offer fits which question, how well, and what keeps them apart.

The rule is public and the same for everybody. A limit excludes, always. What is left gets points out of 1,000:

- tasks, 400: the share of the tasks asked for that the offer does;
- time, 250: 200 for one moment in common, 225 for two, 250 for three or more; 150 when only the day agrees and the part
  of the day is not known; 125 when one side named no times. With times on both sides and none in common there are no
  points for time and the whole score is halved;
- place, 200: all in the same village, falling evenly to nothing at 15 km; at least 150 in a village that the offer itself
  named; 100 when a village is not known;
- frequency, 150: as often as asked; 50 for less often; 75 when one side does not say.

How new a notice is, who posted it and what anybody answered before do not count. What fits only in part is shown and
marked, never hidden (I-34); what fits wholly always stands before it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.matching.facts import (
    ALL_DAYS,
    ANY_PART,
    Ground,
    OfferFacts,
    QuestionFacts,
    facts_of,
    ground_of,
    offer_facts,
    question_facts,
    shared_moments,
)
from app.social_map.vocabulary import Frequency, Vog

__all__ = (
    "Excluded",
    "Fit",
    "Ground",
    "OfferFacts",
    "Proposed",
    "QuestionFacts",
    "best",
    "facts_of",
    "ground_of",
    "judge",
    "offer_facts",
    "question_facts",
)

MOST_POINTS: Final = 1000
NEAR_KM: Final = 5.0
FAR_KM: Final = 10.0
_ZERO_KM: Final = 15.0
_TASKS: Final = 400
_PLACE: Final = 200
_PLACE_NAMED: Final = 150
_PLACE_UNKNOWN: Final = 100
_TIME_SURE: Final = (0, 200, 225, 250)
_TIME_DAY_ONLY: Final = 150
_TIME_UNKNOWN: Final = 125
_OFTEN: Final = 150
_OFTEN_LESS: Final = 50
_OFTEN_UNKNOWN: Final = 75
_PLENTY: Final = 10_000
_RANK: Final = {Frequency.EMERGENCY: 1, Frequency.ONCE: 1, Frequency.SOMETIMES: 2, Frequency.WEEKLY: 3}

Grid = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Fit:
    """These two can be proposed to each other.

    :ivar score: 0..1, see the module.
    :ivar full: nothing is missing.
    :ivar because: what fits: task, time, kern, near, area, frequency, urgent.
    :ivar missing: what does not, or is not known: tasks, time, daypart_unknown, time_unknown, far, frequency,
        frequency_unknown, notice.
    """

    score: float
    full: bool
    because: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excluded:
    """These two are never proposed to each other.

    :ivar why: municipality, past, volunteers (nobody who volunteers may do it), tasks (nothing in common), not_tasks and
        not_circumstances (a limit of the offer), vog (not answered, and it is at home), emergency (only in an emergency,
        and this is none), area, kern_unknown (the offer keeps to some villages, and the question names none).
    """

    why: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """An offer for a question, and how it fits."""

    offer_id: int
    fit: Fit


def judge(offer: OfferFacts, question: QuestionFacts, ground: Ground, today: date) -> Fit | Excluded:
    """Whether an offer may be put to a question, and how well it fits."""
    why = _excluded(offer, question, ground, today)
    if why:
        return Excluded(why)
    because, missing = ["task"], []
    shared = offer.tasks & question.tasks & ground.volunteers
    if len(shared) < len(question.tasks):
        missing.append("tasks")
    time, clash = _time(offer.when_mask, question.when_mask)
    (missing if clash else because).append(clash or "time")
    km = ground.kilometres(offer.municipality, offer.kern, question.kern)
    place, lies, far = _place(km, named=question.kern in offer.area)
    because += [lies] if lies else []
    missing += ["far"] if far else []
    often, fits, less = _often(offer.frequency, question.frequency)
    because += ["frequency"] if fits else []
    missing += [less] if less else []
    if _too_late(offer.notice_days, question, today):
        missing.append("notice")
    elif question.urgent:
        because.append("urgent")
    points = _cover(len(shared), len(question.tasks)) + time + place + often
    if clash == "time":
        points //= 2
    return Fit(points / MOST_POINTS, not missing, tuple(because), tuple(missing))


def best(
    offers: Sequence[OfferFacts],
    questions: Sequence[QuestionFacts],
    ground: Ground,
    today: date,
    most: int = 5,
    *,
    apart: Collection[tuple[int, int]] = (),
) -> dict[int, tuple[Proposed, ...]]:
    """The offers to propose for each question: what fits wholly first, then by score, then the offer that came first.

    Says the same as `judge` over every pair, for thousands of them at once.

    :param apart: pairs of offer and question numbers to leave out (kept apart, or proposed already).
    :returns: question number -> at most `most` proposals; an empty tuple when nobody may or can.
    """
    found: dict[int, tuple[Proposed, ...]] = {question.id: () for question in questions}
    by_town: dict[str, list[OfferFacts]] = {}
    for offer in sorted(offers, key=lambda each: each.id):
        by_town.setdefault(offer.municipality, []).append(offer)
    left_out = set(apart)
    by_question = sorted(questions, key=lambda each: each.municipality)
    for town, group in groupby(by_question, key=lambda each: each.municipality):
        asked, there = [*group], by_town.get(town, [])
        if not there:
            continue
        order = _order(there, asked, ground, today, left_out)
        for row, question in enumerate(asked):
            ranks = order[row]
            top = np.argsort(-ranks, kind="stable")[: max(most, 0)]
            proposals = []
            for column in top[ranks[top] > 0]:
                fit = judge(there[column], question, ground, today)
                if isinstance(fit, Fit):  # a limit has the last word; tests hold both ways together
                    proposals.append(Proposed(there[column].id, fit))
            found[question.id] = tuple(proposals)
    return found


def _excluded(offer: OfferFacts, question: QuestionFacts, ground: Ground, today: date) -> str:
    """Why these two are never put together; "" when nothing keeps them apart."""
    shared = offer.tasks & question.tasks & ground.volunteers
    at_home = bool(shared & ground.at_home)
    reasons = (
        ("municipality", offer.municipality != question.municipality),
        ("past", question.needed_on is not None and question.needed_on < today),
        ("volunteers", not question.tasks & ground.volunteers),
        ("not_tasks", bool(offer.not_tasks & question.tasks)),
        ("not_circumstances", bool(offer.not_circumstances & question.circumstances)),
        ("tasks", not shared),
        ("vog", at_home and offer.vog is Vog.UNANSWERED),
        ("emergency", offer.frequency is Frequency.EMERGENCY and not question.urgent),
        ("kern_unknown", bool(offer.area) and not question.kern),
        ("area", bool(offer.area) and question.kern not in offer.area),
    )
    return next((code for code, holds in reasons if holds), "")


def _cover(shared: int, asked: int) -> int:
    return _TASKS * shared // asked


def _time(offered: int, wanted: int) -> tuple[int, str]:
    """Points for time, and the code of what is the matter with it."""
    if not (offered and wanted):
        return _TIME_UNKNOWN, "time_unknown"
    sure, perhaps = shared_moments(offered, wanted)
    if sure:
        return _TIME_SURE[min(sure + perhaps, len(_TIME_SURE) - 1)], ""
    return (_TIME_DAY_ONLY, "daypart_unknown") if perhaps else (0, "time")


def _place(km: float | None, *, named: bool) -> tuple[int, str, bool]:
    """Points for place, how it lies (kern, near, area or nothing to say), and whether it is far."""
    points = _PLACE_UNKNOWN if km is None else int(_PLACE * max(0.0, 1 - km / _ZERO_KM))
    if km is not None and km <= NEAR_KM:
        return points if not named else max(points, _PLACE_NAMED), "near" if km else "kern", False
    if named:
        return max(points, _PLACE_NAMED), "area", False
    return points, "", km is not None and km > FAR_KM


def _often(offered: Frequency | None, wanted: Frequency | None) -> tuple[int, bool, str]:
    """Points for frequency, whether it fits, and the code of what is the matter with it."""
    if wanted is None:
        return _OFTEN_UNKNOWN, False, ""
    if offered is None:
        return _OFTEN_UNKNOWN, False, "frequency_unknown" if _RANK[wanted] > _RANK[Frequency.ONCE] else ""
    if _RANK[offered] >= _RANK[wanted]:
        return _OFTEN, True, ""
    return _OFTEN_LESS, False, "frequency"


def _too_late(notice_days: int, question: QuestionFacts, today: date) -> bool:
    """Whether the offer wants to know longer before than there is time for. Urgent without a day is today."""
    return notice_days > _days_left(question, today)


def _days_left(question: QuestionFacts, today: date) -> int:
    if question.needed_on is not None:
        return (question.needed_on - today).days
    return 0 if question.urgent else _PLENTY


# From here on: the same for all pairs of one municipality at once. Rows are questions, columns are offers.


def _order(
    offers: Sequence[OfferFacts],
    questions: Sequence[QuestionFacts],
    ground: Ground,
    today: date,
    apart: Collection[tuple[int, int]],
) -> NDArray[np.int32]:
    """A figure per pair to order by: 0 never; else the points and one, and what fits wholly above the rest."""
    shared, allowed, cover = _tasks_of_all(offers, questions, ground)
    allowed &= ~_limits_of_all(offers, questions, today)
    numbers = {offer.id: column for column, offer in enumerate(offers)}
    rows = {question.id: row for row, question in enumerate(questions)}
    for offer_id, question_id in apart:
        if offer_id in numbers and question_id in rows:
            allowed[rows[question_id], numbers[offer_id]] = False
    asked = np.array([len(question.tasks) for question in questions])[:, None]
    time, in_time, clash = _time_of_all(offers, questions)
    place, in_area, far = _place_of_all(offers, questions, ground)
    often, less = _often_of_all(offers, questions)
    points = cover + time + place + often
    points = np.where(clash, points // 2, points)
    full = (shared == asked) & in_time & ~far & ~less & ~_too_late_of_all(offers, questions, today)
    ranks = points + 1 + np.where(full, MOST_POINTS + 1, 0)
    return np.where(allowed & in_area, ranks, 0).astype(np.int32)


def _table(sets: Iterable[Collection[str]], words: Sequence[str]) -> NDArray[np.float32]:
    """Which of the words stand in which of the sets, as 0 and 1: a product of two such tables counts what they share."""
    places = {word: place for place, word in enumerate(words)}
    rows = [*sets]
    made = np.zeros((len(rows), len(words)), dtype=np.float32)
    for row, given in zip(made, rows, strict=True):
        row[[places[word] for word in given if word in places]] = 1
    return made


def _tasks_of_all(
    offers: Sequence[OfferFacts], questions: Sequence[QuestionFacts], ground: Ground
) -> tuple[NDArray[np.int32], Grid, NDArray[np.int32]]:
    """How many tasks are shared, whether a task is possible at all, and the points for it."""
    words = sorted(ground.volunteers)
    home = np.array([word in ground.at_home for word in words], dtype=np.float32)
    asked, done = (
        _table((each.tasks for each in questions), words),
        _table((each.tasks for each in offers), words),
    )
    shared = (asked @ done.T).astype(np.int32)
    at_home = ((asked * home) @ done.T) > 0
    unanswered = np.array([offer.vog is Vog.UNANSWERED for offer in offers])
    number = np.array([max(1, len(question.tasks)) for question in questions])[:, None]
    cover = (_TASKS * shared // number).astype(np.int32)
    return shared, (shared > 0) & ~(at_home & unanswered), cover


def _limits_of_all(offers: Sequence[OfferFacts], questions: Sequence[QuestionFacts], today: date) -> Grid:
    """Where a limit of the offer excludes, or the day is over."""
    tasks = sorted(frozenset[str]().union(*(offer.not_tasks for offer in offers)))
    circumstances = sorted(frozenset[str]().union(*(offer.not_circumstances for offer in offers)))
    broken = _table((each.tasks for each in questions), tasks) @ _table((each.not_tasks for each in offers), tasks).T
    broken += (
        _table((each.circumstances for each in questions), circumstances)
        @ _table((each.not_circumstances for each in offers), circumstances).T
    )
    emergency = np.array([offer.frequency is Frequency.EMERGENCY for offer in offers])
    calm = np.array([not question.urgent for question in questions])[:, None]
    past = np.array([each.needed_on is not None and each.needed_on < today for each in questions])[:, None]
    excluded: Grid = (broken > 0) | (emergency & calm) | past
    return excluded


def _time_of_all(
    offers: Sequence[OfferFacts], questions: Sequence[QuestionFacts]
) -> tuple[NDArray[np.int32], Grid, Grid]:
    """Points for time, whether a moment is surely shared, and whether times clash."""
    offered = np.array([offer.when_mask for offer in offers], dtype=np.int64)
    wanted = np.array([question.when_mask for question in questions], dtype=np.int64)[:, None]
    sure = np.bitwise_count(offered & wanted & ((1 << ANY_PART) - 1)).astype(np.int32)
    perhaps = np.bitwise_count(
        (_days(offered) & _days(wanted)) & ((offered >> ANY_PART) | (wanted >> ANY_PART))
    ).astype(np.int32)
    known = (offered != 0) & (wanted != 0)
    certain = np.array(_TIME_SURE, dtype=np.int32)[np.minimum(sure + perhaps, len(_TIME_SURE) - 1)]
    points = np.where(sure > 0, certain, np.where(perhaps > 0, _TIME_DAY_ONLY, 0))
    return np.where(known, points, _TIME_UNKNOWN), sure > 0, known & (sure + perhaps == 0)


def _days(masks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Seven bits: the days on which a mask has anything."""
    days = masks >> ANY_PART
    for day in ALL_DAYS:
        days = days | (((masks >> (day * 4) & 0b1111) > 0).astype(np.int64) << day)
    return days


def _place_of_all(
    offers: Sequence[OfferFacts], questions: Sequence[QuestionFacts], ground: Ground
) -> tuple[NDArray[np.int32], Grid, Grid]:
    """Points for place, whether the question lies where the offer wants to come, and whether it is far."""
    town = questions[0].municipality
    kernen = sorted({question.kern for question in questions})
    homes = sorted({(offer.kern, tuple(sorted(offer.area))) for offer in offers})
    between = {
        (home, kern): ground.kilometres(town, home, kern) for home in {home for home, _area in homes} for kern in kernen
    }
    points = np.zeros((len(kernen), len(homes)), dtype=np.int32)
    inside, far = np.zeros(points.shape, dtype=bool), np.zeros(points.shape, dtype=bool)
    for column, (home, area) in enumerate(homes):
        for row, kern in enumerate(kernen):
            points[row, column], _, far[row, column] = _place(between[home, kern], named=kern in area)
            inside[row, column] = not area or bool(kern and kern in area)
    rows = np.array([kernen.index(question.kern) for question in questions])[:, None]
    at = {home: column for column, home in enumerate(homes)}
    columns = np.array([at[offer.kern, tuple(sorted(offer.area))] for offer in offers])
    return points[rows, columns], inside[rows, columns], far[rows, columns]


def _often_of_all(offers: Sequence[OfferFacts], questions: Sequence[QuestionFacts]) -> tuple[NDArray[np.int32], Grid]:
    """Points for frequency, and whether it is less than asked, or not known."""
    said = (None, *Frequency)
    table = [[_often(offered, wanted) for offered in said] for wanted in said]
    points = np.array([[each[0] for each in row] for row in table], dtype=np.int32)
    less = np.array([[bool(each[2]) for each in row] for row in table])
    rows = np.array([said.index(question.frequency) for question in questions])[:, None]
    columns = np.array([said.index(offer.frequency) for offer in offers])
    return points[rows, columns], less[rows, columns]


def _too_late_of_all(offers: Sequence[OfferFacts], questions: Sequence[QuestionFacts], today: date) -> Grid:
    """Whether an offer wants to know longer before than there is time for."""
    left = [_days_left(question, today) for question in questions]
    days = np.array([offer.notice_days for offer in offers])
    late: Grid = days > np.array(left)[:, None]
    return late
