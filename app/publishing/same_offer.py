"""Whether two offers may be one and the same, by their names and whose they are. Pointed out only: a person decides."""

import re
from typing import Final, NamedTuple, Self

from rapidfuzz import fuzz

from app.social_map.doubles import loose_key
from app.social_map.names import fold_name

_LIKE_ENOUGH: Final = 90
_NOT_ONLY_A_PART: Final = 78
_LIKE_ELSEWHERE: Final = 93
_SIGNS = re.compile(r"[^a-z0-9]+")
_APART = re.compile(
    r"\d+|\b(?:maan|dins|woens|donder|vrij|zater|zon)dag\w*|\b(?:ochtend|middag|avond|nacht)\w*"
    r"|\b(?:mannen|vrouwen|jongens|meisjes|jongeren|ouderen|kinderen)\b"
)
"""Words that make two offers different ones, however alike the rest is."""


class Likeable(NamedTuple):
    """An offer, ready to be compared with many others."""

    words: str
    apart: tuple[str, ...]
    whose: str

    @classmethod
    def of(cls, name: str, organisation: str) -> Self:
        """Prepared once, because comparing thousands of names must not fold each of them thousands of times."""
        words = _SIGNS.sub(" ", fold_name(name)).strip()
        return cls(words, tuple(sorted(_APART.findall(words))), loose_key(organisation))

    def like(self, other: Self) -> bool:
        """Whether both may be the same offer. Of another organisation only nearly the same name counts."""
        if self.apart != other.apart:
            return False
        whole = fuzz.token_sort_ratio(self.words, other.words)
        if self.whose == other.whose:
            return fuzz.token_set_ratio(self.words, other.words) >= _LIKE_ENOUGH and whole >= _NOT_ONLY_A_PART
        return whole >= _LIKE_ELSEWHERE
