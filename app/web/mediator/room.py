"""The mediator's room: its blueprint and its walls. Whoever mediates in one municipality finds nothing of another."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from flask import Blueprint, abort, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.content.models import Municipality
from app.matching.mediation import Mediation, NobodyThere
from app.matching.models import ExchangeEvent, Notice, Pair, Side
from app.personal_numbers import without_bsn
from app.web.mediator import words
from app.web.running import content, municipality, services
from app.web.staff.guards import me, signed_in
from app.web.staff.own_ground import keep_on_own_ground
from app.web.staff.typed import as_typed
from app.web.staff.unseen import keep_out_of_search_engines

blueprint = Blueprint("mediator", __name__, url_prefix="/bemiddeling")
keep_out_of_search_engines(blueprint)
keep_on_own_ground(blueprint)
SIDES: Final = {"aanbod": Side.OFFER, "vraag": Side.QUESTION}
"""How the two sides stand in forms and addresses."""


@blueprint.context_processor
def _always() -> dict[str, Any]:
    who = signed_in()  # nobody, on the page that asks to sign in again
    if who is None:
        return {}
    return {"who": who, "whole_region": not who.municipality, "words": words, "terms": municipality().mediation}


def mediation() -> Mediation:
    """What the work on offers and questions needs."""
    return services().mediation


def own_town() -> Municipality:
    """The municipality something is typed in for: the account's own, else the one of this site."""
    return municipality()


def towns() -> tuple[str, ...]:
    """The municipalities this account mediates in."""
    slug = me().municipality
    return (slug,) if slug else tuple(town.slug for town in content().municipalities)


def typed(name: str, longest: int = 2000) -> str:
    """A field as it may be kept: without citizen service numbers."""
    return without_bsn(as_typed(name, longest))


@contextmanager
def or_404() -> Iterator[None]:
    """Somebody else's offer or question does not exist."""
    try:
        yield
    except NobodyThere:
        abort(404)


def our_notice(number: int) -> Notice:
    """The open part of an offer or question of this mediator; 404 for every other number."""
    with services().database.reading() as session:
        found = session.get(Notice, number)
    if found is None or found.municipality not in towns():
        abort(404)
    return found


def our_pair(number: int) -> tuple[Pair, Notice, Notice]:
    """A proposal of this mediator with its offer and its question; 404 for every other number."""
    with services().database.reading() as session:
        pair = session.get(Pair, number)
        offer = session.get(Notice, pair.offer_id) if pair else None
        question = session.get(Notice, pair.question_id) if pair else None
    if pair is None or offer is None or question is None:
        abort(404)
    if offer.municipality not in towns() or question.municipality not in towns():
        abort(404)
    return pair, offer, question


def our_event(number: int) -> ExchangeEvent:
    """An exchange event of this mediator; 404 for every other number."""
    with services().database.reading() as session:
        found = session.get(ExchangeEvent, number)
    if found is None or found.municipality not in towns():
        abort(404)
    return found


def notice_page(number: int, done: str = "") -> str:
    """The address of an offer or question, with what was just done."""
    return url_for("mediator.one", number=number, gedaan=done or None)


def pair_page(number: int, done: str = "") -> str:
    """The address of a proposal, with what was just done."""
    return url_for("mediator.proposal", number=number, gedaan=done or None)


def to(address: str) -> Response:
    """On to the next page after something was saved."""
    return redirect(address, 303)


def said() -> dict[str, str]:
    """What was typed, to be shown again."""
    return {name: typed(name) for name in request.form}


def intervened() -> str:
    """What a mediator reads when somebody else was faster."""
    return _("Dit kan nu niet meer. Er is intussen iets veranderd. Kijk hieronder hoe het ervoor staat.")
