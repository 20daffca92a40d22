"""`/klachtbehandeling`: the confidential adviser and the complaints officer, each with what was given to them and nothing else."""

from flask import Flask

from app.accounts.rights import RIGHTS, Right
from app.web import access
from app.web.complaints import acting, letters, listing, reading
from app.web.complaints.room import blueprint
from app.web.staff.guards import needs

SCREENS = (listing, reading, acting, letters)


def register(app: Flask) -> None:
    """Open the room to who holds complaints, and to nobody else: no administrator, no editor, no desk."""
    access.let_in(app, blueprint, needs(*RIGHTS[Right.HANDLE_COMPLAINTS]))
