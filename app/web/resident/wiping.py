"""Wiping what was told, and a device that many people use (kiosk) which wipes itself.

A kiosk is set by its own address and ends with the browser or with a button. Every page of a kiosk then shows a button
to wipe, and goes back to the start by itself with an HTTP `Refresh` header when nobody does anything: a header needs no
script, and a `meta refresh` would move a page under somebody's hands without a word. The page says how long it waits.
"""

from typing import Any, Final

from flask import Blueprint, make_response, redirect, render_template, request, session
from werkzeug.wrappers import Response

from app.web import own_answers
from app.web.forgery import comes_from_us
from app.web.resident import complaint, helping_receipt, receipt
from app.web.templating import page_url

KIOSK_SECONDS: Final = 300
KIOSK_SECONDS_FOR_A_FORM: Final = 1200
_FORMS: Final = ("/gesprek", "/wegwijzer", "/mijn-aanvraag", "/mijn-plan", "/voor-elkaar/", "/klacht/")
_CODES: Final = frozenset({receipt.ADDRESS, helping_receipt.ADDRESS, complaint.RECEIVED})
_CLEAR: Final = '"cache"'


def add_to(blueprint: Blueprint) -> None:
    """The wiping page, the kiosk, and what a kiosk adds to every page."""
    blueprint.add_url_rule("/wissen", "wiping", wiping)
    blueprint.add_url_rule("/wissen", "wipe", wipe, methods=["POST"])
    blueprint.add_url_rule("/kiosk", "kiosk", kiosk)
    blueprint.add_url_rule("/kiosk", "kiosk_off", kiosk_off, methods=["POST"])
    blueprint.app_context_processor(_names)
    blueprint.after_app_request(_go_back_by_itself)


def wiping() -> str:
    """A button, and the truth about what it does; afterwards that it is done."""
    return render_template("resident/wiping.html", done=request.args.get("klaar") == "ja")


def wipe() -> Response:
    """Everything this visitor told or kept is gone from this browser."""
    own_answers.wipe()
    return _cleared(redirect(page_url("/kiosk" if _is_kiosk() else "/wissen?klaar=ja"), 303))


def kiosk() -> Response:
    """This browser is a device for everybody from now on; whatever the last visitor told is gone.

    A link on another site must not wipe what somebody is writing: then the page with the button comes first.
    """
    if comes_from_us() is False and not _is_kiosk():
        return redirect(page_url("/wissen"), 303)
    session.clear()
    own_answers.keep(own_answers.KIOSK, {"on": 1})
    return _cleared(make_response(render_template("resident/kiosk.html", form_minutes=KIOSK_SECONDS_FOR_A_FORM // 60)))


def kiosk_off() -> Response:
    """Somebody's own device after all."""
    session.clear()
    return redirect(page_url("/"), 303)


def _is_kiosk() -> bool:
    return bool(own_answers.kept(own_answers.KIOSK))


def _seconds() -> int:
    """Longer where somebody writes: a text may not vanish while they think about a word."""
    writes = request.path.startswith(_FORMS) and request.path not in _CODES  # a secret code does not stay in sight
    return KIOSK_SECONDS_FOR_A_FORM if writes else KIOSK_SECONDS


def _names() -> dict[str, Any]:
    return {"kiosk_minutes": max(1, _seconds() // 60) if _is_kiosk() else 0}


def _go_back_by_itself(response: Response) -> Response:
    if response.mimetype == "text/html" and _is_kiosk():
        response.headers["Refresh"] = f"{_seconds()}; url={page_url('/kiosk')}"
    return response


def _cleared(response: Response) -> Response:
    response.headers["Clear-Site-Data"] = _CLEAR
    return response
