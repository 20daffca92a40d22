"""Names made comparable and addressable: folded for finding the same one again, and as the last part of an address."""

import re
import unicodedata

_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"})
_SIGNS = re.compile(r"[\W_]+")
_NOT_IN_ADDRESS = re.compile(r"[^a-z0-9]+")
LONGEST_SLUG = 90


def fold_name(name: str) -> str:
    """The name without case, accents, kinds of apostrophe or spare spaces: equal keys are the same name."""
    if name.isascii():
        return " ".join(name.replace("`", "'").casefold().split())
    plain = unicodedata.normalize("NFKD", name.translate(_APOSTROPHES))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).casefold().split())


def loose_name(name: str) -> str:
    """The name without signs, spaces and hyphens either: `’t Huus-inloop` and `'t huus inloop` are both `thuusinloop`."""
    folded = fold_name(name)
    return _SIGNS.sub("", folded) or folded


def slug_of(name: str) -> str:
    """The name as the last part of an address: `Koffie-inloop ’t Huus` becomes `koffie-inloop-t-huus`."""
    words = _NOT_IN_ADDRESS.sub("-", fold_name(name)).strip("-")
    return words[:LONGEST_SLUG].strip("-") or "aanbod"
