"""A PDF as an answer: shown in the browser, saved under a name that says what it is.

Making one costs a second of a processor and anybody may ask for it, so a process makes only a few at once, of whatever kind.
"""

import re
import threading
from collections.abc import Callable

from flask import Response

AT_ONCE = 2
WAIT_SECONDS = 2.0
_OTHER = re.compile(r"[^a-z0-9-]+")
_turns = threading.BoundedSemaphore(AT_ONCE)


def in_turn(make: Callable[[], bytes]) -> bytes | None:
    """What this makes; None when too many are being made at this moment: say so, with another way."""
    if not _turns.acquire(timeout=WAIT_SECONDS):
        return None
    try:
        return make()
    finally:
        _turns.release()


def pdf_answer(raw: bytes, filename: str, *, to_save: bool = False) -> Response:
    """A PDF to look at or to save.

    :param filename: with or without `.pdf`; anything but letters, digits and lines becomes a line.
    :param to_save: the page it was asked from stays where it is, for a page whose words are kept nowhere.
    """
    stem = _OTHER.sub("-", filename.lower().removesuffix(".pdf")).strip("-") or "leefplein"
    answer = Response(raw, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'{"attachment" if to_save else "inline"}; filename="{stem}.pdf"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
