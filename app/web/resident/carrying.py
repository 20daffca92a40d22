"""How what somebody typed gets from one page to the next: in the sealed session, or else in the page's own form.

A form that is sent leads to another address (303), so that going back never asks to send it again. Who refuses our cookie,
or typed more than it holds, loses nothing: their pages carry everything themselves.
"""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from flask import current_app, redirect, request
from werkzeug.wrappers import Response

from app.web import own_answers

SECOND_TIME: Final = "nogmaals"
_RANDOM_BYTES: Final = 16


def carried(name: str, packed: Mapping[str, Any], onward: str, again: str) -> Response | None:
    """Keep this in the session and go on; None when the page has to be shown at once and carry everything itself.

    :param name: under which it is kept (`own_answers`); what does not fit is not kept at all.
    :param onward: address of the page to go on to.
    :param again: address that the form was sent to. A browser without a cookie is asked to send the same once more (307):
        then we know whether it takes ours. Plain clients may not be asked, and get the page at once.
    """
    if not own_answers.keep(name, packed):
        own_answers.forget(name)
    elif cookies_come_back():
        return redirect(onward, 303)
    elif request.headers.get("Sec-Fetch-Mode") == "navigate" and SECOND_TIME not in request.args:
        return redirect(f"{again}?{SECOND_TIME}=1", 307)
    return None


def cookies_come_back() -> bool:
    """Whether this browser sends our session along."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def new_token() -> str:
    """What tells one form from another: 128 random bits."""
    return secrets.token_hex(_RANDOM_BYTES)
