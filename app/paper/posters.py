"""A poster and a flyer of one subject: a title, a sentence to begin with, and the telephone number of the desk, very large.

They hang where people already are (I-08), so they say little and can be read from a distance. The page on the site is
their twin: both show one `Poster`.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Final, Literal

from app.paper.squares import drawing
from app.paper.typesetting import typeset

TEMPLATE: Final = "poster.typ"
STRIPS: Final = 7
"""Strips to tear off at the foot of a poster. A flyer has none: somebody takes it along as a whole."""
Size = Literal["a4", "a5"]
_SPOKEN: Final = {
    "nl": {".": " punt ", "/": " schuine streep ", "-": " streepje ", ":": " dubbele punt "},
    "en": {".": " dot ", "/": " slash ", "-": " hyphen ", ":": " colon "},
}


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on it, as texts in `lang`.

    :ivar address: of the subject's page, as a telephone opens it; `bare` as somebody types it, `spoken` as it is said.
    :ivar say: what stands above the sentence to begin with; `call`, `scan` and `support` are whole sentences.
    :ivar support_phone: of somebody who stands at one's side.
    """

    lang: str
    town: str
    title: str
    intro: str
    say: str
    sentence: str
    call: str
    phone: str
    hours: str
    scan: str
    address: str
    bare: str
    spoken: str
    square_words: str
    support: str
    support_phone: str
    example: str


def spoken_address(bare: str, lang: str) -> str:
    """An address as one says it to somebody: *hattem punt nl schuine streep onderwerp*."""
    signs = _SPOKEN["en" if lang == "en" else "nl"]
    return " ".join("".join(signs.get(sign, sign) for sign in bare).split())


@lru_cache(maxsize=64)
def pdf_of(poster: Poster, size: Size) -> bytes:
    """The poster (A4, with strips to tear off) or the flyer (A5), as PDF/UA-1.

    :raises app.paper.typesetting.Untypesettable: with the reason.
    """
    data: dict[str, Any] = asdict(poster)
    data |= {"square": drawing(poster.address), "size": size, "strips": STRIPS if size == "a4" else 0}
    return typeset(TEMPLATE, data, lang=poster.lang, title=f"{poster.title} - {poster.town}")
