"""`/organisatie`: who publishes offers writes them, hands them in, confirms them, and reads what visitors said."""

from flask import Flask

from app.accounts.rights import RIGHTS, Right
from app.web import access
from app.web.organisation import (
    agenda,
    agenda_calendar,
    call_backs,
    confirming,
    export,
    lists,
    messages,
    one,
    overview,
    own_data,
    places,
    stopping,
    writing,
)
from app.web.organisation.room import blueprint
from app.web.staff.guards import needs

SCREENS = (
    agenda,
    agenda_calendar,
    call_backs,
    confirming,
    export,
    lists,
    messages,
    one,
    overview,
    own_data,
    places,
    stopping,
    writing,
)


def register(app: Flask) -> None:
    """Open the room to organisations, and to nobody else."""
    access.let_in(app, blueprint, needs(*RIGHTS[Right.KEEP_OWN_OFFERS]))
