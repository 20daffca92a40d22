"""Turns what somebody typed into plain words: no capitals, accents, apostrophes or signs.

People leave out accents and apostrophes, and phones put in curly ones. Folding before
anything else makes `café`, `Cafe` and `CAFÉ` one word.
"""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = dict.fromkeys(map(ord, "’‘`´ʼ′"), "'")
# "'s avonds" and "'t Erf": the clitic says nothing; "zo'n" would fold to the sun.
_CLITICS = re.compile(r"(?<![a-z0-9])'(?:s|t|n|k|m|r)(?![a-z])")
_ONE_OF_THOSE = re.compile(r"\bzo'n\b")
# e-mail, e-bike, e-health: one letter and a hyphen belong to the word.
_LETTER_HYPHEN = re.compile(r"\b([a-z])-(?=[a-z]{3})")
_WORD = re.compile(r"[a-z0-9]+|[^\W\d_a-z]+")
_LIGATURES = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "ĳ": "ij"})
_SIGNS = _APOSTROPHES | _LIGATURES


class _Marks(dict[int, int | None]):
    """Takes accents off when they stand by themselves; each sign is looked up once and remembered."""

    def __missing__(self, sign: int) -> int | None:
        self[sign] = None if unicodedata.combining(chr(sign)) else sign
        return self[sign]


_MARKS = _Marks()


def fold(text: str) -> str:
    """Lower case without accents; letters of other scripts are kept as they are."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text.lower().translate(_SIGNS)).translate(_MARKS)
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def tokens(text: str) -> list[str]:
    """The folded words of a text, in order. Single letters are dropped; figures are kept."""
    folded = fold(text)
    if "'" in folded:
        folded = _CLITICS.sub(" ", _ONE_OF_THOSE.sub("zo", folded)).replace("'", "")
    if "-" in folded:
        folded = _LETTER_HYPHEN.sub(r"\1", folded)
    return [word for word in _WORD.findall(folded) if len(word) > 1 or word.isdigit()]
