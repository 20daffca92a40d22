"""What somebody typed in a form of a staff room, read in one way for every room."""

from typing import Final

from flask import request

from app.db import LARGEST_ROW
from app.web.bodies import clean

MOST_PAGES: Final = 10_000


def as_typed(name: str, longest: int = 20_000) -> str:
    """A field as it was typed, cut at its longest, with one kind of line ending."""
    return clean(request.form.get(name, ""))[:longest].replace("\r\n", "\n").replace("\r", "\n").strip()


def typed_number(name: str) -> int:
    """A row's number in a hidden field or in the address; 0 when it is none."""
    return number_in(request.values.get(name, ""))


def number_in(text: str) -> int:
    """A row's number as it stands in a form or an address, or 0 when it is none or no row can have it."""
    fits = text.isascii() and text.isdigit() and len(text) <= len(str(LARGEST_ROW))
    return int(text) if fits and int(text) <= LARGEST_ROW else 0


def page_number() -> int:
    """Which page of a list is asked for, from 1."""
    return max(1, min(typed_number("pagina"), MOST_PAGES))
