"""`/bemiddeling/<number>/wijzig`: other tasks, times, limits or words, for who calls and does not come on the site."""

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from app.matching import own_changes
from app.matching.lifecycle import Action, NotPossible, allowed
from app.matching.models import Side
from app.web.mediator import words as spoken
from app.web.mediator.entering import choices
from app.web.mediator.opening import open_notice
from app.web.mediator.reading import notice_answer
from app.web.mediator.room import blueprint, intervened, mediation, notice_page, or_404, our_notice, to
from app.web.notice_fields import Typed, from_form, labels
from app.web.notice_filled import filled_in
from app.web.notice_rules import Errors, facts_of, in_order, words_of
from app.web.staff.guards import me


@blueprint.get("/<int:number>/wijzig")
def changing(number: int) -> Response:
    """The form with what stands there now."""
    if not allowed(our_notice(number).standing, Action.CHANGE):
        return notice_answer(number, 409, [("staat", intervened())])
    opened = open_notice(number)
    return _page(number, filled_in(opened.notice, opened.person, opened.words), [], 200)


@blueprint.post("/<int:number>/wijzig")
def change(number: int) -> Response:
    """Other tasks or words are looked at again; the rest holds at once."""
    typed = from_form(our_notice(number).side, request.form)
    errors: Errors = []
    facts, words = facts_of(typed, errors), words_of(typed, errors)
    errors = spoken.for_the_mediator(in_order(typed, errors, labels(typed.side)), tasks=bool(typed.ticked("taak")))
    if errors:
        return _page(number, typed, errors, 422)
    try:
        with or_404():
            own_changes.change_words(mediation(), number, words, me().actor)
            own_changes.change_offer(mediation(), number, me().actor, **facts)
    except NotPossible:
        return notice_answer(number, 409, [("staat", intervened())])
    return to(notice_page(number, "wijzig"))


def _page(number: int, typed: Typed, errors: Errors, status: int) -> Response:
    page = render_template(
        "mediator/change.html", notice=our_notice(number), read=typed, offers=typed.side is Side.OFFER, errors=errors,
        wrong=dict(errors), **choices(typed.side),
    )  # fmt: skip
    return make_response(page, status)
