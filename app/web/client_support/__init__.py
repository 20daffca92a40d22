"""`/ondersteuner`: free independent client support sees exactly what was shared with it."""

from flask import Flask

from app.accounts.rights import RIGHTS, Right
from app.web import access
from app.web.client_support.requests import blueprint
from app.web.staff.guards import needs


def register(app: Flask) -> None:
    """Open the room to client support, and to nobody else: not to the desk and not to administrators."""
    access.let_in(app, blueprint, needs(*RIGHTS[Right.SUPPORT_CLIENTS]))
