"""How the API answers: a page, lines, one document, "nothing changed", or what is wrong with a question and how to mend it."""

import hashlib
import json
from collections.abc import Callable, Generator
from dataclasses import dataclass
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Any, Final, Self

from flask import Response, g, jsonify, request
from werkzeug.http import http_date, parse_date

from app.open_data.freshness import Stamp, stamp
from app.web.api.hsds.lists import Found
from app.web.api.hsds.parameters import Asked, BadParameter
from app.web.running import services

Document = dict[str, Any]
SECONDS: Final = 300
LINES: Final = "application/x-ndjson"
_NOT_KEPT: Final = "no-store"
BUSY_SECONDS: Final = 10
WRITING_AT_ONCE: Final = BoundedSemaphore(2)
"""In one process; each of them keeps a thread busy."""


def stamp_now() -> Stamp:
    """What the open data is made of now."""
    with services().database.looking(behind=True) as connection:
        return stamp(connection, services().content)


def unchanged(now: Stamp) -> Response | None:
    """A short answer for who has this document already; None when it has to be made.

    Only for questions by address: every answer then carries the mark by which it is recognised.
    """
    if request.method not in {"GET", "HEAD"}:
        return None
    told = request.if_none_match
    if told:
        same = told.contains_weak(etag(now))
    else:
        since = parse_date(request.headers.get("If-Modified-Since"))
        same = since is not None and since >= now.changed
    return marked(Response(status=HTTPStatus.NOT_MODIFIED), now) if same else None


def etag(now: Stamp) -> str:
    """The mark of this address at this moment."""
    told = f"{now.mark}|{request.host_url}|{request.full_path}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def marked(answer: Response, now: Stamp, *, personal: bool = False) -> Response:
    """The answer with its mark, and how long a copy of it may be kept: not at all when somebody's own words asked for it."""
    if personal or request.method == "POST":
        answer.headers["Cache-Control"] = _NOT_KEPT
        return answer
    answer.set_etag(etag(now), weak=True)
    answer.headers["Last-Modified"] = http_date(now.changed)
    answer.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    return answer


def page(found: Found, asked: Asked) -> Response:
    """One page of what was found."""
    total, size = len(found.keys), asked.per_page
    pages = max(1, -(-total // size))
    start = (asked.page - 1) * size
    contents = found.documents(found.keys[start : start + size]) if start < total else []
    return document(
        {
            "total_items": total,
            "total_pages": pages,
            "page_number": asked.page,
            "size": len(contents),
            "first_page": asked.page == 1,
            "last_page": asked.page >= pages,
            "empty": not contents,
            "contents": contents,
        }
    )


@dataclass(slots=True)
class _Written:
    """The lines of an answer; gives its place back when the last one was read, or nobody reads on."""

    texts: Generator[str]
    held: bool = True

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        try:
            return next(self.texts)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Once, whoever calls and however often."""
        if self.held:
            self.held = False
            WRITING_AT_ONCE.release()
            self.texts.close()

    def __del__(self) -> None:
        self.close()


def lines(find: Callable[[], Found]) -> Response:
    """Everything that is found, one document on a line, made while it is sent.

    Each takes a thread for as long as somebody reads, so a few at a time: a handful of slow readers never stand in the way of the
    site's own visitors. What makes the lines needs no request: that may have ended by then.
    """
    if not WRITING_AT_ONCE.acquire(blocking=False):
        return busy()
    try:
        every = find().every()

        def texts() -> Generator[str]:
            for each in every:
                yield _json(each) + "\n"

        written = _Written(texts())
    except BaseException:
        WRITING_AT_ONCE.release()
        raise
    return Response(written, mimetype=LINES)


def document(made: Document) -> Response:
    """One JSON object."""
    return Response(_json(made), mimetype="application/json")


def wrong(problem: BadParameter) -> Response:
    """400: which parameter, and how to mend it."""
    return _problem(HTTPStatus.BAD_REQUEST, f"The parameter '{problem.name}' cannot be read: {problem}.", problem.name)


def not_here(what: str) -> Response:
    """404: there is nothing with this id."""
    return _problem(HTTPStatus.NOT_FOUND, f"There is no {what} with this id.", "id")


def other_type() -> Response:
    """415: a body of another kind."""
    return _problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send a form or application/json.", "body")


def busy() -> Response:
    """503: others read everything at this moment."""
    answer = _problem(
        HTTPStatus.SERVICE_UNAVAILABLE,
        f"Others are reading everything now. Try again in {BUSY_SECONDS} seconds, ask for pages, or take the files of /open-data.",
        "format",
    )
    answer.headers["Retry-After"] = str(BUSY_SECONDS)
    return answer


def _problem(code: HTTPStatus, detail: str, parameter: str) -> Response:
    answer = jsonify(
        {
            "error": {
                "code": code.value,
                "title": code.phrase,
                "detail": detail,
                "parameter": parameter,
                "request": g.get("request_id", "-"),
            }
        }
    )
    answer.status_code = code
    answer.headers["Cache-Control"] = _NOT_KEPT
    return answer


def _json(made: Any) -> str:
    return json.dumps(made, ensure_ascii=False, separators=(",", ":"))
