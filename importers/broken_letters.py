"""Words that went through the wrong table of signs once, put right: `CafÃ©` was meant to be `Café`."""

import re

_TWICE = re.compile("[ÂÃÅâÄ][\x80-\xff\u0152-\u0192\u02c6\u02dc\u2013-\u2122]+")
_STILL_STRANGE = re.compile("Ã[\\s\x80-\xbf©¨«¶¼]|â€")


def mended(cell: str) -> str:
    """The cell with its letters mended, where UTF-8 was read as Windows-1252 and saved so."""
    return _TWICE.sub(_mend, cell) if any(sign in cell for sign in "ÃÂâÅÄ") else cell


def _mend(match: re.Match[str]) -> str:
    raw = bytearray()
    for sign in match[0]:
        try:
            raw += sign.encode("cp1252")
        except UnicodeEncodeError:
            if ord(sign) > 0xFF:  # noqa: PLR2004  (no byte at all)
                return match[0]
            raw.append(ord(sign))
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def still_strange(cell: str) -> bool:
    """Whether a cell looks as if it went through the wrong table, and could not be mended."""
    return _STILL_STRANGE.search(cell) is not None
