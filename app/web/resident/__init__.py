"""Pages for residents and carers: no account, no cookie before it is needed, no dead end."""

from flask import Blueprint, Flask

from app.web import access
from app.web.resident import (
    agenda,
    asking,
    browsing,
    complaint,
    complaint_own,
    corrections,
    family_help,
    figures,
    helping_events,
    helping_form,
    helping_own,
    helping_own_changes,
    helping_receipt,
    helping_start,
    home,
    notes,
    offers,
    own_request,
    own_request_again,
    own_request_changes,
    own_request_follow_up,
    pages,
    paper,
    paper_codes,
    plan,
    plan_form,
    receipt,
    rota,
    route,
    route_carers,
    route_others,
    searching,
    shortlist,
    slip,
    taking_along,
    theme_pages,
    wiping,
)

ROOMS = (
    agenda,
    home,
    searching,
    offers,
    corrections,
    browsing,
    shortlist,
    taking_along,
    slip,
    notes,
    route,
    route_others,
    route_carers,
    rota,
    asking,
    receipt,
    plan,
    plan_form,
    paper,
    paper_codes,
    family_help,
    theme_pages,
    wiping,
    own_request,
    own_request_changes,
    complaint,
    complaint_own,
    own_request_again,
    own_request_follow_up,
    helping_start,
    helping_form,
    helping_receipt,
    helping_events,
    helping_own,
    helping_own_changes,
    figures,
    pages,
)


def register(app: Flask) -> None:
    """Open the residents' pages to everybody."""
    blueprint = Blueprint("resident", __name__)
    for room in ROOMS:
        room.add_to(blueprint)
    access.let_in(app, blueprint, access.everybody)
