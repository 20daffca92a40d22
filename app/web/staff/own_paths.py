"""Where somebody goes after signing in: only to a page of this site, whatever the address says (open redirect)."""

from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 500


def own_path(wanted: str | None, otherwise: str) -> str:
    """The wanted path when it is one of ours, else the other one.

    Browsers read two slashes, a backslash or control characters as an address elsewhere: none of these pass.
    """
    if not wanted or len(wanted) > LONGEST or not wanted.startswith("/"):
        return otherwise
    if wanted.startswith("//") or "\\" in wanted or any(ord(sign) < 0x21 or ord(sign) == 0x7F for sign in wanted):  # noqa: PLR2004  (ASCII: space and DEL)
        return otherwise
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return otherwise
    return otherwise if parts.scheme or parts.netloc else wanted
