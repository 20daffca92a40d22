"""A QR code as a drawing of lines: the same for paper and for the page that is its twin."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby
from typing import Final

import segno

_BORDER: Final = 2
_MASK: Final = 3
"""Any reader takes any mask; trying all eight costs five times as much."""


@lru_cache(maxsize=2048)
def drawing(address: str) -> Mapping[str, str | int]:
    """The path of the dark runs, and how many dots the square is wide, its white border included.

    :param address: what a telephone opens; at most some hundreds of signs.
    """
    rows = segno.make(address, error="m", micro=False, mask=_MASK).matrix
    path = []
    for y, row in enumerate(rows):
        x = 0
        for bit, run in groupby(row):
            length = len(list(run))
            if bit:
                path.append(f"M{x + _BORDER} {y + _BORDER}h{length}v1h-{length}z")
            x += length
    return {"path": "".join(path), "dots": len(rows) + 2 * _BORDER}
