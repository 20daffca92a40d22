"""Place names brought to one spelling, so that `'s Heerenberg`, `S-HEERENBERG` and `’s-Heerenberg` meet."""

import re
import unicodedata

LONGEST = 80
"""Characters of a name that are looked at: the longest Dutch place name has 33, a municipality behind it as many."""

_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
_SAINT = re.compile(r"\bst\b")
_ALIASES = {
    "s gravenhage": "den haag",
    "the hague": "den haag",
    "s hertogenbosch": "den bosch",
}


def fold(name: str) -> str:
    """The key of a place name: small letters and digits, one space between, `ij` as `y`, `st.` as `sint`."""
    plain = unicodedata.normalize("NFKD", name[:LONGEST])
    letters = "".join(character for character in plain if not unicodedata.combining(character)).lower()
    words = _NOT_A_LETTER.sub(" ", letters.replace("a/d", "aan de")).strip()
    key = _SAINT.sub("sint", words).replace("ij", "y")
    return _ALIASES.get(key, key)
