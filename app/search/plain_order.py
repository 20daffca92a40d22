"""The ranking of app/search/ranking.py in plain Python, one offer at a time: slow, short, and easy to check.

Used by the fts5 engine. The numpy engine must give the same keys in the same order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.search import ranking
from app.search.distance import kilometres
from app.search.document import ACCESS_FEATURES
from app.search.engine import Facets, Hit, Limits, Matches
from app.search.facts import COORDINATE, fold, scope_code, scope_of
from app.search.hot_index import MOST_UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.search.dutch.analysis import AnalysedQuery
    from app.search.engine import Centre
    from app.search.facts import Facts


class _Placed(NamedTuple):
    order: tuple[int, int, int, int]
    hit: Hit


def fit(
    found: Mapping[int, Mapping[str, int]],
    worths: Sequence[Sequence[tuple[str, float]]],
    most: float,
    query: AnalysedQuery,
    facts: Mapping[int, Facts],
    *,
    respite: bool,
) -> dict[int, float]:
    """Key -> fit. found: impacts of the offers that hold a term; worths: per concept its terms and what one step of
    impact is worth; most: the sum of each concept's most; respite: everything with a respite weight is found.
    """
    fits: dict[int, float] = {}
    for key, impacts in found.items():
        best = [max(impacts.get(term, 0) * worth for term, worth in concept) for concept in worths]
        text = sum(best) / most
        if len(worths) > 1:
            text *= ranking.coverage(sum(worth > 0 for worth in best), len(worths))
        fits[key] = text
    for key, fact in facts.items():
        if fact.kind in query.kinds:
            fits[key] = fits.get(key, 0.0) + ranking.KIND_BOOST
        if respite and fact.respite in ranking.WEIGHTS[1:]:
            fits[key] = fits.get(key, 0.0) + ranking.LADDER_BOOST
    of_domain = {key for key, fact in facts.items() if not set(fact.domains).isdisjoint(query.domains)}
    for key in of_domain & (fits.keys() or of_domain):
        fits[key] = fits.get(key, 0.0) + ranking.DOMAIN_BOOST
    return fits


def matches(
    fits: Mapping[int, float], facts: Mapping[int, Facts], limits: Limits, *, asked: bool, generation: str
) -> Matches:
    """The hits among `fits` within the limits. asked: there were words, so it is not browsing."""
    base = {key for key in fits if _within(facts[key], limits)}
    ticked = {key for key in base if all(_ticks(facts[key], limits).values())}
    access = {key: _access(facts[key], limits.accessible) for key in ticked}
    found = [key for key in ticked if access[key] == "yes"]
    unknown = [key for key in ticked if access[key] == "unknown"]
    hits = _ordered(found, fits, facts, limits, asked=asked)
    apart = _ordered(unknown, fits, facts, limits, asked=asked)
    return Matches(
        hits=tuple(hits[limits.offset : limits.offset + max(limits.count, 0)]),
        total=len(hits),
        facets=Facets({name: _facet(name, base, facts, limits) for name in limits.facets}),
        widened=limits.centre is not None and not _found_locally(hits),
        unknown_access=tuple(apart[:MOST_UNKNOWN]),
        unknown_access_total=len(apart),
        generation=generation,
    )


def _ordered(
    keys: Sequence[int], fits: Mapping[int, float], facts: Mapping[int, Facts], limits: Limits, *, asked: bool
) -> list[Hit]:
    return [one.hit for one in sorted(_placed(facts[key], fits[key], limits, asked=asked) for key in keys)]


def _placed(fact: Facts, fit_of: float, limits: Limits, *, asked: bool) -> _Placed:
    km = _km(fact, limits.centre)
    scope = None if limits.centre is None else scope_code(fact, limits.centre)
    counted = 0.0
    if scope is not None:
        counted = ranking.ASSUMED_KM[scope] if km is None else km
    time = ranking.availability(fact.when, limits.when) if limits.when else None
    if asked:
        score = fit_of
        if scope is not None:
            score *= ranking.nearness(min(counted, ranking.NEAR_ENOUGH[scope])) * ranking.SERVES[scope]
        if time is not None:
            score *= ranking.AVAILABILITY_FACTOR[time]
        if limits.today is not None:
            score *= ranking.freshness(fact.confirmed, limits.today)
        step = 0
        if limits.ladder:
            form = ranking.LADDERS[limits.ladder].form if fact.kind in limits.asked_kinds else ""
            step = ranking.step(limits.ladder, fact.respite or form, time, scope, counted, served=bool(fact.served))
        step += ranking.AFTER * (fact.kind in limits.after)
        first = step * ranking.STEP - round(score * ranking.SCORE_STEPS)
    else:
        step = 0
        counted += 0.0 if time is None else ranking.AVAILABILITY_KM[time]
        score = ranking.nearness(counted)
        first = round(counted * ranking.KM_STEPS)
    hit = Hit(
        key=fact.key,
        score=score,
        fit=fit_of,
        distance_km=None if km is None else round(km, 3),
        scope=None if scope is None else ranking.SCOPES[scope],
        available=None if time is None else ranking.AVAILABILITIES[time],
        step=step,
    )
    return _Placed((first, -fact.confirmed, fact.name, fact.key), hit)


def _km(fact: Facts, centre: Centre | None) -> float | None:
    if centre is None or centre.lat is None or centre.lon is None or fact.lat is None or fact.lon is None:
        return None
    return kilometres(centre.lat, centre.lon, fact.lat / COORDINATE, fact.lon / COORDINATE)


def _within(fact: Facts, limits: Limits) -> bool:
    centre = limits.centre
    if limits.radius_km is None or centre is None or centre.lat is None or centre.lon is None:
        return True
    km = _km(fact, centre)
    return scope_of(fact, centre) != "regio" if km is None else km <= limits.radius_km


def _ticks(fact: Facts, limits: Limits) -> dict[str, bool]:
    """Per facet whether the offer passes what was ticked in it."""
    one_of = {
        "kind": (limits.kinds, (fact.kind,)),
        "level": (limits.levels, (fact.level,)),
        "domain": (limits.domains, fact.domains),
        "target_group": (limits.target_groups, fact.target_groups),
        "interest": (limits.interests, fact.interests),
        "language": (limits.languages, fact.languages),
        "respite": (limits.respite, (fact.respite,)),
        "vog": (limits.vog, (fact.vog,)),
        "kern": ([fold(kern) for kern in limits.kerns], (fact.place,)),
    }
    ticks = {name: not wanted or not set(wanted).isdisjoint(have) for name, (wanted, have) in one_of.items()}
    ticks["free"] = not limits.free or fact.free == 1
    ticks["transport"] = not limits.transport or bool(fact.transport)
    return ticks


def _access(fact: Facts, features: Sequence[str]) -> str:
    """yes: all features are there; no: one of them is not; unknown: neither is known."""
    letters = {fact.access[ACCESS_FEATURES.index(feature)] for feature in features}
    if "n" in letters:
        return "no"
    return "unknown" if "u" in letters else "yes"


def _facet(name: str, base: set[int], facts: Mapping[int, Facts], limits: Limits) -> dict[str, int]:
    counted = dict.fromkeys(sorted({value for fact in facts.values() for value in _values(name, fact)}), 0)
    if name == "accessible":
        counted = dict.fromkeys(ACCESS_FEATURES, 0)
    if name in ("free", "transport"):
        counted = {"yes": 0}
    for key in base:
        fact = facts[key]
        others = all(passed for other, passed in _ticks(fact, limits).items() if other != name)
        if others and _access(fact, limits.accessible) == "yes":
            for value in _values(name, fact):
                counted[value] += 1
    return counted


def _values(name: str, fact: Facts) -> tuple[str, ...]:
    if name == "accessible":
        return tuple(feature for feature, letter in zip(ACCESS_FEATURES, fact.access, strict=True) if letter == "y")
    values = {
        "kind": (fact.kind,),
        "level": (fact.level,),
        "domain": fact.domains,
        "target_group": fact.target_groups,
        "interest": fact.interests,
        "language": fact.languages,
        "kern": (fact.kern,),
        "respite": (fact.respite,),
        "vog": (fact.vog,),
        "free": ("yes",) if fact.free == 1 else (),
        "transport": ("yes",) if fact.transport else (),
    }[name]
    return tuple(value for value in values if value)


def _found_locally(hits: Sequence[Hit]) -> bool:
    best = max((hit.fit for hit in hits), default=0.0)
    return any(hit.scope != "regio" and hit.fit >= ranking.GOOD_ENOUGH * best for hit in hits)
