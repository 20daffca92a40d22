"""How well the words of a question fit each offer: the fit of app/search/ranking.py on numpy arrays."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from app.search import ranking
from app.search.bitsets import unpacked

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.search.bitsets import Bits, Mask
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

    def fit(self, rows: NDArray[np.intp], among: Mask | None) -> NDArray[np.float64]:
        """Fit of these rows, shape (len(rows),). among: the same rows as a mask over all rows, so that what was
        filtered away costs nothing; None when nothing was.
        """
        worth = np.empty(self._rows)  # only these rows are written and read: clearing all the others takes longer
        answered = np.empty(self._rows, dtype=np.uint8)
        worth[rows] = 0.0
        answered[rows] = 0
        for place, answers in enumerate(self._answers):
            here, value = answers.rows, answers.worth
            if among is not None:
                inside = among[here]
                here, value = here[inside], value[inside]
            if place:
                worth[here] += value
                answered[here] += 1
            else:  # nothing to add to yet, and writing is twice as fast as adding
                worth[here] = value
                answered[here] = 1
        fit: NDArray[np.float64] = worth[rows]
        if self._answers:
            fit /= sum(answers.most for answers in self._answers)
        if len(self._answers) > 1:
            fit *= _coverages(len(self._answers))[answered[rows]]
        for bits, boost in self.boosts:
            fit += unpacked(bits, self._rows)[rows] * boost
        return fit


@lru_cache(maxsize=128)
def _coverages(concepts: int) -> NDArray[np.float64]:
    """ranking.coverage for each number of answered concepts."""
    return np.array([ranking.coverage(answered, concepts) for answered in range(concepts + 1)])
