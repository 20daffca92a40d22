"""What the desk itself knows, found with the words of the caller: texts of the desk and helplines, beside the offers.

The words are read by the same Dutch as the questions of visitors (`app.search.dutch`), so *parkeerkaart* finds
*gehandicaptenparkeerkaart*. What does not fit is not shown: a colleague with a caller on the line has no time for guesses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from app.content.models import HelpNumber
from app.content.whole import Content
from app.referring.models import DeskText, OfferNote
from app.search.dutch.analysis import AnalysedQuery, DutchAnalysis
from app.search.dutch.folding import tokens
from app.search.dutch.stems import stem
from app.search.dutch.synonyms import SynonymRules
from app.search.dutch.vocabulary import WordTable
from app.search.dutch.words import FAINT_STEMS, STOP_WORDS

LONGEST_ASKED: Final = 300
MOST_NUMBERS: Final = 3
_TITLE: Final = 1.0
_BODY: Final = 0.5
_FAINT: Final = 0.3
_PART_ONLY: Final = 0.8
_FITS_FROM: Final = 0.33
"""So much of what somebody said must be found: one small word in a long question is no answer to it."""
_PLAIN: Final = DutchAnalysis()
_FOR_CONTENT: list[tuple[Content, DutchAnalysis]] = []


class _Said(NamedTuple):
    """One thing somebody said: terms with their weights, of which the best counts, and what that is at most."""

    terms: Sequence[tuple[str, float]]
    most: float


@dataclass(frozen=True, slots=True)
class Found:
    """What fits, best first. False when nothing does."""

    texts: tuple[DeskText, ...] = ()
    numbers: tuple[HelpNumber, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts or self.numbers)


def find(session: Session, content: Content, municipality: str, words: str, most: int = 5) -> Found:
    """Texts of the desk and helplines that fit these words (I-45).

    :param municipality: slug: its own texts and those of the whole region; empty for those of everybody.
    :param words: as the desk typed them for the search; they are kept nowhere.
    """
    asked = words[:LONGEST_ASKED].strip()
    if not asked:
        return Found()
    texts = session.exec(select(DeskText).where(*readable(municipality)).order_by(col(DeskText.id))).all()
    town = content.municipality(municipality) if municipality else None
    numbers = content.help_numbers_for(town) if town else content.help_numbers
    read = _analysis(content)
    by_text = _best(read, asked, tuple((f"{each.title} {each.words}", each.body) for each in texts))
    by_number = _best(read, asked, tuple((each.name, each.what_for) for each in numbers))
    return Found(tuple(texts[at] for at in by_text[:most]), tuple(numbers[at] for at in by_number[:MOST_NUMBERS]))


def readable(municipality: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Which texts somebody of this municipality reads: its own and those of the whole region; empty reads all."""
    there = col(DeskText.removed_at).is_(None)
    return (there, col(DeskText.municipality).in_(("", municipality))) if municipality else (there,)


def notes_of(session: Session, municipality: str, offer_ids: Iterable[int]) -> dict[int, list[OfferNote]]:
    """What colleagues of this municipality wrote about these offers, newest first; an offer without a note is left out."""
    asked = list(offer_ids)
    if not asked:
        return {}
    question = select(OfferNote).where(col(OfferNote.offer_id).in_(asked), col(OfferNote.removed_at).is_(None))
    if municipality:
        question = question.where(OfferNote.municipality == municipality)
    found: dict[int, list[OfferNote]] = {}
    for note in session.exec(question.order_by(col(OfferNote.id).desc())):
        found.setdefault(note.offer_id, []).append(note)
    return found


def _analysis(content: Content) -> DutchAnalysis:
    """The reader with the synonyms of this content; made once for each content that comes by."""
    for known, analysis in _FOR_CONTENT:
        if known is content:
            return analysis
    analysis = DutchAnalysis(SynonymRules(content.synonyms))
    _FOR_CONTENT[:] = [(content, analysis)]
    return analysis


def _best(analysis: DutchAnalysis, asked: str, pages: tuple[tuple[str, str], ...]) -> list[int]:
    """Places of the pages that fit, best first; pages are pairs of what is heavy and what is light."""
    shelf = _shelf(pages)
    meant, typed = _meant(analysis.query(asked, shelf.words)), _typed(asked)
    scores = [(*_fit(meant, typed, weights), place) for place, weights in enumerate(shelf.weights)]
    return [place for best, _both, place in sorted(scores, key=lambda one: (-one[1], one[2])) if best >= _FITS_FROM]


def _fit(meant: Sequence[_Said], typed: Sequence[_Said], page: dict[str, float]) -> tuple[float, float]:
    """How much of the question a page answers (0..1): the better, and the sum, of two readings: what was meant, and the
    words as they were typed. A rule that leads *eigen bijdrage* to help with money may not hide the text about it.
    """
    found = [_part(meant, page), _part(typed, page)]
    return max(found), sum(found)


def _part(said: Sequence[_Said], page: dict[str, float]) -> float:
    whole = sum(each.most for each in said)
    hit = sum(max((_hit(weight, page.get(term, 0.0)) for term, weight in each.terms), default=0.0) for each in said)
    return hit / whole if whole else 0.0


def _hit(said: float, there: float) -> float:
    """Two compounds that only share a part, such as *zwemkaart* and *parkeerkaart*, say nothing about each other."""
    return 0.0 if max(said, there) < _PART_ONLY else said * there


def _meant(question: AnalysedQuery) -> list[_Said]:
    return [
        _Said(concept.terms, max(term.weight for term in concept.terms))
        for concept in question.concepts
        if concept.terms
    ]


def _typed(asked: str) -> list[_Said]:
    """The telling words one by one, with their parts; words that stand in every text count little."""
    found = []
    for word in tokens(asked):
        if word in STOP_WORDS:
            continue
        scale = _FAINT if stem(word) in FAINT_STEMS else 1.0
        found.append(_Said(tuple((term, weight * scale) for term, weight in _PLAIN.document(word)), scale))
    return found


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Pages, read: which term weighs how much in each, and all their words for mending typing errors."""

    weights: tuple[dict[str, float], ...]
    words: WordTable


@lru_cache(maxsize=16)
def _shelf(pages: tuple[tuple[str, str], ...]) -> _Shelf:
    """Read once as long as nobody changes a text: the texts themselves are the key."""
    weights = tuple(_weights(heavy, light) for heavy, light in pages)
    often: dict[str, int] = {}
    for each in weights:
        for term in each:
            often[term] = often.get(term, 0) + 1
    return _Shelf(weights, WordTable(often, (word for page in pages for text in page for word in tokens(text))))


def _weights(heavy: str, light: str) -> dict[str, float]:
    found: dict[str, float] = {}
    parts: Sequence[tuple[str, float]] = ((heavy, _TITLE), (light, _BODY))
    for text, factor in parts:
        for term in _PLAIN.document(text):
            found[term.term] = max(found.get(term.term, 0.0), term.weight * factor)
    return found
