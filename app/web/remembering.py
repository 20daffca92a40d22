"""What was made before from exactly the same facts: the same offer in the same language makes the same page.

A thing is found again only by everything that went into it (the offer's row as the database has it now, the content,
the day), so nothing shown can be older than what the database says. Held for ten minutes at most.
"""

import time
from collections.abc import Callable, Hashable
from itertools import islice
from typing import Generic, TypeVar

SECONDS = 600.0
T = TypeVar("T")


class Remembered(Generic[T]):
    """Some hundreds of things; the oldest make room. Any thread may ask."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[Hashable, tuple[float, object, T]] = {}

    def get(self, key: Hashable, made_with: object, make: Callable[[], T]) -> T:
        """The thing for this key, or else what `make` gives.

        :param made_with: an object whose identity counts as part of the key, such as the content as it stands now.
        """
        held = self._held.get(key)
        now = time.monotonic()
        if held is not None and held[1] is made_with and now - held[0] < SECONDS:
            return held[2]
        made = make()
        if len(self._held) >= self._most:
            for old in list(islice(self._held, self._most // 2)):
                self._held.pop(old, None)
        self._held[key] = (now, made_with, made)
        return made
