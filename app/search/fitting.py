"""How well the words of a question fit each offer: the fit of app/search/ranking.py on numpy arrays."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from app.search import ranking
from app.search.bitsets import unpacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.search.bitsets import Bits
    from app.search.postings import Answers


class Fitting:
    """What the words of a question are worth per row, worked out only for the rows that are asked for."""

    def __init__(self, rows: int) -> None:
        self.boosts: list[tuple[Bits, float]] = []
        self._rows = rows
        self._answers: list[Answers] = []

    def add(self, answers: Answers) -> None:
        """One concept that occurs; concepts that do not occur at all are left out."""
        self._answers.append(answers)

    def fit(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Fit of these rows, shape (len(rows),)."""
        fit = np.zeros(len(rows))
        if self._answers:
            worths = [answers.worth(rows) for answers in self._answers]
            for worth in worths:
                fit += worth
            fit /= sum(answers.most for answers in self._answers)
            if len(worths) > 1:
                answered = sum((worth > 0).view(np.uint8) for worth in worths)
                fit *= _coverages(len(worths))[answered]
        for bits, boost in self.boosts:
            fit += unpacked(bits, self._rows)[rows] * boost
        return fit


@lru_cache(maxsize=128)
def _coverages(concepts: int) -> NDArray[np.float64]:
    """ranking.coverage for each number of answered concepts."""
    return np.array([ranking.coverage(answered, concepts) for answered in range(concepts + 1)])
