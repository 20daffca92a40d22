"""`/bemiddeling/<number>`: one offer or question, with who fits it and everything a mediator can do. Every look is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.matching.candidates import Candidate, Candidates, candidates
from app.matching.explaining import sentence
from app.matching.facts import offer_facts, question_facts
from app.matching.history import Happened
from app.matching.letters import CALLED, TO_CALL
from app.matching.lifecycle import ENDED, Action, allowed
from app.matching.models import Notice, Side, Standing
from app.web.bodies import clean
from app.web.mediator.opening import open_notice, people_in
from app.web.mediator.room import blueprint, mediation, our_event
from app.web.running import content, language


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody who fits, with the sentence that says why and what does not."""

    candidate: Candidate
    sentence: str


@blueprint.get("/<int:number>")
def one(number: int) -> Response:
    """Everything about one offer or question."""
    return notice_answer(number, 200)


def notice_answer(
    number: int,
    status: int,
    errors: Sequence[tuple[str, str]] = (),
    said: Mapping[str, str] | None = None,
    opened_form: str = "",
) -> Response:
    """The page of an offer or question.

    :param errors: (field, message) of a form that was sent and has to be mended.
    :param said: what was typed in it, shown again.
    :param opened_form: which form stands open.
    """
    opened = open_notice(number)
    notice = opened.notice
    found = candidates(mediation(), notice, clock.today())
    page = render_template(
        "mediator/notice.html",
        opened=opened, notice=notice, person=opened.person, words_of=opened.words, people=people_in(opened.history), found=found,
        shown=sentences(notice, found), errors=list(errors), said=said or {}, form=opened_form, today=clock.today(),
        offers=notice.side is Side.OFFER, is_open=notice.standing is Standing.OPEN, over=notice.standing in ENDED,
        may=lambda action: allowed(notice.standing, Action(action)), to_call=waiting_calls(opened.history),
        event=our_event(notice.event_id) if notice.event_id else None, lang=language(),
        done=clean(request.args.get("gedaan", ""))[:20],
    )  # fmt: skip
    return make_response(page, status)


def sentences(notice: Notice, found: Candidates) -> list[Shown]:
    """The candidates as they are shown."""
    return [Shown(each, why(notice, each)) for each in found.best]


def why(notice: Notice, each: Candidate) -> str:
    """One sentence: why these two fit, and what does not."""
    offer, question = (notice, each.notice) if notice.side is Side.OFFER else (each.notice, notice)
    return sentence(each.fit, offer_facts(offer), question_facts(question), content(), language())


def waiting_calls(history: Sequence[Happened]) -> list[str]:
    """What somebody still has to hear by telephone: the lines to call after the last call, each once."""
    waiting: dict[str, None] = {}
    for line in history:
        if line.kind == CALLED:
            waiting.clear()
        elif line.kind.startswith(TO_CALL):
            waiting[line.kind] = None
    return list(waiting)
