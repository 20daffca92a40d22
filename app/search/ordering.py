"""Puts rows in the order of app/search/ranking.py, and makes hits of the ones that are wanted."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from app.search import ranking
from app.search.bitsets import unpacked
from app.search.distance import EARTH_KM, kilometres_to_many, squared_chords
from app.search.engine import Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from app.search.columns import Columns
    from app.search.engine import Centre, Limits

    Rows = NDArray[np.intp]
    Numbers = NDArray[np.float64]
    Codes = NDArray[np.uint8]

_hit: Callable[[Iterable[object]], Hit] = partial(tuple.__new__, Hit)
"""Hit(*values) without a Python call for each of the hits."""
SORTED_AT_ONCE = 150
SIEVED_FROM = 1_000
SIEVE_MARGIN = 2e-6
"""In radians: 13 m, far more than what rough distances and rounding are off by."""
ASSUMED_KM = np.array(ranking.ASSUMED_KM)
NEAR_ENOUGH = np.array(ranking.NEAR_ENOUGH)
SERVES = np.array(ranking.SERVES)
AVAILABILITY_KM = np.array(ranking.AVAILABILITY_KM)
AVAILABILITY_FACTOR = np.array(ranking.AVAILABILITY_FACTOR)
STEPS = {name: np.array(ladder.steps, dtype=np.uint8) for name, ladder in ranking.LADDERS.items()}
"""Per ladder the step per weight and availability, shape (4, 3)."""
LIGHT = ranking.WEIGHTS.index("light")


class _Circumstances(NamedTuple):
    """Per row what matters besides the words; None for what was not asked. counted: what the distance counts as."""

    km: Numbers | None
    scope: Codes | None
    counted: Numbers | None
    times: Codes | None


def hits(columns: Columns, rows: Rows, fit: Numbers | None, limits: Limits, part: tuple[int, int]) -> tuple[Hit, ...]:
    """The hits in `part` (offset and count) of these rows in order. fit: per row of `rows`, None when browsing."""
    offset, count = part
    if not len(rows) or count <= 0 or offset >= len(rows):
        return ()
    if fit is None and not limits.when and limits.centre is not None:
        rows = _perhaps_nearest(columns, rows, offset + count, limits.centre)
    known = _circumstances(columns, rows, limits)
    score, steps = _browsed(known, len(rows)) if fit is None else _scored(columns, rows, fit, known, limits)
    ranks = None
    if fit is not None and (limits.ladder or limits.after):
        ranks = _steps(columns, rows, known, limits)
        steps = steps + ranks * float(ranking.STEP)
    order = _first(steps, columns.settled, rows, offset + count)[offset:]
    nothing = [None] * len(order)
    return tuple(
        map(
            _hit,
            zip(
                columns.key[rows[order]].tolist(),
                score[order].tolist(),
                [1.0] * len(order) if fit is None else fit[order].tolist(),
                nothing if known.km is None else _shown(known.km[order]),
                nothing if known.scope is None else [ranking.SCOPES[one] for one in known.scope[order].tolist()],
                nothing
                if known.times is None
                else [ranking.AVAILABILITIES[one] for one in known.times[order].tolist()],
                [0] * len(order) if ranks is None else ranks[order].tolist(),
                strict=True,
            ),
        )
    )


def of_rows(table: NDArray[Any], rows: Rows) -> NDArray[Any]:
    """The columns of these rows; the whole table when that is all of them."""
    return table if len(rows) == table.shape[1] else table.take(rows, axis=1)


def _circumstances(columns: Columns, rows: Rows, limits: Limits) -> _Circumstances:
    km = scope = counted = times = None
    centre = limits.centre
    if centre is not None:
        scope = columns.scopes(centre)[rows]
        if centre.lat is None or centre.lon is None:
            counted = ASSUMED_KM[scope]
        else:
            counted = km = kilometres_to_many(of_rows(columns.points, rows), centre.lat, centre.lon)
            counted = np.where(np.isnan(km), ASSUMED_KM[scope], km)
    if limits.when:
        when = columns.when[rows]
        perhaps = (when == 0) | ((when & ranking.days_of(limits.when)) != 0)
        times = np.where((when & limits.when) != 0, 0, np.where(perhaps, 1, 2)).astype(np.uint8)
    return _Circumstances(km, scope, counted, times)


def _browsed(known: _Circumstances, size: int) -> tuple[Numbers, Numbers]:
    """Scores, and the steps by which rows are ordered (ascending), when there are no words."""
    counted = np.zeros(size) if known.counted is None else known.counted
    if known.times is not None:
        counted = counted + AVAILABILITY_KM[known.times]
    return ranking.nearness_of_many(counted), np.rint(counted * ranking.KM_STEPS)


def _scored(
    columns: Columns, rows: Rows, fit: Numbers, known: _Circumstances, limits: Limits
) -> tuple[Numbers, Numbers]:
    """Scores, and the steps by which rows are ordered (ascending), of a question with words."""
    score = fit
    if known.counted is not None and known.scope is not None:
        score = (
            score * ranking.nearness_of_many(np.minimum(known.counted, NEAR_ENOUGH[known.scope])) * SERVES[known.scope]
        )
    if known.times is not None:
        score = score * AVAILABILITY_FACTOR[known.times]
    if limits.today is not None:
        score = score * columns.freshness(limits.today)[rows]
    return score, np.rint(score * -ranking.SCORE_STEPS)


def _steps(columns: Columns, rows: Rows, known: _Circumstances, limits: Limits) -> Codes:
    """The step per row: ranking.step for many at once, and what comes after the others."""
    ranks = np.zeros(len(rows), dtype=np.uint8)
    if limits.ladder:
        weight = columns.weight[rows]
        form = ranking.LADDERS[limits.ladder].form
        if form:
            of_kind = unpacked(columns.fields["kind"].any_of(limits.asked_kinds), columns.rows)[rows]
            weight = np.where(of_kind & (weight == 0), np.uint8(ranking.WEIGHTS.index(form)), weight)
        ranks = STEPS[limits.ladder][weight, 0 if known.times is None else known.times]
        if known.scope is not None and known.counted is not None:
            region = known.scope == ranking.REGION
            away = (known.scope > ranking.REGION) | (region & (known.counted > ranking.LADDER_REACH_KM))
            ranks[away | (region & (weight == LIGHT) & ~columns.names_served[rows])] = ranking.EVERYTHING_ELSE
    if limits.after:
        last = unpacked(columns.fields["kind"].any_of(limits.after), columns.rows)[rows]
        ranks = ranks + last.astype(np.uint8) * np.uint8(ranking.AFTER)
    return ranks


def _perhaps_nearest(columns: Columns, rows: Rows, wanted: int, centre: Centre) -> Rows:
    """The rows that may be among the `wanted` nearest: a rough sieve, so that few exact distances are needed."""
    if len(rows) < SIEVED_FROM or wanted * 4 > len(rows) or centre.lat is None or centre.lon is None:
        return rows
    rough = squared_chords(of_rows(columns.rough_points, rows), centre.lat, centre.lon)
    unknown = np.flatnonzero(np.isnan(rough))
    rough[unknown] = (ASSUMED_KM[columns.scopes(centre)[rows[unknown]]] / EARTH_KM) ** 2
    reach = math.sqrt(float(np.partition(rough, wanted)[wanted])) + SIEVE_MARGIN
    near: Rows = rows[rough <= reach * reach]
    return near


def _first(steps: Numbers, settled: NDArray[np.int64], rows: Rows, wanted: int) -> Rows:
    """Places in `rows` of the `wanted` with the fewest steps, ascending; where steps are equal `settled` decides."""
    if len(steps) > max(2 * wanted, SORTED_AT_ONCE):
        # only what is at least as good as the last one wanted needs putting in order
        places: Rows = (steps <= np.partition(steps, wanted - 1)[wanted - 1]).nonzero()[0]
        return places[np.lexsort((settled[rows[places]], steps[places]))[:wanted]]
    order: Rows = np.lexsort((settled[rows], steps))[:wanted]
    return order


def _shown(km: Numbers) -> list[float | None]:
    return [None if math.isnan(one) else round(one, 3) for one in km.tolist()]
