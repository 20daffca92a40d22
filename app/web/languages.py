"""The language of a page stands in its address (`/en/zoeken`), so that a link keeps it and no cookie is needed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Flask, g, request
from flask_babel import Babel

from app.web.running import language
from app.web.translating import INTERFACE, interface_language, sentence

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FEW_PAGES = {"tr": "Türkçe", "ar": "العربية", "pl": "Polski", "uk": "Українська"}
ALL = INTERFACE | FEW_PAGES
RIGHT_TO_LEFT = frozenset({"ar"})
PAGES_IN_ALL = frozenset({"/hulp-nu", "/clientondersteuning", "/waar-kan-ik-terecht"})
_MARK = "leefplein.language"


class LanguageInAddress:
    """Takes `/en` off the address before Flask sees it, and lets every address that is made carry it again."""

    def __init__(self, application: "WSGIApplication") -> None:
        self.application = application

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """One request."""
        path = environ.get("PATH_INFO", "")
        first, _, rest = path.removeprefix("/").partition("/")
        if first in ALL and first != "nl" and path.startswith("/"):
            environ[_MARK] = first
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + "/" + first
            environ["PATH_INFO"] = "/" + rest
        return self.application(environ, start_response)


def install(app: Flask) -> None:
    """Let the application speak the language of the address."""
    app.wsgi_app = LanguageInAddress(app.wsgi_app)  # type: ignore[method-assign]  # Flask's documented way to wrap

    @app.before_request
    def _read_language() -> None:
        g.language = request.environ.get(_MARK, "nl")

    Babel(app, default_locale="nl", default_timezone="Europe/Amsterdam", locale_selector=interface_language)
    app.jinja_env.globals["_"] = sentence  # the same catalogue, without a look-up for every sentence


def address_in(code: str) -> str:
    """The address of this page in another language, without its question."""
    path = request.path
    if code in FEW_PAGES and path not in PAGES_IN_ALL:
        path = "/hulp-nu"
    # Browsers read `/\elsewhere` and `//elsewhere` as another site: quoted, and with one slash in front, it stays ours.
    path = "/" + quote(path.lstrip("/"), safe="/~:@!$&'()*+,;=")
    return path if code == "nl" else f"/{code}{path}"


def direction() -> str:
    """Which way the page's own text runs."""
    return "rtl" if language() in RIGHT_TO_LEFT else "ltr"


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """What is written meanwhile is in the language of who gets it, whatever the page is in."""
    here, g.language = g.language, lang
    try:
        yield
    finally:
        g.language = here
