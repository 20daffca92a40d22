"""Pages that hold somebody's own words or codes: never kept by a browser, never found by a search engine."""

from flask import make_response
from werkzeug.wrappers import Response

Answer = str | tuple[str, int] | Response


def private(answer: Answer) -> Response:
    """This answer, marked so."""
    response: Response = make_response(answer)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
