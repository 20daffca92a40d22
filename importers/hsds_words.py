"""Texts of others as plain text: marks of HTML and Markdown taken off, words and paragraphs kept."""

import html
import re
from functools import lru_cache
from typing import Any

import nh3
from markdown_it import MarkdownIt

from app.social_map.plain_text import LONGEST_LINE, LONGEST_TEXT, line, paragraphs

_TAG = re.compile(r"<\s*/?\s*[a-zA-Z!][^<>]*>")
_MARKS = re.compile(r"\*\*|__|^#{1,6} |\]\(|^\s*[-*+] |`", re.MULTILINE)
_BREAK = re.compile(r"<\s*(?:br\s*/?|/p|/div|/li|/h[1-6]|/tr|/ul|/ol)\s*>", re.IGNORECASE)
_ITEM = re.compile(r"<\s*li[^<>]*>", re.IGNORECASE)
_LINK = re.compile(
    r"""<a\s[^<>]*href\s*=\s*["']?(https?://[^"'\s<>]+)["']?[^<>]*>(.*?)</a\s*>""", re.IGNORECASE | re.DOTALL
)
_LINES = re.compile(r"\n\s*\n\s*")
_SPACES = re.compile(r"[ \t\xa0]+")
_SENTENCE = re.compile(rf"(.{{20,{LONGEST_LINE}}}?[.!?])\s+(?=[A-Z0-9‘“'\"À-Ý])")
_MARKDOWN = MarkdownIt("commonmark", {"html": False})


def plain(value: Any) -> str:
    """The text without marks. What is no text is nothing."""
    return _plain(value) if isinstance(value, str) and value.strip() else ""


@lru_cache(maxsize=4096)  # what its organisation says stands in each of its services
def _plain(text: str) -> str:
    tagged = _TAG.search(text) is not None
    if not tagged and _MARKS.search(text):
        text, tagged = _MARKDOWN.render(text), True
    if tagged:
        text = _LINK.sub(lambda hit: hit[2] if hit[1] in hit[2] else f"{hit[2]} ({hit[1]})", text)
        text = _BREAK.sub("\n", _ITEM.sub("\n- ", text))
        text = nh3.clean(text, tags=set(), clean_content_tags={"script", "style"})
    if tagged or "&" in text:
        text = html.unescape(text)
        text = _TAG.sub("", text) if tagged else text  # what was written as an entity is no tag afterwards either
    text = _SPACES.sub(" ", text.replace("\r\n", "\n"))
    return _LINES.sub("\n\n", "\n".join(each.strip() for each in text.split("\n"))).strip()


def plain_line(value: Any, longest: int = LONGEST_LINE) -> str:
    """One line of it, cut when it is longer."""
    return line(plain(value), longest)[0]


def plain_text(value: Any) -> tuple[str, bool]:
    """Paragraphs; the second value says that it was cut."""
    return paragraphs(plain(value), LONGEST_TEXT)


def summary_and_rest(text: str) -> tuple[str, str]:
    """A first paragraph, or first sentence, that fits on one line, and what comes after it."""
    first, _, rest = text.partition("\n\n")
    if "\n" not in first and len(first) <= LONGEST_LINE:
        return first, rest
    hit = _SENTENCE.match(text)
    return (hit[1], text[hit.end() :]) if hit else ("", text)
