"""Our own reading of Dutch, the same for every engine.

No engine reads everyday Dutch well, so offers and questions are read here and the engine
gets ready terms. A question becomes concepts: one for each thing the person said, each
with alternatives of which the best counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from app.search.dutch import folding
from app.search.dutch.languages import OTHER_LANGUAGE, is_english, is_foreign
from app.search.dutch.mending import Mender
from app.search.dutch.names import names_in
from app.search.dutch.stems import derived, stem
from app.search.dutch.synonyms import Applied, SynonymRule, SynonymRules
from app.search.dutch.terms import HEAD, MODIFIER, WeightedTerm, WordReader
from app.search.dutch.vocabulary import Vocabulary
from app.search.dutch.words import (
    ASKING_STEMS,
    FAINT_STEMS,
    GENERAL_STEMS,
    LIGHT_STEMS,
    NEGATIONS,
    QUIET_STEMS,
    STOP_WORDS,
    Lexicon,
)

__all__ = ["STAND_INS", "AnalysedQuery", "Concept", "DutchAnalysis", "WeightedTerm"]

SYNONYM: Final = 0.7
CORRECTED: Final = 0.9
FAINT: Final = 0.3
LIGHT: Final = 0.55
# The noun of a verb and the other way round: aanpassen, aanpassing.
DERIVED: Final = 0.8
# A rule that fits a compound's part only.
BY_PART: Final = 0.8
# A rule that words of every day made fit, while others say more: "hoe kom ik" beside "digid".
WEAK: Final = 0.6
# A word that helped a whole phrase to be understood counts less by itself.
WITHIN_PHRASE: Final = 0.5
_CACHED_QUERIES: Final = 512
# Stands in a rule's `say` for: help is asked for, but not with what.
JUST_HELP: Final = "eenvraagomhulp"
# Words of rules that nobody types: they stand for a whole question.
STAND_INS: Final = frozenset({JUST_HELP, OTHER_LANGUAGE})
_REJOIN_FROM: Final = 3
_MEND_ENGLISH_FROM: Final = 7
_SHOWN: Final = 60  # letters
_MEANT_MOST: Final = 3  # so many words of a rule are meant most
_LONGEST_QUERY: Final = 60  # words
_CODE: Final = re.compile(r"\b[A-Z]{2,5}\b")


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing the person said. Its terms are alternatives: the best one counts, not the sum.

    `words` is as typed. `because` is the first preferred term of the synonym rule that
    was applied, or None.
    """

    words: str
    terms: tuple[WeightedTerm, ...]
    because: str | None


@dataclass(frozen=True, slots=True)
class AnalysedQuery:
    """A question, read. `corrected` is the question as it was searched when a typing error was mended.

    `kinds` and `domains` are what a synonym rule points to: they boost and never filter.
    """

    concepts: tuple[Concept, ...]
    corrected: str | None
    original: str
    kinds: tuple[str, ...]
    domains: tuple[str, ...]


@dataclass(slots=True)
class _Word:
    """A word of a question: as typed, as searched, and whether it was mended or rejoined."""

    typed: str
    word: str
    stem: str
    parts: tuple[WeightedTerm, ...]
    mended: bool = False
    quiet: bool = False
    stop: bool = False
    otherwise: bool = False


class _Prepared:
    """What is derived from one vocabulary and one set of rules; let go when either changes."""

    __slots__ = ("mender", "queries", "rules", "vocabulary")

    def __init__(self, reader: WordReader, vocabulary: Vocabulary, rules: SynonymRules) -> None:
        self.vocabulary = vocabulary
        self.rules = rules
        self.mender = Mender(reader, vocabulary, rules)
        self.queries: dict[str, AnalysedQuery] = {}


class DutchAnalysis:
    """Reads offers and questions. Safe to share between threads; rules can be swapped at any time."""

    def __init__(self, synonyms: SynonymRules | None = None, lexicon: Lexicon | None = None) -> None:
        self._rules = synonyms or SynonymRules()
        self._reader = WordReader(lexicon)
        self._prepared: tuple[_Prepared, ...] = ()

    @property
    def synonyms(self) -> SynonymRules:
        """The rules in use."""
        return self._rules

    def use_synonyms(self, rules: SynonymRules) -> None:
        """Applies other rules from the next question on; no index needs rebuilding."""
        self._rules = rules

    # -- offers

    def document(self, text: str) -> list[WeightedTerm]:
        """Terms of an offer's text, in order, repeated as they occur; a compound's parts follow it."""
        terms: list[WeightedTerm] = []
        analyse = self._reader.analyse
        codes = _codes(text)
        for word in folding.tokens(text):
            if word not in STOP_WORDS or word in codes:
                terms.extend(analyse(word))
        return terms

    # -- questions

    def query(self, text: str, vocabulary: Vocabulary) -> AnalysedQuery:
        """A question as concepts, against the words of one index."""
        prepared = self._prepared_for(vocabulary)
        known = prepared.queries.get(text)
        if known is not None:
            return known
        answer = self._read(text, prepared)
        if len(prepared.queries) >= _CACHED_QUERIES:
            prepared.queries.clear()
        prepared.queries[text] = answer
        return answer

    def _prepared_for(self, vocabulary: Vocabulary) -> _Prepared:
        """What was derived before, if vocabulary and rules are the same; two are kept, for two engines side by side."""
        kept = self._prepared
        for prepared in kept:
            if prepared.vocabulary is vocabulary and prepared.rules is self._rules:
                return prepared
        prepared = _Prepared(self._reader, vocabulary, self._rules)
        self._prepared = (prepared, *kept[:1])
        return prepared

    def _read(self, text: str, prepared: _Prepared) -> AnalysedQuery:
        answer = self._read_as(text, prepared, at_any_price=False)
        if answer.kinds or answer.domains or _finds(answer, prepared.vocabulary):
            return answer
        other = self._read_as(text, prepared, at_any_price=True)
        return other if _finds(other, prepared.vocabulary) else answer

    def _read_as(self, text: str, prepared: _Prepared, *, at_any_price: bool) -> AnalysedQuery:
        words = self._words(text, prepared, at_any_price=at_any_price)
        applied, otherwise = _apply(prepared.rules, words)
        if not applied and _only_asks(words):
            words.append(_marker(text, JUST_HELP))
            applied, otherwise = _apply(prepared.rules, words)
        for place in otherwise:
            words[place].otherwise = True
        concepts = self._concepts(words, applied, prepared)
        corrected = None
        if any(word.mended for word in words):
            corrected = _corrected(text, words)
        return AnalysedQuery(
            concepts=tuple(concepts),
            corrected=corrected,
            original=text,
            kinds=tuple(dict.fromkeys(kind for one in applied for kind in one.rule.kinds)),
            domains=tuple(dict.fromkeys(domain for one in applied for domain in one.rule.domains)),
        )

    def _words(self, text: str, prepared: _Prepared, *, at_any_price: bool) -> list[_Word]:
        """The telling words of a question: rejoined where typed apart, mended where unknown."""
        telling = folding.tokens(text)[:_LONGEST_QUERY]
        foreign = is_foreign(text, telling, at_any_price=at_any_price)
        untouched = names_in(text, prepared.mender.known)
        if foreign:
            untouched = frozenset(telling)
        elif is_english(telling):
            untouched |= {word for word in telling if len(word) < _MEND_ENGLISH_FROM}
        codes = _codes(text)
        stops = {word for word in telling if word in STOP_WORDS and word not in codes}
        if len(stops) == len(set(telling)):
            stops = set()
        words: list[_Word] = []
        place = 0
        while place < len(telling):
            first = telling[place]
            second = telling[place + 1] if place + 1 < len(telling) else ""
            if first in stops:
                words.append(_Word(first, first, stem(first), (), quiet=True, stop=True))
                place += 1
                continue
            joined = None if not second or second in stops else self._rejoined(first, second, prepared)
            if joined is not None:
                one = self._word(f"{first} {second}", joined)
                one.parts = _merged(one.parts, (*self._reader.analyse(first), *self._reader.analyse(second)))
                words.append(one)
                place += 2
                continue
            if first in untouched:
                words.append(self._word(first, first))
            else:
                words.append(self._spelled(first, prepared, at_any_price=at_any_price))
            place += 1
        if foreign:
            words.append(_marker(text, OTHER_LANGUAGE))
        return words

    def _word(self, typed: str, word: str, *, mended: bool = False) -> _Word:
        terms = self._reader.analyse(word)
        return _Word(typed, word, terms[0].term, terms[1:], mended, terms[0].term in QUIET_STEMS)

    def _rejoined(self, first: str, second: str, prepared: _Prepared) -> str | None:
        """Two words as one, "client ondersteuner", when an offer or a rule holds that word."""
        if min(len(first), len(second)) < _REJOIN_FROM or first.isdigit() or second.isdigit():
            return None
        for link in ("", "s"):
            joined = first + link + second
            if prepared.mender.leads_somewhere(stem(joined)):
                return joined
        return None

    def _spelled(self, word: str, prepared: _Prepared, *, at_any_price: bool) -> _Word:
        mended = prepared.mender.mended(word, at_any_price=at_any_price)
        if mended is not None:
            return self._word(word, mended, mended=True)
        read = self._word(word, word)
        if not read.parts and not prepared.mender.known(word) and not self._reader.known(word):
            read.parts = prepared.mender.edges(word)
        return read

    def _concepts(self, words: list[_Word], applied: list[Applied], prepared: _Prepared) -> list[Concept]:
        by_word: dict[int, list[Applied]] = {}
        phrases: list[Applied] = []
        covered: set[int] = set()
        for one in applied:
            if len(one.places) == 1:
                by_word.setdefault(one.places[0], []).append(one)
            else:
                phrases.append(one)
                covered.update(one.places)
        concepts = self._phrase_concepts(words, phrases)
        searched_quiet = not applied and all(word.quiet for word in words)
        for place, word in enumerate(words):
            own = by_word.get(place, [])
            literal = (
                []
                if word.stop or word.word in NEGATIONS or (word.quiet and not searched_quiet)
                else _literal(word, prepared, in_phrase=place in covered, explained=any(not one.by_part for one in own))
            )
            scale = (0.8 if word.stem in LIGHT_STEMS else 1.0) * (0.6 if word.stem in FAINT_STEMS else 1.0)
            meant = (
                term
                for one in own
                for term in self._meant(
                    one.rule, scale * (BY_PART if one.by_part else 1.0) * (WEAK if one.weak else 1.0)
                )
            )
            terms = _best_of([*literal, *meant])
            if terms:
                concepts.append(Concept(word.typed, terms, own[0].rule.mean[0] if own and own[0].rule.mean else None))
        return concepts

    def _phrase_concepts(self, words: list[_Word], phrases: list[Applied]) -> list[Concept]:
        """One concept for every group of words that fitted rules together."""
        grouped: dict[tuple[int, ...], list[Applied]] = {}
        for one in phrases:
            grouped.setdefault(one.places, []).append(one)
        concepts = []
        for places, ones in grouped.items():
            terms = _best_of([term for one in ones for term in self._meant(one.rule, WEAK if one.weak else 1.0)])
            because = next((one.rule.mean[0] for one in ones if one.rule.mean), None)
            if terms:
                concepts.append(Concept(" ".join(words[place].typed for place in places), terms, because))
        return concepts

    def _meant(self, rule: SynonymRule, scale: float) -> list[WeightedTerm]:
        """The terms a rule adds. Of a phrase every telling word counts, a little less each."""
        terms: list[WeightedTerm] = []
        for place, meant in enumerate(rule.mean):
            # what stands first is meant first
            weight = (SYNONYM if place < _MEANT_MOST else SYNONYM - 0.1) * scale
            telling = _telling(meant)
            if len(telling) > 1:
                weight *= 0.75
            for word in telling:
                whole, *parts = self._reader.analyse(word)
                terms.append(WeightedTerm(whole.term, weight))
                terms.extend(WeightedTerm(part.term, weight * part.weight) for part in parts if part.weight == MODIFIER)
        return terms


@lru_cache(maxsize=4096)
def _telling(meant: str) -> tuple[str, ...]:
    """The words that matter of something a rule means; remembered, for rules come by in every question."""
    words = folding.tokens(meant)
    telling = [word for word in words if word not in STOP_WORDS] or words
    return tuple([word for word in telling if stem(word) not in GENERAL_STEMS] or telling)


def _codes(text: str) -> frozenset[str]:
    """Words in capitals among others, such as the organisation MEE: those are names, not small words."""
    if text.isupper():
        return frozenset()
    return frozenset(code.lower() for code in _CODE.findall(text))


def _literal(word: _Word, prepared: _Prepared, *, in_phrase: bool, explained: bool) -> list[WeightedTerm]:
    """The terms of the word itself."""
    scale = (CORRECTED if word.mended else 1.0) * (WITHIN_PHRASE if in_phrase else 1.0)
    if word.otherwise and in_phrase:
        return []  # the phrase says what is meant; the word by itself would lead elsewhere
    if word.stem in FAINT_STEMS:
        scale = min(scale, FAINT)
    elif word.stem in LIGHT_STEMS:
        scale = min(scale, LIGHT)
    # of a compound that a rule explains as a whole the parts mislead: keukentafelgesprek is no tafel
    parts = () if explained else word.parts
    # a compound that no offer holds can only be found by its parts
    lift = 1.15 if word.parts and word.stem not in prepared.vocabulary else 1.0
    return [
        WeightedTerm(word.stem, scale),
        *(WeightedTerm(form, DERIVED * scale) for form in derived(word.word) if form in prepared.vocabulary),
        *(WeightedTerm(part.term, min(1.0, part.weight * lift) * scale) for part in parts),
    ]


def _apply(rules: SynonymRules, words: list[_Word]) -> tuple[list[Applied], frozenset[int]]:
    """The rules that fit. Of a compound its common parts count for nothing: zorgtoeslag is no zorg."""
    forms = [
        frozenset((word.stem, *(part.term for part in word.parts if part.term not in FAINT_STEMS))) for word in words
    ]
    small = frozenset(place for place, word in enumerate(words) if word.stop)
    return rules.apply(forms, [word.stem for word in words], small)


def _marker(text: str, meaning: str) -> _Word:
    """A word that stands for a whole question, so that a rule can say where it leads."""
    return _Word(text.strip()[:_SHOWN], meaning, meaning, (), quiet=True)


def _only_asks(words: list[_Word]) -> bool:
    """True when help is asked for and nothing says with what."""
    telling = [word for word in words if not (word.stop or word.quiet)]
    return bool(telling) and all(word.stem in ASKING_STEMS for word in telling)


def _finds(query: AnalysedQuery, vocabulary: Vocabulary) -> bool:
    """True when an offer holds any of the terms."""
    return any(term.term in vocabulary for concept in query.concepts for term in concept.terms)


def _merged(parts: tuple[WeightedTerm, ...], extra: tuple[WeightedTerm, ...]) -> tuple[WeightedTerm, ...]:
    return _best_of([*parts, *(WeightedTerm(term.term, min(term.weight, HEAD)) for term in extra)])


def _best_of(terms: list[WeightedTerm]) -> tuple[WeightedTerm, ...]:
    """Every term once, with its highest weight, heaviest first."""
    best: dict[str, float] = {}
    for term in terms:
        if term.weight > best.get(term.term, 0.0):
            best[term.term] = round(term.weight, 3)
    return tuple(WeightedTerm(term, best[term]) for term in sorted(best, key=lambda one: -best[one]))


def _corrected(text: str, words: list[_Word]) -> str:
    """The question with the mended words in place of the typed ones."""
    mended = {word.typed: word.word for word in words if word.mended}
    return " ".join(mended.get(word, word) for word in _shown(text))


def _shown(text: str) -> list[str]:
    """Folded words of a question, single letters included, for showing it again."""
    return re.findall(r"[^\W_]+", folding.fold(text).replace("'", ""))
