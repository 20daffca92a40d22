"""No other site may send a form in somebody's name.

A modern browser says itself where a request comes from (Sec-Fetch-Site, Origin); that is believed, and needs no token
in the page, so that pages can be compressed without giving a token away (BREACH). When a browser says nothing,
Flask-WTF's token decides; and when that fails too, what was typed is shown again with a button, never thrown away.
A form that certainly came from another site gets no such button: one click on it would do what that site wanted.
"""

from urllib.parse import urlsplit

from flask import Flask, g, request
from flask_wtf.csrf import CSRFError, CSRFProtect, generate_csrf

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
TOKEN_SECONDS = 24 * 3600
ASKING = frozenset({"/zoeken", "/api/zoeken"})
"""Asking something changes nothing: these take POST so that words stay out of addresses."""
ASKING_BELOW = "/api/hsds/"
"""The same for every address that begins so; open data may be asked from any other site."""
_OURS = frozenset({"same-origin", "none"})


def comes_from_us() -> bool | None:
    """Whether the browser says this request came from our own pages; None when it says nothing."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in _OURS
    origin = request.headers.get("Origin")
    if origin and origin != "null":
        try:
            return urlsplit(origin).netloc == request.host
        except ValueError:
            return False  # no address that any browser would send
    return None


def install(app: Flask) -> None:
    """Check every request that changes something."""
    app.config.update(WTF_CSRF_CHECK_DEFAULT=False, WTF_CSRF_TIME_LIMIT=TOKEN_SECONDS, WTF_CSRF_SSL_STRICT=False)
    protect = CSRFProtect(app)

    @app.before_request
    def _check() -> None:
        if request.method in SAFE_METHODS or request.path in ASKING or request.path.startswith(ASKING_BELOW):
            return
        ours = comes_from_us()
        if ours is None:
            protect.protect()
        elif not ours:
            raise CSRFError("Dit formulier kwam van een andere site.")

    def token() -> str:
        g.holds_token = True  # see compression: a response that holds a token is never compressed
        return str(generate_csrf())

    app.jinja_env.globals["csrf_token"] = token
