"""Times written out for somebody who listens: every sign and short form becomes a word."""

from collections.abc import Iterable

from app.social_map.times_words import ALL_DAYS, ALL_PARTS, DAYS_EN, DAYS_NL, PARTS_EN, PARTS_NL, Role, Token

ANY_PART = 28
_CLOCKS = frozenset({Role.CLOCK, Role.NUMBER})
_TWO_DAYS = 2


def said(tokens: list[Token], lang: str) -> str:
    """The line again, in `nl` or `en`."""
    words: list[str] = []
    for place, token in enumerate(tokens):
        if token.role is Role.BREAK:
            if words:
                words[-1] += token.nl
            continue
        if _ends_in_hyphen(tokens, place):
            if words and lang == "nl":
                words[-1] += "-"
            continue
        word = _word(tokens, place, lang)
        if word and token.role is Role.PARTS and place and tokens[place - 1].nl == "maand":
            words[-1] += ","  # "eerste donderdag van de maand, avond"
        if word:
            words.append(word)
    return " ".join(words).strip(" ,;:")


def _ends_in_hyphen(tokens: list[Token], place: int) -> bool:
    """The sign in `dinsdag- en donderdagavond`, which is no range."""
    return tokens[place].nl == "-" and _role(tokens, place + 1) is Role.AND


def _word(tokens: list[Token], place: int, lang: str) -> str:
    token = tokens[place]
    if token.role in _CLOCKS:
        return _clock_said(tokens, place, lang)
    if token.nl == "-":
        return _range_word(_role(tokens, place - 1), lang)
    if token.role is Role.HOUR or (token.nl == "van" and _role(tokens, place + 1) in _CLOCKS):
        return ""  # said with the time itself
    return token.nl if lang == "nl" else token.en


def _role(tokens: list[Token], place: int) -> Role | None:
    return tokens[place].role if 0 <= place < len(tokens) else None


def _range_word(before: Role | None, lang: str) -> str:
    clock = before in _CLOCKS or before is Role.HOUR
    if lang == "en":
        return "to"
    return "tot" if clock else "tot en met"


def _clock_said(tokens: list[Token], place: int, lang: str) -> str:
    """A time, with `van` before the first of two and `uur` after the last."""
    word = tokens[place].nl if lang == "nl" else tokens[place].en
    before = [each for each in tokens[:place] if each.role is not Role.HOUR]
    ends = bool(before) and before[-1].role is Role.UNTIL
    after = [each for each in tokens[place + 1 :] if each.role is not Role.HOUR][:1]
    starts = bool(after) and after[0].role is Role.UNTIL
    if starts and not ends:
        return f"{'van' if lang == 'nl' else 'from'} {word}"
    return f"{word} uur" if lang == "nl" and not (place and tokens[place - 1].nl == "tussen") else word


def mask_said(mask: int, lang: str) -> str:
    """A mask said aloud, days with the same times together."""
    if mask & ((1 << ANY_PART) - 1) == (1 << ANY_PART) - 1:
        return "dag en nacht" if lang == "nl" else "day and night"
    by_times: dict[tuple[int, ...], list[int]] = {}
    for day in ALL_DAYS:
        parts = tuple(part for part in ALL_PARTS if mask >> (day * 4 + part) & 1)
        if parts or mask >> (ANY_PART + day) & 1:
            by_times.setdefault(parts, []).append(day)
    said = []
    for parts, days in by_times.items():
        when = _listed([PARTS_NL[part] if lang == "nl" else PARTS_EN[part] for part in parts], lang)
        said.append(_days_said(days, lang) + (f" ({when})" if when else ""))
    return ", ".join(said)


def _days_said(days: list[int], lang: str) -> str:
    names = DAYS_NL if lang == "nl" else DAYS_EN
    if len(days) > _TWO_DAYS and days == list(range(days[0], days[-1] + 1)):
        return f"{names[days[0]]} {'tot en met' if lang == 'nl' else 'to'} {names[days[-1]]}"
    return _listed([names[day] for day in days], lang)


def _listed(words: Iterable[str], lang: str) -> str:
    *most, last = [*words] or [""]
    return f"{', '.join(most)} {'en' if lang == 'nl' else 'and'} {last}" if most else last
