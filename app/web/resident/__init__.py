"""Pages for residents and carers: no account, no cookie before it is needed, no dead end."""

from flask import Blueprint, Flask

from app.web import access
from app.web.resident import browsing, corrections, home, notes, offers, pages, searching, shortlist, taking_along

ROOMS = (home, searching, offers, corrections, browsing, shortlist, taking_along, notes, pages)


def register(app: Flask) -> None:
    """Open the residents' pages to everybody."""
    blueprint = Blueprint("resident", __name__)
    for room in ROOMS:
        room.add_to(blueprint)
    access.let_in(app, blueprint, access.everybody)
