"""Somebody's own list of offers: in the sealed session cookie, nowhere else, and gone when the browser closes.

A cookie holds little, so names are one letter and only what was typed is kept. When it is full, that is said and
nothing is lost: a change that does not fit is not made.
"""

from dataclasses import dataclass
from typing import Any

from flask import session

from app.web import own_answers
from app.web.bodies import clean
from app.web.cards import SHORTLIST

LONGEST_NOTE = 280
MOST = 60
_NOTE, _CALLED = "n", "b"


class ListFull(Exception):
    """This does not fit on the list any more; the list is as it was."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One offer somebody keeps, with their own words about it."""

    slug: str
    note: str = ""
    called: bool = False


def kept() -> tuple[Kept, ...]:
    """The list, in the order in which it was made."""
    found = session.get(SHORTLIST)
    if not isinstance(found, dict):
        return ()
    return tuple(Kept(slug, str(each.get(_NOTE, "")), bool(each.get(_CALLED))) for slug, each in found.items())


def how_many() -> int:
    """How many offers are kept."""
    return len(session.get(SHORTLIST) or ())


def replace_all(items: tuple[Kept, ...]) -> None:
    """Keep exactly these.

    :raises ListFull: they do not fit in the cookie.
    """
    if not items:
        own_answers.forget(SHORTLIST)
        return
    if len(items) > MOST or not own_answers.keep(SHORTLIST, {each.slug: _packed(each) for each in items}):
        raise ListFull


def add(*items: Kept) -> None:
    """Put these on the list; what is there already keeps its note unless a new one comes along.

    :raises ListFull: not all of them fit; none was added.
    """
    now = {each.slug: each for each in kept()}
    for item in items:
        old = now.get(item.slug)
        now[item.slug] = Kept(
            item.slug, item.note or (old.note if old else ""), item.called or (old.called if old else False)
        )
    replace_all(tuple(now.values()))


def remove(slug: str) -> None:
    """Take one off the list."""
    replace_all(tuple(each for each in kept() if each.slug != slug))


def note_of(typed: str) -> str:
    """What was typed as a note, on one line and as long as a note may be."""
    return " ".join(clean(typed).split())[:LONGEST_NOTE]


def _packed(item: Kept) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if item.note:
        found[_NOTE] = item.note
    if item.called:
        found[_CALLED] = 1
    return found
