"""Notices names of people, so that nobody's name is "mended" into a word.

Somebody looks for the teacher Jan de Vries, and no list of words holds every name. How it
is written tells: a capital inside a sentence, a title before it, or the small words that
Dutch surnames begin with.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from app.search.dutch import folding

_CAPITAL: Final = re.compile(r"(?<=[^\W\d_A-Z] )[A-Z][a-z]+(?:-[A-Z][a-z]+)?\b")
_TITLED: Final = re.compile(
    r"\b(?:mevrouw|mevr|mw|meneer|mijnheer|dhr|heer|fam|familie|juf|meester|dokter|dr|drs|ds|dominee|zuster)\.?"
    r" ((?:(?:van|de|der|den|het|ter|ten|te|'t) )*\w+)"
)
_SURNAME: Final = re.compile(r"\b(\w+) (?:van (?:de|der|den|'t)|van|de|der|den|ter|ten|te) (\w+)$")


def names_in(text: str, known: Callable[[str], bool]) -> frozenset[str]:
    """Folded words that look like a name. `known` says whether an offer or a rule holds a folded word."""
    found: list[str] = []
    if not text.islower() and any(sign.isupper() for sign in text) and not text.isupper() and not text.istitle():
        found.extend(_CAPITAL.findall(text))
    plain = text.lower().strip()
    if " " in plain:
        found.extend(_TITLED.findall(plain))
        surname = _SURNAME.search(plain)
        if surname is not None and not known(folding.fold(surname[1])):
            found.extend(surname.groups())
    return frozenset(word for name in found for word in folding.tokens(name))
