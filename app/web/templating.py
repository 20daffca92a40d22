"""What every template may count on: names of the municipality, addresses that keep the language, versioned files."""

import hashlib
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyphen
from flask import Flask, g, request, url_for

from app.personal_numbers import spaced_phone
from app.social_map.times import in_words
from app.web import languages
from app.web.calling_now import call_now
from app.web.running import content, decimal_text, language, municipality, services
from app.web.saying import as_said, remarks_as_said
from app.web.translating import INTERFACE

LONG_WORD = 14
STATIC = Path(__file__).resolve().parent.parent / "static"


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """One language a visitor can choose on this page."""

    code: str
    name: str
    url: str


@lru_cache(maxsize=256)
def _fingerprint(name: str, changed: float) -> str:
    del changed
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]


def static_url(name: str) -> str:
    """The address of a file of ours, with a fingerprint so that it may be kept for a year."""
    return _static_url(name, _moment())


def _moment() -> int:
    """A number that changes every two seconds: how often we look at the disk for what hardly ever changes."""
    return int(time.monotonic() / 2)


@lru_cache(maxsize=256)
def _static_url(name: str, moment: int) -> str:
    del moment
    path = STATIC / name
    if not path.is_file():
        return f"/static/{name}"
    return f"/static/{name}?v={_fingerprint(name, path.stat().st_mtime)}"


def page_url(path: str) -> str:
    """The same site's page in the visitor's language where it exists, else the Dutch one."""
    code = language()
    if code == "nl" or (code in languages.FEW_PAGES and path not in languages.PAGES_IN_ALL):
        return path
    return f"/{code}{path}"


@lru_cache(maxsize=1)
def _hyphens() -> pyphen.Pyphen:
    return pyphen.Pyphen(lang="nl_NL", left=3, right=3)


@lru_cache(maxsize=8192)
def soft_hyphens(text: str) -> str:
    """The text with soft hyphens in its long words, so that a compound breaks where a reader expects it."""
    return " ".join(_hyphens().inserted(word, "\u00ad") if len(word) >= LONG_WORD else word for word in text.split(" "))


@lru_cache(maxsize=512)
def _spoken(text: str, lang: str) -> str:
    return in_words(text, lang) if text else ""


def spoken_times(text: str) -> str:
    """Times written out for who listens: `ma-vr 09:00-12:00` as words."""
    return _spoken(text, "en" if language() == "en" else "nl")


_DIALLED = "+0123456789"


def dialled(number: str) -> str:
    """A telephone number as a telephone wants it: digits and a plus, nothing else."""
    return "".join([sign for sign in number if sign in _DIALLED])


@lru_cache(maxsize=4096)
def digit_by_digit(number: str) -> str:
    """A telephone number as it is heard: digit by digit, with a comma where it is written apart."""
    heard: list[str] = []
    for place, sign in enumerate(number):
        if sign in _DIALLED:
            heard.append(f" {sign}" if place else sign)
        elif sign in " -" and place and number[place - 1] not in " -":
            heard.append(",")
    return "".join(heard)


def _choices() -> list[LanguageChoice]:
    found = languages.ALL if request.path in languages.PAGES_IN_ALL else INTERFACE
    # Who changes the language keeps the question: it stands in this page's own address already.
    question = (
        "?" + request.query_string.decode("ascii", "ignore") if request.method == "GET" and request.query_string else ""
    )
    return [LanguageChoice(code, name, languages.address_in(code) + question) for code, name in found.items()]


def _theme_url() -> str:
    town = municipality()
    return _theme_address(Path(services().settings.content_dir) / "themes" / town.theme, town.slug, _moment())


@lru_cache(maxsize=64)
def _theme_address(path: Path, slug: str, moment: int) -> str:
    del moment
    return f"/thema/{slug}.css?v={int(path.stat().st_mtime)}" if path.is_file() else ""


def install(app: Flask) -> None:
    """Hand every template its names."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["as_said"] = as_said
    app.jinja_env.filters["remarks_as_said"] = remarks_as_said
    app.jinja_env.globals.update(
        static_url=static_url,
        page_url=page_url,
        language_url=languages.address_in,
        url_for=url_for,
        spoken_times=spoken_times,
        call_now=call_now,
        decimal_text=decimal_text,
        soft_hyphens=soft_hyphens,
        dialled=dialled,
        digit_by_digit=digit_by_digit,
        spaced_phone=spaced_phone,
        assets_present=(STATIC / "vendor" / "nlds.css").is_file(),
    )

    @app.context_processor
    def _names() -> dict[str, Any]:
        if "municipality" not in g:
            return {}
        return {
            "municipality": municipality(),
            "content": content(),
            "languages": _choices(),
            "page_lang": language(),
            "page_dir": languages.direction(),
            "theme_url": _theme_url(),
            "example_region": content().region.example,
        }
