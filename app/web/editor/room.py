"""The editor's room: its blueprint, its walls (one municipality or the whole region), and what every screen shows."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Blueprint, abort, request, url_for
from flask_babel import gettext as _
from sqlmodel import Session, col

from app.accounts.rights import Right
from app.accounts.staff_sessions import SignedIn
from app.content.models import Municipality
from app.db import LARGEST_ROW
from app.social_map.lifecycle import Actor
from app.social_map.models import Offer, Place
from app.web.running import content
from app.web.staff.guards import me, signed_in
from app.web.staff.unseen import keep_out_of_search_engines

blueprint = Blueprint("editor", __name__, url_prefix="/beheer")
keep_out_of_search_engines(blueprint)


@dataclass(frozen=True, slots=True)
class Screen:
    """One entry of the menu.

    `shared`: belongs to the whole region, so not to an editor of one municipality. `right`: only for who holds it.
    `covers`: an address elsewhere in the room that is part of this screen.
    """

    endpoint: str
    label: str
    shared: bool = False
    right: Right | None = None
    covers: str = ""

    def holds(self, path: str) -> int:
        """How much of this address is this screen's own, in characters: 0 when it is another's."""
        own = url_for(self.endpoint)
        for base in filter(None, (own, self.covers and request.script_root + self.covers)):
            if path == base or path.startswith(base.rstrip("/") + "/"):
                return len(base)
        return 0


@dataclass(frozen=True, slots=True)
class Group:
    """A few screens that belong together: seventeen entries in a row are no menu on a phone."""

    label: str
    screens: tuple[Screen, ...]


def groups(who: SignedIn) -> list[Group]:
    """The menu for this editor; a group without a screen is not there."""
    every = [
        Group(
            _("Vandaag"),
            (
                Screen("editor.dashboard", _("Overzicht")),
                Screen("editor.to_judge", _("Te beoordelen")),
                Screen("editor.current", _("Klopt alles nog?")),
                Screen("editor.corrections", _("Van bezoekers")),
                Screen("editor.not_found", _("Niet gevonden")),
            ),
        ),
        Group(
            _("Aanbod"),
            (
                Screen("editor.write_new", _("Nieuw aanbod"), covers="/beheer/schrijven"),
                Screen("editor.places", _("Plekken vrij")),
                Screen("editor.agenda", _("Agenda")),
                Screen("editor.doubles", _("Dubbel")),
                Screen("editor.imports", _("Import"), shared=True),
                Screen("editor.sources", _("Bronnen")),
            ),
        ),
        Group(
            _("Inhoud"),
            (
                Screen("editor.texts", _("Teksten"), shared=True),
                Screen("editor.help_numbers", _("Hulpnummers"), shared=True),
                Screen("editor.synonyms", _("Zoektermen"), shared=True),
                Screen("editor.flows", _("Wegwijzer"), shared=True),
            ),
        ),
        Group(
            _("Cijfers"),
            (
                Screen("editor.figures", _("Wat mensen zochten"), right=Right.SEE_FIGURES),
                Screen("editor.figures_coverage", _("Wat er is"), right=Right.SEE_FIGURES),
            ),
        ),
        Group(
            _("Mensen"),
            (
                Screen("editor.join_requests", _("Meedoen")),
                Screen("editor.organisations", _("Organisaties")),
                Screen("editor.accounts", _("Accounts"), right=Right.MANAGE_ACCOUNTS),
                Screen("editor.joint_acts", _("Samen besluiten")),
            ),
        ),
    ]
    allowed = [Group(group.label, tuple(each for each in group.screens if _is_for(each, who))) for group in every]
    return [group for group in allowed if group.screens]


def _is_for(screen: Screen, who: SignedIn) -> bool:
    return not (screen.shared and who.municipality) and (screen.right is None or who.may(screen.right))


@blueprint.context_processor
def _always() -> dict[str, Any]:
    who = signed_in()  # nobody, on the page that asks to sign in again
    if who is None:
        return {}
    menu = groups(who)
    path = request.script_root + request.path
    here = max((screen for group in menu for screen in group.screens), key=lambda screen: screen.holds(path))
    return {"who": who, "menu": menu, "here": here, "whole_region": not who.municipality}


def for_whole_region() -> SignedIn:
    """Who sends this request; what belongs to all municipalities is not there for an editor of one."""
    who = me()
    if who.municipality:
        abort(404)
    return who


def own_town() -> Municipality | None:
    """The only municipality this editor works for, or None for the whole region."""
    slug = me().municipality
    if not slug:
        return None
    town = content().municipality(slug)
    if town is None:
        abort(404)
    return town


def actor() -> Actor:
    """How this editor stands in an offer's history: by number, never by name or address."""
    who = me()
    return Actor(who.actor, who.role.value)


def within_walls() -> sa.ColumnElement[bool]:
    """The condition on places that this editor may see; places hold the municipality's name or slug as it was typed."""
    town = own_town()
    if town is None:
        return sa.true()
    return sa.func.lower(col(Place.municipality)).in_([town.name.lower(), town.slug])


def offer_or_404(session: Session, number: int) -> Offer:
    """An offer this editor may see; somebody else's does not exist."""
    if not 0 < number <= LARGEST_ROW:
        abort(404)
    found: Offer | None = session.execute(
        sa.select(Offer).join(Place, col(Place.id) == Offer.place_id).where(col(Offer.id) == number, within_walls())
    ).scalar_one_or_none()
    if found is None:
        abort(404)
    return found


def locked_offer_or_404(session: Session, number: int) -> Offer:
    """The same within a writing session, held until it ends: of two editors the second sees what the first did."""
    found = offer_or_404(session, number)
    session.refresh(found, with_for_update=True)
    return found
