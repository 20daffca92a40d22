"""`/mijn-aanvraag/terugblik`: at most five questions on the day somebody chose, and one click when it is not solved (S22).

The answers are not kept with the person. The thanks page only has to know which door to show first; that stands for one
moment in the sealed session of their own browser.
"""

from typing import Final

from flask import Blueprint, redirect, request
from flask_babel import gettext as _

from app.conversation.follow_up_answers import answer, open_again
from app.conversation.lifecycle import Action
from app.conversation.looking_back import Own
from app.web import own_answers
from app.web.follow_up_words import WORDS, asked, only_codes, read_answers, words_label
from app.web.own_answers import OWN_REQUEST
from app.web.resident.own_request import HOME, access_number, inside, keep_open, show
from app.web.resident.own_request_again import opened_again
from app.web.resident.private import Answer
from app.web.running import services
from app.web.templating import page_url

AFTER: Final = "terugblik"
"""Which doors the thanks page shows: `slecht` (not treated well), `open` (not solved)."""


def add_to(blueprint: Blueprint) -> None:
    """The questions and the thanks, at one address."""
    blueprint.add_url_rule(f"{HOME}/terugblik", "own_request_look_back", inside(look_back), methods=["GET", "POST"])


def look_back(own: Own) -> Answer:
    """The questions; when they are answered, thanks and what can be done."""
    if request.method == "POST":
        return _answered(own)
    if own.looks_back_now:
        return _questions(own, {})
    after = own_answers.kept(OWN_REQUEST).get(AFTER)
    return _thanks(own, str(after)) if after else redirect(page_url(HOME), 303)


def _answered(own: Own) -> Answer:
    typed, errors = read_answers()
    if errors:
        return _questions(own, typed, errors)
    if not own.may(Action.ANSWER_FOLLOW_UP):
        return redirect(page_url(HOME), 303)
    answer(services().office, access_number(), only_codes(typed), typed[WORDS])
    badly, not_solved = typed["treatment"] == "bad", typed["solved"] in {"no", "partly"}
    if request.form.get("doen") == "niet-opgelost":
        return opened_again(own, open_again(services().office, access_number()), treated_badly=badly)
    after = "klaar" + " slecht" * badly + " open" * not_solved
    if keep_open(access_number(), **_kept() | {AFTER: after}):
        return redirect(page_url(f"{HOME}/terugblik"), 303)
    return _thanks(own, after)  # no room to carry it to another page: it is shown here


def _questions(own: Own, typed: dict[str, str], errors: list[tuple[str, str]] | None = None) -> Answer:
    return show(
        "own_request_look_back",
        own,
        questions=asked(),
        words_label=words_label(),
        typed=typed,
        errors=errors,
        done=False,
    )


def _thanks(own: Own, after: str) -> Answer:
    return show(
        "own_request_look_back",
        own,
        done=True,
        treated_badly="slecht" in after,
        not_solved="open" in after,
        thanks=_("Uw antwoorden tellen mee zonder uw naam. Wij bewaren ze niet bij uw aanvraag."),
    )


def _kept() -> dict[str, object]:
    return {name: value for name, value in own_answers.kept(OWN_REQUEST).items() if name not in {"access", "at"}}
