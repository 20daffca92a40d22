"""Values that every reader accepts: ids, web addresses, mail addresses and moments as HSDS 3.1 wants them (RFC 3986, 5321, 3339).

What people type is often nearly right (`www.voorbeeld.nl/koffie en thee`); a checker refuses the whole document for it. So an
address is mended where that is certain, and else left out.
"""

import hashlib
import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, urlsplit, urlunsplit
from uuid import UUID

_SPACE: Final = UUID("0f3dbf0e-5f6c-5c0a-9d0b-1e3d5a7c9b11").bytes
"""Our own name space for ids that are reckoned: the same parts give the same id, on every machine and in every run."""
_VARIANT: Final = {sign: "89ab"[int(sign, 16) & 3] for sign in "0123456789abcdef"}
_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HOST: Final = re.compile(
    r"(?=.{1,253}\.?$)[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?)*\.?"
)
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_MAIL: Final = re.compile(rf"(?=.{{1,254}}$)(?=.{{1,64}}@){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_PATH: Final = "!$&'()*+,;=:@/-._~%"
_QUERY: Final = _PATH + "?"
_LONELY_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SIGN: Final = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"
_URI: Final = re.compile(
    rf"(?:https?://[A-Za-z0-9._~-]+(?::[0-9]{{1,4}})?(?:/{_SIGN}*)?(?:\?(?:{_SIGN}|\?)*)?|urn:[A-Za-z0-9][A-Za-z0-9-]+:{_SIGN}+)"
    rf"(?:#(?:{_SIGN}|\?)*)?",
    re.IGNORECASE,
)
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")
_TIME: Final = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)?")
_HIGHEST_PORT: Final = 65535


def stable_id(*parts: object) -> str:
    """An id (uuid, version 5) that is always the same for these parts."""
    text = hashlib.sha1(
        _SPACE + "\x1f".join(map(str, parts)).encode("utf-8", "replace"), usedforsecurity=False
    ).hexdigest()  # uuid 5 is SHA-1 by its standard; it guards nothing
    return f"{text[:8]}-{text[8:12]}-5{text[13:16]}-{_VARIANT[text[16]]}{text[17:20]}-{text[20:32]}"


def uuid_of(text: Any) -> str:
    """The uuid in small letters, or nothing when it is none."""
    found = text.strip().lower() if isinstance(text, str) else ""
    return found if _UUID.fullmatch(found) else ""


@lru_cache(maxsize=65536)
def web(text: str) -> str:
    """The address as RFC 3986 wants it, or nothing: a host is needed; what stands in it literally is encoded.

    `www.voorbeeld.nl` gets `https://`; another scheme than http and https is no web address.
    """
    typed = text.strip()
    if not typed or any(character.isspace() for character in typed):
        return ""
    if "://" not in typed:
        if not re.match(r"[\w-]+(?:\.[\w-]+)+(?:[/?#:]|$)", typed):
            return ""
        typed = "https://" + typed
    try:
        parts = urlsplit(typed)
        host, port = (parts.hostname or ""), parts.port
        host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme.lower() not in {"http", "https"} or parts.username is not None or not _HOST.fullmatch(host):
        return ""
    if port is not None:
        if not 0 < port <= _HIGHEST_PORT:
            return ""
        host = f"{host}:{port}"
    path, query, fragment = (
        quote(_LONELY_PERCENT.sub("%25", part), safe=safe, errors="replace")
        for part, safe in ((parts.path, _PATH), (parts.query, _QUERY), (parts.fragment, _QUERY))
    )
    return urlunsplit((parts.scheme.lower(), host, path, query, fragment))


@lru_cache(maxsize=65536)
def uri(text: str) -> str:
    """What a source gave as address, untouched when it is one (http, https or urn), mended when that is certain, else nothing."""
    return text if _URI.fullmatch(text) else web(text)


@lru_cache(maxsize=65536)
def mail(text: str) -> str:
    """The mail address, or nothing when a machine could not send to it."""
    found = text.strip()
    return found if _MAIL.fullmatch(found) else ""


def moment(at: datetime) -> str:
    """A moment in UTC, to the millisecond (RFC 3339)."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03}Z"


def is_moment(text: str) -> bool:
    """Whether it is a moment with a zone that exists on the calendar."""
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text.upper())
    except ValueError:
        return False
    return True


def is_date(text: str) -> bool:
    """Whether it is a day that exists, as 2026-11-23."""
    try:
        return len(text) == len("2026-11-23") and bool(date.fromisoformat(text))
    except ValueError:
        return False


def is_time(text: str) -> bool:
    """Whether it is a time of day, with or without seconds and zone."""
    return _TIME.fullmatch(text) is not None
