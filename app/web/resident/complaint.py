"""Telling what went wrong (I-53, S23): one page, one button, and a receipt. The desk never sees it.

What is wrong with the form is said on the same page, with everything that was typed still in it; nothing is kept in the
browser before it is sent. A complaint is on disk before a reference is shown, and the same form twice is one complaint.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.accounts.slowing import TooSoon
from app.complaints.complaining import Receipt, complain, told_before
from app.complaints.terms import holders_of, terms_of
from app.data_keys import KeysLost
from app.db import DatabaseGone
from app.references import spaced_code, spaced_reference
from app.search.danger import recognise
from app.social_map.dates import date_in_words
from app.web import complaint_words as words
from app.web import own_answers
from app.web.callers import wait_for_a_turn
from app.web.help_first import help_first, keep_for_the_next_page
from app.web.help_first import kept as kept_help
from app.web.resident.carrying import cookies_come_back, new_token
from app.web.resident.complaint_form import Errors, Typed, about_options, judge, labels, typed_in
from app.web.resident.private import private
from app.web.running import content, language, municipality, services
from app.web.templating import page_url

FORM, RECEIVED = "/klacht/vertellen", "/klacht/ontvangen"
FREE_A_DAY: Final = 30
LONGEST_WAIT: Final = timedelta(seconds=20)


def add_to(blueprint: Blueprint) -> None:
    """The form and its receipt."""
    blueprint.add_url_rule(FORM, "complaint", form)
    blueprint.add_url_rule(FORM, "complaint_send", send, methods=["POST"])
    blueprint.add_url_rule(RECEIVED, "complaint_receipt", received)


def form() -> Response:
    """The empty form."""
    return _form_page(Typed({}))


def send() -> Response:
    """On disk, or the same page with what has to be mended."""
    typed, town = typed_in(request.form), municipality()
    new, errors = judge(typed, town)
    if new is None:
        return _form_page(typed, errors, 422)
    # Without a token nobody can tell two people with the same few words apart, so then every form is a complaint of its own.
    form_name = f"{typed.token or new_token()}|{hashlib.sha256(new.model_dump_json().encode()).hexdigest()}"
    try:
        if not told_before(services().office, form_name):
            wait_for_a_turn("complaint", FREE_A_DAY, LONGEST_WAIT)
        given = complain(services().office, new, form_name)
    except TooSoon as problem:
        return _try_again(_form_page(typed, status=429, wait=problem.seconds), problem.seconds)
    except (DatabaseGone, KeysLost):
        return _try_again(_form_page(typed, status=503, gone=True), 60)
    keep_for_the_next_page(typed.all_words)
    kept = _kept(given, new.contact.by)
    if own_answers.keep(own_answers.COMPLAINT_RECEIPT, kept) and cookies_come_back():
        return redirect(page_url(RECEIVED), 303)
    return _receipt_page(kept)


def received() -> Response:
    """The receipt, for as long as the browser keeps it."""
    return _receipt_page(own_answers.kept(own_answers.COMPLAINT_RECEIPT))


def _form_page(
    typed: Typed, errors: Errors | None = None, status: int = 200, *, gone: bool = False, wait: int = 0
) -> Response:
    town = municipality()
    terms, today = terms_of(town), clock.today()
    page = render_template(
        "resident/complaint.html",
        typed=typed,
        token=typed.token or new_token(),
        names=labels(),
        errors=errors or [],
        found=dict(errors or []),
        choose_holder=len(holders_of(town)) > 1,
        about_options=about_options(),
        acknowledge_by=_in_words(terms.acknowledge_by(today)),
        due_on=_in_words(terms.due_on(today)),
        days_kept=terms.retention_days,
        gone=gone,
        wait=wait,
        sent_before=own_answers.kept(own_answers.COMPLAINT_RECEIPT),
        help_first=help_first(recognise(typed.all_words, content().danger_rules)) if errors else None,
    )
    return private((page, status))


def _receipt_page(kept: Mapping[str, Any]) -> Response:
    town = content().municipality(str(kept.get("municipality", ""))) or municipality()
    days = ("received_on", "acknowledge_by", "due_on")
    page = render_template(
        "resident/complaint_receipt.html",
        receipt=kept,
        town=town,
        reader=words.reader(str(kept.get("holder", "adviser")), town),
        on={name: _in_words(date.fromisoformat(str(kept[name]))) for name in days} if kept else {},
        help_first=kept_help(),
    )
    return private(page)


def _kept(given: Receipt, by: str) -> dict[str, Any]:
    """What the session keeps of it: nothing of what was told."""
    return {
        "reference": spaced_reference(given.reference),
        "code": spaced_code(given.code) if given.code else "",
        "municipality": given.municipality,
        "holder": given.holder.value,
        "received_on": given.received_on.isoformat(),
        "acknowledge_by": given.acknowledge_by.isoformat(),
        "due_on": given.due_on.isoformat(),
        "by": by,
    }


def _in_words(day: date) -> str:
    return date_in_words(day, "en" if language() == "en" else "nl")


def _try_again(answer: Response, seconds: int) -> Response:
    answer.headers["Retry-After"] = str(seconds)
    return answer
