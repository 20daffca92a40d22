"""What may come in with a request: never cut off in silence, never in half a character.

Werkzeug accepts a chunked body that is larger than the limit and silently truncates it (reliability.md 2.5); a question
for help must never lose its end, so a body of unknown length is refused and the browser asked to say its length.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

LARGEST_BODY = 2 * 1024 * 1024
_MOST = "largest_body"
View = TypeVar("View", bound=Callable[..., Any])


def takes_up_to(most: int) -> Callable[[View], View]:
    """Let one view take a larger body, in bytes: a page on which somebody hands in a file. Above the route's own mark."""

    def mark(view: View) -> View:
        setattr(view, _MOST, most)
        return view

    return mark


def install(app: Flask) -> None:
    """Refuse bodies without a length (411) or too large (413), and addresses that are no text (400)."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.config["MAX_FORM_PARTS"] = 1000

    @app.before_request
    def _check() -> None:
        chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
        if chunked or (
            request.environ.get("wsgi.input_terminated")
            and request.content_length is None
            and request.method == "POST"
            and chunked
        ):
            abort(411)
        most = getattr(current_app.view_functions.get(request.endpoint or ""), _MOST, LARGEST_BODY)
        request.max_content_length = most
        if request.content_length is not None and request.content_length > most:
            abort(413)
        if "\x00" in request.path:
            abort(404)


def clean(text: str) -> str:
    """Typed text without the characters that no database or page can hold: NUL and lone surrogates."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
