"""How people type when it is urgent: without the last letter, with letters repeated, words run together.

Only for recognising danger words. Searching mends typing errors another way (`app.search.dutch.spelling`): there a
changed word changes what somebody finds, here it only puts help numbers on top.
"""

import re
from collections.abc import Container, Iterator

SHORTEST_RUN_TOGETHER = 7
LONGEST_RUN_TOGETHER = 40

_RUN = re.compile(r"(.)\1{2,}")
_SHORTEST_ENDING = 4
_SHORTEST_PIECE = 2

# Chat language, dialect and slips of short words, each with what it may stand for.
_SHORT_FOR = {
    "k": ("ik",),
    "ek": ("ik",),
    "lk": ("ik",),
    "ikke": ("ik",),
    "nie": ("niet",),
    "ni": ("niet",),
    "nt": ("niet",),
    "nit": ("niet",),
    "neit": ("niet",),
    "t": ("het",),
    "ut": ("het",),
    "mn": ("mijn", "mij", "me"),
    "m": ("mijn", "hem"),
    "me": ("mijn", "mij"),
    "mij": ("mijn",),
    "myn": ("mijn",),
    "mien": ("mijn",),
    "zn": ("zijn",),
    "dr": ("haar", "er"),
    "der": ("haar",),
    "ie": ("hij",),
    "hy": ("hij",),
    "em": ("hem",),
    "gn": ("geen",),
    "gin": ("geen",),
    "mr": ("meer",),
    "mer": ("meer",),
    "hou": ("houd",),
    "wl": ("wil",),
    "wilt": ("wil",),
    "dod": ("dood",),
    "kids": ("kinderen",),
}
_AFTER_IK = frozenset(
    ("wil", "ben", "heb", "kan", "ga", "zie", "word", "wordt", "moet", "hoef", "voel", "durf", "houd", "trek", "weet")
)


def spellings(word: str) -> Iterator[str]:
    """The folded word itself first, then the words it may have been meant as."""
    yield word
    if _RUN.search(word):
        yield _RUN.sub(r"\1\1", word)
        yield _RUN.sub(r"\1", word)
    yield from _SHORT_FOR.get(word, ())
    if len(word) >= _SHORTEST_ENDING:
        if word.endswith("e"):
            yield word + "n"
        elif word.endswith("dt"):
            yield word[:-1]
            yield word[:-2] + "t"
        elif word.endswith("d"):
            yield word + "t"
            yield word[:-1] + "t"
        elif word.endswith("t"):
            yield word[:-1] + "d"
            yield word[:-1] + "dt"


def pieces(word: str, known: Container[str]) -> list[str]:
    """The fewest known words that a word consists of (`ikwildood`, `kwil`); empty when there are none.

    Takes time in proportion to the square of the word's length, which is at most LONGEST_RUN_TOGETHER.
    """
    if word.startswith("k") and word[1:] in _AFTER_IK:
        return ["ik", word[1:]]
    if not SHORTEST_RUN_TOGETHER <= len(word) <= LONGEST_RUN_TOGETHER:
        return []
    best: list[list[str] | None] = [[]]
    for end in range(1, len(word) + 1):
        shortest: list[str] | None = None
        for start in range(end - _SHORTEST_PIECE + 1):
            before = best[start]
            if before is None or (shortest is not None and len(before) + 1 >= len(shortest)):
                continue
            if word[start:end] in known:
                shortest = [*before, word[start:end]]
        best.append(shortest)
    return best[-1] or []
