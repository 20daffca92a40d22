"""`/bemiddeling`: who brings volunteers and people with a question together reads, approves, proposes and looks after both."""

from flask import Flask

from app.accounts.rights import RIGHTS, Right
from app.web import access
from app.web.mediator import acting, board, changing, entering, events, keeping, letters, pairs, reading
from app.web.mediator.room import blueprint
from app.web.staff.guards import needs

SCREENS = (board, reading, acting, changing, pairs, keeping, entering, letters, events)


def register(app: Flask) -> None:
    """Open the room to mediators, and to nobody else: an administrator reads nobody's question."""
    access.let_in(app, blueprint, needs(*RIGHTS[Right.MEDIATE]))
