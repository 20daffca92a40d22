"""From the words people use to the words offers are written in.

Residents write "even weg" where the map says respite care. Rules point one way, from
everyday words to the words of the field, and are applied when somebody searches: a
changed file works at once, without building an index again. A rule can ask for, or stay
away from, words beside it, because a sitter for a partner is not a sitter for a baby.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from app.search.dutch import folding
from app.search.dutch.stems import stem
from app.search.dutch.words import FAINT_STEMS, LIGHT_STEMS, QUIET_STEMS, STOP_WORDS, words_of

# Words of a phrase may stand in another order, with this many other words among them.
_SLACK: Final = 5
# Small words that change nothing, even in the shortest phrase.
_ARTICLES: Final = words_of("""
    de het een der den mijn mijne me mij ik er die dat deze dit zijn haar hun ons onze je jouw uw u te of en
    the my your our an of
""")


class SynonymRule(Protocol):
    """One rule as the content folder gives it."""

    @property
    def id(self) -> str:
        """The rule's own name."""

    @property
    def say(self) -> Sequence[str]:
        """Everyday words, each of one word or more."""

    @property
    def mean(self) -> Sequence[str]:
        """Words of the field that are searched as well, most meant first."""

    @property
    def kinds(self) -> Sequence[str]:
        """Slugs of the kinds that go up in the order."""

    @property
    def domains(self) -> Sequence[str]:
        """Slugs of the life domains that go up in the order."""

    @property
    def only_with(self) -> Sequence[str]:
        """One of these must stand beside it; empty when nothing must."""

    @property
    def not_with(self) -> Sequence[str]:
        """None of these may stand beside it."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What somebody may say: stems that must all be there. `rule` is the place of its rule."""

    stems: tuple[str, ...]
    rule: int


@dataclass(frozen=True, slots=True)
class Applied:
    """A rule that fits: `places` are the places of the words it was read from, in order.

    `weak` says that only words of every day made it fit, while others say more.
    """

    rule: SynonymRule
    places: tuple[int, ...]
    by_part: bool
    weak: bool = False


def phrase_stems(text: str) -> tuple[str, ...]:
    """The stems of a phrase that matter: without stop words, unless the rest says too little by itself.

    "kan niet meer" keeps all its words, for "niet" alone would fit almost any question, and
    "wil dood" keeps its verb, for "dood" alone is something else.
    """
    words = folding.tokens(text)
    telling = [word for word in words if word not in STOP_WORDS]
    if len(telling) < len(words):
        if all(_says_little(stem(word)) for word in telling):
            telling = words
        elif len(telling) == 1:
            telling = [word for word in words if word not in _ARTICLES]
    return tuple(dict.fromkeys(stem(word) for word in telling))


def _says_little(root: str) -> bool:
    return root in QUIET_STEMS or root in FAINT_STEMS or root in LIGHT_STEMS


class SynonymRules:
    """A compiled set of rules; immutable, so that it can be swapped while people search."""

    __slots__ = ("_alone", "_by_stem", "_not_with", "_only_with", "_rules", "words")

    def __init__(self, rules: Iterable[SynonymRule] = ()) -> None:
        self._rules = tuple(rules)
        self._by_stem: dict[str, list[Phrase]] = {}
        self._only_with = [_context(rule.only_with) for rule in self._rules]
        self._not_with = [_context(rule.not_with) for rule in self._rules]
        words: set[str] = set()
        for place, rule in enumerate(self._rules):
            for saying in rule.say:
                stems = phrase_stems(saying)
                if not stems:
                    continue
                words.update(folding.tokens(saying))
                self._by_stem.setdefault(max(stems, key=len), []).append(Phrase(stems, place))
        self._alone = frozenset(
            root for root, phrases in self._by_stem.items() if any(len(phrase.stems) == 1 for phrase in phrases)
        )
        self.words: frozenset[str] = frozenset(words)

    def __len__(self) -> int:
        return len(self._rules)

    def knows(self, stem_: str) -> bool:
        """True when one word by itself leads somewhere."""
        return stem_ in self._alone

    def apply(
        self, forms: Sequence[frozenset[str]], stems: Sequence[str], only_together: frozenset[int] = frozenset()
    ) -> tuple[list[Applied], frozenset[int]]:
        """The rules that fit a question, and the places of words that are meant otherwise here.

        `forms` holds for every word its stem and the stems of its parts; `stems` the stem
        alone; `only_together` the places of small words, which fit nothing by themselves.
        Where several words together fit a rule, rules on fewer of those words stay out.
        A word is meant otherwise when a rule stays away because of the words beside it.
        """
        every: frozenset[str] = frozenset().union(*forms) if forms else frozenset()
        found: list[tuple[Phrase, tuple[int, ...], bool]] = []
        otherwise: set[int] = set()
        for place, own in enumerate(forms):
            for form in own:
                for phrase in self._by_stem.get(form, ()):
                    alone = len(phrase.stems) == 1
                    if (alone and place in only_together) or not every.issuperset(phrase.stems):
                        continue
                    needed = self._only_with[phrase.rule]
                    if needed and not needed.stands_in(every):
                        continue
                    never = self._not_with[phrase.rule]
                    if never and never.stands_in(every):
                        if alone and form == stems[place]:
                            otherwise.add(place)
                        continue
                    places = _places(phrase.stems, form, place, forms)
                    by_part = alone and form != stems[place]
                    if places is not None and not (by_part and self.knows(stems[place])):
                        found.append((phrase, places, by_part))
        applied = self._longest(found)
        explained = {place for one in applied if len(one.places) == 1 for place in one.places}
        return applied, frozenset(otherwise - explained)

    def _longest(self, found: list[tuple[Phrase, tuple[int, ...], bool]]) -> list[Applied]:
        applied: list[Applied] = []
        taken: dict[int, set[int]] = {}
        weak = [all(_says_little(root) or root in STOP_WORDS for root in phrase.stems) for phrase, _, _ in found]
        some_strong = not all(weak)
        sets = [frozenset(places) for _, places, _ in found]
        telling = [own for own, little in zip(sets, weak, strict=True) if not little]
        for (phrase, places, by_part), own, little in zip(found, sets, weak, strict=True):
            used = taken.setdefault(phrase.rule, set())
            if used & own or any(own < other for other in (sets if little else telling)):
                continue
            used |= own
            applied.append(Applied(self._rules[phrase.rule], places, by_part, weak=little and some_strong))
        return applied


@dataclass(frozen=True, slots=True)
class _Context:
    """Words that a rule looks for beside its own: single ones apart, for all of those are looked up at once."""

    single: frozenset[str]
    phrases: tuple[frozenset[str], ...]

    def stands_in(self, every: frozenset[str]) -> bool:
        """True when one of them stands in the question with these stems."""
        return not self.single.isdisjoint(every) or any(phrase <= every for phrase in self.phrases)


def _context(words: Sequence[str]) -> _Context | None:
    contexts = [frozenset(stems) for stems in map(phrase_stems, words) if stems]
    if not contexts:
        return None
    single = frozenset(stem_ for stems in contexts if len(stems) == 1 for stem_ in stems)
    return _Context(single, tuple(stems for stems in contexts if len(stems) > 1))


def _places(stems: tuple[str, ...], form: str, place: int, forms: Sequence[frozenset[str]]) -> tuple[int, ...] | None:
    """Where the words of a phrase stand, seen from one of them; None when one is not there or far away."""
    if len(stems) == 1:
        return (place,)
    reach = len(stems) + _SLACK
    places = {place}
    for other in stems:
        if other == form:
            continue
        at = _nearest(other, place, reach, forms)
        if at is None:
            return None
        places.add(at)
    return tuple(sorted(places))


def _nearest(form: str, place: int, reach: int, forms: Sequence[frozenset[str]]) -> int | None:
    if form in forms[place]:
        return place  # both in one compound: burenruzie
    for distance in range(1, reach + 1):
        for at in (place + distance, place - distance):
            if 0 <= at < len(forms) and form in forms[at]:
                return at
    return None
