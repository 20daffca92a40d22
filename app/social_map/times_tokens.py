"""A line about times cut into words that are known (`times_words`), or into nothing when one of them is not."""

import re

from app.social_map.names import fold_name
from app.social_map.times_words import PHRASES, WORDS, Role, Token

HOUR = 60
DAY = 24 * HOUR
_HOURS = 24
_MOST_TOKENS = 80
_PIECE = re.compile(
    r"(?P<clock>(?<![\d.:])(?:[01]?\d|2[0-4])[.:][0-5]\d(?![\d.:]))|(?P<ordinal>[1-5](?:e|ste|de)(?![a-z]))|(?P<times>[12]x(?![a-z\d]))"
    r"|(?P<number>\d+)|(?P<short>v/de?(?![a-z])|v\.d\.?(?![a-z])|v\.a\.?(?![a-z]))|(?P<word>'?s [a-z]+s(?![a-z])|[a-z]+-(?:ochtend|morgen|middag|avond|nacht)(?![a-z])|[a-z]+)"
    r"|(?P<sign>[-+&/,;|:])|(?P<space>[\s.()']+)|(?P<other>.)",
    re.DOTALL,
)
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-"})
_PHRASES = tuple((re.compile(rf"(?<![a-z\d]){re.escape(words)}(?![a-z\d])"), token) for words, token in PHRASES)


def tokens_of(typed: str) -> list[Token]:
    """The words of a line in order; empty when one of them is not known."""
    text = fold_name(typed).translate(_DASHES)
    found: list[Token] = []
    place = 0
    while place < len(text):
        phrase = next(((match, token) for pattern, token in _PHRASES if (match := pattern.match(text, place))), None)
        if phrase:
            found.append(phrase[1])
            place = phrase[0].end()
            continue
        piece = _PIECE.match(text, place)
        if piece is None or len(found) > _MOST_TOKENS:
            return []
        place = piece.end()
        if piece.lastgroup == "space":
            continue
        token = _token(piece.lastgroup or "other", piece[0].strip("'"))
        if token is None:
            return []
        found.append(token)
    return found


def _token(group: str, word: str) -> Token | None:
    if group == "clock":
        hours, minutes = (int(part) for part in re.split(r"[.:]", word))
        moment = hours * HOUR + minutes
        said = f"{hours}.{minutes:02}"
        return Token(Role.CLOCK, (moment,), said, f"{hours}:{minutes:02}") if moment <= DAY else None
    if group == "number":
        known = len(word) <= len(str(_HOURS)) and int(word) <= _HOURS
        return Token(Role.NUMBER, (int(word) * HOUR,), word, f"{word}:00") if known else None
    return WORDS.get(word.rstrip(".") if group == "short" else word)
