"""A tiny engine in memory, to measure the Dutch analysis by itself: BM25 over one combined field."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest
import yaml

from app.content.models import SynonymRule
from app.search.dutch import folding
from app.search.dutch.analysis import DutchAnalysis
from app.search.dutch.synonyms import SynonymRules
from app.search.dutch.vocabulary import WordTable
from app.search.evaluate import JudgedProvision, read_provisions

ROOT = Path(__file__).resolve().parents[3]
JUDGED = ROOT / "tests" / "fixtures" / "search"

_K1 = 1.2
_B = 0.4
_TITLE = 3.0


class SmallEngine:
    """Scores every provision by its concepts: of a concept's terms the best one counts."""

    def __init__(self, analysis: DutchAnalysis, provisions: Iterable[JudgedProvision]) -> None:
        self.analysis = analysis
        self._postings: dict[str, dict[int, float]] = defaultdict(dict)
        self._lengths: dict[int, float] = {}
        words: set[str] = set()
        for one in provisions:
            length = 0.0
            for text, boost in ((one.name, _TITLE), (one.description, 1.0)):
                words.update(folding.tokens(text))
                for term in analysis.document(text):
                    held = self._postings[term.term]
                    held[one.key] = held.get(one.key, 0.0) + term.weight * boost
                    length += term.weight
            self._lengths[one.key] = length
        self._mean = sum(self._lengths.values()) / max(1, len(self._lengths))
        self.vocabulary = WordTable({term: len(held) for term, held in self._postings.items()}, words)

    def ask(self, text: str) -> list[int]:
        """Keys, best first."""
        scores: dict[int, float] = defaultdict(float)
        total = len(self._lengths)
        for concept in self.analysis.query(text, self.vocabulary).concepts:
            best: dict[int, float] = defaultdict(float)
            for term in concept.terms:
                held = self._postings.get(term.term, {})
                idf = math.log(1 + (total - len(held) + 0.5) / (len(held) + 0.5))
                for key, tf in held.items():
                    norm = _K1 * (1 - _B + _B * self._lengths[key] / self._mean)
                    best[key] = max(best[key], term.weight * idf * tf * (_K1 + 1) / (tf + norm))
            for key, score in best.items():
                scores[key] += score
        return sorted(scores, key=lambda key: (-scores[key], key))


@pytest.fixture(scope="session")
def rules() -> SynonymRules:
    rows = yaml.safe_load((ROOT / "content" / "synonyms.yaml").read_text(encoding="utf-8"))
    return SynonymRules(SynonymRule(**row) for row in rows)


@pytest.fixture(scope="session")
def analysis(rules: SynonymRules) -> DutchAnalysis:
    return DutchAnalysis(rules)


@pytest.fixture(scope="session")
def plain() -> DutchAnalysis:
    """The analysis without any rules."""
    return DutchAnalysis()


@pytest.fixture(scope="session")
def provisions() -> list[JudgedProvision]:
    with (JUDGED / "provisions.csv").open(encoding="utf-8", newline="") as file:
        return read_provisions(csv.DictReader(file))


@pytest.fixture(scope="session")
def engine(analysis: DutchAnalysis, provisions: list[JudgedProvision]) -> SmallEngine:
    return SmallEngine(analysis, provisions)


@pytest.fixture
def engine_over():
    """Makes an engine over a few titles: `engine_over(analysis, "Logeeropvang", ...)`; keys count from 1."""

    def make(analysis: DutchAnalysis, *titles: str) -> SmallEngine:
        return SmallEngine(
            analysis, [JudgedProvision(key, title, "", frozenset()) for key, title in enumerate(titles, start=1)]
        )

    return make


@pytest.fixture(scope="session")
def judged():
    """Text of one of our own judged sets: `judged("queries_first")`."""
    return lambda name: (JUDGED / f"{name}.json").read_text(encoding="utf-8")
