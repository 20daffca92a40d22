"""Pages: markdown with front matter in, clean HTML out, and a municipality's own facts filled in.

The HTML is cleaned once, when it is read; facts are escaped when they are filled in. Between the two
stand only names in braces, so nothing an editor types can become markup that we did not allow.
"""

import re
from collections.abc import Callable, Iterable
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt

from app.content.hours import written_out
from app.content.models import HelpNumber, Municipality, Page

PLACEHOLDER = re.compile(r"\{([a-z0-9_]+(?::[a-z0-9-]+)?)\}")

_MARKDOWN = MarkdownIt("commonmark", {"html": True, "typographer": False}).enable("table")
_TAGS = {
    *("h2", "h3", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr"),
    *(
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "caption",
        "div",
        "span",
        "dl",
        "dt",
        "dd",
    ),
}
_ATTRIBUTES = {
    "a": {"href", "hreflang", "lang"},
    "p": {"lang", "dir"},
    "div": {"lang", "dir"},
    "span": {"lang", "dir"},
    "blockquote": {"lang", "dir"},
    "th": {"scope"},
    "ol": {"start"},
}


def to_html(markdown: str) -> str:
    """Markdown (inline HTML for `lang` and `dir` allowed) as clean HTML; placeholders stay as they are."""
    html: str = _MARKDOWN.render(markdown).replace("<th>", '<th scope="col">')
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"https", "http", "mailto", "tel"},
        link_rel=None,
        attribute_filter=_no_placeholder,
    )


def _no_placeholder(tag: str, attribute: str, value: str) -> str | None:
    """A fact may hold markup of its own (a `tel:` link), which would break out of an attribute: no facts there."""
    del tag, attribute
    return None if PLACEHOLDER.search(value) else value


def placeholders_in(text: str) -> set[str]:
    """Names between braces, such as `desk_phone` and `number:113`."""
    return set(PLACEHOLDER.findall(text))


def tel_link(number: str, tel: str | None = None) -> str:
    """A number as a link that a telephone can dial; without a digit in it, only the text."""
    dial = tel or re.sub(r"(?!^\+)\D", "", number.strip())
    return f'<a href="tel:{escape(dial)}">{escape(number)}</a>' if dial.strip("+") else escape(number)


def _mail_link(address: str) -> str:
    return f'<a href="mailto:{escape(address)}">{escape(address)}</a>'


def _lines(lines: Iterable[str]) -> str:
    return "<br>".join(escape(line) for line in lines)


def _items(items: Iterable[str], empty: str) -> str:
    found = "".join(f"<li>{escape(item)}</li>" for item in items)
    return f"<ul>{found}</ul>" if found else escape(empty)


def _call_adviser(town: Municipality, lang: str) -> str:
    """The adviser's number, with the hours when they are known: who was treated badly should not call in vain."""
    adviser = town.confidential_adviser
    hours = f" ({escape(written_out(adviser.hours, lang))})" if adviser.hours else ""
    return tel_link(adviser.phone) + hours


def _complaint_address(town: Municipality) -> tuple[str, ...]:
    """Where a letter about a complaint goes: never addressed to the desk, which may be what it is about."""
    if town.complaints and town.complaints.letter_address:
        return tuple(town.complaints.letter_address)
    return (town.confidential_adviser.name, *town.desk.letter_address)


_Fill = Callable[[Municipality, str], str]

_FILLS: dict[str, tuple[_Fill, bool]] = {
    # name: (value for this municipality and language as HTML, whether the value is a block of its own)
    "municipality": (lambda town, _: escape(town.name), False),
    "desk_name": (lambda town, _: escape(town.desk.name), False),
    "desk_phone": (lambda town, _: tel_link(town.desk.phone), False),
    "desk_hours": (
        lambda town, lang: escape(written_out(town.desk.phone_hours, lang)),
        False,
    ),
    "desk_opening_hours": (
        lambda town, lang: escape(written_out(town.desk.opening_hours, lang)),
        False,
    ),
    "desk_email": (lambda town, _: _mail_link(town.desk.email), False),
    "desk_address": (lambda town, _: _lines(town.desk.address), False),
    "desk_letter": (lambda town, _: _lines(town.desk.letter_address), False),
    "complaint_letter": (lambda town, _: _lines(_complaint_address(town)), False),
    "client_support_name": (lambda town, _: escape(town.client_support.name), False),
    "client_support_phone": (
        lambda town, _: tel_link(town.client_support.phone),
        False,
    ),
    "client_support_hours": (
        lambda town, lang: escape(written_out(town.client_support.hours, lang)),
        False,
    ),
    "client_support_email": (
        lambda town, _: _mail_link(town.client_support.email),
        False,
    ),
    "client_support_funder": (
        lambda town, _: escape(town.client_support.funder),
        False,
    ),
    "client_support_independence": (
        lambda town, _: escape(town.client_support.independence),
        False,
    ),
    "adviser_name": (lambda town, _: escape(town.confidential_adviser.name), False),
    "adviser_phone": (lambda town, _: tel_link(town.confidential_adviser.phone), False),
    "adviser_call": (_call_adviser, False),
    "adviser_email": (
        lambda town, _: _mail_link(town.confidential_adviser.email),
        False,
    ),
    "adviser_text": (lambda town, _: escape(town.confidential_adviser.text), False),
    "accessibility_status": (lambda town, _: escape(town.accessibility.status), False),
    "accessibility_email": (
        lambda town, _: _mail_link(town.accessibility.feedback_email),
        False,
    ),
    "accessibility_url": (
        lambda town, _: (
            f'<a href="{escape(url)}">{escape(url)}</a>' if (url := town.accessibility.statement_url) else "–"
        ),
        False,
    ),
    "known_deviations": (
        lambda town, _: _items(town.accessibility.known_deviations, "–"),
        True,
    ),
    "privacy_controller": (lambda town, _: escape(town.privacy.controller), False),
    "privacy_officer_email": (
        lambda town, _: _mail_link(town.privacy.officer_email),
        False,
    ),
    "privacy_retention": (lambda town, _: escape(town.privacy.retention), False),
}
PLACEHOLDERS = frozenset(_FILLS)
"""Names a page may use between braces, besides `number:<id of a help number>`."""


def render_page(page: Page, municipality: Municipality, help_numbers: Iterable[HelpNumber] = ()) -> str:
    """The page's HTML with this municipality's facts filled in: escaped, numbers as `tel:` links.

    `{number:113}` becomes that help number; an id that is not in `help_numbers` leads to the help-now page.
    """
    return fill(page.html, page.lang, municipality, help_numbers)


def render_intro(page: Page, municipality: Municipality, help_numbers: Iterable[HelpNumber] = ()) -> str:
    """The page's intro as inline HTML, facts filled in."""
    return fill(escape(page.intro), page.lang, municipality, help_numbers)


def fill(html: str, lang: str, town: Municipality, help_numbers: Iterable[HelpNumber]) -> str:
    """HTML with the municipality's facts in the place of their names, escaped; names we do not know stay as they are."""
    numbers = {number.id: number for number in help_numbers}

    def value(found: re.Match[str]) -> str:
        name, _, number_id = found[1].partition(":")
        if name == "number" and number_id:
            number = numbers.get(number_id)
            return tel_link(number.number, number.tel) if number else '<a href="/hulp-nu">Hulp nu</a>'
        fill = _FILLS.get(found[1])
        return fill[0](town, lang) if fill else found[0]

    for name, (fill, block) in _FILLS.items():
        if block:  # a list cannot stand inside a paragraph
            html = html.replace(f"<p>{{{name}}}</p>", fill(town, lang))
    return PLACEHOLDER.sub(value, html)


def split_front_matter(text: str) -> tuple[str | None, str, int]:
    """Front matter (YAML text between two `---` lines, None when there is none), body, first body line."""
    lines = text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n")
    if not lines or lines[0].strip() != "---":
        return None, text, 1
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":  # one that is indented belongs to the value above it
            return (
                "\n".join(lines[1:index]),
                "\n".join(lines[index + 1 :]).strip("\n") + "\n",
                index + 2,
            )
    return None, text, 1


def page_fields(front: dict[str, Any], body: str, *, lang: str, slug: str) -> dict[str, Any]:
    """Front matter and body as the fields of a `Page`, the HTML rendered."""
    return {
        **front,
        "lang": lang,
        "slug": slug,
        "markdown": body,
        "html": to_html(body),
    }
