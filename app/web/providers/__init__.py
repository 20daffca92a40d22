"""Pages for who offers help and has no account (yet): asking to take part, and the links in our mails."""

from flask import Flask

from app.web import access
from app.web.providers.room import blueprint

SCREENS = ()


def register(app: Flask) -> None:
    """Open to everybody: what these pages show is public, or opens with a signed link only."""
    access.let_in(app, blueprint, access.everybody)
