"""The room of one organisation: its blueprint, its walls (its own offers only), and what every screen shows."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort
from flask_babel import gettext as _
from sqlmodel import Session

from app.content.models import Municipality
from app.db import LARGEST_ROW
from app.publishing.house import Publishing
from app.social_map.lifecycle import Actor
from app.social_map.merged import organisation_of
from app.social_map.models import Offer, Organisation
from app.web.running import municipality, services
from app.web.staff.guards import me, signed_in
from app.web.staff.unseen import keep_out_of_search_engines

blueprint = Blueprint("organisation", __name__, url_prefix="/organisatie")
keep_out_of_search_engines(blueprint)


@dataclass(frozen=True, slots=True)
class Screen:
    """One entry of the menu."""

    endpoint: str
    label: str


def screens() -> list[Screen]:
    """The menu."""
    return [
        Screen("organisation.overview", _("Ons aanbod")),
        Screen("organisation.agenda", _("Agenda")),
        Screen("organisation.messages", _("Berichten")),
        Screen("organisation.call_backs", _("Terugbellen")),
        Screen("organisation.export", _("Als tabel")),
        Screen("organisation.lists", _("Lijst insturen")),
        Screen("organisation.own_data", _("Gegevens")),
    ]


@blueprint.context_processor
def _always() -> dict[str, Any]:
    who = signed_in()  # nobody, on the page that asks to sign in again
    if who is None:
        return {}
    return {"who": who, "screens": screens()}


def own_organisation(session: Session) -> Organisation:
    """The organisation this account speaks for; one that is gone or merged away is followed to what it became."""
    found = organisation_of(session, me().organisation)
    if found is None:
        abort(404)
    return found


def own_offer_or_404(session: Session, number: int) -> Offer:
    """One of the own offers; somebody else's does not exist (promise 34)."""
    found = session.get(Offer, number) if 0 < number <= LARGEST_ROW else None
    if found is None or found.organisation_id != own_organisation(session).id:
        abort(404)
    return found


def actor() -> Actor:
    """How this account stands in an offer's history."""
    who = me()
    return Actor(who.actor, who.role.value)


def town() -> Municipality:
    """Whose editors this organisation talks to: the municipality of the site it is on."""
    return municipality()


def publishing() -> Publishing:
    """The workshop."""
    return services().publishing
