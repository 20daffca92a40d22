"""Text from outside made fit to keep: no invisible characters, no endless lines.

The draft refuses what is too long or cannot be encoded; a reader that has to go on with the rest of a file cleans first
and says what it cut.
"""

import re

LONGEST_LINE = 300
LONGEST_TEXT = 8000
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)


def line(text: str, longest: int = LONGEST_LINE) -> tuple[str, bool]:
    """One line: white space made single. The second value says that it was cut at `longest` characters."""
    seen = (
        " ".join(_UNSEEN.sub("", text.replace("\r", "\n")).split())
        if not text.isascii() or not text.isprintable() or "  " in text
        else text.strip()
    )
    return (seen, False) if len(seen) <= longest else (seen[: longest - 1].rstrip() + "…", True)


def paragraphs(text: str, longest: int = LONGEST_TEXT) -> tuple[str, bool]:
    """Longer text: line breaks kept. The second value says that it was cut at `longest` characters."""
    seen = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return (seen, False) if len(seen) <= longest else (seen[: longest - 1].rstrip() + "…", True)


def has_unseen(text: str) -> bool:
    """Whether characters stand in it that nobody sees and that are taken out, such as NUL or a change of direction."""
    return _UNSEEN.search(text) is not None
