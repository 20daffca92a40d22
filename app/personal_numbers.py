"""Numbers that people type: a citizen service number that must not stay, and a telephone number of one's own to be called on.

A request needs no BSN: the municipality looks it up itself when a decision asks for it. So one that is typed is taken out
before it is shown, kept or carried along (contract.md 5). It passes the 11-test; other nine digits are left alone.
"""

import re
from typing import Literal

MASK = "[weggelaten]"
_APART = r" ._\t/\u00a0\u00ad\u2000-\u2015\u202f\u2060\u3000\ufeff\-"
_BETWEEN = rf"[{_APART}]{{0,3}}"
_NINE_TOGETHER = re.compile(r"(?<!\d)\d{9}(?!\d)")
_NINE_APART = re.compile(rf"(?<![\d+])(?<!\d[{_APART}])\d(?:{_BETWEEN}\d){{8}}(?![{_APART}]?\d)")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
_NOT_PERSONAL = ("0800", "0900", "0906", "0909", "0676", "0979", "0970")
_NUMBER = re.compile(r"(?:t(?:el)?[.:]?\s*)?(\+?[\d\s().\-/\u00a0\u2010-\u2015]+)", re.IGNORECASE)
_DUTCH_LENGTH = 10
_SHORTEST_ABROAD, _LONGEST_ABROAD = 7, 15

Refusal = Literal["service", "impossible", "words"]


_SHORT_AREAS = frozenset(
    [
        "010",
        "013",
        "015",
        "020",
        "023",
        "024",
        "026",
        "030",
        "033",
        "035",
        "036",
        "038",
        "040",
        "043",
        "045",
        "046",
        "050",
        "053",
        "055",
        "058",
        "070",
        "071",
        "072",
        "073",
        "074",
        "075",
        "076",
        "077",
        "078",
        "079",
        "084",
        "085",
        "087",
        "088",
    ]
)
"""Dutch area codes of three figures (Nummerplan telefoon- en ISDN-diensten); all others have four."""


class PhoneRefused(Exception):
    """Nobody can be called back on this. `why`: a service number such as 0900, impossible, or words instead of a number."""

    def __init__(self, why: Refusal) -> None:
        self.why: Refusal = why
        super().__init__(why)


def is_bsn(digits: str) -> bool:
    """Whether nine digits pass the 11-test of the citizen service number."""
    figures = [int(digit) for digit in digits]
    total = sum(weight * figure for weight, figure in zip(_WEIGHTS, figures, strict=True))
    return total % 11 == 0 and any(figures)


def without_bsn(text: str) -> str:
    """The text with every citizen service number replaced by a mark, also when written with spaces or dots."""

    def mask(found: re.Match[str]) -> str:
        digits = "".join(sign for sign in found[0] if sign.isdigit())
        return MASK if is_bsn(digits) else found[0]

    return _NINE_APART.sub(mask, _NINE_TOGETHER.sub(mask, text))


def own_phone(typed: str) -> str:
    """A telephone number on which this person can be called: `0612345678`, or `+4930123456` from abroad.

    :raises PhoneRefused: for a service number, for what no telephone can dial, and for words.
    """
    text = typed.strip()
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise PhoneRefused("words" if not any(sign.isdigit() for sign in text) or _has_letters(text) else "impossible")
    plain = found[1].replace("(0)", "") if re.match(r"\s*(?:\+|00)", found[1]) else found[1]
    digits = "".join(str(int(sign)) for sign in plain if sign.isdigit())
    abroad = ""
    if plain.strip().startswith("+"):
        abroad = digits
    elif digits.startswith("00"):
        abroad = digits[2:]
    if abroad.startswith("31"):
        digits, abroad = "0" + abroad[2:].removeprefix("0"), ""
    elif abroad:
        if not _SHORTEST_ABROAD <= len(abroad) <= _LONGEST_ABROAD or abroad[0] == "0":
            raise PhoneRefused("impossible")
        return "+" + abroad
    if len(digits) == _DUTCH_LENGTH - 1 and digits[0] == "6":
        digits = "0" + digits  # a spreadsheet or a habit took the nought away
    if digits.startswith(_NOT_PERSONAL):
        raise PhoneRefused("service")
    if len(digits) != _DUTCH_LENGTH or digits[0] != "0" or digits[1] == "0":
        raise PhoneRefused("impossible")
    return digits


def _has_letters(text: str) -> bool:
    return any(sign.isalpha() for sign in text)


def spaced_phone(number: str) -> str:
    """A number as `own_phone` keeps it, in the groups in which people say it: `06 12 34 56 78`, `0341 12 34 56`."""
    if len(number) != _DUTCH_LENGTH or not number.startswith("0"):
        return number
    area = 2 if number.startswith("06") else 3 if number[:3] in _SHORT_AREAS else 4
    rest = number[area:]
    first = 3 if len(rest) % 2 else 2
    groups = [rest[:first], *(rest[at : at + 2] for at in range(first, len(rest), 2))]
    return " ".join([number[:area], *groups])
