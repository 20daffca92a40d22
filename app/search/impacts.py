"""What each word of an offer is worth: decided once, when the offer is indexed, and the same for every engine.

The formula is in ranking.py. A word counts once per field, so repeating it gains nothing (I-06), and nothing here
depends on other offers, so one provider cannot move another by writing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.search.dutch import folding
from app.search.ranking import SATURATION

if TYPE_CHECKING:
    from app.search.document import SearchDocument
    from app.search.engine import DocumentAnalyser

STEPS = 255
"""Impacts are kept as whole numbers of 1 to 255."""


class Part(NamedTuple):
    """A field of the offer: its weight, the number of words that is usual, and how much longer texts count less."""

    text: str
    weight: float
    usual: int
    thinning: float


def parts_of(document: SearchDocument) -> tuple[Part, ...]:
    """The fields that are searched, with their weights (the title counts three times, the summary twice)."""
    return (
        Part(document.title, 3.0, 8, 0.5),
        Part(document.summary, 2.0, 30, 0.5),
        Part(" \n ".join(document.kind_words), 1.0, 12, 0.0),
        Part(" \n ".join(document.keywords), 1.0, 10, 0.5),
        Part(document.organisation, 0.5, 6, 0.5),
        Part(document.body, 1.0, 80, 0.25),
    )


def impacts_of(document: SearchDocument, analyser: DocumentAnalyser) -> dict[str, int]:
    """Term -> impact of 1 to STEPS."""
    sums: dict[str, float] = {}
    for part in parts_of(document):
        if not part.text:
            continue
        tokens = analyser.document(part.text)
        best: dict[str, float] = {}
        length = 0
        for token in tokens:
            length += token.weight >= 1.0
            if token.weight > best.get(token.term, 0.0):
                best[token.term] = token.weight
        share = part.weight / (1 + part.thinning * max(0, length - part.usual) / part.usual)
        for term, weight in best.items():
            sums[term] = sums.get(term, 0.0) + share * weight
    return {term: max(1, round(STEPS * total / (total + SATURATION))) for term, total in sums.items()}


def words_of(document: SearchDocument) -> frozenset[str]:
    """The folded words as they are written, for spelling and suggestions."""
    return frozenset(word for part in parts_of(document) for word in folding.tokens(part.text))
