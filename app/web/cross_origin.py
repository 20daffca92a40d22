"""Open data may be read by a page of any other site; never with somebody's cookies (Access-Control-Allow-Credentials)."""

from typing import Final

from flask import Response, request

_TOLD: Final = "ETag, Last-Modified, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, Retry-After, X-Request-ID"
_DAY: Final = "86400"


def open_to_all(answer: Response) -> Response:
    """Let every site read this answer, and ask for it by POST."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Access-Control-Expose-Headers"] = _TOLD
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS":
        answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
        answer.headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match, If-Modified-Since"
        answer.headers["Access-Control-Max-Age"] = _DAY
    return answer
