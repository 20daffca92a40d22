"""The request for a conversation: the form at once, a check page, and sending it (I-13, I-14, S10).

Nothing is kept before it is sent but in the visitor's own sealed session; what does not fit there travels in the page's
own form. A request is on disk before a reference is shown, and the same form sent again is the same request.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from app.accounts.slowing import TooSoon
from app.conversation.asking import ask, form_of, sent_before
from app.conversation.shapes import MOST_QUESTIONS, NewRequest
from app.data_keys import KeysLost
from app.db import DatabaseGone
from app.search.danger import recognise
from app.web import own_answers
from app.web.callers import wait_for_a_turn
from app.web.help_first import help_first, keep_for_the_next_page
from app.web.resident import receipt
from app.web.resident.asking_fields import Answers, from_form, labels, unpacked
from app.web.resident.asking_rules import FOR_ANOTHER, Errors, judge, kept_to_role
from app.web.resident.asking_start import first_answers
from app.web.resident.carrying import carried, cookies_come_back, new_token
from app.web.resident.list_page import Line, lines
from app.web.resident.pages import shown_page
from app.web.running import content, services
from app.web.templating import page_url

FORM, CHECK = "/gesprek", "/gesprek/controle"
_WRONG: Final = "nakijken"
FREE_A_DAY: Final = 60
"""Requests from one network before the next ones wait their turn: more than a library, a town hall and a phone company's
shared address send in a day."""
LONGEST_WAIT: Final = timedelta(seconds=20)
"""Short, because a person waits here: their text stays on the page and the same button sends it."""


def add_to(blueprint: Blueprint) -> None:
    """The form and its check page."""
    blueprint.add_url_rule(FORM, "asking", form)
    blueprint.add_url_rule(FORM, "asking_send", send, methods=["POST"])
    blueprint.add_url_rule(CHECK, "asking_check", check)


def form() -> tuple[str, int]:
    """The form, with what this visitor told before: nothing is asked twice (P19)."""
    if _WRONG in request.args:
        kept = unpacked(own_answers.kept(own_answers.DRAFT))
        errors = [] if kept.empty else judge(kept).errors
        if errors:
            return _form_page(kept, errors), 422
    shortlist = _taken_along()
    return _form_page(first_answers(shortlist), shortlist=shortlist), 200


def send() -> Response:
    """Look at what was typed; then check page, or on disk."""
    answers = from_form(request.form)
    asked_for_more = "nog_een" in request.form
    if (asked_for_more or "wijzigen" in request.form) and not answers.hid:
        return _back_to_the_form(answers.with_another_question() if asked_for_more else answers)
    judged = judge(answers)
    if judged.new is None:
        return _to_the_errors(answers, judged.errors)
    if not answers.token:
        answers = replace(answers, token=new_token() if "versturen" not in request.form else "")
    return _sent(answers, judged.new) if "versturen" in request.form else _to_the_check_page(answers, judged.new)


def check() -> Response:
    """Everything in a row before it goes."""
    answers = unpacked(own_answers.kept(own_answers.DRAFT))
    if answers.empty:
        return redirect(page_url(receipt.ADDRESS if own_answers.kept(own_answers.RECEIPT) else FORM), 303)
    judged = judge(answers)
    if judged.new is None:
        return redirect(page_url(FORM) + f"?{_WRONG}=1", 303)
    return _private(_check_page(answers, judged.new))


def _to_the_check_page(answers: Answers, new: NewRequest) -> Response:
    """By 303 when the session holds it; else the page at once, which carries everything along itself."""
    return _carried(answers, page_url(CHECK)) or _private(_check_page(answers, new))


def _to_the_errors(answers: Answers, errors: Errors) -> Response:
    """What has to be mended, at an address of its own: going back to it never asks to send anything again."""
    onward = page_url(FORM) + f"?{_WRONG}=1"
    return _carried(answers, onward) or make_response(_form_page(answers, errors), 422)


def _back_to_the_form(answers: Answers) -> Response:
    if not answers.token:
        answers = replace(answers, token=new_token())
    place = f"#vraag-{len(answers.questions)}" if "nog_een" in request.form else ""
    return _carried(answers, page_url(FORM) + place) or make_response(_form_page(answers))


def _carried(answers: Answers, onward: str) -> Response | None:
    return carried(own_answers.DRAFT, answers.packed(), onward, again=page_url(FORM))


def _sent(answers: Answers, new: NewRequest) -> Response:
    # Somebody who went back and changed a word sends another request: one too many is seen at the desk, a change that
    # vanished is seen by nobody.
    form_name = f"{answers.token}|{form_of(new)}" if answers.token else form_of(new)
    actor = "helper" if new.for_whom in FOR_ANOTHER else "person"
    try:
        if not sent_before(services().office, form_name):
            wait_for_a_turn("request", FREE_A_DAY, LONGEST_WAIT)
        given = ask(services().office, new, form_name, actor)
    except TooSoon as problem:
        answer = _private(_check_page(answers, new, wait=problem.seconds), 429)
        answer.headers["Retry-After"] = str(problem.seconds)
        return answer
    except (DatabaseGone, KeysLost):
        answer = _private(_check_page(answers, new, gone=True), 503)
        answer.headers["Retry-After"] = "60"
        return answer
    keep_for_the_next_page(answers.all_words)
    own_answers.forget(own_answers.DRAFT, own_answers.ROUTE)
    kept = receipt.of(given, new)
    if own_answers.keep(own_answers.RECEIPT, kept) and cookies_come_back():
        return redirect(page_url(receipt.ADDRESS), 303)
    return receipt.page(kept)


def _form_page(answers: Answers, errors: Errors | None = None, *, shortlist: list[Line] | None = None) -> str:
    return render_template(
        "resident/conversation.html",
        answers=answers,
        token=answers.token or new_token(),
        names=labels(),
        errors=errors or [],
        found=dict(errors or []),
        most_questions=MOST_QUESTIONS,
        taken_along=_taken_along() if shortlist is None else shortlist,
        sent_before=own_answers.kept(own_answers.RECEIPT),
        help_first=_help_first(answers) if errors else None,
        explanation=shown_page("gesprek"),
    )


def _check_page(answers: Answers, new: NewRequest, *, gone: bool = False, wait: int = 0) -> str:
    destination = receipt.town_of(new)
    return render_template(
        "resident/conversation_check.html",
        answers=answers,
        new=new,
        names=labels(),
        hidden=answers.as_fields(),
        token=answers.token,  # a form that came without keeps to its words, so that trying again is the same form
        shares=receipt.shared(new),
        to_role=kept_to_role(answers),
        for_another=new.for_whom in FOR_ANOTHER,
        destination=destination,
        days_kept=destination.conversation.retention_days,
        follow_up_day=receipt.in_words(new.follow_up_on.isoformat() if new.follow_up_on else ""),
        gone=gone,
        wait=wait,
        help_first=_help_first(answers),
    )


def _private(page: str, status: int = 200) -> Response:
    answer = make_response(page, status)
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _help_first(answers: Answers) -> Any:
    return help_first(recognise(answers.all_words, content().danger_rules))


def _taken_along() -> list[Line]:
    """The visitor's own list. Without the database the form still stands: it must never be the list that stops it."""
    try:
        return lines()
    except DatabaseGone:
        return []
