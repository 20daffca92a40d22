"""Forms on paper: empty, with lines to write on, or filled with what somebody gave (I-13, T19).

A form is texts only; what it says in which language is for who shows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Final

from app.paper.typesetting import typeset

TEMPLATE: Final = "form.typ"


@dataclass(frozen=True, slots=True)
class Field:
    """A question of a form.

    :ivar lines: how many lines there are to write on.
    :ivar rows: what was filled in, as (name, value); a value may have more lines, a name may be empty.
    """

    question: str
    hint: str = ""
    lines: int = 0
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What stands on it. `words`: `page` and `of`, for the numbers of the pages; `foot` stands on every page."""

    lang: str
    title: str
    intro: tuple[str, ...]
    fields: tuple[Field, ...]
    foot: str
    words: tuple[tuple[str, str], ...]


def pdf_of(form: Form) -> bytes:
    """The form as PDF/UA-1.

    :raises app.paper.typesetting.Untypesettable: with the reason.
    """
    data: dict[str, Any] = asdict(form) | {"words": dict(form.words)}
    return typeset(TEMPLATE, data, lang=form.lang, title=form.title)


@lru_cache(maxsize=32)
def pdf_of_empty(form: Form) -> bytes:
    """The same, remembered: for a form that holds nothing of anybody.

    :raises app.paper.typesetting.Untypesettable: with the reason.
    """
    return pdf_of(form)


def filled(sections: Sequence[tuple[str, Sequence[tuple[str, str]]]]) -> tuple[Field, ...]:
    """The fields of a filled form: headings with names and values; what has no value is left out."""
    fields = []
    for title, rows in sections:
        given = tuple((name, value) for name, value in rows if value)
        if given:
            fields.append(Field(title, rows=given))
    return tuple(fields)


def page_words(page: str, of: str) -> tuple[tuple[str, str], ...]:
    """The two words that number the pages."""
    words: Mapping[str, str] = {"page": page, "of": of}
    return tuple(words.items())
