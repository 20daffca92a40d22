"""A PDF as an answer: shown in the browser, saved under a name that says what it is."""

import re

from flask import Response

_OTHER = re.compile(r"[^a-z0-9-]+")


def pdf_answer(raw: bytes, filename: str) -> Response:
    """A PDF to look at or to save.

    :param filename: with or without `.pdf`; anything but letters, digits and lines becomes a line.
    """
    stem = _OTHER.sub("-", filename.lower().removesuffix(".pdf")).strip("-") or "leefplein"
    answer = Response(raw, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{stem}.pdf"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
