"""Whether a question is about somebody who takes over for a while, and what comes first then (I-31, T5).

Whoever says when, wants to see first who can really come then. Whoever says that it is at night or no longer bearable
is not sent to the lightest help first. What each answer does to the order stands in app/search/ranking.py.
"""

from collections.abc import Iterable

from app.content.whole import Content
from app.search.danger import Danger
from app.search.dutch.analysis import AnalysedQuery

NO_LONGER_BEARABLE = "niet-meer-volhouden"
"""The rule of content/danger_words.yaml that recognises it."""
WHO_HELPS = ("mantelzorgsteun", "clientondersteuning")
"""Kinds of people who think along with somebody who is exhausted, beside the kinds that take over."""
NIGHTS = sum(1 << (day * 4 + 3) for day in range(7))


def ladder_of(query: AnalysedQuery, when: int, dangers: Iterable[Danger], content: Content) -> str:
    """The name of the order in ranking.LADDERS; "" when the question keeps the usual one.

    :param when: the time that was said or chosen, as 35 bits; 0 when none was.
    """
    forms: set[str] = {
        kind.respite_weight for kind in content.kinds if kind.respite_weight and kind.slug in query.kinds
    }
    unbearable = any(danger.rule == NO_LONGER_BEARABLE for danger in dangers)
    named = _named(query, content)
    if not named and not (unbearable and forms):
        return ""  # a word such as "slecht slapen" may lead to respite too, but nobody asked for it
    forms |= named
    if when and not when & ~NIGHTS and (unbearable or "light" in forms):
        return "at_night"
    if unbearable or not when:
        return "heavy" if unbearable else ""
    if "light" in forms:
        return "light"
    return "" if len(forms) > 1 else next(iter(forms))


def after_who_helps(query: AnalysedQuery, ladder: str, dangers: Iterable[Danger], content: Content) -> tuple[str, ...]:
    """The kinds that come last when somebody can bear no more and says nothing else; () for every other question.

    "Ik kan niet meer" is answered by people who help a carer, whatever other offers have the words in them (T5).
    """
    said = set(query.kinds)
    if ladder or not said or not said <= set(WHO_HELPS) or all(each.rule != NO_LONGER_BEARABLE for each in dangers):
        return ()
    return tuple(kind.slug for kind in content.kinds if kind.slug not in WHO_HELPS and not kind.respite_weight)


def _named(query: AnalysedQuery, content: Content) -> set[str]:
    """The respite weights of the kinds whose own words are what somebody said or meant."""
    meant = {concept.because.casefold() for concept in query.concepts if concept.because}
    return {
        kind.respite_weight
        for kind in content.kinds
        if kind.respite_weight and not meant.isdisjoint({kind.slug, *(word.casefold() for word in kind.words)})
    }
