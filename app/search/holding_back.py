"""What comes last in its step: it is found like everything else, and is not what somebody should read first.

* Who cares for a grown-up is not helped by a weekend farm for children: respite for children only comes after the
  other results of its step, when the words name a grown-up and no child (I-31).
* Who can bear no more needs somebody to call: what has no telephone and no mail comes after what has (T5, P3).

It is a second look at the first hits (`looking_over`).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.content.whole import Content
from app.db import Database
from app.search.danger import Danger
from app.search.dutch.analysis import AnalysedQuery
from app.search.dutch.folding import fold
from app.search.dutch.words import words_of
from app.search.engine import Hit
from app.search.looking_over import Search, looking_over
from app.search.respite import NO_LONGER_BEARABLE
from app.social_map.finding import Card

_WORD = re.compile(r"[^\W_]+")
_WHOSE = words_of("mijn mij me mn m n onze ons haar zijn z'n uw je zn bij voor my our her his with for")
_GROWN_UP = words_of("""
    moeder vader mama papa ma pa man vrouw oma opa partner echtgenoot echtgenote buurman buurvrouw schoonmoeder
    schoonvader mother father mum mom dad husband wife grandma grandpa grandmother grandfather
""")
_PARENTS = words_of("ouders schoonouders grootouders parents grandparents")
_CHILD = words_of("""
    kind kinderen kindje kinds zoon zoons zoontje dochter dochters dochtertje kleinkind kleinkinderen kleinzoon
    kleindochter baby peuter kleuter puber pubers tiener tieners jongen meisje jongere jongeren jeugd broertje zusje
    gezin child children son daughter teenager grandchild
""")
_FOR_CHILDREN = {"kinderen", "jongeren"}
_OR_THEIR_PARENTS = {*_FOR_CHILDREN, "ouders"}


@dataclass(frozen=True, slots=True)
class Held:
    """What is held back. for_children: respite for children only; unreachable: what has no telephone and no mail."""

    for_children: bool = False
    unreachable: bool = False

    def holds(self, card: Card) -> bool:
        """Whether this offer is held back."""
        groups = set(card.target_groups)
        children = bool(card.respite and groups & _FOR_CHILDREN and groups <= _OR_THEIR_PARENTS)
        return (self.for_children and children) or (self.unreachable and not card.phone and not card.email)


def held_back(text: str, query: AnalysedQuery, dangers: Iterable[Danger], content: Content) -> Held:
    """What is held back for somebody's words. Never raises."""
    respite = any(kind.respite_weight and kind.slug in query.kinds for kind in content.kinds)
    return Held(
        for_children=respite and names_grown_up(text),
        unreachable=any(each.rule == NO_LONGER_BEARABLE for each in dangers),
    )


def names_grown_up(text: str) -> bool:
    """Whether somebody speaks of a grown-up they care for (`mijn moeder`, `bij oma`) and of no child. Never raises."""
    words = _WORD.findall(fold(text))
    if not _CHILD.isdisjoint(words):
        return False
    for place, word in enumerate(words):
        before = words[max(0, place - 2) : place]
        if word in _GROWN_UP and ({*before[-1:]} & _WHOSE or "mijn" in before or "my" in before):
            return True
        if word in _PARENTS and not {"mijn", "onze", "haar", "my"}.isdisjoint(before):
            return True
    return False


def holding_back(search: Search, held: Held, database: Database) -> Search:
    """The same search, with what is held back after the others of its step."""
    if held == Held():
        return search

    def in_order(hits: Sequence[Hit], cards: Mapping[int, Card]) -> tuple[Hit, ...]:
        return tuple(sorted(hits, key=lambda hit: (hit.step, hit.key in cards and held.holds(cards[hit.key]))))

    return looking_over(search, database, in_order)
