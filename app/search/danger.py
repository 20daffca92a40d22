"""Words that mean it cannot wait: help numbers go on top, and nothing else happens.

A match never blocks a question, is never counted and never logged (ecosystem.md 6.7). False alarms are accepted.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.content.models import DangerRule
from app.search.dutch.folding import fold

_WORD = re.compile(r"[^\W_]+")
LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Danger:
    """What was recognised: what to say first, and which numbers go on top (ids of content/help_numbers.yaml)."""

    rule: str
    message: str
    message_en: str
    help_numbers: tuple[str, ...]
    desk: bool


def recognise(text: str, rules: Iterable[DangerRule]) -> tuple[Danger, ...]:
    """The dangers somebody's words may point at, in the order of the rules. Never raises."""
    words = _words(text[:LONGEST_TEXT])
    if not words:
        return ()
    return tuple(
        Danger(rule.id, rule.message, rule.message_en, rule.help_numbers, rule.desk)
        for rule in rules
        if _says(words, rule)
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text.replace("'", "").replace("’", "")))


def _phrase(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+\*?", fold(text.replace("'", "").replace("’", ""))))


@lru_cache(maxsize=256)
def _phrases(texts: tuple[str, ...]) -> tuple[tuple[tuple[str, ...], ...], frozenset[str], tuple[str, ...]]:
    """Phrases as words, with their first words, whole ones and beginnings: most sentences hold none of those."""
    phrases = tuple(_phrase(text) for text in texts)
    firsts = {phrase[0] for phrase in phrases if phrase}
    whole = frozenset(word for word in firsts if not word.endswith("*"))
    return phrases, whole, tuple(word[:-1] for word in firsts if word.endswith("*"))


def _says(words: Sequence[str], rule: DangerRule) -> bool:
    phrases, whole, beginnings = _phrases(rule.phrases)
    if whole.isdisjoint(words) and not any(word.startswith(beginnings) for word in words):
        return False
    left = list(words)
    for harmless in _phrases(rule.unless)[0]:
        _blot_out(left, harmless)
    return any(_contains(left, phrase, rule.gap) for phrase in phrases)


def _blot_out(words: list[str], phrase: Sequence[str]) -> None:
    """Take an innocent phrase out of the reckoning; the rest of the sentence still counts."""
    size = len(phrase)
    for start in range(len(words) - size + 1):
        if size and all(_same(words[start + at], phrase[at]) for at in range(size)):
            words[start : start + size] = [""] * size


def _contains(words: Sequence[str], phrase: Sequence[str], gap: int) -> bool:
    """Whether the phrase's words stand in this order with at most `gap` others between two of them."""
    if not phrase:
        return False
    return any(_fits(words, start, phrase, gap) for start in range(len(words)) if _same(words[start], phrase[0]))


def _fits(words: Sequence[str], start: int, phrase: Sequence[str], gap: int) -> bool:
    if len(phrase) == 1:
        return True
    following = range(start + 1, min(start + gap + 2, len(words)))
    return any(_same(words[at], phrase[1]) and _fits(words, at, phrase[1:], gap) for at in following)


def _same(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted
