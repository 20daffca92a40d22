"""References and secret codes that can be read aloud: no vowels (no words appear), no signs that look or sound like another.

A reference is 11 random signs of 24 (50.4 bits) and one check sign, so that a slip of the pen is noticed before anybody
looks anything up. It says nothing about order or place. What somebody may see needs the secret code as well: 18 signs
(82 bits), together 132 bits (promise 41; ASVS 11.5.1).
"""

import hashlib
import hmac
import secrets

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SIGNS = "23456789CDFGHJKMNPQRTVWX"
_RANDOM = 11
_CODE = 18
_NUMBER = 10
_CODE_GROUP = 6
_REFERENCE_GROUP = 4
_HEARD = str.maketrans(
    {"0": "D", "O": "Q", "I": "J", "1": "J", "L": "J", "S": "5", "B": "8", "Z": "2", "U": "V", "Y": "V"}
)


def new_reference() -> str:
    """Twelve signs, the last one a check sign."""
    start = "".join(secrets.choice(SIGNS) for _ in range(_RANDOM))
    return start + check_sign(start)


def new_public_number() -> str:
    """Ten signs for systems of others, such as Open Klant: it opens nothing here."""
    return "".join(secrets.choice(SIGNS) for _ in range(_NUMBER))


def new_code() -> str:
    """A secret code that nobody can work out."""
    return "".join(secrets.choice(SIGNS) for _ in range(_CODE))


def code_from(secret: str, form: str, holder: str) -> str:
    """The secret code that belongs to one form: the same form gives the same code, so a lost answer can be shown again.

    Nothing has to be kept for that: who has neither the form nor our secret cannot work it out.
    """
    raw = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"leefplein code {holder}".encode()).derive(
        f"{len(secret)}|{secret}|{form}".encode()
    )
    number = int.from_bytes(raw, "big")
    signs = []
    for _ in range(_CODE):
        number, place = divmod(number, len(SIGNS))
        signs.append(SIGNS[place])
    return "".join(signs)


def digest_of(code: str) -> str:
    """What is kept of a secret code. 82 random bits need no slow hash."""
    return hashlib.sha256(f"leefplein code|{code}".encode()).hexdigest()


def fits(code: str, digest: str) -> bool:
    """Whether this code has this digest; takes as long for a wrong one."""
    return hmac.compare_digest(digest_of(code), digest)


def check_sign(start: str) -> str:
    """Luhn's check, in 24 signs: catches every single wrong sign and nearly every pair that changed places."""
    total, factor = 0, 2
    for sign in reversed(start):
        part = factor * SIGNS.index(sign)
        total += part // len(SIGNS) + part % len(SIGNS)
        factor = 3 - factor
    return SIGNS[-total % len(SIGNS)]


def read_reference(typed: str) -> str | None:
    """The reference somebody typed, in capitals and without signs between; None when it cannot be one."""
    text = _plain(typed)
    if len(text) != _RANDOM + 1 or any(sign not in SIGNS for sign in text):
        return None
    return text if check_sign(text[:-1]) == text[-1] else None


def read_code(typed: str) -> str:
    """The code somebody typed, in capitals and without signs between, cut at a sane length."""
    return _plain(typed)[:64]


def spaced_reference(reference: str) -> str:
    """As people see it: XXXX-XXXX-XXXX."""
    return _groups(reference, _REFERENCE_GROUP)


def spaced_code(code: str) -> str:
    """As people see it: XXXXXX-XXXXXX-XXXXXX."""
    return _groups(code, _CODE_GROUP)


def _groups(text: str, size: int) -> str:
    return "-".join(text[start : start + size] for start in range(0, len(text), size))


def _plain(typed: str) -> str:
    return "".join(sign for sign in typed[:200].upper() if sign.isascii() and sign.isalnum()).translate(_HEARD)
