"""A session that lives in the browser, ends with it, and can be read by nobody but us.

Flask's own session cookie is signed but readable; ours is sealed, because a shortlist or an answer tells something
about somebody. Only the serializer differs: everything else is Flask's.
"""

import json
import zlib
from typing import Any

from cryptography.fernet import InvalidToken
from flask import Flask
from flask.json.tag import TaggedJSONSerializer
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature

from app.sealing import box

LARGEST_COOKIE = 3800
"""Bytes that fit in a cookie in every browser, name and attributes left room for."""


class _Sealed:
    """Speaks the two words of an itsdangerous serializer, over encrypted text."""

    def __init__(self, keys: list[str]) -> None:
        self._fernet = box("session", keys)
        self._json = TaggedJSONSerializer()

    def dumps(self, value: Any) -> str:
        """Seal."""
        return self._fernet.encrypt(zlib.compress(self._json.dumps(value).encode(), 9)).decode().rstrip("=")

    def loads(self, text: str, max_age: int | None = None) -> Any:
        """Open; whatever does not open counts as a bad signature."""
        padded = text + "=" * (-len(text) % 4)
        try:
            packed = self._fernet.decrypt(padded.encode("ascii", "ignore"), ttl=max_age)
            return self._json.loads(zlib.decompressobj().decompress(packed, 64 * 1024).decode())
        except (InvalidToken, zlib.error, UnicodeDecodeError, json.JSONDecodeError, KeyError, ValueError) as problem:
            message = "session cookie does not open"
            raise BadSignature(message) from problem


class SealedSessions(SecureCookieSessionInterface):
    """Flask's cookie session, sealed."""

    def get_signing_serializer(self, app: Flask) -> Any:
        """The serializer, or nothing when there is no key."""
        if not app.secret_key:
            return None
        sealed = app.extensions.get("leefplein-sealed")
        if sealed is None:
            keys = [str(app.secret_key), *map(str, app.config.get("SECRET_KEY_FALLBACKS") or ())]
            sealed = app.extensions["leefplein-sealed"] = _Sealed(keys)
        return sealed


def install(app: Flask, *, plain_http: bool) -> None:
    """Set the cookie's name and promises: `__Host-` and Secure everywhere but on plain http for trying."""
    app.session_interface = SealedSessions()
    app.config.update(
        SESSION_COOKIE_NAME="leefplein" if plain_http else "__Host-leefplein",
        SESSION_COOKIE_SECURE=not plain_http,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        SESSION_REFRESH_EACH_REQUEST=False,
    )
