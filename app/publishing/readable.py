"""How easily a text reads, while somebody writes it: a few hints that help, never a mark and never a stop (B1).

A reader of 78 with a worry reads short sentences and everyday words. So we look at what stands in the way of that: long
sentences, words hardly anybody uses, words of policy that have a plainer brother, and sentences in which nobody does
anything. How rare a word is comes from `wordfreq`, how it breaks from `pyphen`.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from pyphen import Pyphen
from wordfreq import zipf_frequency

from app.publishing.plain_words import PLAINER

Kind = Literal["long_sentence", "plainer", "rare", "passive", "shouting"]

LONGEST_SENTENCE: Final = 15
"""Words; the advice for B1 is ten to fifteen."""
MOST_HINTS: Final = 5
_LONGEST_READ: Final = 8000
_RARE: Final = 2.2
"""On Zipf's scale of wordfreq: one in some six million words; with three or more breaks such a word stops a reader."""
_BREAKS: Final = 3
_LETTERS_SHOUTED: Final = 12
_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_PASSIVE = re.compile(
    r"\b(?:wordt|worden|werd|werden)\b(?:\W+\w+){0,6}?\W+(?:ge|be|ver|her|ont)\w{3,}(?:d|t|en)\b", re.IGNORECASE
)
_ORDER: Final[tuple[Kind, ...]] = ("shouting", "long_sentence", "plainer", "rare", "passive")
_PHRASES = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(word) for word in sorted(PLAINER, key=len, reverse=True)) + r")(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that could be easier: `words` are the writer's own, `advice` is a Dutch sentence."""

    kind: Kind
    words: str
    advice: str


def hints(text: str) -> tuple[Hint, ...]:
    """At most five hints about a Dutch text, what helps most first. Empty when it reads easily. Never raises."""
    text = text[:_LONGEST_READ]
    found = [*_shouting(text), *_long_sentences(text), *_plainer(text), *_rare(text), *_passive(text)]
    found.sort(key=lambda hint: _ORDER.index(hint.kind))
    return tuple(found[:MOST_HINTS])


def _long_sentences(text: str) -> list[Hint]:
    said = []
    for sentence in _SENTENCE.findall(text):
        count = len(_WORD.findall(sentence))
        if count > LONGEST_SENTENCE:
            begin = " ".join(sentence.split()[:6])
            said.append(
                Hint("long_sentence", f"{begin} …", f"Deze zin heeft {count} woorden. Maak er twee korte zinnen van.")
            )
    return said[:2]


def _plainer(text: str) -> list[Hint]:
    said: dict[str, Hint] = {}
    for match in _PHRASES.finditer(text):
        word = match[0].casefold()
        said.setdefault(
            word, Hint("plainer", match[0], f"'{match[0]}' is een moeilijk woord. Kan het ook zo: {PLAINER[word]}?")
        )
    return list(said.values())[:3]


def _rare(text: str) -> list[Hint]:
    said: dict[str, Hint] = {}
    for word in _WORD.findall(text):
        small = word.casefold()
        # A capital inside a text is mostly a name, and names are as long as they are.
        if word[0].isupper() or small in PLAINER or small in said or not _is_rare(small):
            continue
        said[small] = Hint(
            "rare", word, f"'{word}' is een lang woord dat weinig mensen kennen. Kunt u het anders zeggen?"
        )
    return list(said.values())[:2]


@lru_cache(maxsize=4096)
def _is_rare(word: str) -> bool:
    if len(word) < 12 or zipf_frequency(word, "nl") > _RARE:  # noqa: PLR2004  (shorter words are read at a glance)
        return False
    return len(_breaks().positions(word)) >= _BREAKS


@lru_cache(maxsize=1)
def _breaks() -> Pyphen:
    return Pyphen(lang="nl_NL")


def _passive(text: str) -> list[Hint]:
    match = _PASSIVE.search(text)
    if match is None:
        return []
    return [Hint("passive", match[0], "Zeg wie het doet: 'wij helpen u' leest makkelijker dan 'u wordt geholpen'.")]


def _shouting(text: str) -> list[Hint]:
    for sentence in _SENTENCE.findall(text):
        letters = [sign for sign in sentence if sign.isalpha()]
        if len(letters) >= _LETTERS_SHOUTED and all(sign.isupper() for sign in letters):
            return [Hint("shouting", sentence.strip()[:60], "Hoofdletters lezen als roepen. Schrijf gewone letters.")]
    return []
