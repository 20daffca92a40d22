"""A letter and a slip on paper. The text of a letter is read from the page that shows it, so the two cannot differ.

Letters are few and short and their pages are ours: paragraphs, headings and lists, with bold words in them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from html.parser import HTMLParser
from typing import Any, Final

from app.paper.squares import drawing
from app.paper.typesetting import typeset

LETTER: Final = "letter.typ"
SLIP: Final = "slip.typ"
_BLOCKS: Final = {"p": "paragraph", "h2": "heading", "li": "item"}
_FOR_EARS: Final = "lp-visually-hidden"
_BREAK: Final = "\n"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike. A line ends where `text` has a line feed."""

    text: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """`paragraph`, `heading` or `item` of a list, with its words."""

    kind: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter in a window envelope. `to` and `back` are all that shows through the window, so they tell nothing more."""

    lang: str
    title: str
    back: str
    to: tuple[str, ...]
    blocks: tuple[Block, ...]
    foot: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SlipOffer:
    """One offer on a slip: whom to call large, then facts as (name, value), then its short code and its square."""

    name: str
    about: str
    phone: str
    hours: str
    facts: tuple[tuple[str, str], ...]
    code: str
    address: str
    square_words: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A call slip. `closing`: sentences at the foot, as (words, number to call)."""

    lang: str
    title: str
    intro: tuple[str, ...]
    offers: tuple[SlipOffer, ...]
    code_word: str
    closing: tuple[tuple[str, str], ...]
    foot: str
    words: tuple[tuple[str, str], ...]


def pdf_of_letter(letter: Letter) -> bytes:
    """The letter as PDF/UA-1, its address where the window of a C5/6 envelope is: left, 45 mm from the top.

    :raises app.paper.typesetting.Untypesettable: with the reason.
    """
    data: dict[str, Any] = asdict(letter) | {"words": dict(letter.words)}
    return typeset(LETTER, data, lang=letter.lang, title=letter.title)


def pdf_of_slip(slip: Slip) -> bytes:
    """The slip as PDF/UA-1.

    :raises app.paper.typesetting.Untypesettable: with the reason.
    """
    data: dict[str, Any] = asdict(slip) | {"words": dict(slip.words)}
    data["squares"] = [drawing(each.address) for each in slip.offers]
    return typeset(SLIP, data, lang=slip.lang, title=slip.title)


def blocks_of(html: str) -> tuple[Block, ...]:
    """The paragraphs, headings and items of a page of ours; what is only there for who listens is left out.

    :param html: well-formed, of our own templates: everything that was typed is escaped in it.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tuple(reader.blocks)


def text_of(blocks: Sequence[Block]) -> str:
    """The words, with one space between them."""
    return " ".join(" ".join("".join(run.text for run in block.runs) for block in blocks).split())


class _Reader(HTMLParser):
    """Walks through the page. Text outside of a block is room between tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._kind = ""
        self._runs: list[Run] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._add(_BREAK)
            return
        given: Mapping[str, str | None] = dict(attrs)
        self._open.append((tag, _FOR_EARS in (given.get("class") or "").split()))
        if tag in _BLOCKS:
            self._end()
            self._kind = _BLOCKS[tag]
        elif tag == "q":
            self._add("‘")

    def handle_endtag(self, tag: str) -> None:
        if tag == "q":
            self._add("’")
        elif tag in _BLOCKS:
            self._end()
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._kind and not any(hidden for _tag, hidden in self._open):
            self._add(data.replace("\n", " "))

    def _add(self, text: str) -> None:
        if self._kind:
            self._runs.append(Run(text, any(tag == "strong" for tag, _hidden in self._open)))

    def _end(self) -> None:
        runs = _tidied(self._runs)
        if runs:
            self.blocks.append(Block(self._kind, runs))
        self._kind, self._runs = "", []


def _tidied(runs: Sequence[Run]) -> tuple[Run, ...]:
    """One space where a page has more, none at the ends, none beside a line's end; words that look alike together."""
    found: list[Run] = []
    before = _BREAK
    for run in runs:
        text = ""
        for sign in run.text:
            space = sign in " \t"
            if space and before in {" ", _BREAK}:
                continue
            if sign == _BREAK:
                text = text.rstrip(" ")
            text += " " if space else sign
            before = text[-1:] or before
        if text and found and found[-1].bold == run.bold:
            found[-1] = Run(found[-1].text + text, run.bold)
        elif text:
            found.append(Run(text, run.bold))
    if found:
        found[-1] = Run(found[-1].text.rstrip(), found[-1].bold)
    return tuple(run for run in found if run.text)
