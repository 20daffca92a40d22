"""What the mediator does with one offer or question: each form is one action, and comes back to the page with what was done."""

from collections.abc import Callable
from typing import Final

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import clock
from app.matching import mediating, own_changes
from app.matching.lifecycle import NotPossible
from app.matching.models import Side
from app.matching.pair_states import PairNotPossible
from app.matching.pairs import propose
from app.matching.shapes import LONGEST_WORDS
from app.social_map.dates import read_date
from app.social_map.vocabulary import Vog
from app.web.mediator import words
from app.web.mediator.reading import notice_answer
from app.web.mediator.room import (
    blueprint,
    intervened,
    mediation,
    notice_page,
    or_404,
    our_notice,
    pair_page,
    said,
    to,
    typed,
)
from app.web.staff.guards import me
from app.web.staff.typed import number_in

VOGS: Final = {"ja": Vog.YES, "nee": Vog.NO, "niet-nodig": Vog.NOT_APPLICABLE, "nog-niet": Vog.UNANSWERED}


@blueprint.post("/<int:number>/goedkeuren")
def approve(number: int) -> Response:
    """It is fine: from now on it can be proposed."""
    return _act(number, "goedkeuren", lambda: mediating.approve(mediation(), number, me().actor))


@blueprint.post("/<int:number>/niet-plaatsen")
def refuse(number: int) -> Response:
    """It is not placed; the person reads why."""
    reason = typed("reden")
    if not reason:
        return _mend(number, "niet-plaatsen", "reden", _no_reason())
    return _act(number, "niet-plaatsen", lambda: mediating.refuse(mediation(), number, me().actor, reason))


@blueprint.post("/<int:number>/kennismaking")
def screen(number: int) -> Response:
    """When they spoke, the answer to the VOG question, and a note."""
    answer = VOGS.get(typed("vog", 20))
    day = read_date(typed("gesproken_op", 40)) if typed("gesproken_op", 40) else None
    if answer is None:
        message = _("Kies bij 'Is er een VOG?' ja, nee, niet nodig of nog niet gevraagd.")
        return _mend(number, "kennismaking", "vog", message)
    if typed("gesproken_op", 40) and (day is None or day > clock.today()):
        message = _("Vul bij 'Gesproken op' een dag in die geweest is, bijvoorbeeld 3-11-2026, of laat het leeg.")
        return _mend(number, "kennismaking", "gesproken_op", message)
    note = typed("notitie", LONGEST_WORDS)
    return _act(number, "kennismaking", lambda: mediating.screen(mediation(), number, me().actor, answer, day, note))


@blueprint.post("/<int:number>/zin")
def public_line(number: int) -> Response:
    """The sentence that the page of an exchange event may show."""
    line = typed("zin", 1000)
    return _act(number, "zin", lambda: mediating.set_public_line(mediation(), number, me().actor, line), "zin")


@blueprint.post("/<int:number>/pauze")
def pause(number: int) -> Response:
    """Not for a while."""
    return _act(number, "pauze", lambda: own_changes.pause(mediation(), number, me().actor))


@blueprint.post("/<int:number>/verder")
def resume(number: int) -> Response:
    """Open for proposals again."""
    return _act(number, "verder", lambda: own_changes.resume(mediation(), number, me().actor))


@blueprint.post("/<int:number>/blokkeren")
def block(number: int) -> Response:
    """Nothing goes on with it any more."""
    reason = typed("reden_blokkeren")
    if not reason:
        return _mend(number, "blokkeren", "reden_blokkeren", _no_reason())
    return _act(number, "blokkeren", lambda: mediating.block(mediation(), number, me().actor, reason))


@blueprint.post("/<int:number>/heropen")
def reopen(number: int) -> Response:
    """It stands again."""
    return _act(number, "heropen", lambda: mediating.reopen(mediation(), number, me().actor))


@blueprint.post("/<int:number>/verleng")
def extend(number: int) -> Response:
    """It still holds: it stands for another term."""
    return _act(number, "verleng", lambda: own_changes.confirm_still(mediation(), number, me().actor))


@blueprint.post("/<int:number>/gevonden")
def solved(number: int) -> Response:
    """It is solved."""
    return _act(number, "gevonden", lambda: mediating.met(mediation(), number, me().actor))


@blueprint.post("/<int:number>/niemand")
def no_one(number: int) -> Response:
    """Nobody may or can do this now: told kindly, with the ways there are."""
    return _act(number, "niemand", lambda: mediating.say_no_one(mediation(), number, me().actor))


@blueprint.post("/<int:number>/gebeld")
def called(number: int) -> Response:
    """Spoken with: what waited to be told is told."""
    return _act(number, "gebeld", lambda: mediating.called(mediation(), number, me().actor))


@blueprint.post("/<int:number>/voorleggen")
def put_to_both(number: int) -> Response:
    """Put this one and a candidate to both sides."""
    one, other = our_notice(number), our_notice(number_in(request.form.get("ander", "")))
    offer, question = (one, other) if one.side is Side.OFFER else (other, one)
    try:
        with or_404():
            pair = propose(mediation(), offer.id or 0, question.id or 0, (), me().actor)
    except PairNotPossible as problem:
        return notice_answer(number, 422, [("wie-past", words.refused(problem.why))], said(), "voorleggen")
    return to(pair_page(pair, "voorgelegd"))


def _act(number: int, form: str, action: Callable[[], object], field: str = "staat") -> Response:
    """Do it and go back to the page, or show the page again with what has to be mended."""
    our_notice(number)
    try:
        with or_404():
            action()
    except PairNotPossible as problem:
        return _mend(number, form, field, words.refused(problem.why))
    except NotPossible:
        return notice_answer(number, 409, [("staat", intervened())], said(), form)
    return to(notice_page(number, form))


def _mend(number: int, form: str, field: str, message: str) -> Response:
    our_notice(number)
    return notice_answer(number, 422, [(field, message)], said(), form)


def _no_reason() -> str:
    return _("Schrijf bij 'Waarom?' in gewone woorden waarom, bijvoorbeeld: dit is betaald werk.")
