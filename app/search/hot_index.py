"""Answers a question from numpy columns: one generation of the index, held in memory and never changed.

When the index changes, the engine makes a new HotIndex and swaps it in, so any number of threads may ask the one
they hold. What it computes, in words, is in ranking.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

import numpy as np

from app.search import ranking
from app.search.bitsets import counts, unpacked
from app.search.document import ACCESS_FEATURES
from app.search.engine import Explanation, Facets, Hit, Limits, Matches, Reason
from app.search.fitting import Fitting
from app.search.ordering import hits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from app.search.bitsets import Bits
    from app.search.columns import Columns
    from app.search.dutch.analysis import AnalysedQuery, WeightedTerm
    from app.search.engine import Centre
    from app.search.postings import Postings

    Rows = NDArray[np.intp]
    Numbers = NDArray[np.float64]

_TICKED: tuple[tuple[str, Callable[[Limits], Sequence[str]]], ...] = (
    ("kind", attrgetter("kinds")),
    ("level", attrgetter("levels")),
    ("domain", attrgetter("domains")),
    ("target_group", attrgetter("target_groups")),
    ("interest", attrgetter("interests")),
    ("language", attrgetter("languages")),
    ("respite", attrgetter("respite")),
    ("vog", attrgetter("vog")),
    ("free", lambda limits: ("yes",) if limits.free else ()),
    ("transport", lambda limits: ("yes",) if limits.transport else ()),
)
"""Per facet the values that were ticked."""
MOST_UNKNOWN = 100
"""How many offers of unknown access are listed at most."""


class HotIndex:
    """One generation: columns of facts and postings of terms."""

    def __init__(self, columns: Columns, postings: Postings, generation: str) -> None:
        self.columns = columns
        self.postings = postings
        self.generation = generation
        self._row_of: dict[int, int] | None = None

    def search(self, query: AnalysedQuery, limits: Limits) -> Matches:
        """See SearchEngine.search."""
        columns = self.columns
        text, base = self._text(query, respite=ranking.adds_respite(limits.ladder))
        filters = self._filters(limits)
        if limits.radius_km is not None and limits.centre is not None:
            base = base & columns.within(limits.centre, limits.radius_km)
        found = ticked = _all_of(base, filters.values())
        apart: tuple[tuple[Hit, ...], int] = ((), 0)
        if limits.accessible:
            found = ticked & self._accessible(limits.accessible)
            unknown = unpacked(ticked & self._perhaps(limits.accessible), columns.rows).nonzero()[0]
            fit = None if text is None else text.fit(unknown)
            apart = (hits(columns, unknown, fit, limits, (0, MOST_UNKNOWN)), len(unknown))
        rows = unpacked(found, columns.rows).nonzero()[0]
        fit = None if text is None else text.fit(rows)
        return Matches(
            hits=hits(columns, rows, fit, limits, (limits.offset, limits.count)),
            total=len(rows),
            facets=Facets({name: self._facet(name, base, filters, limits) for name in limits.facets}),
            widened=limits.centre is not None and not self._found_locally(found, rows, fit, limits.centre),
            unknown_access=apart[0],
            unknown_access_total=apart[1],
            generation=self.generation,
        )

    def explain(self, key: int, query: AnalysedQuery) -> Explanation | None:
        """See SearchEngine.explain."""
        return self.explain_many((key,), query).get(key)

    def explain_many(self, keys: Sequence[int], query: AnalysedQuery) -> dict[int, Explanation]:
        """The explanations of a page of offers: each term's postings are looked through once for all of them."""
        known = [(key, row) for key in keys if (row := self.row_of(key)) is not None]
        rows = np.array([row for _, row in known], dtype=np.intp)
        found: list[list[Reason]] = [[] for _ in known]
        missed: list[list[str]] = [[] for _ in known]
        for concept in query.concepts:
            terms = self._held(concept.terms, rows)
            for place, of_row in enumerate(terms):
                if of_row:
                    held = tuple(word for _, word in sorted(of_row))
                    found[place].append(Reason(concept.words, held, concept.because))
                else:
                    missed[place].append(concept.words)
        return {
            key: Explanation(
                key=key,
                found=tuple(found[place]),
                missed=tuple(missed[place]),
                kind=next((kind for kind in query.kinds if self._has("kind", kind, row)), None),
                domains=tuple(domain for domain in query.domains if self._has("domain", domain, row)),
            )
            for place, (key, row) in enumerate(known)
        }

    def _held(self, terms: Iterable[WeightedTerm], rows: Rows) -> list[list[tuple[float, str]]]:
        """For each row the terms it holds, with what they are worth there, negative so that the best sorts first."""
        held: list[list[tuple[float, str]]] = [[] for _ in rows]
        for term in terms:
            posting = self.postings.of(term.term)
            if not len(posting.rows):
                continue
            at = posting.rows.searchsorted(rows)
            at[at == len(posting.rows)] = 0
            worth = -term.weight * posting.rarity
            for place in (posting.rows[at] == rows).nonzero()[0].tolist():
                held[place].append((worth * float(posting.impacts[at[place]]), term.term))
        return held

    def row_of(self, key: int) -> int | None:
        """The row of an offer; None when it is not in this generation."""
        if self._row_of is None:
            rows = np.flatnonzero(self.columns.alive)
            self._row_of = dict(zip(self.columns.key[rows].tolist(), rows.tolist(), strict=True))
        return self._row_of.get(key)

    def keys(self) -> list[int]:
        """Every key, ascending."""
        keys: list[int] = np.sort(self.columns.key[self.columns.alive]).tolist()
        return keys

    @property
    def nbytes(self) -> int:
        """Bytes of memory of all arrays."""
        return self.columns.nbytes + self.postings.nbytes

    def _text(self, query: AnalysedQuery, *, respite: bool) -> tuple[Fitting | None, Bits]:
        """How the words fit each row, None when everything fits; and the set of what is found, with `respite` all
        respite care too.
        """
        columns = self.columns
        if not (query.concepts or query.kinds or query.domains):
            return None, columns.alive_bits
        text = Fitting(columns.rows)
        found = columns.no_bits
        for concept in query.concepts:
            answers = self.postings.answers(concept.terms)
            if answers.most:
                text.add(answers)
                found = found | answers.bits
        if query.kinds:
            kinds = columns.fields["kind"].any_of(query.kinds)
            text.boosts.append((kinds, ranking.KIND_BOOST))
            found = found | kinds
        if respite:
            forms = columns.fields["respite"].any_of(ranking.WEIGHTS[1:])
            text.boosts.append((forms, ranking.LADDER_BOOST))
            found = found | forms
        if query.domains:
            domains = columns.fields["domain"].any_of(query.domains)
            text.boosts.append((domains, ranking.DOMAIN_BOOST))
            if not found.any():
                found = domains
        return text, found

    def _filters(self, limits: Limits) -> dict[str, Bits]:
        """The set per facet in which something was ticked."""
        fields = self.columns.fields
        filters = {name: fields[name].any_of(values) for name, ticked in _TICKED if (values := ticked(limits))}
        if limits.kerns:
            filters["kern"] = self.columns.in_kerns(limits.kerns)
        return filters

    def _accessible(self, features: Iterable[str]) -> Bits:
        bits = self.columns.alive_bits
        for feature in features:
            bits = bits & self.columns.access_yes[feature]
        return bits

    def _perhaps(self, features: Iterable[str]) -> Bits:
        """No "no" to any of the features, and not a "yes" to all of them."""
        bits = ~self._accessible(features)
        for feature in features:
            bits = bits & ~self.columns.access_no[feature]
        return bits

    def _facet(self, name: str, base: Bits, filters: dict[str, Bits], limits: Limits) -> dict[str, int]:
        """Counts of one facet under everything that was ticked in the others."""
        bits = base
        for other, ticked in filters.items():
            if other != name:
                bits = bits & ticked
        if limits.accessible:
            bits = bits & self._accessible(limits.accessible)
        if name == "accessible":
            table = np.stack([self.columns.access_yes[feature] for feature in ACCESS_FEATURES])
            return dict(zip(ACCESS_FEATURES, counts(table, bits), strict=True))
        counted = self.columns.fields[name].counted(bits)
        if name in ("free", "transport"):
            counted.setdefault("yes", 0)
        return counted

    def _found_locally(self, found: Bits, rows: Rows, fit: Numbers | None, centre: Centre) -> bool:
        if fit is None or not len(rows):
            return bool((found & self.columns.local(centre)).any())
        local = self.columns.scopes(centre)[rows] < ranking.REGION
        return bool((local & (fit >= ranking.GOOD_ENOUGH * fit.max())).any())

    def _has(self, field: str, value: str, row: int) -> bool:
        bits = self.columns.fields[field].any_of((value,))
        return bool((int(bits[row // 64]) >> (row % 64)) & 1)


def _all_of(base: Bits, filters: Iterable[Bits]) -> Bits:
    for bits in filters:
        base = base & bits
    return base
