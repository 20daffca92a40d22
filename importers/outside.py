"""Values as other people's systems give them, made fit for the map: text without mark-up, a number to call, an address to click.

What cannot be read is said to be so; nothing is guessed.
"""

import html
import re

import phonenumbers

from app.social_map.plain_text import line

_HIDDEN = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[/!]?[A-Za-z][^<>]*>|<!--(?:(?!-->).)*(?:-->|$)", re.DOTALL)
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
_SITE = re.compile(r"(?P<scheme>https?://)?[a-z0-9][a-z0-9.-]*\.[a-z]{2,}(?:[:/?#]\S*)?", re.IGNORECASE)
_MANY = re.compile(r"\n\s*\n\s*(?=\n)")
_MOST = 100_000
"""Characters of one value that are looked at; what comes behind is cut before any pattern sees it."""


def without_html(text: str) -> str:
    """The words without tags, scripts and entities; what was an entity for a tag is no tag afterwards either."""
    said = text[:_MOST]
    for _ in range(2):
        if "<" in said:
            said = _TAG.sub("", _BREAK.sub("\n", _HIDDEN.sub(" ", said)))
        if "&" not in said:
            break
        said = html.unescape(said)
    return _MANY.sub("\n", _TAG.sub("", said) if "<" in said else said).strip()


def phone_of(text: str) -> tuple[str, bool]:
    """A number as people dial it here (`070 355 5120`; a foreign one with its country), and whether it is one at all."""
    said = line(text, 60)[0]
    try:
        number = phonenumbers.parse(said, "NL")
    except phonenumbers.NumberParseException:
        return said, False
    if not phonenumbers.is_possible_number(number):
        return said, False
    here = number.country_code == 31  # noqa: PLR2004  (the Netherlands)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if here else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, form), True


def site_of(text: str) -> str:
    """The web address with its scheme; empty when it is none, so that it can never become a link."""
    said = line(text)[0]
    found = _SITE.fullmatch(said)
    if found is None:
        return ""
    return said if found["scheme"] else f"https://{said}"


def email_of(text: str) -> str:
    """The mail address; empty when it is none."""
    said = line(text)[0].removeprefix("mailto:")
    return said if _EMAIL.fullmatch(said) else ""
