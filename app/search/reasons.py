"""Why an offer is shown, as codes and words: the page and the API make sentences of them."""

from dataclasses import dataclass

from app.search.engine import Explanation, Hit, Limits
from app.social_map.finding import Card

MOST_SYNONYMS = 2
_ABOUT_TIME = {"yes": "time", "unknown": "ask_time", "no": "other_time"}


@dataclass(frozen=True, slots=True)
class Why:
    """One reason why an offer is shown. `code`: words, synonym, kind, respite, distance, kern, serves, time, ask_time,
    other_time, not_that_day.
    """

    code: str
    words: tuple[str, ...] = ()


def why(hit: Hit, card: Card, explanation: Explanation | None, limits: Limits) -> tuple[Why, ...]:
    """The reasons for one offer: what it says, what kind it is, where it is, when it is."""
    reasons = [] if explanation is None else _by_words(explanation)
    if limits.ladder and card.respite and not reasons:
        reasons.append(Why("respite"))
    if hit.scope == "kern":
        reasons.append(Why("kern", (limits.centre.kern if limits.centre else "",)))
    elif hit.distance_km is not None:
        reasons.append(Why("distance", (f"{hit.distance_km:.1f}",)))
    elif hit.scope == "gemeente" and limits.centre and card.municipality != limits.centre.municipality:
        reasons.append(Why("serves", (limits.centre.municipality,)))
    if not_that_day(hit, card, limits):
        reasons.append(Why("not_that_day"))
    elif hit.available is not None:
        reasons.append(Why(_ABOUT_TIME[hit.available]))
    return tuple(reasons)


def not_that_day(hit: Hit, card: Card, limits: Limits) -> bool:
    """Whether its weekday and part of the day are what was asked, and it is still not there: a date was said."""
    return hit.available == "no" and bool(card.when_mask & limits.when)


def _by_words(explanation: Explanation) -> list[Why]:
    reasons = []
    plain = tuple(reason.words for reason in explanation.found if not _called_otherwise(reason.words, reason.because))
    if plain:
        reasons.append(Why("words", plain))
    called = [
        (reason.words, reason.because or "")
        for reason in explanation.found
        if _called_otherwise(reason.words, reason.because)
    ]
    reasons += [Why("synonym", each) for each in called[:MOST_SYNONYMS]]
    if explanation.kind and not explanation.found:
        reasons.append(Why("kind"))
    return reasons


def _called_otherwise(words: str, because: str | None) -> bool:
    """Whether a word was found under another name, so that saying so explains something."""
    return because is not None and because.casefold() not in words.casefold()
