"""Pages that are the same for everybody, handed out again while nothing in them changed.

A page is found again only by everything that went into it: its address, the language, the day, the content as it
stands, and the offer's row as the database has it now. So nothing shown can be older than what the database says. Held
for ten minutes at most, in this process only. Pages that answer somebody's question are never held.
"""

import time
from collections.abc import Callable, Hashable
from itertools import islice
from typing import Generic, TypeVar

from flask import g, request

from app import clock
from app.web.running import language, municipality

SECONDS = 600.0
T = TypeVar("T")


class Remembered(Generic[T]):
    """Some tens or hundreds of things; the oldest make room. Any thread may ask."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[Hashable, tuple[float, tuple[object, ...], T]] = {}

    def get(self, key: Hashable, made_with: tuple[object, ...], make: Callable[[], T]) -> T:
        """The thing for this key, or else what `make` gives.

        :param made_with: objects whose identity counts as part of the key, such as the content as it stands now.
        """
        held = self._held.get(key)
        now = time.monotonic()
        if held is not None and now - held[0] < SECONDS and all(map(_same, held[1], made_with)):
            return held[2]
        made = make()
        if g.get("holds_token"):
            return made  # meant for one visitor
        if len(self._held) >= self._most:
            for old in list(islice(self._held, self._most // 2)):
                self._held.pop(old, None)
        self._held[key] = (now, made_with, made)
        return made


def _same(one: object, other: object) -> bool:
    return one is other


def address() -> tuple[Hashable, ...]:
    """What a page may say of the way it was asked for: it stands in links, and decides the language and the day."""
    return (
        request.path,
        request.query_string,
        request.scheme,
        request.host,
        language(),
        municipality().slug,
        clock.today(),
    )
