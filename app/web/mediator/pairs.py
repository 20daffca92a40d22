"""`/bemiddeling/voorstel/<number>`: one proposal, with what both sides said; answers given by telephone, stopping, reports."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Literal

from flask import make_response, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.matching import pairs
from app.matching.explaining import sentence
from app.matching.facts import ground_of, offer_facts, question_facts
from app.matching.history import Happened
from app.matching.lifecycle import NotPossible
from app.matching.models import Pair, PairState, Says
from app.matching.opened import OpenedNotice, OpenedPair
from app.matching.pair_states import PairAction, PairNotPossible, can, contact_open
from app.matching.scoring import Fit, judge
from app.matching.shapes import LONGEST_WORDS
from app.matching.together import first_reporter
from app.web.bodies import clean
from app.web.mediator import words
from app.web.mediator.letters import advice_lines
from app.web.mediator.opening import open_notice, people_in
from app.web.mediator.room import (
    blueprint,
    intervened,
    mediation,
    notice_page,
    or_404,
    our_pair,
    pair_page,
    said,
    to,
    typed,
)
from app.web.running import content, language
from app.web.staff.guards import me

ANSWERS: Final = {"ja": Says.YES, "nee": Says.NO, "open": Says.NOTHING}
HOWS: Final[Mapping[str, Literal["goes_on", "done", "stopped"]]] = {
    "gaat-door": "goes_on",
    "klaar": "done",
    "gestopt": "stopped",
}


@blueprint.get("/voorstel/<int:number>")
def proposal(number: int) -> Response:
    """Both sides of one proposal."""
    return _page(number, 200)


@blueprint.post("/voorstel/<int:number>/antwoord")
def answer_for(number: int) -> Response:
    """An answer that somebody gave by telephone or at the desk."""
    pair, _offer, _question = our_pair(number)
    side, says = typed("wie", 20), ANSWERS.get(typed("antwoord", 20))
    notice_id = {"aanbod": pair.offer_id, "vraag": pair.question_id}.get(side)
    if notice_id is None:
        return _page(number, 422, [("staat", intervened())])
    if says is None:
        message = _("Kies wat deze persoon zei: ja of nee.")
        return _page(number, 422, [(f"antwoord-{side}", message)], f"antwoord-{side}")
    return _act(number, "antwoord", lambda: pairs.answer(mediation(), number, notice_id, says, me().actor))


@blueprint.post("/voorstel/<int:number>/terugdraaien")
def undo(number: int) -> Response:
    """Take it back; both hear that it does not go on, not why."""
    our_pair(number)
    reason = typed("waarom", LONGEST_WORDS)
    if not reason:
        message = _("Schrijf bij 'Waarom?' kort waarom. Alleen bemiddelaars lezen het.")
        return _page(number, 422, [("waarom", message)], "terugdraaien")
    return _act(number, "terugdraaien", lambda: pairs.undo(mediation(), number, me().actor, reason))


@blueprint.post("/voorstel/<int:number>/melding")
def report_for(number: int) -> Response:
    """Something that somebody told by telephone. Contact closes at once."""
    pair, _offer, _question = our_pair(number)
    notice_id = {"aanbod": pair.offer_id, "vraag": pair.question_id}.get(typed("van", 20))
    if notice_id is None:
        return _page(number, 422, [("van", _("Kies bij 'Wie meldt het?' een van beiden."))], "melding")
    text = typed("melding", LONGEST_WORDS)
    return _act(number, "melding", lambda: pairs.report(mediation(), number, notice_id, text, me().actor))


@blueprint.post("/voorstel/<int:number>/afhandelen")
def settle(number: int) -> Response:
    """Both were spoken with: the report is settled, with or without blocking."""
    our_pair(number)
    note, block = typed("afhandeling", LONGEST_WORDS), typed("blokkeren", 5)
    if not note:
        return _page(
            number, 422, [("afhandeling", _("Schrijf bij 'Wat is er besproken?' kort wat u deed."))], "afhandelen"
        )
    if block not in {"ja", "nee"}:
        message = _("Kies bij 'Moet de ander geblokkeerd worden?' ja of nee.")
        return _page(number, 422, [("blokkeren", message)], "afhandelen")
    return _act(
        number, "afhandelen", lambda: pairs.settle_report(mediation(), number, me().actor, note, block=block == "ja")
    )


@blueprint.post("/voorstel/<int:number>/hoe-gaat-het")
def follow_up(number: int) -> Response:
    """What was heard when asking how it goes."""
    our_pair(number)
    how = HOWS.get(typed("hoe", 20))
    if how is None:
        return _page(number, 422, [("hoe", _("Kies bij 'Hoe gaat het samen?' wat u hoorde."))], "hoe-gaat-het")
    return _act(number, "hoe-gaat-het", lambda: pairs.follow_up(mediation(), number, me().actor, how))


@blueprint.post("/voorstel/<int:number>/niet-samen")
def apart(number: int) -> Response:
    """Never together again."""
    pair, _offer, _question = our_pair(number)
    with or_404():
        pairs.keep_apart(mediation(), pair.offer_id, pair.question_id, me().actor)
    return to(pair_page(number, "niet-samen"))


def _act(number: int, form: str, action: Callable[[], object]) -> Response:
    our_pair(number)
    try:
        with or_404():
            action()
    except PairNotPossible as problem:
        return _page(number, 409, [("staat", words.refused(problem.why))], form)
    except NotPossible:
        return _page(number, 409, [("staat", intervened())], form)
    return to(pair_page(number, form))


def _page(number: int, status: int, errors: Sequence[tuple[str, str]] = (), form: str = "") -> Response:
    pair, offer, question = our_pair(number)
    offering, asking = open_notice(offer.id or 0), open_notice(question.id or 0)
    fit = judge(offer_facts(offer), question_facts(question), ground_of(content()), clock.today())
    page = render_template(
        "mediator/proposal.html",
        pair=pair, sides=(("vraag", asking, pair.question_says), ("aanbod", offering, pair.offer_says)), people=people_in((*offering.history, *asking.history)),
        why=sentence(fit, offer_facts(offer), question_facts(question), content(), language()) if isinstance(fit, Fit) else "",
        history=_history(pair, offering, asking), written=_pair_of(asking, number).said, open_contact=contact_open(pair), may=lambda action: can(pair, PairAction(action)),
        reporter=_reporter(pair, offering, asking), waits=pair.reported_at is not None and pair.report_handled_at is None, kept_apart=(offer.id or 0) in asking.apart,
        asked=pair.state is PairState.ASKED, agreed=pair.state is PairState.AGREED, advice=advice_lines(language()),
        errors=list(errors), wrong=dict(errors), said=said() if request.method == "POST" else {}, form=form, today=clock.today(),
        done=clean(request.args.get("gedaan", ""))[:20], url_of=notice_page, back=url_for("mediator.overview"),
    )  # fmt: skip
    return make_response(page, status)


def _pair_of(opened: OpenedNotice, number: int) -> OpenedPair:
    return next(each for each in opened.pairs if each.pair.id == number)


def _reporter(pair: Pair, *sides: OpenedNotice) -> str:
    """Who reported it, by first name; empty when nobody did. Of two who report each other the first one."""
    lines = [
        (line.at, line.kind, opened.person.first_name or words.side(opened.notice.side))
        for opened in sides
        for line in opened.history
        if line.pair_id == pair.id
    ]
    return first_reporter((kind, who) for _at, kind, who in sorted(lines)) or ""


def _history(pair: Pair, *sides: OpenedNotice) -> list[tuple[str, Happened]]:
    """The lines of both sides about this proposal, oldest first, each with the side it stands at."""
    lines = [
        (words.side(opened.notice.side), line) for opened in sides for line in opened.history if line.pair_id == pair.id
    ]
    return sorted(lines, key=lambda each: each[1].at)
