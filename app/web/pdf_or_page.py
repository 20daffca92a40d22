"""A PDF, or when it cannot be made right now, a page that leads to the same words: nobody stands before a closed door."""

from collections.abc import Callable

from flask import Response, make_response, render_template, request

from app.paper.typesetting import Untypesettable
from app.web.pdf import pdf_answer
from app.web.templating import page_url

RETRY_AFTER = "20"


def pdf_or_page(make: Callable[[], bytes], filename: str, readable: str) -> Response:
    """The PDF that this makes, or a page that says it does not work now (503) and where the same can be read and printed.

    :param readable: address of the page that is its twin.
    """
    try:
        raw = make()
    except Untypesettable:
        query = request.query_string.decode("ascii", "ignore")
        again = page_url(request.path) + (f"?{query}" if query else "")
        answer = make_response(render_template("errors/no_pdf.html", readable=readable, again=again), 503)
        answer.headers["Retry-After"] = RETRY_AFTER
        return answer
    return pdf_answer(raw, filename)
