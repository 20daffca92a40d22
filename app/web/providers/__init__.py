"""Pages for who offers help and has no account (yet): asking to take part, and the links in our mails."""

from flask import Flask

from app.web import access
from app.web.providers import call_backs, joining, photos, still_right, still_right_changing, still_right_stopping
from app.web.providers.room import blueprint

SCREENS = (call_backs, joining, photos, still_right, still_right_changing, still_right_stopping)


def register(app: Flask) -> None:
    """Open to everybody: what these pages show is public, or opens with a signed link only."""
    access.let_in(app, blueprint, access.everybody)
