"""What somebody says that is no diagnosis: "ik ben veel alleen" (I-39). Content decides what comes first then.

`alleen` is also Dutch for "only", so words are read in their sentence: "alleen op dinsdag" says nothing about anybody.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from app.content.mediation import NeedRule
from app.search.dutch.folding import fold
from app.search.dutch.stems import stem
from app.search.dutch.words import words_of

_WORD = re.compile(r"[^\W_]+|[.,!?;:…\n]")
_MOST_WORDS = 200
_MOST_BETWEEN = 3
_NOT = words_of("niet nooit geen not")
_HOW_MUCH = words_of(
    "veel vaak zo zoveel erg heel hele best nogal vreselijk verschrikkelijk altijd helemaal meestal steeds"
)
_BETWEEN = _HOW_MUCH | words_of("""
    wel nu ook een beetje bijna haast mij me mezelf de dag dagen s avonds weekend in het meer soms echt gewoon te
    thuis overdag
""")
_ALONE_OR_ONLY = "alleen"
_IS = words_of("""
    ben bent is was waren zijn zit zitten zat leef leeft leven woon woont wonen voel voelt voelen blijf blijft
""")
_WHO = words_of("ik hij zij ze we wij moeder vader man vrouw oma opa zoon dochter buurman buurvrouw mij me zich")
_THEN = words_of("en want omdat sinds thuis geworden achtergebleven gebleven daarom nu dus help . , ! ? ; : …") | {
    "",
    "\n",
}


def need_of(text: str, rules: Iterable[NeedRule]) -> NeedRule | None:
    """The first rule that somebody's words answer to; None when there is none. Never raises."""
    words = tuple(_WORD.findall(fold(text))[:_MOST_WORDS])
    stems = tuple(map(stem, words))
    for rule in rules:
        for saying in rule.words:
            wanted = _stems_of(saying)
            if any(_says(words, stems, wanted, place) for place in range(len(words))):
                return rule
    return None


@lru_cache(maxsize=1024)
def _stems_of(saying: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in _WORD.findall(fold(saying)))


def _says(words: Sequence[str], stems: Sequence[str], wanted: Sequence[str], first: int) -> bool:
    """Whether the wanted stems stand here in order, with only words of degree among them."""
    place = first
    for number, one in enumerate(wanted):
        if number:
            skipped = 0
            while place < len(words) and stems[place] != one and words[place] in _BETWEEN and skipped < _MOST_BETWEEN:
                place, skipped = place + 1, skipped + 1
        if place >= len(words) or stems[place] != one:
            return False
        place += 1
    before = words[first - 1] if first else ""
    if before in _NOT:
        return False
    last = place - 1
    return words[last] != _ALONE_OR_ONLY or _is_alone(words, last)


def _is_alone(words: Sequence[str], place: int) -> bool:
    """Whether `alleen` here means that somebody is by themself, and not "only"."""
    before = words[max(0, place - 6) : place]
    after = words[place + 1] if place + 1 < len(words) else ""
    if before and before[-1] in _NOT:
        return False
    if before and (before[-1] in _HOW_MUCH or any(word.startswith("voel") for word in before)):
        return True
    if after not in _THEN:
        return False
    return not before or not _IS.isdisjoint(before) or before[-1] in _WHO
