"""The words in which people say a time, and the one pattern that finds them in a question.

Short forms (`do`, `ma`) count only where they cannot be another word: *ma* is also somebody's mother, *zo* means so.
"""

import re

from app.social_map.times_words import MONTHS_EN, MONTHS_NL, SHORT_MONTHS

SHORT_DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
_DUTCH = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_OF = {
    form: code
    for names in (_DUTCH, _ENGLISH)
    for code, name in zip(SHORT_DAYS, names, strict=True)
    for form in (name, *((f"{name}en",) if names is _DUTCH else ()), f"{name}s")
}
_PARTS = {
    "ochtend": ("ochtend", "ochtends", "ochtenden", "morgens", "voormiddag", "voormiddags", "morning", "mornings"),
    "middag": ("middag", "middags", "middagen", "namiddag", "afternoon", "afternoons"),
    "avond": ("avond", "avonds", "avonden", "avondje", "avondjes", "avonduren", "evening", "evenings"),
    "nacht": ("nacht", "nachts", "nachten", "night", "nights"),
}
PART_OF = {word: part for part, words in _PARTS.items() for word in words}
RELATIVE: dict[str, tuple[int, str]] = {
    "vandaag": (0, ""), "vanochtend": (0, "ochtend"), "vanmorgen": (0, "ochtend"), "vanmiddag": (0, "middag"), "vanavond": (0, "avond"),
    "vannacht": (0, "nacht"), "today": (0, ""), "tonight": (0, "avond"), "this morning": (0, "ochtend"), "this afternoon": (0, "middag"),
    "this evening": (0, "avond"), "overmorgen": (2, ""), "the day after tomorrow": (2, ""), "day after tomorrow": (2, ""), "tomorrow": (1, ""),
    "morgenochtend": (1, "ochtend"), "morgenmiddag": (1, "middag"), "morgenavond": (1, "avond"), "morgennacht": (1, "nacht"), "morgen": (1, ""),
}  # fmt: skip
"""Days counted from today, with the part of the day that the word holds."""
STANDS_FOR: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "overdag": ((), ("ochtend", "middag")), "during the day": ((), ("ochtend", "middag")), "daytime": ((), ("ochtend", "middag")),
    "weekend": (("za", "zo"), ()), "weekeinde": (("za", "zo"), ()),
    "doordeweeks": (SHORT_DAYS[:5], ()), "door de week": (SHORT_DAYS[:5], ()), "werkdag": (SHORT_DAYS[:5], ()), "weekday": (SHORT_DAYS[:5], ()),
}  # fmt: skip
"""Words for several days or parts at once."""
MONTH_OF = {
    form: number
    for number, (dutch, english, short) in enumerate(zip(MONTHS_NL, MONTHS_EN, SHORT_MONTHS, strict=True), 1)
    for form in (dutch, english.casefold(), *short)
}


def _any(words: "tuple[str, ...] | dict[str, object]") -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_DAY = _any(tuple(DAY_OF))
_SHORT = "|".join(SHORT_DAYS)
_PART = _any(tuple(PART_OF))
_MONTH = _any(tuple(MONTH_OF))
_GAP = r"\s{1,3}"
_AFTERWARDS = rf"(?:[\s-]{{0,2}}(?:(?:'s|’s|in{_GAP}de|in{_GAP}the){_GAP}?|at{_GAP})?(?:{_PART})\b)"
_TIME = r"(?:half\s)?\d{1,2}(?:[.:][0-5]\d)?"
_UNIT = r"(?:\s?(?:uur|u|h|pm|am|o'clock)\b)"
_CLOCK_SPAN = rf"(?:tussen|between|van|from){_GAP}{_TIME}{_UNIT}?{_GAP}(?:en|and|tot|to|until){_GAP}{_TIME}"
_CLOCK_POINT = rf"(?:om|vanaf|at|from){_GAP}{_TIME}"
_WRITTEN = rf"(?:\d{{1,2}}(?:e|th|st|nd|rd)?{_GAP}(?:of{_GAP})?(?:{_MONTH})\b(?:\s\d{{4}}\b)?|(?:{_any(tuple(name.casefold() for name in MONTHS_EN if name != 'May'))}){_GAP}\d{{1,2}}(?:th|st|nd|rd)?\b(?!\s?(?:uur|keer|jaar|:))(?:,?\s\d{{4}}\b)?)"
_LEAD = rf"(?:\b(?:op|elke|iedere|alle|de|on|in{_GAP}the|in{_GAP}het|in{_GAP}de|at|every|each|aanstaande|aankomende|komende|eerstvolgende|volgende|deze|next|this|coming|week|eerste|tweede|derde|vierde|vijfde|laatste|first|second|third|fourth|last|om){_GAP}){{0,4}}"
_MORE_DAYS = rf"(?:{_GAP}?(?:en|of|,|\+|/){_GAP}?(?:{_SHORT})\b){{0,5}}"
PATTERN = re.compile(
    rf"(?<!\w)(?:{_LEAD}(?:"
    # maandag- en donderdagmiddag
    rf"\b(?:{_DAY})-{_GAP}?(?:en|of){_GAP}(?:{_DAY}){_AFTERWARDS}"
    # ma t/m vr, maandag tot en met donderdag
    rf"|\b(?:{_DAY}|{_SHORT})(?:\s?t/m\s?|\s?-\s?|\stot{_GAP}en{_GAP}met\s)(?:{_DAY}|{_SHORT})\b{_AFTERWARDS}?"
    # dinsdag 15 december, donderdagmiddag, donderdag tussen 2 en 4, thursday next week
    rf"|\b(?:{_DAY})(?:{_GAP}{_WRITTEN})?{_AFTERWARDS}?(?:{_GAP}(?:volgende|deze|next|this){_GAP}week)?(?:{_GAP}(?:{_CLOCK_SPAN}|{_CLOCK_POINT}){_UNIT}?)?{_AFTERWARDS}?\b(?:{_GAP}(?:van{_GAP}de{_GAP}maand|of{_GAP}the{_GAP}month)\b)?"
    # do-middag, wo ochtend; with a space not for ma, zo (also other words)
    rf"|\b(?:{_SHORT})-?(?:ochtend|middag|avond|nacht)\b|\b(?:di|wo|do|vr|za)\s(?:{_PART})\b"
    # morgenavond, vanmiddag
    rf"|\b(?:{_any(tuple(word for word in RELATIVE if word != 'morgen'))}|(?<!de )(?<!elke )(?<!iedere )(?<!s )morgen)\b{_AFTERWARDS}?(?:{_GAP}(?:{_CLOCK_SPAN}|{_CLOCK_POINT}){_UNIT}?)?{_AFTERWARDS}?"
    # 15 december, 15-12-2026
    rf"|(?<![\d.,-]){_WRITTEN}{_AFTERWARDS}?|(?<![\d-])\d{{1,2}}-\d{{1,2}}-\d{{4}}\b{_AFTERWARDS}?"
    rf"|\b(?:weekends?|weekenden|weekeinden?|doordeweeks|doordeweekse{_GAP}dagen|door{_GAP}de{_GAP}week|werkdag|werkdagen|weekdays?)\b{_AFTERWARDS}?"
    rf"|\b(?:overdag|during{_GAP}the{_GAP}day|daytime)\b"
    rf")|\bop{_GAP}(?:di|wo|do|vr|za)\b(?!['’]){_MORE_DAYS}"
    rf"|\b(?:{_SHORT})\+(?:{_SHORT})\b"
    rf"|(?:'s|’s|\bs)\s?(?:{_PART})\b"
    rf"|\b(?:in{_GAP}de|in{_GAP}the|elke|iedere|een|every|at){_GAP}(?:{_PART})\b|\b(?:in{_GAP}de|elke|iedere){_GAP}morgen\b"
    # a time on the clock counts only with `uur` behind it or minutes in it: `tussen 2 en 4` may be years
    rf"|\b{_CLOCK_SPAN}(?:{_UNIT}(?!{_GAP}(?:per|in{_GAP}de|elke|iedere|a|each)\b)|(?<=[.:]\d\d)\b){_AFTERWARDS}?"
    rf"|\b{_CLOCK_POINT}(?:{_UNIT}|(?<=[.:]\d\d)\b){_AFTERWARDS}?)(?!\w)",
    re.IGNORECASE,
)
"""Where a time may stand. Every repetition has an end, so that no row of words takes long."""

UNWANTED = re.compile(
    r"(?:\b(?:niet|geen|behalve|nooit|not|except|never|sinds|since|geboren|born|tot|mevrouw|mevr\.?|meneer|dhr\.?|heer|familie|fam\.?|goede|goeie|goeden|good|witte|blauwe|black)\s{1,3}(?:op\s|on\s|in\s){0,2}(?:de\s|het\s|the\s)?)$",
    re.IGNORECASE,
)
"""What stands before something that is no wish: `niet op`, `geboren op`, `mevrouw`, `goede`."""

FOUND_DAYS = re.compile(rf"(?<![a-z])(?:{_DAY}|{_SHORT})(?=(?:{_PART})?(?![a-z]))")
RANGES = re.compile(rf"(?<![a-z])({_DAY}|{_SHORT})(?:\s?t/m\s?|\s?-\s?|\s+tot\s+en\s+met\s+)({_DAY}|{_SHORT})(?![a-z])")
PARTS_IN = re.compile(rf"(?:{_PART})(?![a-z])")
RELATIVE_IN = re.compile(rf"(?<![a-z])(?:{_any(tuple(RELATIVE))})(?![a-z])")
DATES = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:e|th|st|nd|rd)?\s+(?:of\s+)?(?P<month>{_MONTH})|(?P<month_first>{_MONTH})\s+(?P<day_after>\d{{1,2}})(?:th|st|nd|rd)?)(?![a-z])(?:,?\s(?P<year>\d{{4}}))?"
)
NUMERIC = re.compile(r"(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})")
CLOCKS = re.compile(
    rf"(?:tussen|between|van|from)\s+(?P<from>{_TIME}{_UNIT}?)\s+(?:en|and|tot|to|until)\s+(?P<to>{_TIME}{_UNIT}?)|(?:om|vanaf|at|from)\s+(?P<at>{_TIME}{_UNIT}?)"
)
