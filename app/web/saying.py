"""Sentences that a subject package gives in Dutch, said in the language of the page.

Subject packages know no languages: they give Dutch, often with a name or a number in it already. So the sentence is found
back among the known ones, and what it fills in goes into its translation. A sentence nobody knows stays as it is.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Final

from app.social_map.dates import date_in_words, read_date
from app.social_map.times import in_words
from app.web.running import content
from app.web.subject_sentences import SENTENCES
from app.web.translating import catalogue, interface_language

_PLACE: Final = re.compile(r"%\((\w+)\)s")
_KEPT: Final = 2000
_NEXT_REMARK: Final = re.compile(r"(?<=\.) (?=[a-z_]+: |')")


def as_said(text: str) -> str:
    """One Dutch sentence of a subject package, in the language of the page; unchanged when it is not known."""
    lang = interface_language()
    return text if lang == "nl" or not text else _said(text, lang)


def remarks_as_said(text: str) -> str:
    """What reading a source remarked about one offer: several sentences, each beginning with a field or a name in quotes."""
    return " ".join(as_said(each) for each in _NEXT_REMARK.split(text))


def each_as_said(errors: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """(field, sentence) as forms give them, each sentence in the language of the page."""
    return [(field, as_said(text)) for field, text in errors]


def _said(text: str, lang: str) -> str:
    found = _recognised(text)
    if found is None:
        return text
    source, filled = found
    words = str(catalogue(lang).gettext(source))
    return words % {name: _value(name, value, lang) for name, value in filled.items()} if filled else words


@lru_cache(maxsize=_KEPT)
def _recognised(text: str) -> tuple[str, dict[str, str]] | None:
    """Which sentence this is, and what was filled in."""
    if text in _exact():
        return text, {}
    for source, shape in _shapes():
        found = shape.fullmatch(text)
        if found is not None:
            return source, found.groupdict()
    return None


def _value(name: str, value: str, lang: str) -> str:
    """What stands in a sentence, in this language where it can be."""
    ways: dict[str, Callable[[str, str], str]] = {
        "said": _said, "other": _said, "times": in_words, "day": _day, "first_day": _day, "labels": _labels,
    }  # fmt: skip
    return ways[name](value, lang) if name in ways else value


def _day(value: str, lang: str) -> str:
    day = read_date(value)
    return date_in_words(day, lang) if day else value


def _labels(value: str, lang: str) -> str:
    """Names of subjects, with `en` between them."""
    if lang != "en":
        return value
    for domain in sorted(content().domains, key=lambda domain: len(domain.label), reverse=True):
        value = value.replace(f"{domain.label} en ", f"{domain.label_en} and ").replace(domain.label, domain.label_en)
    return value


@lru_cache(maxsize=1)
def _exact() -> frozenset[str]:
    return frozenset(SENTENCES)


@lru_cache(maxsize=1)
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every sentence with something to fill in, as what recognises it; the longest first, which says most."""
    filled = sorted((text for text in SENTENCES if _PLACE.search(text)), key=len, reverse=True)
    return tuple((text, _shape(text)) for text in filled)


def _shape(text: str) -> re.Pattern[str]:
    parts = _PLACE.split(text)
    return re.compile(
        "".join(re.escape(part) if number % 2 == 0 else f"(?P<{part}>.+?)" for number, part in enumerate(parts)),
        re.DOTALL,
    )
