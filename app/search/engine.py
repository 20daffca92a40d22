"""The one door to every search engine: what may be asked, and what comes back.

An engine keeps numbers and words only. It returns keys, scores and counts; the database decides afterwards which of
those keys may be shown, so an old index can never show a withdrawn offer. How results are ordered is written down in
app/search/ranking.py and is the same for everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, runtime_checkable

if TYPE_CHECKING:
    from app.search.document import SearchDocument
    from app.search.dutch.analysis import AnalysedQuery, WeightedTerm
    from app.search.dutch.vocabulary import Vocabulary

Scope = Literal["kern", "gemeente", "regio"]
Availability = Literal["yes", "no", "unknown"]

FACETS = (
    "kind",
    "level",
    "domain",
    "target_group",
    "interest",
    "language",
    "kern",
    "respite",
    "vog",
    "free",
    "accessible",
    "transport",
)
"""The facets an engine can count; `Limits.facets` names those that a page wants."""


class IndexUnavailable(RuntimeError):
    """The index is missing, empty, damaged, made by another version, or busy: ask the database instead.

    `reason` is a short code (`missing`, `damaged`, `old`, `busy`, `unwritable`); the message is Dutch and fit for `doctor`.
    """

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


class DocumentAnalyser(Protocol):
    """Turns an offer's text into terms; app.search.dutch.analysis.DutchAnalysis is the real one."""

    def document(self, text: str) -> Sequence[WeightedTerm]:
        """Terms of a text in order, repeated as they occur, with a weight of 0 to 1 each."""
        ...


@dataclass(frozen=True, slots=True)
class Centre:
    """Where the person is: degrees WGS84 and the names of kern and municipality, each as far as known."""

    lat: float | None = None
    lon: float | None = None
    kern: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What was ticked or given as a parameter. Between fields AND, within a field OR.

    accessible: features of app.search.document.ACCESS_FEATURES, all of them needed; an offer that says "no" to none
    but is unknown for one comes back apart, in `Matches.unknown_access`.
    when: 35 bits as in SearchDocument; it ranks and labels and never filters.
    centre ranks and labels; only radius_km cuts. An offer without coordinates stays within a radius when it lies in
    or serves the municipality of the centre.
    ladder: a name in ranking.LADDERS when the question is about respite in an order of its own; asked_kinds: the kinds
    that were asked for there. after: kinds that come last. They need words, and none of them filters.
    today: `date.toordinal()` of today, for freshness; None leaves freshness to settle ties only.
    offset, count: which part of the ordered hits is wanted. facets: which facets to count, none by default.
    """

    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    kerns: tuple[str, ...] = ()
    respite: tuple[str, ...] = ()
    vog: tuple[str, ...] = ()
    free: bool = False
    accessible: tuple[str, ...] = ()
    transport: bool = False
    when: int = 0
    ladder: str = ""
    asked_kinds: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    centre: Centre | None = None
    radius_km: float | None = None
    today: int | None = None
    offset: int = 0
    count: int = 20
    facets: tuple[str, ...] = ()


class Hit(NamedTuple):
    """One offer that fits. fit: 0 to about 1.3, how well the words fit (1 when there are no words).

    score: what the hits are ordered by. distance_km: as the crow flies, None when either place is unknown.
    scope: None without a centre. available: at the asked day and daypart; None when none was asked. step: what goes
    before the score (ranking.py); 0 when the question has no steps.
    """

    key: int
    score: float
    fit: float
    distance_km: float | None
    scope: Scope | None
    available: Availability | None
    step: int = 0


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts per facet and value: what you would get if you also ticked this. Zeroes are kept.

    `free` and `transport` have one value, yes; `accessible` has the features of ACCESS_FEATURES.
    """

    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def of(self, facet: str) -> Mapping[str, int]:
        """Counts of one facet; empty when it was not asked for."""
        return self.counts.get(facet, {})


@dataclass(frozen=True, slots=True)
class Matches:
    """The asked-for part of the hits in order, and what is true of all of them.

    total counts all hits, without those in unknown_access (at most 100 are listed there, unknown_access_total counts
    all). widened: nothing that fits well was found in the kern or municipality of the centre.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Facets
    widened: bool
    unknown_access: tuple[Hit, ...] = ()
    unknown_access_total: int = 0
    generation: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing the person said that this offer answers: the words as typed, the index terms found, and the
    synonym's preferred term when the match came through one.
    """

    words: str
    terms: tuple[str, ...]
    because: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an offer is shown: the concepts it answers, those it does not, and the boosts it had."""

    key: int
    found: tuple[Reason, ...]
    missed: tuple[str, ...]
    kind: str | None
    domains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line under the search field. source: `title`, `kind` or `synonym`; count: published offers behind it."""

    text: str
    source: str
    count: int


@dataclass(frozen=True, slots=True)
class Health:
    """State of an engine for `doctor`, `search status` and /readyz. detail is Dutch."""

    engine: str
    ok: bool
    generation: str
    documents: int
    detail: str


@runtime_checkable
class SearchEngine(Protocol):
    """What every engine can do. Every method may raise IndexUnavailable; none raises anything else on a bad index."""

    name: str

    def index(self, documents: Iterable[SearchDocument]) -> int:
        """Adds or replaces documents in one batch; the number written."""
        ...

    def delete(self, keys: Iterable[int]) -> int:
        """Takes offers out; unknown keys are ignored. The number that was there."""
        ...

    def rebuild(self, documents: Iterable[SearchDocument]) -> int:
        """Builds a whole new index aside and switches to it; give a generator that reads the database, so that it
        is read only once no other writer can come between. The number written.
        """
        ...

    def search(self, query: AnalysedQuery, limits: Limits) -> Matches:
        """Offers that answer the query within the limits. A query without concepts and boosts browses: all offers,
        nearest first.
        """
        ...

    def suggest(self, prefix: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Suggestions that begin with the prefix, most offers first."""
        ...

    def explain(self, key: int, query: AnalysedQuery) -> Explanation | None:
        """Why this offer answers this query; None when the engine does not know the key."""
        ...

    def explain_many(self, keys: Sequence[int], query: AnalysedQuery) -> Mapping[int, Explanation]:
        """The same for a page of offers at once; keys the engine does not know are left out."""
        ...

    def vocabulary(self) -> Vocabulary:
        """The words that occur, for spelling and for telling how rare a word is."""
        ...

    def keys(self) -> Sequence[int]:
        """Every key in the index, ascending: for comparing index and database."""
        ...

    def health(self) -> Health:
        """Never raises."""
        ...
