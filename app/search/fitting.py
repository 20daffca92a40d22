"""How well the words of a question fit each offer: the fit of app/search/ranking.py on numpy arrays."""

from __future__ import annotations

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
        self.worth = np.zeros(rows)
        self.boosts: list[tuple[Bits, float]] = []
        self._answered = np.zeros(rows, dtype=np.uint8)
        self._most = 0.0
        self._concepts = 0

    def add(self, answers: Answers) -> None:
        """One concept that occurs; concepts that do not occur at all are left out."""
        self._most += answers.most
        if self._concepts:
            self.worth[answers.rows] += answers.worth
            self._answered[answers.rows] += 1
        else:
            self.worth[answers.rows] = answers.worth
            self._answered[answers.rows] = 1
        self._concepts += 1

    def fit(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Fit of these rows, shape (len(rows),)."""
        fit: NDArray[np.float64] = self.worth[rows]
        if self._most:
            fit /= self._most
        if self._concepts > 1:
            factors = [ranking.coverage(count, self._concepts) for count in range(self._concepts + 1)]
            fit *= np.array(factors)[self._answered[rows]]
        for bits, boost in self.boosts:
            fit[unpacked(bits, len(self.worth))[rows]] += boost
        return fit
