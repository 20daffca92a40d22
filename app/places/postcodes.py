"""Dutch postcodes as people type them.

Four digits, the first not 0, and two letters. F, I, O, Q, U, Y, SA, SD and SS are never given out, so that
"2023 is" is not taken for a postcode (ecosystem.md 5.3).
"""

import re
from dataclasses import dataclass

_LETTERS = r"(?!s[ads])[a-eghj-npr-tv-xz]{2}"
_WHOLE = re.compile(rf"([1-9][0-9]{{3}})[\s.-]*({_LETTERS})?", re.IGNORECASE | re.ASCII)
_ANY_LETTERS = re.compile(r"([1-9][0-9]{3})[\s.-]*[a-z]{0,2}", re.IGNORECASE | re.ASCII)
_BEGUN = re.compile(r"([1-9][0-9]{0,3})(?:(?<=[0-9]{4})[\s.-]*[a-z]{0,2})?", re.IGNORECASE | re.ASCII)
_AMID = re.compile(rf"(?<![0-9a-z])([1-9][0-9]{{3}})(?:\s*({_LETTERS}))?(?![0-9a-z])", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode. `letters` is empty when only the digits are known."""

    digits: str
    letters: str = ""

    @property
    def code(self) -> str:
        """As it is stored: `8051AB`."""
        return self.digits + self.letters

    def __str__(self) -> str:
        """As it is written: `8051 AB`."""
        return f"{self.digits} {self.letters}".rstrip()


def read_postcode(text: str) -> Postcode | None:
    """The postcode this text is, strictly; None for anything else, letters that do not exist included."""
    match = _WHOLE.fullmatch(text.strip())
    return _made(match) if match else None


def lenient_postcode(text: str) -> Postcode | None:
    """Like `read_postcode`, but letters that are wrong or half typed are left off rather than refused."""
    found = read_postcode(text)
    if found:
        return found
    match = _ANY_LETTERS.fullmatch(text.strip())
    return Postcode(match[1]) if match else None


def postcode_within(text: str) -> tuple[Postcode, str] | None:
    """A postcode among other words (`8051 AB Hattem`), and those other words."""
    match = _AMID.search(text)
    if not match:
        return None
    return _made(match), f"{text[: match.start()]} {text[match.end() :]}".strip(" ,;")


def first_digits(text: str) -> str:
    """The digits of a postcode that is still being typed; empty when this will never be one."""
    match = _BEGUN.fullmatch(text.strip())
    return match[1] if match else ""


def _made(match: re.Match[str]) -> Postcode:
    return Postcode(match[1], (match[2] or "").upper())
