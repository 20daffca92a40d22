"""Telephone numbers nobody can ring, found without ringing anybody: by length and by the ranges that are given out."""

import re
from typing import Final

import phonenumbers

from app.publishing.remarks import can_be_rung

IMPOSSIBLE: Final = "phone_impossible"
UNASSIGNED: Final = "phone_unassigned"
_BETWEEN = re.compile(r"\s+of\s+|\s+en\s+|[/;,|\n]")
_SHORT = re.compile(r"1\d{2}|116\d{3}|14\d{3,4}|18\d{2}")
_NOT_A_DIGIT = re.compile(r"\D+")
_AFTERWARDS = re.compile(r"\([^)]*[a-z][^)]*\)|\b(?:toestel|tst|keuze|optie|kies)\b.*$", re.IGNORECASE)
_FEWEST_DIGITS: Final = 3


def wrong_with(typed: str) -> str:
    """What is wrong with a telephone number as people type it, or with the first bad one of several.

    :returns: empty when nothing is; `phone_impossible` when no such number can exist; `phone_unassigned` when its range is
        not given out as far as the list of ranges knows (that list is younger or older than the number may be).
    """
    verdict = ""
    for part in filter(None, map(str.strip, _BETWEEN.split(typed))):
        if len(_NOT_A_DIGIT.sub("", part)) < _FEWEST_DIGITS and part != typed.strip():
            continue  # a word between the numbers
        if not can_be_rung(part):
            return IMPOSSIBLE
        if not _given_out(part):
            verdict = UNASSIGNED
    return verdict


def _given_out(part: str) -> bool:
    bare = _AFTERWARDS.sub("", part).strip()
    if _SHORT.fullmatch(_NOT_A_DIGIT.sub("", bare)):
        return True
    number = phonenumbers.parse(bare, "NL")
    short_of_its_kind = _NOT_A_DIGIT.sub("", bare).startswith(("0800", "0900", "0906", "0909", "088"))
    return short_of_its_kind or phonenumbers.is_valid_number(number)
