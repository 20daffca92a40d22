"""Taking personal data out of a note that should hold none: numbers, mail addresses, postcodes, citizen service numbers.

Names cannot be recognised with certainty; the form asks not to write them, and an editor deletes them unread by others.
"""

import re

_MASK = "[weggelaten]"
_MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_PHONE = re.compile(r"(?<![\d.,])(?:\+|00)?\d[\d \-()/.]{7,}\d")
_POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[A-Za-z]{2}\b(?:\s*,?\s*\d{1,5}\s?[A-Za-z]?)?")
_STREET = re.compile(
    r"\b[A-Z][\w'’-]*(?:straat|weg|laan|plein|hof|dijk|kade|steeg|pad|dreef|singel)\s+\d+\s?[A-Za-z]?\b"
)
_DIGITS = re.compile(r"\d{8,}")
_DATE_OF_BIRTH = re.compile(r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d{2}\b")


def without_personal_data(text: str) -> str:
    """The text with everything that looks like personal data replaced by a mark."""
    for pattern in (_MAIL, _POSTCODE, _STREET, _DATE_OF_BIRTH, _PHONE, _DIGITS):
        text = pattern.sub(_MASK, text)
    return text
