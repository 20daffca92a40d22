"""How an editor writes the words that point at danger, read into places and the words that may stand there.

The same reading serves the check of a file (a mistake is told in Dutch, before anything goes live) and the matching.

    zelfmoord*               every word that begins so
    mishandeling~            the word with at most one typing error; `mishandel~*` is both
    (slaat|schopt) mij       one of these words
    <slaan> (mij|me)         one of the words of the rule's own list `slaan` (field `groups`)
    . ik kan niet meer .     a dot in front or behind: the sentence begins or ends here
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SHORTEST_BEGINNING = 3
SHORTEST_NEAR = 6
"""Letters a word needs before one of them may be wrong: `hang` is too near to `haag`, `lang` and `bang`."""

_PLACE = re.compile(r"\(([^()<>]*)\)|<([^()<>]*)>|([^\s()<>]+)")
_WORD = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)(~?)(\*?)")


class PhraseProblem(ValueError):
    """What is wrong with a phrase, in Dutch and with the way to mend it."""


@dataclass(frozen=True, slots=True)
class WantedWord:
    """A word as the editor wrote it. `near`: one typing error may be in it; `begins`: only its beginning counts."""

    text: str
    near: bool = False
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Places in order, each with the words that fit there. `opens`, `closes`: at the sentence's begin or end."""

    places: tuple[frozenset[WantedWord], ...]
    opens: bool = False
    closes: bool = False


def read_phrase(text: str, groups: Mapping[str, Sequence[str]]) -> Phrase:
    """Read one line of `phrases` or `unless`.

    :param groups: the rule's own lists of words, by name.
    :raises PhraseProblem: the line cannot be read.
    """
    left = text.replace("-", " ").strip()
    opens, closes = left.startswith(". "), left.endswith(" .")
    left = left.removeprefix(". ").removesuffix(" .")
    places = []
    at = 0
    for found in _PLACE.finditer(left):
        if left[at : found.start()].strip():
            raise PhraseProblem(_bracket(text))
        at = found.end()
        choices, group, word = found.groups()
        if group is not None:
            places.append(_group(group.strip(), groups, text))
        else:
            places.append(frozenset(_word(each, text) for each in (word if choices is None else choices).split("|")))
    if left[at:].strip():
        raise PhraseProblem(_bracket(text))
    if not places:
        raise PhraseProblem(f"in {text!r} staat geen woord.")
    return Phrase(tuple(places), opens, closes)


def _bracket(text: str) -> str:
    return (
        f"in {text!r} klopt een haakje niet; schrijf keuzes als (slaat|schopt), zonder haakjes daarbinnen, "
        "en de naam van een groep als <slaan>."
    )


def _group(name: str, groups: Mapping[str, Sequence[str]], text: str) -> frozenset[WantedWord]:
    if name not in groups:
        known = ", ".join(sorted(groups)) or "er zijn er nog geen"
        raise PhraseProblem(f"in {text!r} staat de groep <{name}>, maar die staat niet onder groups ({known}).")
    if not groups[name]:
        raise PhraseProblem(f"de groep {name} heeft nog geen woorden.")
    return frozenset(_word(each, each) for each in groups[name])


def _word(written: str, text: str) -> WantedWord:
    found = _WORD.fullmatch(written.strip())
    if found is None:
        raise PhraseProblem(
            f"in {text!r} kunnen we {written.strip()!r} niet lezen; tussen haakjes en in groepen staan losse woorden, "
            "met ~ of * alleen aan het eind. Een punt voor begin of einde van een zin staat los."
        )
    word, near, begins = found.groups()
    if near and len(word) < SHORTEST_NEAR:
        raise PhraseProblem(
            f"in {text!r} is {word!r} te kort voor ~; dat kan bij woorden van minstens {SHORTEST_NEAR} letters."
        )
    if begins and len(word) < SHORTEST_BEGINNING:
        raise PhraseProblem(
            f"in {text!r} is {word!r} te kort voor *; dat kan bij minstens {SHORTEST_BEGINNING} letters."
        )
    return WantedWord(word, bool(near), bool(begins))
