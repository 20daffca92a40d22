"""`/loket`: the desk reads requests, calls, plans a conversation and records what came of it."""

from flask import Flask

from app.accounts.rights import RIGHTS, Right
from app.web import access
from app.web.front_desk import (
    acting,
    bundles,
    call_backs,
    entering,
    follow_up,
    handover,
    knowledge,
    letters,
    listing,
    paper_orders,
    reading,
    slip_pdf,
    workspace,
    workspace_slip,
)
from app.web.front_desk.room import blueprint
from app.web.staff.guards import needs

SCREENS = (
    listing,
    reading,
    acting,
    letters,
    entering,
    follow_up,
    workspace,
    workspace_slip,
    knowledge,
    bundles,
    call_backs,
    handover,
    paper_orders,
    slip_pdf,
)


def register(app: Flask) -> None:
    """Open the room to the desk, and to nobody else: an administrator reads nobody's question."""
    access.let_in(app, blueprint, needs(*RIGHTS[Right.WORK_AT_DESK]))
