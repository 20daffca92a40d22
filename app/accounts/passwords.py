"""Passwords: long, not a known one, and for the rest people's own choice (ASVS 5.0, 6.2).

argon2id with 19 MiB and two passes (OWASP's figures for a server that shares its memory). At most two are
reckoned at once in one process, so that a flood of sign-ins cannot fill the memory.
"""

import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 12
LONGEST: Final = 128
_FEWEST_DIFFERENT: Final = 5
_SHORTEST_CONTEXT_WORD: Final = 4
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, type=Type.ID)
_AT_ONCE = threading.BoundedSemaphore(2)

CONTEXT: Final = ("leefplein", "wachtwoord", "password", "gemeente", "inloggen")
"""Words that everybody who attacks this site tries first; the e-mail address and names of the place come on top."""

_COMMON_PARTS: Final = (
    "welkom", "geheim", "qwerty", "azerty", "asdfgh", "zxcvbn", "123456", "654321", "abcdef", "admin", "letmein", "iloveyou", "ikhouvanjou",
    "voorjaar", "zomer", "herfst", "winter", "januari", "februari", "maart", "april", "augustus", "september", "oktober", "november", "december",
    "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "feyenoord", "ajax", "nederland", "amsterdam", "rotterdam",
    "superman", "batman", "pokemon", "dragon", "monkey", "princess", "prinses", "liefde", "schatje", "snoepje", "voetbal", "football",
    "knuffel", "poesje", "hondje", "zorg", "test", "changeme", "veranderdit", "default", "standaard", "master", "login",
)  # fmt: skip
_LEAST_OF_ITS_OWN: Final = 6
"""How many characters must be left when common words, figures and signs are taken out."""
_LOOKS_LIKE = str.maketrans("@4301!$5", "aaeoiiss")


def why_refused(password: str, context: Iterable[str] = ()) -> str:
    """Why this password cannot be used, in Dutch, or an empty string.

    :param context: words that belong to the account or the place: e-mail address, organisation, municipality.
    """
    password = _normal(password)
    if len(password) < SHORTEST:
        return f"Kies een wachtwoord van {SHORTEST} tekens of meer. Een korte zin is goed te onthouden."
    if len(password) > LONGEST:
        return f"Kies een wachtwoord van hooguit {LONGEST} tekens."
    if len(set(password)) < _FEWEST_DIFFERENT:
        return "Dit wachtwoord heeft te weinig verschillende tekens. Een korte zin is goed te onthouden."
    small = password.casefold()
    for word in (*CONTEXT, *_words(context)):
        if word in small or word in small.translate(_LOOKS_LIKE):
            return f"In dit wachtwoord staat '{word}'. Dat raadt iemand snel. Laat dat woord weg."
    if _mostly_common(small):
        return "Dit wachtwoord staat op de lijst van veelgebruikte wachtwoorden. Kies iets anders, bijvoorbeeld een korte zin."
    return ""


def _words(context: Iterable[str]) -> list[str]:
    found = []
    for text in context:
        whole = text.casefold()
        for sign in "@.-_+ ":
            whole = whole.replace(sign, " ")
        found += [
            word
            for word in whole.split()
            if len(word) >= _SHORTEST_CONTEXT_WORD and word not in {"voorbeeld", "example"}
        ]
    return found


def _mostly_common(small: str) -> bool:
    """Whether little is left when the usual words are taken out; `welkom123456`, `Zomer2026!Zomer`."""
    for text in (small, small.translate(_LOOKS_LIKE)):
        rest = text
        for part in _COMMON_PARTS:
            rest = rest.replace(part, "")
        if len({sign for sign in rest if sign.isalpha()}) + rest.count(" ") < _LEAST_OF_ITS_OWN and rest != text:
            return True
    # Figures and signs alone are a date or a telephone number.
    return not any(sign.isalpha() for sign in small)


def _normal(password: str) -> str:
    """The same letters typed on another keyboard are the same password (NFC)."""
    return unicodedata.normalize("NFC", password)


def hashed(password: str) -> str:
    """What is kept instead of the password."""
    with _AT_ONCE:
        return _HASHER.hash(_normal(password))


def fits(kept: str, password: str) -> bool:
    """Whether this password was the one that was kept. With nothing kept it takes as long, and never fits."""
    if len(password) > LONGEST:
        return False
    with _AT_ONCE:
        try:
            return _HASHER.verify(kept or _nobodys(), _normal(password)) and bool(kept)
        except (VerificationError, InvalidHashError):
            return False


@lru_cache(maxsize=1)
def _nobodys() -> str:
    """A hash to reckon against when there is no such account, so that the answer takes as long."""
    return _HASHER.hash("niemands wachtwoord, alleen voor de tijd")
