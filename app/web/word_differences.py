"""What changed in a text, word by word, so that an editor need not read two long texts side by side."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

LONG_TEXT: Final = 80
"""From this many signs a changed text is shown word by word."""
_PIECE = re.compile(r"\s+|[^\s]+")
_MOST_PIECES: Final = 6000
_ALIKE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words: `same`, `gone` or `new`."""

    kind: str
    text: str


def words_apart(before: str, after: str) -> tuple[Part, ...]:
    """Both texts as one, in parts; the parts that are not `gone` make `after`, those that are not `new` make `before`.

    A word that stands alone between two changes is taken into them: three crumbs read worse than one sentence. Texts of
    many thousands of words are shown whole, one after the other, because comparing them would keep everybody waiting.
    """
    one, two = _PIECE.findall(before), _PIECE.findall(after)
    if max(len(one), len(two)) > _MOST_PIECES:
        return tuple(part for part in (Part("gone", before), Part("new", after)) if part.text)
    runs: list[tuple[str, str]] = []
    for kind, start, end, new_start, new_end in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        old, new = "".join(one[start:end]), "".join(two[new_start:new_end])
        if kind == "equal" and old.strip():
            runs.append((old, old))
        elif runs and runs[-1][0] != runs[-1][1]:
            runs[-1] = (runs[-1][0] + old, runs[-1][1] + new)
        else:
            runs.append((old, new))
    parts: list[Part] = []
    for old, new in runs:
        if old == new:
            parts.append(Part("same", old))
        else:
            parts += [part for part in (Part("gone", old), Part("new", new)) if part.text]
    return tuple(parts)


def is_long(before: str, after: str) -> bool:
    """Whether these two are better shown word by word: long, and still mostly the same text."""
    if not before or not after or max(len(before), len(after)) < LONG_TEXT:
        return False
    one, two = before.split(), after.split()
    return max(len(one), len(two)) > _MOST_PIECES or SequenceMatcher(None, one, two, autojunk=False).ratio() >= _ALIKE
