"""The room of who holds complaints: its blueprint and its walls. What is not yours does not exist."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, abort, redirect, url_for
from werkzeug.wrappers import Response

from app.complaints.dossier import NoSuchComplaint
from app.complaints.handling import HOLDS, Handler
from app.complaints.models import ComplaintHolder
from app.personal_numbers import without_bsn
from app.web.complaints import words
from app.web.staff.guards import me, signed_in
from app.web.staff.own_ground import keep_on_own_ground
from app.web.staff.typed import as_typed
from app.web.staff.unseen import keep_out_of_search_engines

blueprint = Blueprint("complaints", __name__, url_prefix="/klachtbehandeling")
keep_out_of_search_engines(blueprint)
keep_on_own_ground(blueprint)


@blueprint.context_processor
def _always() -> dict[str, Any]:
    who = signed_in()  # nobody, on the page that asks to sign in again
    if who is None:
        return {}
    holder = HOLDS.get(who.role)  # none on the page that tells somebody else that there is no such page
    return {"who": who, "words": words, "adviser": holder is ComplaintHolder.ADVISER}


def handler() -> Handler:
    """Who works here now."""
    who = me()
    return Handler(who.account_id, HOLDS[who.role], who.municipality)


def typed(name: str, longest: int = 20_000) -> str:
    """A field as it may be kept: without citizen service numbers."""
    return without_bsn(as_typed(name, longest))


@contextmanager
def or_404() -> Iterator[None]:
    """Somebody else's complaint does not exist."""
    try:
        yield
    except NoSuchComplaint:
        abort(404)


def to_one(number: int, done: str) -> Response:
    """Back to the complaint after something was saved."""
    return redirect(url_for("complaints.one", number=number, gedaan=done), 303)
