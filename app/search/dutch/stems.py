"""Brings the forms of a Dutch word together: boodschap/boodschappen, huis/huizen, café/cafés.

Ready-made Dutch stemmers either leave everyday plurals apart or throw different words
together (gezin with zin). This one takes off few endings, repairs the spelling that goes
with them (doubled consonants, long vowels, v/f, z/s), and leaves prefixes alone.
"""

from __future__ import annotations

# ruff: noqa: PLR2004 - spelling rules count letters; a name for each count would hide the rule
from functools import lru_cache
from typing import Final

from app.search.dutch.forms import FAMILIES, VERBS

_VOWELS: Final = frozenset("aeiouy")

_EXCEPTIONS: Final[dict[str, str]] = {
    form: family.split()[0] for family in FAMILIES.strip().splitlines() for form in family.split()
}

# Words with a short vowel in the singular and a long one in the plural: toeslag, toeslagen.
_SHORT_IN_SINGULAR: Final = (
    "slag",
    "dag",
    "dak",
    "blad",
    "bad",
    "pad",
    "gat",
    "glas",
    "weg",
    "spel",
    "slot",
    "lot",
    "drag",
    "gebrek",
    "hof",
)
# Words with a -t of their own before -je: kaartje is a kaart, deurtje is a deur.
_OWN_T: Final = (
    "aart", "poort", "soort", "beurt", "buurt", "hart", "punt", "krant", "kant", "klant", "plant", "tent", "sport",
    "part", "cent", "wijnt", "biljart", "dienst", "feit", "geit", "tijd", "moment", "document",
)  # fmt: skip

# Words that end in -aat, -oot, -uut themselves: maatje is a maat, but autootje an auto.
_LONG_AND_T: Final = ("maat", "straat", "plaat", "boot", "poot", "noot", "sloot", "minuut")

# Endings that take -s in the plural.
_TAKES_S: Final = (
    "er", "el", "em", "en", "aar", "eur", "ier", "ie", "eau", "oor", "oon", "een", "ein", "ain", "eam",
    "ilm", "let", "ent", "ket", "rug", "ail", "app", "ub", "ip",
)  # fmt: skip


def _undouble(word: str) -> str:
    """Takes one of two equal consonants off: boodschapp -> boodschap; keeps double vowels."""
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in _VOWELS:
        return word[:-1]
    return word


def _voiceless(word: str) -> str:
    """Sharpens the last consonant: huiz -> huis, briev -> brief: Dutch writes these so at the end of a word."""
    if word[-1] == "z":
        return word[:-1] + "s"
    if word[-1] == "v":
        return word[:-1] + "f"
    return word


def _lengthen(word: str) -> str:
    """Doubles the last vowel, man(en) -> maan: an open syllable's long vowel is written double when the syllable closes."""
    if word.endswith(_SHORT_IN_SINGULAR):
        return word
    if (
        word[-1] not in _VOWELS
        and word[-1] not in "wxj"
        and word[-2] in "aeou"
        and (len(word) == 2 or word[-3] not in _VOWELS)
    ):
        vowel = word[-2]
        if vowel == "e" and not _stressed_last(word):
            return word
        return word[:-1] + vowel + word[-1]
    return word


def _stressed_last(word: str) -> bool:
    """True when the -e- of the last syllable is probably long: only with one syllable, or -eel, -eem, -eet."""
    before = word[:-2]
    return not any(letter in _VOWELS for letter in before) or word[-1] in "mt"


def _repair(word: str) -> str:
    """A stem after -e(n) was taken off, written as the singular is."""
    if word[-1] not in _VOWELS and word[-1] == word[-2]:
        return _undouble(word)
    return _voiceless(_lengthen(word))


def _verb_family(infinitive: str) -> tuple[str, ...]:
    """Its forms, waken: waak, waakt, waakte, waakten, gewaakt."""
    base = _repair(infinitive[:-2])
    hard = infinitive[-3] in "tkfsp" or base.endswith("ch")
    past = base if base[-1] in "td" else base + ("t" if hard else "d")
    prefix = "" if infinitive.startswith(("be", "ver", "ont")) and len(infinitive) > 7 else "ge"
    return base, base if base[-1] == "t" else base + "t", past + "e", past + "en", prefix + past, infinitive


def _add_verbs() -> None:
    for infinitive in VERBS.split():
        family = _verb_family(infinitive)
        root = _EXCEPTIONS.get(infinitive) or _EXCEPTIONS.get(family[0]) or family[0]
        for form in family:
            _EXCEPTIONS.setdefault(form, root)


_add_verbs()


def _diminutive(word: str) -> str | None:
    """The word that was made small: maatje -> maat, boompje -> boom, mannetje -> man, woninkje -> woning."""
    word = word.removesuffix("s") if word.endswith("jes") else word
    if not word.endswith("je") or len(word) < 5:
        return None
    base = word[:-2]
    if base.endswith("ink") and len(base) > 4:
        base = base[:-1] + "g"
    elif base.endswith("et") and len(base) > 5:
        base = _undouble(base[:-2])
    elif base.endswith(("aat", "oot", "uut")):
        base = base if base.endswith(_LONG_AND_T) else base[:-2]
    elif base.endswith("mp") and len(base) > 4:
        base = base[:-1]
    elif base.endswith("t") and base[-2] in "lnrwi" and len(base) > 3 and not base.endswith(_OWN_T):
        base = base[:-1]  # vrouwtje, tuintje, uurtje
    return base


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The stem of one folded word. Not always a word itself; the same for its everyday forms."""
    known = _EXCEPTIONS.get(word)
    if known is not None:
        return known
    if len(word) < 4 or not word.isascii() or word[-1].isdigit():
        return word
    small = _diminutive(word)
    if small is not None:
        return _EXCEPTIONS.get(small, _final(small))
    return _final(word)


def _final(word: str) -> str:
    """The word without its plural or inflection ending."""
    if word.endswith("heden") and len(word) > 7:
        return word[:-5] + "heid"
    if word.endswith(("tes", "nes", "hes", "ges", "wes", "ses")) and len(word) > 5:
        word = word[:-1]  # gemeentes, machines
    if word.endswith("en"):
        return _without(word, 2)
    if word.endswith("s"):
        return _singular(word)
    if word.endswith("e") and word[-2] not in "aeiou":
        return _without(word, 1)
    return word


def _without(word: str, ending: int) -> str:
    """The word without -e or -en, spelled as a word; the word itself when too little would be left."""
    base = word[:-ending]
    if base[-1] in "oe" or (base[-1] == "i" and not base.endswith("ei")):
        # schoen, tien; but knieen and industrieen had a trema
        return base[:-1] + "e" if base.endswith("iee") else (base if base.endswith("ie") else word)
    if not any(letter in _VOWELS for letter in base):
        return word
    base = _repair(base)
    return _EXCEPTIONS.get(base, base)


def _singular(word: str) -> str:
    """The word without a plural -s, where that -s cannot belong to the word."""
    if len(word) < 5:
        return word
    before = word[:-1]
    vowel_plural = before[-1] in "aoiuy" and before[-2] not in _VOWELS
    if vowel_plural or before.endswith(_TAKES_S):
        return _EXCEPTIONS.get(before, before)
    return word


def derived(word: str) -> tuple[str, ...]:
    """Stems of the noun to a verb or the verb to a noun, as Dutch forms them with -ing; a guess to be checked."""
    if len(word) < 7:
        return ()
    if word.endswith("ingen"):
        word = word[:-2]
    if word.endswith("ing"):
        return (stem(word[:-3] + "en"),)
    if word.endswith("en"):
        return (stem(word[:-2] + "ing"),)
    return ()
