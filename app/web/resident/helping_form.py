"""An offer to do something for another, or a question for help: one form, a check page, and sending it (I-34, I-36).

Nothing is kept before it is sent but in the visitor's own sealed session; what does not fit there travels in the page's
own form. What has to be mended stands at an address of its own, so going back never sends anything again.
"""

from datetime import timedelta
from typing import Final

from flask import Blueprint, make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from app.accounts.slowing import TooSoon
from app.data_keys import KeysLost
from app.db import DatabaseGone
from app.matching.models import ExchangeEvent, Side
from app.matching.posting import form_of, post_notice, sent_before
from app.matching.shapes import NewNotice
from app.search.danger import recognise
from app.social_map.vocabulary import DAYPARTS, WEEKDAYS
from app.web import notice_words, own_answers, wording
from app.web.callers import wait_for_a_turn
from app.web.help_first import HelpFirst, help_first, keep_for_the_next_page
from app.web.notice_fields import Typed, began, from_form, labels, unpacked
from app.web.notice_rules import NOTICE_DAYS, Errors, judge
from app.web.resident import helping_receipt
from app.web.resident.carrying import carried, cookies_come_back, new_token
from app.web.resident.helping_events import open_event
from app.web.running import content, municipality, services
from app.web.templating import page_url

START: Final = "/voor-elkaar"
ADDRESSES: Final = {Side.OFFER: f"{START}/aanbieden", Side.QUESTION: f"{START}/vragen"}
_WRONG: Final = "nakijken"
_EVENT: Final = "beursvloer"
FREE_A_DAY: Final = 60
"""Notices from one network before the next ones wait their turn: more than an exchange event types in on one evening."""
LONGEST_WAIT: Final = timedelta(seconds=20)


def add_to(blueprint: Blueprint) -> None:
    """Two forms and their check pages."""
    for side, address in ADDRESSES.items():
        given, name = {"side": side}, f"helping_{side.value}"
        blueprint.add_url_rule(address, name, form, defaults=given)
        blueprint.add_url_rule(address, f"{name}_send", send, defaults=given, methods=["POST"])
        blueprint.add_url_rule(f"{address}/controle", f"{name}_check", check, defaults=given)


def form(side: Side) -> Response:
    """The form, with what this visitor filled in before."""
    if municipality().mediation is None:
        return redirect(page_url(START), 303)
    draft = own_answers.kept(own_answers.HELPING)
    kept = unpacked(side, draft)
    if _WRONG in request.args and began(side, draft):
        errors = judge(kept).errors
        if errors:
            return _private(_form_page(kept, errors), 422)
    event = open_event(request.args.get(_EVENT, ""))
    return _private(_form_page(kept.with_values(beursvloer=event.slug) if event else kept))


def send(side: Side) -> Response:
    """Look at what was typed; then the check page, or on disk."""
    if municipality().mediation is None:
        return redirect(page_url(START), 303)
    typed = from_form(side, request.form)
    sending = "versturen" in request.form
    if "wijzigen" in request.form and not typed.hid:
        return _to_the_form(typed.with_token(new_token()), [])
    event = open_event(typed["beursvloer"])
    judged = judge(typed, event.id if event else None)
    if judged.new is None:
        return _to_the_form(typed, judged.errors)
    if not sending:
        return _to_the_check_page(typed.with_token(new_token()), judged.new)
    return _sent(typed.with_token(new_token()), judged.new, event)


def check(side: Side) -> Response:
    """Everything in a row before it goes."""
    typed = unpacked(side, own_answers.kept(own_answers.HELPING))
    if typed.empty or municipality().mediation is None:
        sent = own_answers.kept(own_answers.HELPING_RECEIPT)
        return redirect(page_url(helping_receipt.ADDRESS if sent else ADDRESSES[side]), 303)
    event = open_event(typed["beursvloer"])
    judged = judge(typed, event.id if event else None)
    if judged.new is None:
        return redirect(page_url(ADDRESSES[side]) + f"?{_WRONG}=1", 303)
    return _private(_check_page(typed, judged.new))


def _to_the_check_page(typed: Typed, new: NewNotice) -> Response:
    """By 303 when the session holds it; else the page at once, which carries everything along itself."""
    return _carried(typed, page_url(f"{ADDRESSES[typed.side]}/controle")) or _private(_check_page(typed, new))


def _to_the_form(typed: Typed, errors: Errors) -> Response:
    """The form again: with what has to be mended at an address of its own, or as it was to change something."""
    onward = page_url(ADDRESSES[typed.side]) + (f"?{_WRONG}=1" if errors else "")
    return _carried(typed, onward) or _private(_form_page(typed, errors), 422 if errors else 200)


def _carried(typed: Typed, onward: str) -> Response | None:
    return carried(own_answers.HELPING, typed.packed(), onward, again=page_url(ADDRESSES[typed.side]))


def _sent(typed: Typed, new: NewNotice, event: ExchangeEvent | None) -> Response:
    try:
        form_name = f"{typed.token}|{form_of(new)}"
        if not sent_before(services().mediation, form_name):
            wait_for_a_turn("notice", FREE_A_DAY, LONGEST_WAIT)
        posted = post_notice(services().mediation, new, form_name, "person")
    except TooSoon as problem:
        answer = _private(_check_page(typed, new, wait=problem.seconds), 429)
        answer.headers["Retry-After"] = str(problem.seconds)
        return answer
    except (DatabaseGone, KeysLost):
        answer = _private(_check_page(typed, new, gone=True), 503)
        answer.headers["Retry-After"] = "60"
        return answer
    keep_for_the_next_page(typed.all_words)
    own_answers.forget(own_answers.HELPING)
    kept = helping_receipt.of(posted, new, event.slug if event else "")
    if own_answers.keep(own_answers.HELPING_RECEIPT, kept) and cookies_come_back():
        return redirect(page_url(helping_receipt.ADDRESS), 303)
    return helping_receipt.page(kept)


def _form_page(typed: Typed, errors: Errors | None = None) -> str:
    return render_template(
        "resident/helping/form.html",
        typed=typed,
        offers=typed.side is Side.OFFER,
        action=ADDRESSES[typed.side],
        token=typed.token or new_token(),
        names=labels(typed.side),
        errors=errors or [],
        found=dict(errors or []),
        mediation=municipality().mediation,
        event=open_event(typed["beursvloer"]),
        sent_before=own_answers.kept(own_answers.HELPING_RECEIPT),
        help_first=_help_first(typed) if errors else None,
        **choices(typed.side),
    )


def choices(side: Side) -> dict[str, object]:
    """What the fields of a form offer to choose from."""
    return {
        "groups": notice_words.task_groups(side),
        "limits": notice_words.limits(),
        "circumstances": notice_words.circumstances(),
        "kernen": [(kern.slug, kern.name) for kern in municipality().kernen],
        "days": [(code, wording.day_label(code)) for code in WEEKDAYS],
        "parts": [(code, wording.daypart_label(code)) for code in DAYPARTS],
        "notice_days": [(days, notice_words.notice_words(int(days))) for days in NOTICE_DAYS],
    }


def _check_page(typed: Typed, new: NewNotice, *, gone: bool = False, wait: int = 0) -> str:
    return render_template(
        "resident/helping/check.html",
        new=new,
        offers=typed.side is Side.OFFER,
        action=ADDRESSES[typed.side],
        rows=notice_words.rows_of(new),
        hidden=typed.as_fields(),
        token=typed.token,
        mediation=municipality().mediation,
        instead=notice_words.instead_of(new.tasks),
        urgent=notice_words.urgent_numbers() if new.urgent else (),
        gone=gone,
        wait=wait,
        help_first=_help_first(typed),
    )


def _help_first(typed: Typed) -> HelpFirst | None:
    return help_first(recognise(typed.all_words, content().danger_rules))


def _private(page: str, status: int = 200) -> Response:
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer
