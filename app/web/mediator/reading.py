"""`/bemiddeling/<number>`: one offer or question, with who fits it and everything a mediator can do. Every look is written down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import make_response, render_template, request
from werkzeug.wrappers import Response

from app import clock
from app.matching.candidates import Candidate, Candidates, candidates
from app.matching.explaining import sentence
from app.matching.facts import offer_facts, question_facts
from app.matching.letters import CALLED, TO_CALL, News
from app.matching.lifecycle import ENDED, Action, allowed
from app.matching.models import Notice, Pair, PairState, Says, Side, Standing
from app.matching.opened import OpenedNotice
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
        shown=sentences(notice, found), silent=silent, errors=list(errors), said=said or {}, form=opened_form, today=clock.today(),
        offers=notice.side is Side.OFFER, is_open=notice.standing is Standing.OPEN, over=notice.standing in ENDED,
        may=lambda action: allowed(notice.standing, Action(action)), to_call=waiting_calls(opened), refused_because=_refused_because(opened),
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


def waiting_calls(opened: OpenedNotice) -> list[str]:
    """What somebody still has to hear by telephone: the lines to call after the last call, each once.

    Nobody asks again who answered, or tells of a yes that was taken back: the board says the same (`app.matching.board`).
    """
    waiting: dict[str, None] = {}
    for line in opened.history:
        if line.kind == CALLED:
            waiting.clear()
        elif line.kind.startswith(TO_CALL):
            waiting[line.kind] = None
    if not any(silent(opened, each.pair) for each in opened.pairs):
        waiting.pop(f"{TO_CALL}{News.PROPOSED}", None)
    if not any(each.pair.state is PairState.AGREED and each.pair.reported_at is None for each in opened.pairs):
        waiting.pop(f"{TO_CALL}{News.AGREED}", None)
    return list(waiting)


def silent(opened: OpenedNotice, pair: Pair) -> bool:
    """Whether this side still has to answer a proposal."""
    says = pair.offer_says if opened.notice.side is Side.OFFER else pair.question_says
    return pair.state is PairState.ASKED and says is Says.NOTHING


def _refused_because(opened: OpenedNotice) -> str:
    """The reason that was written, to read aloud; empty when it is not refused."""
    if opened.notice.standing is not Standing.REFUSED:
        return ""
    return next((line.note for line in reversed(opened.history) if line.kind == "refused"), "")
