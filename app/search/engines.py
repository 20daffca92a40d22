"""Which engine answers now: the chosen one, or the one built in memory from the database while the index is away."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa
import structlog
from sqlmodel import col, select

from app.content.live import LiveContent
from app.content.whole import Content
from app.db import Database
from app.search.dutch.analysis import STAND_INS, AnalysedQuery, DutchAnalysis
from app.search.dutch.folding import tokens
from app.search.dutch.synonyms import SynonymRules
from app.search.dutch.vocabulary import Vocabulary
from app.search.dutch.words import build_lexicon
from app.search.engine import Health, IndexUnavailable, SearchEngine, Suggestion
from app.search.fts5_engine import Fts5Engine
from app.search.indexing import rebuild
from app.search.postgres_engine import PostgresEngine
from app.search.whoosh_engine import WhooshEngine
from app.settings import Settings
from app.social_map.models import Offer
from app.social_map.vocabulary import Status

log = structlog.get_logger()
T = TypeVar("T")


class _AsTyped:
    """A vocabulary that knows every word, so that nothing is mended."""

    def __init__(self, real: Vocabulary) -> None:
        self.real = real

    def __contains__(self, term: object) -> bool:
        return True

    def words(self) -> Iterable[str]:
        """The index's own words."""
        return self.real.words()

    def document_frequency(self, term: str) -> int:
        """As the index has it, and never nothing."""
        return max(1, self.real.document_frequency(term))


@dataclass(slots=True)
class Engines:
    """The chosen engine, its stand-in, and the one Dutch analysis both are fed by."""

    settings: Settings
    database: Database
    content: LiveContent
    analysis: DutchAnalysis = field(init=False)
    primary: SearchEngine = field(init=False)
    _fallback: SearchEngine | None = None
    _rules_of: Content | None = None
    _as_typed: _AsTyped | None = None
    _building: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        # Names of villages are words too: a lexicon that knows them never "mends" them.
        names = {
            name
            for town in self.content.now().municipalities
            for kern in town.kernen
            for name in (town.name, kern.name, *kern.also)
        }
        self.analysis = DutchAnalysis(lexicon=build_lexicon(extra=[word for name in names for word in tokens(name)]))
        folder = Path(self.settings.search_dir)
        match self.settings.engine:
            case "fts5":
                self.primary = Fts5Engine(folder, self.analysis, self._suggestions)
            case "postgres":
                self.primary = PostgresEngine(self.database, self.analysis, self._suggestions)
            case "whoosh":
                self.primary = WhooshEngine(folder, self.analysis, self._suggestions)

    def with_engine(self, work: Callable[[SearchEngine], T]) -> tuple[T, bool]:
        """Let the chosen engine do the work, and the stand-in when the index is away.

        :returns: what came of it, and whether the stand-in did it.
        """
        try:
            answer = work(self.primary)
        except IndexUnavailable as trouble:
            log.warning("search index unavailable, answering from the database", reason=trouble.reason)
            return work(self._stand_in()), True
        if self._fallback is not None:
            self._fallback = None  # the index is back: let go of the copy in memory
        return answer, False

    def read(self, text: str, engine: SearchEngine, *, literal: bool = False) -> AnalysedQuery:
        """A question as concepts, against the engine's own words and the synonyms as editors have them now."""
        content = self.content.now()
        if content is not self._rules_of:
            self.analysis.use_synonyms(SynonymRules(content.synonyms))
            self._rules_of = content
        vocabulary = engine.vocabulary()
        if not literal:
            return self.analysis.query(text, vocabulary)
        if self._as_typed is None or self._as_typed.real is not vocabulary:
            self._as_typed = _AsTyped(vocabulary)
        return self.analysis.query(text, self._as_typed)

    def health(self) -> Health:
        """How the chosen engine is."""
        return self.primary.health()

    def _stand_in(self) -> SearchEngine:
        with self._building:
            if self._fallback is None:
                engine = Fts5Engine(None, self.analysis, self._suggestions)
                rebuild(self.database, self.content.now(), engine)
                self._fallback = engine
            return self._fallback

    def _suggestions(self) -> Iterable[Suggestion]:
        """What people may be about to type: names, kinds and lay words, counted by what is public."""
        content = self.content.now()
        with self.database.reading(behind=True) as session:
            published = Offer.status == Status.PUBLISHED
            kinds: dict[str, int] = dict(
                session.exec(
                    select(Offer.kind, sa.func.count(col(Offer.id))).where(published).group_by(Offer.kind)
                ).all()
            )
            names = session.exec(
                select(Offer.name, sa.func.count(col(Offer.id))).where(published).group_by(Offer.name)
            ).all()
        yield from (Suggestion(name, "title", count) for name, count in names)
        for kind in content.kinds:
            count = kinds.get(kind.slug, 0)
            if count:
                yield Suggestion(kind.label, "kind", count)
                yield from (Suggestion(word, "kind", count) for word in kind.words)
        for rule in content.synonyms:
            count = sum(kinds.get(kind, 0) for kind in rule.kinds)
            if count:
                yield from (Suggestion(words, "synonym", count) for words in rule.say if words not in STAND_INS)
