"""A question in; hits, facets and reasons out. The one function behind the page, the API and the desk, so that all see the same order.

What is read from somebody's words boosts; what is ticked or given as a parameter filters; a day or daypart ranks and
labels; only a radius cuts by place (contract.md 5). Which rows may be seen is decided by the database, afterwards.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from app import clock
from app.content.live import LiveContent
from app.content.mediation import NeedRule
from app.content.models import Municipality
from app.content.whole import Content
from app.db import Database
from app.places.asking import geocode
from app.places.gazetteer import Gazetteer
from app.places.located import Located
from app.search.bounds import limits_of, take_away, times_said, within_bounds
from app.search.danger import Danger, recognise
from app.search.dated import dated
from app.search.dutch.analysis import AnalysedQuery
from app.search.engine import (
    Availability,
    Explanation,
    Facets,
    Health,
    Hit,
    Limits,
    Matches,
    Scope,
    SearchEngine,
    Suggestion,
)
from app.search.engines import Engines
from app.search.holding_back import held_back, holding_back
from app.search.looking_over import Search
from app.search.needs import need_of
from app.search.ranking import group
from app.search.reasons import Why, not_that_day, why
from app.search.respite import after_who_helps, ladder_of
from app.search.said_times import SaidTime
from app.settings import Settings
from app.social_map.finding import Card, cards_in
from app.social_map.region_holidays import holidays_of

PAGE_SIZE = 20
_MOST_KEPT = 512
_KEEP_SECONDS = 30.0
_EVERYTHING = 1_000_000
"""More hits than a country has offers."""
UnderstoodKind = Literal["word", "time", "place"]


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks. Text fields as typed; the rest are codes of the map's lists; empty means not asked.

    :ivar place: a postcode or place name; `radius_km` cuts around it, nothing else does.
    :ivar host: slug of the municipality whose site is visited: the centre when no place is given.
    :ivar without: understood words that the visitor took away again.
    :ivar literal: search for exactly what was typed, without mending spelling.
    :ivar fresh: what is shown is read from the database itself, not from a copy that may be a moment behind: for who may
        have changed it just now.
    """

    words: str = ""
    place: str = ""
    radius_km: float | None = None
    domains: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    day: str = ""
    daypart: str = ""
    free: bool = False
    accessible: tuple[str, ...] = ()
    transport: bool = False
    page: int = 1
    per_page: int = PAGE_SIZE
    host: str = ""
    without: tuple[str, ...] = ()
    literal: bool = False
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """One thing that was understood from somebody's words; `because` is what it is also called, `time` when it says."""

    words: str
    kind: UnderstoodKind
    because: str = ""
    time: SaidTime | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One offer that fits. `other_time`: it is there at other times than asked; `available` says whether that is known.
    `not_that_day`: it is there on that weekday, and not on the date. `group`: where it stands in an order with steps (the names in ranking.LADDERS); "" in the usual order.
    """

    card: Card
    distance_km: float | None
    scope: Scope
    why: tuple[Why, ...]
    other_time: bool = False
    available: Availability | None = None
    group: str = ""
    not_that_day: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question.

    :ivar widened: nothing that fits well was found in the person's own kern or municipality.
    :ivar place_unknown: a place was given that we do not know; the question was answered for the whole municipality.
    :ivar unknown_access: offers of which nobody knows whether they are accessible, apart from the others.
    :ivar understood: what was made of the words; nothing when they point at danger, where a label would only hurt.
    :ivar when: the time that was asked, said or chosen, as 35 bits; 0 when none was.
    :ivar times: the times that were said and count.
    :ivar ladder: the order in ranking.LADDERS when the question is about respite; else "".
    :ivar need: what the words say that is no diagnosis (I-39).
    :ivar degraded: the index was gone; the answer comes from the database.
    """

    question: Question
    town: Municipality
    results: tuple[Result, ...]
    total: int
    facets: Facets
    widened: bool
    understood: tuple[Understood, ...]
    corrected: str | None
    dangers: tuple[Danger, ...]
    located: Located | None
    place_unknown: bool
    unknown_access: tuple[Result, ...] = ()
    unknown_access_total: int = 0
    degraded: bool = False
    near_kinds: tuple[str, ...] = ()
    near_domains: tuple[str, ...] = ()
    when: int = 0
    times: tuple[SaidTime, ...] = ()
    ladder: str = ""
    need: NeedRule | None = None

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.question.per_page))

    @property
    def found_locally(self) -> bool:
        """Whether something that fits well was found in the own municipality."""
        return self.total > 0 and not self.widened


@dataclass(frozen=True, slots=True)
class _Held:
    """An order that was worked out before, and what it was worked out from (kept, so that an id is never used again)."""

    of: tuple[int, int, date]
    kept: tuple[object, object]
    until: float
    limits: Limits
    hits: tuple[Hit, ...]


@dataclass(slots=True)
class Finder:
    """Answers questions. One per process; safe to share between threads."""

    settings: Settings
    database: Database
    content: LiveContent
    gazetteer: Gazetteer
    engines: Engines = field(init=False)
    _nearest: dict[Question, "_Held"] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.engines = Engines(self.settings, self.database, self.content)

    def ask(self, question: Question) -> Answer:
        """Answer one question, with a page of results. Never raises for anything a visitor can type or lack."""
        content = self.content.now()
        asked = within_bounds(question, content)
        town = content.municipality(asked.host) or content.default_municipality
        located = self._locate(asked.place, content)
        times = times_said(asked)
        usual = limits_of(asked, town, located, times)
        dangers = recognise(asked.words, content.danger_rules)

        def answer(
            engine: SearchEngine,
        ) -> tuple[AnalysedQuery, Matches, tuple[Result, ...], tuple[Result, ...], Limits, NeedRule | None]:
            query, limits, need, search = self._prepared(engine, asked, usual, times, dangers)
            matches = search(limits)

            def explain(keys: Sequence[int]) -> Mapping[int, Explanation]:
                return engine.explain_many(keys, query)

            shown = self._show(matches.hits, limits, explain, fresh=asked.fresh)
            apart = self._show(matches.unknown_access[: asked.per_page], limits, explain, fresh=asked.fresh)
            return query, matches, shown, apart, limits, need

        (query, matches, shown, apart, limits, need), degraded = self.engines.with_engine(answer)
        return Answer(
            question=asked,
            town=town,
            results=shown,
            total=matches.total,
            facets=matches.facets,
            widened=matches.widened or (matches.total == 0),
            understood=_understood(query, times) if not dangers else (),
            corrected=query.corrected,
            dangers=dangers,
            located=located,
            place_unknown=bool(asked.place) and located is None,
            unknown_access=apart,
            unknown_access_total=matches.unknown_access_total,
            degraded=degraded,
            near_kinds=query.kinds,
            near_domains=query.domains or _domains_of(query.kinds, content),
            when=limits.when,
            times=times,
            ladder=limits.ladder,
            need=need,
        )

    def order(self, question: Question) -> tuple[int, ...]:
        """Row numbers of everything that fits, in the order of `ask`: for who reads on past every page. Some may have been
        withdrawn since the index was made. Never raises for anything a visitor can type.
        """
        content = self.content.now()
        asked = replace(within_bounds(question, content), page=1)
        town = content.municipality(asked.host) or content.default_municipality
        times = times_said(asked)
        usual = replace(limits_of(asked, town, self._locate(asked.place, content), times), facets=(), count=_EVERYTHING)
        dangers = recognise(asked.words, content.danger_rules)

        def answer(engine: SearchEngine) -> tuple[int, ...]:
            _query, limits, _need, search = self._prepared(engine, asked, usual, times, dangers)
            return tuple(hit.key for hit in search(limits).hits)

        return self.engines.with_engine(answer)[0]

    def _prepared(
        self,
        engine: SearchEngine,
        asked: Question,
        usual: Limits,
        times: tuple[SaidTime, ...],
        dangers: tuple[Danger, ...],
    ) -> tuple[AnalysedQuery, Limits, NeedRule | None, Search]:
        """What is read from the words, and the search that goes with it: by this engine, and what is looked over afterwards."""
        content = self.content.now()
        town = content.municipality(asked.host) or content.default_municipality
        text = take_away(asked.words, asked.without)
        query = self.engines.read(text, engine, literal=asked.literal)
        need = need_of(query.corrected or text, content.needs)
        if need is not None:
            query = replace(query, kinds=tuple(dict.fromkeys((*query.kinds, *need.first))))
        ladder = ladder_of(query, usual.when, dangers, content)
        after = need.after if need is not None else after_who_helps(query, ladder, dangers, content)
        limits = replace(usual, ladder=ladder, asked_kinds=query.kinds, after=after)
        held = held_back(text, query, dangers, content)
        ordered = holding_back(lambda within: engine.search(query, within), held, self.database)
        holidays = holidays_of(content, town.school_region or "")
        return query, limits, need, lambda within: dated(ordered, within, times, self.database, holidays)

    def nearest(self, question: Question) -> tuple[Result, ...]:
        """What is nearest of some kinds, without words, counts or reasons: for a line on another page.

        The order is remembered until the index, the content or the day changes; what may be shown is asked anew.
        """
        content, today, moment = self.content.now(), clock.today(), time.monotonic()

        def answer(engine: SearchEngine) -> tuple[Result, ...]:
            vocabulary = engine.vocabulary()
            held = self._nearest.get(question)
            if held is None or held.of != (id(vocabulary), id(content), today) or held.until < moment:
                asked = within_bounds(question, content)
                town = content.municipality(asked.host) or content.default_municipality
                limits = replace(limits_of(asked, town, self._locate(asked.place, content), ()), facets=())
                hits = engine.search(self.engines.read("", engine), limits).hits
                held = _Held(
                    (id(vocabulary), id(content), today), (vocabulary, content), moment + _KEEP_SECONDS, limits, hits
                )
                if len(self._nearest) >= _MOST_KEPT:
                    self._nearest.clear()
                self._nearest[question] = held
            return self._show(held.hits, held.limits, lambda _keys: {}, fresh=question.fresh)

        return self.engines.with_engine(answer)[0]

    def _locate(self, place: str, content: Content) -> Located | None:
        if not place:
            return None
        found = self.gazetteer.find(place)
        if found is not None or not self.settings.geocoder_url:
            return found
        return geocode(self.settings, self.database, place, [town.name for town in content.municipalities])

    def _show(
        self,
        hits: tuple[Hit, ...],
        limits: Limits,
        explain: Callable[[Sequence[int]], Mapping[int, Explanation]],
        *,
        fresh: bool,
    ) -> tuple[Result, ...]:
        if not hits:
            return ()
        keys = [hit.key for hit in hits]
        with self.database.looking(behind=not fresh) as connection:
            found = cards_in(connection, keys)
        explained = explain(keys)
        results = []
        for hit in hits:
            card = found.get(hit.key)
            if card is not None:  # else: withdrawn since the index was made
                results.append(
                    Result(
                        card=card,
                        distance_km=None if card.confidential else hit.distance_km,
                        scope=hit.scope or "regio",
                        why=why(hit, card, explained.get(hit.key), limits),
                        other_time=hit.available == "no",
                        available=hit.available,
                        not_that_day=not_that_day(hit, card, limits),
                        group=group(limits.ladder, hit.step),
                    )
                )
        return tuple(results)

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """What somebody may be about to type."""
        found, _ = self.engines.with_engine(lambda engine: engine.suggest(prefix[:80], limit))
        return found

    def health(self) -> Health:
        """How the index is. Never raises."""
        return self.engines.health()


def _understood(query: AnalysedQuery, times: tuple[SaidTime, ...]) -> tuple[Understood, ...]:
    said = " ".join(time.words.casefold() for time in times)
    words = [
        Understood(concept.words, "word", concept.because or "")
        for concept in query.concepts
        if concept.words.casefold() not in said
    ]
    return (*words, *(Understood(time.words, "time", time=time) for time in times))


def _domains_of(kinds: tuple[str, ...], content: Content) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for slug in kinds:
        kind = content.kind(slug)
        for domain in kind.default_domains if kind else ():
            found[domain] = None
    return tuple(found)
