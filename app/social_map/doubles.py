"""Organisations that may be the same one under another name. They are only pointed out: a person decides, nothing merges.

`Welkamp` and `De Welkamp` differ by an article, `Zorggroep` and `Zorgroep` by a letter; `Buurthuis 1` and `Buurthuis 2`
differ by a number, and that is always another organisation.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz.distance import Levenshtein

from app.social_map.draft import OfferDraft
from app.social_map.names import fold_name, loose_name

_NOT_THE_NAME = re.compile(
    r"\b(?:stichting|vereniging|cooperatie|cooperatieve|b\.?\s?v\.?|n\.?\s?v\.?|v\.?\s?o\.?\s?f\.?|u\.?\s?a\.?|de|het|een|'?t|'?s|the|"
    r"regio\s+[\w-]+(?:\s+noord|\s+zuid|\s+oost|\s+west)?)(?=\W|$)"
)
_BRACKETS = re.compile(r"\([^)]*\)")
_SIGNS = re.compile(r"[^a-z0-9]+")
_SHORTEST = 7
_BLOCK = 4
_MOST_IN_BLOCK = 300


def loose_key(name: str) -> str:
    """A name without legal form, article, region and signs. Names with equal keys may be one organisation."""
    folded = fold_name(name)
    key = _SIGNS.sub("", _NOT_THE_NAME.sub(" ", _BRACKETS.sub(" ", folded)))
    return key or _SIGNS.sub("", folded)


def spelled_as_known(known: OfferDraft, draft: OfferDraft) -> OfferDraft:
    """The same offer, handed in again, with its names as they were: other signs, spaces, hyphens or legal form are no news."""
    names: dict[str, object] = {"source_id": known.source_id}
    if loose_name(known.name) == loose_name(draft.name):
        names["name"] = known.name
    if loose_name(known.place.kern) == loose_name(draft.place.kern):
        names["place"] = draft.place.model_copy(update={"kern": known.place.kern})
    ours, theirs = known.organisation.name, draft.organisation.name
    if loose_name(ours) == loose_name(theirs) or loose_key(ours) == loose_key(theirs):
        names["organisation"] = draft.organisation.model_copy(update={"name": ours})
    return draft.model_copy(update=names)


class Likenesses:
    """Names, ready to be asked which other one looks like a given name."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_key: dict[str, dict[str, str]] = defaultdict(dict)
        self._blocks: dict[str, dict[str, str]] = defaultdict(dict)
        for name in names:
            key = loose_key(name)
            self._by_key[key].setdefault(fold_name(name), name)
            self._blocks[key[:_BLOCK]][key] = _digits(key)

    def like(self, name: str) -> str | None:
        """Another name that may be the same organisation, or None. The same name in other letters is not another one."""
        folded, key = fold_name(name), loose_key(name)
        for other, shown in self._by_key.get(key, {}).items():
            if other != folded:
                return shown
        block = self._blocks.get(key[:_BLOCK], {})
        if len(key) < _SHORTEST or len(block) > _MOST_IN_BLOCK:
            return None
        digits = _digits(key)
        near = (
            other
            for other, its_digits in block.items()
            if its_digits == digits
            and other != key
            and len(other) >= _SHORTEST
            and Levenshtein.distance(key, other, score_cutoff=1) <= 1
        )
        found = min(near, default=None)
        return next(iter(self._by_key[found].values())) if found is not None else None


def _digits(key: str) -> str:
    return "".join(sign for sign in key if sign.isdigit())
