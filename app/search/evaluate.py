"""Measures whether people find what they need, so that a change can be judged by figures.

Residents look at a few results only. So the first measure is how often one of the first
three serves a wanted need; the others guard the order, empty pages and wrong answers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_DEPTH: Final = 10
_FIRST_FEW: Final = 3

Ask = Callable[[str], Sequence[int]]


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A question with the needs it wants served, and the needs that must not come in the first three."""

    id: str
    query: str
    wants: frozenset[str]
    must_not: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class JudgedProvision:
    """A provision with the needs it serves."""

    key: int
    name: str
    description: str
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question gave. `first_hit` counts from 1; None when nothing wanted was found."""

    query: JudgedQuery
    found: int
    first_hit: int | None
    ndcg: float
    wrong: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Shares are 0..1; `without_result` and `must_not` are counts of questions."""

    queries: int
    success_at_1: float
    success_at_3: float
    ndcg_at_10: float
    without_result: int
    must_not: int
    outcomes: tuple[Outcome, ...]

    @property
    def share_without_result(self) -> float:
        """Questions that found nothing, 0..1."""
        return self.without_result / self.queries if self.queries else 0.0

    def misses(self) -> list[Outcome]:
        """Questions of which none of the first three serves a wanted need."""
        return [outcome for outcome in self.outcomes if outcome.first_hit is None or outcome.first_hit > _FIRST_FEW]


def read_queries(rows: Iterable[Mapping[str, object]]) -> list[JudgedQuery]:
    """Questions from parsed JSON. Raises KeyError when `id`, `query` or `wants` is not there."""
    return [
        JudgedQuery(str(row["id"]), str(row["query"]), _needs(row["wants"]), _needs(row.get("must_not") or ()))
        for row in rows
    ]


def read_provisions(rows: Iterable[Mapping[str, str]]) -> list[JudgedProvision]:
    """Provisions from CSV rows with `needs` (spaces between), `name` and `description`; keys count from 1."""
    return [
        JudgedProvision(key, row["name"], row["description"], frozenset(row["needs"].split()))
        for key, row in enumerate(rows, start=1)
    ]


def _needs(value: object) -> frozenset[str]:
    if isinstance(value, str):
        return frozenset(value.split())
    if isinstance(value, Iterable):
        return frozenset(str(need) for need in value)
    message = f"needs must be a list or words, not {value!r}"
    raise TypeError(message)


def judge(query: JudgedQuery, ranked: Sequence[int], provisions: Mapping[int, JudgedProvision]) -> Outcome:
    """One question's outcome. A provision gains 1 when it serves a wanted need, otherwise 0."""
    top = [provisions[key] for key in ranked[:_DEPTH]]
    gains = [1.0 if provision.needs & query.wants else 0.0 for provision in top]
    possible = sum(1 for provision in provisions.values() if provision.needs & query.wants)
    ideal = sum(1.0 / math.log2(place + 2) for place in range(min(possible, _DEPTH)))
    gained = sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))
    first = next((place for place, gain in enumerate(gains, start=1) if gain), None)
    wrong = tuple(provision.key for provision in top[:_FIRST_FEW] if provision.needs & query.must_not)
    return Outcome(query, len(ranked), first, gained / ideal if ideal else 0.0, wrong)


def evaluate(queries: Sequence[JudgedQuery], provisions: Sequence[JudgedProvision], ask: Ask) -> Report:
    """Asks every question and sums up. `ask` gives provision keys, best first."""
    by_key = {provision.key: provision for provision in provisions}
    outcomes = tuple(judge(query, ask(query.query), by_key) for query in queries)
    count = len(outcomes)

    def share(hits: int) -> float:
        return hits / count if count else 0.0

    return Report(
        queries=count,
        success_at_1=share(sum(outcome.first_hit == 1 for outcome in outcomes)),
        success_at_3=share(
            sum(outcome.first_hit is not None and outcome.first_hit <= _FIRST_FEW for outcome in outcomes)
        ),
        ndcg_at_10=math.fsum(outcome.ndcg for outcome in outcomes) / count if count else 0.0,
        without_result=sum(outcome.found == 0 for outcome in outcomes),
        must_not=sum(bool(outcome.wrong) for outcome in outcomes),
        outcomes=outcomes,
    )
