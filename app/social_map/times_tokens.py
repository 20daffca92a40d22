"""A line about times cut into words that are known (`times_words`), or into nothing when one of them is not.

What a comma, `en` or a hyphen does depends on its neighbours; that is settled here, so that the grammar stays plain.
"""

import re
from dataclasses import replace

from app.social_map.names import fold_name
from app.social_map.schedule import DAY, HOUR, Off
from app.social_map.times_words import MONTHS_NL, NUMBERS, PHRASES, SHORT_MONTHS, WORDS, Word

_HOURS = 24
_HALF_DAY = 12
_MOST_WORDS = 200
_MONTH = {
    word: number
    for number, words in enumerate(zip(MONTHS_NL, SHORT_MONTHS, strict=True), 1)
    for word in (words[0], *words[1])
}
_MONTH_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_HOUR_NAMES = "|".join(NUMBERS)
_PIECE = re.compile(
    rf"(?P<date>(?<![\d.:])\d{{1,2}}e? (?:{_MONTH_NAMES})(?![a-z])\.?(?: \d{{4}})?(?!\d))"
    r"|(?P<clock>(?<![\d.:])(?:[01]?\d|2[0-4])[.:][0-5]\d(?![\d.:])|(?<![\d.:])(?:[01]?\d|2[0-4])[.:][0-5]\d(?=[.:](?!\d)))"
    rf"|(?P<half>(?:half|kwart (?:voor|over)) (?:\d{{1,2}}|{_HOUR_NAMES})(?![a-z\d]))"
    r"|(?P<sundays>zon- en feestdagen(?![a-z]))"
    r"|(?P<word>'s[ -]?[a-z]+s(?![a-z])|[a-z]+-(?:ochtend|morgen|middag|avond|nacht)(?:en)?(?![a-z])|[1-5](?:e|ste|de)(?![a-z])|[a-z]+)"
    r"|(?P<number>\d+)|(?P<sign>[-+&/,;|:()])|(?P<space>[\s.]+|')|(?P<other>.)",
    re.DOTALL,
)
_DASHES = str.maketrans(
    {"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-", "\u201a": ",", "\u00b7": ";", "\u2022": ";"}
)
_PHRASES = tuple((re.compile(rf"(?:{pattern})(?![a-z\d])"), word) for pattern, word in PHRASES)
_TIMES = frozenset({"CLOCK", "NUM"})
_DATES = frozenset({"DATE", "YEARLESS"})
_DAYS = frozenset({"DAY", "DAYPART"})
_MODIFIERS = frozenset({"APPT", "WEEKS", "EVERY", "LABEL", "OFF", "MONTH", "DATE", "YEARLESS"})
_BEGINS = frozenset({"DAY", "DAYPART", "ORD", "PART", "CLOCK", "NUM", "AT", "FROM", "BETWEEN", "EACH", "ALWAYS"})


def tokens_of(typed: str) -> list[Word]:
    """The words of a line in order, ready for the grammar; empty when one of them is not known."""
    return _settled(_raw(fold_name(typed).translate(_DASHES)))


def _raw(text: str) -> list[Word]:
    found: list[Word] = []
    place = 0
    while place < len(text):
        phrase = _phrase(text, place, found)
        if phrase:
            found.append(phrase[0])
            place = phrase[1]
            continue
        piece = _PIECE.match(text, place)
        if piece is None or len(found) > _MOST_WORDS:
            return []
        place = piece.end()
        if piece.lastgroup == "space":
            continue
        words = _words(piece.lastgroup or "other", piece[0])
        if not words:
            return []
        found += words
    return found


def _phrase(text: str, place: int, found: list[Word]) -> tuple[Word, int] | None:
    if place and text[place - 1].isalnum():
        return None
    for pattern, word in _PHRASES:
        match = pattern.match(text, place)
        if match and not (word.kind == "ALWAYS" and match[0] == "24 uur" and found and found[-1].kind in {"TO", "AND"}):
            return word, match.end()
    return None


def _words(group: str, text: str) -> tuple[Word, ...]:  # noqa: PLR0911  (one line for each shape)
    if group == "clock":
        hours, minutes = (int(part) for part in re.split(r"[.:]", text))
        moment = hours * HOUR + minutes
        vague = not text.startswith("0") and hours <= _HALF_DAY
        return (Word("CLOCK", (moment,), vague=vague),) if moment <= DAY else ()
    if group == "number":
        known = len(text) <= len(str(_HOURS)) and int(text) <= _HOURS
        return (Word("NUM", (int(text) * HOUR,), vague=len(text) == 1 or int(text) <= _HALF_DAY),) if known else ()
    if group == "half":
        return _spoken_hour(text)
    if group == "date":
        return _date(text)
    if group == "sundays":
        return Word("DAY", (6,)), Word("OFF", code=Off.PUBLIC)
    if text in NUMBERS:
        return (Word("NUM", ((NUMBERS.index(text) + 1) * HOUR,), vague=True),)
    word = WORDS.get(text.strip("'") if text.strip("'") in WORDS else text)
    return (word,) if word else ()


def _spoken_hour(text: str) -> tuple[Word, ...]:
    """`half 11`, `kwart over tien`."""
    *before, name = text.split(" ")
    hour = NUMBERS.index(name) + 1 if name in NUMBERS else int(name)
    if not 1 <= hour <= _HALF_DAY:
        return ()
    minutes = {"half": -30, "kwart voor": -15, "kwart over": 15}[" ".join(before)]
    return (Word("CLOCK", (hour * HOUR + minutes,), vague=True),)


def _date(text: str) -> tuple[Word, ...]:
    """`1 april 2027`, or `1 april` of every year."""
    day, month, *year = text.replace(".", "").split(" ")
    number = int(day.rstrip("e"))
    return (Word("DATE" if year else "YEARLESS", (int(year[0]) if year else 0, _MONTH[month], number)),)


def _settled(raw: list[Word]) -> list[Word]:
    """The words with what their neighbours make of them; without those that change nothing."""
    found: list[Word] = []
    apart = each = between = False
    for place, word in enumerate(raw):
        after = [other for other in raw[place + 1 : place + 5] if other.kind != "NOISE"]
        kind = _kind(word, found, after, between=between)
        if not kind or (word.kind == "ALSO" and apart):  # `dagelijks, ook 's nachts`: on which days?
            return []
        if kind == "DROP":
            apart = apart or word.kind in {"AND", "COMMA"}
            each = each or word.kind == "EACH"
            continue
        between = kind == "BETWEEN" or (between and kind in _TIMES | {"HOUR"})
        word = replace(word, kind=kind, apart=apart) if kind != word.kind or apart else word  # noqa: PLW2901
        if word.kind == "ORD" and each:
            word = replace(word, code="each")  # noqa: PLW2901
        found.append(word)
        apart = each = False
    return found


def _kind(word: Word, before: list[Word], after: list[Word], *, between: bool) -> str:  # noqa: C901, PLR0911  (one line for each sign)
    """The terminal of a word here; `DROP` when it says nothing more, "" when the line cannot be read."""
    last = before[-1].kind if before else ""
    following = after[0].kind if after else ""
    match word.kind:
        case "NOISE" | "COLON" | "EACH":
            return "DROP"
        case "TO":
            return _range(word, last, following)
        case "AND":
            return "TO_TIME" if between and last in _TIMES | {"HOUR"} else "DROP"
        case "COMMA":
            return "SEMI" if _new_section(before, after) else "DROP"
        case "FROM":
            return "FROM_DATE" if following in _DATES else "FROM" if following in _TIMES else "DROP"
        case "AT":
            return "AT_DATE" if following in _DATES else "AT"
        case "PER":
            return "AT_DATE" if following == "DATE" else ""
        case "MORNING":
            return "PART" if last == "DAY" else ""
        case "ONLY":
            return "ONLY" if following in {"OFF", "MONTH"} else "DROP"
        case "CLOSED":
            return "CLOSED" if last in _DAYS and following not in {"OFF", "MONTH"} else "NOT"
        case "ALSO":
            return "DROP" if last in _DAYS and following in _BEGINS - _DAYS else ""
    return word.kind


def _range(word: Word, last: str, following: str) -> str:
    if word.value == (2,) and following in {"AND", "COMMA"}:
        return "JOIN" if last in {"DAY", "PART"} else ""
    if following in _DAYS and last in _DAYS:
        return "TO_DAY"
    if following in _TIMES:
        return "TO_TIME" if word.value != (1,) or last in _TIMES | {"HOUR"} else ""
    if following == "MONTH":
        return "TO_MONTH" if word.value else ""
    if following in _DATES:
        return "TO_DATE" if word.value else ""
    return ""


def _new_section(before: list[Word], after: list[Word]) -> bool:
    """Whether a comma closes what stood before it: an exception or a remark belongs to its own days only."""
    if not before or not after:
        return False
    last, first = before[-1].kind, after[0].kind
    if first in {"FROM", "AT", "PER"} and len(after) > 1 and after[1].kind in _DATES | {"MONTH"}:
        first = after[1].kind
    if first in _DAYS and len(after) > 1 and after[1].kind == "ALSO":
        return True
    section = before[next((n + 1 for n in range(len(before) - 1, -1, -1) if before[n].kind == "SEMI"), 0) :]
    kinds = {word.kind for word in section}
    if first in _DATES | {"MONTH"} or (first == "ONLY" and len(after) > 1):
        return "NOT" in kinds and last != "MONTH"
    if first in _BEGINS:
        return last in _MODIFIERS and not (last == "MONTH" and "NOT" not in kinds) and _whole(kinds)
    return first == "LABEL" and len(after) > 1 and after[1].kind in _DAYS and bool(kinds & _DAYS)


def _whole(kinds: set[str]) -> bool:
    return bool(kinds & _DAYS) or not kinds & {"ORD"}
